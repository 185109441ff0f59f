import {
  decodePDFRawStream,
  type PDFArray,
  PDFDict,
  PDFDocument,
  PDFName,
  type PDFPage,
  PDFRawStream,
} from '@cantoo/pdf-lib';
import { describe, expect, test } from 'vitest';
import { checkFile } from '../../../services/files/check-file.ts';
import { jpegFault } from '../../../services/files/jpeg-fault.ts';
import { joinPages } from '../../../services/files/pdf.ts';
import { pngFault } from '../../../services/files/png-fault.ts';
import { jpegOf, pngOf } from './made.ts';

const pictures: [what: string, picture: Buffer][] = [
  ['a JPEG', jpegOf(100, 60)],
  ['a grey JPEG', jpegOf(33, 17, { parts: 1 })],
  ['a JPEG of four inks', jpegOf(40, 40, { parts: 4, adobe: true })],
  ['a JPEG with restarts', jpegOf(200, 60, { restartEvery: 7 })],
  ['a progressive JPEG', jpegOf(100, 60, { progressive: true })],
  ['a PNG', pngOf(100, 60)],
  ['a PNG that lets through', pngOf(100, 60, { veiled: true })],
];
const faultOf = (picture: Buffer) => (picture[0] === 0x89 ? pngFault(picture) : jpegFault(picture));

describe.each(pictures)('%s', (_what, picture) => {
  test('is sound, also with something behind its end', () => {
    expect(faultOf(picture)).toBeUndefined();
    expect(faultOf(Buffer.concat([picture, Buffer.from('and a film')]))).toBeUndefined();
  });

  test('is torn wherever it is cut off', () => {
    const sound = [...Array(picture.length).keys()].filter((length) => !faultOf(picture.subarray(0, length)));
    expect(sound).toEqual([]);
  });
});

const end = Buffer.from('ffd9', 'hex');
test.each(pictures.slice(0, 4))('%s with an end put behind where it was cut off is still torn', (_what, picture) => {
  const lengths = [...Array(picture.length - 3).keys()];
  const sound = lengths.filter((length) => !jpegFault(Buffer.concat([picture.subarray(0, length), end])));
  expect(sound).toEqual([]);
});

test('a PNG with one bit changed is torn', () => {
  const picture = pngOf(30, 30);
  for (let at = 8; at < picture.length; at++) {
    const changed = Buffer.from(picture);
    changed[at]! ^= 1;
    expect(pngFault(changed), `byte ${at}`).toBeDefined();
  }
});

/** The picture says another size than it has. */
const claiming = (picture: Buffer, at: number, size: string) => {
  const changed = Buffer.from(picture);
  changed.write(size, at, 'hex');
  return changed;
};
const jpegSize = jpegOf(8, 8).indexOf(Buffer.from('08000800', 'hex')) + 1;

test.each<[string, string, Buffer, string, string]>([
  ['a torn photograph', 'a.jpg', jpegOf(100, 60).subarray(0, -9), 'picture_damaged', '重拍或重新发送'],
  ['a torn picture', 'a.png', pngOf(100, 60).subarray(0, -20), 'picture_damaged', '重拍或重新发送'],
  ['a head and nothing more', 'a.jpg', Buffer.from('ffd8ffe000104a4649460001', 'hex'), 'picture_damaged', '只传来了'],
  ['a photograph of no rows', 'a.jpg', claiming(jpegOf(8, 8), jpegSize, '0000'), 'picture_odd', '格式很少见'],
  [
    'more pixels than a telephone makes',
    'a.jpg',
    claiming(jpegOf(8, 8), jpegSize, 'ffffffff'),
    'picture_huge',
    '像素太多',
  ],
])('%s is refused with advice when it comes', async (_what, name, content, code, words) => {
  await expect(checkFile(name, content)).rejects.toMatchObject({ code, words: expect.stringContaining(words) });
});

const joined = async (...contents: Buffer[]) => {
  const made = await joinPages(contents.map((content) => ({ content })));
  if (!Buffer.isBuffer(made)) throw new Error(`not joined: ${made}`);
  return (await PDFDocument.load(made)).getPages();
};

const pictureOn = ({ node }: PDFPage): PDFRawStream => {
  const all = node.Resources()!.lookup(PDFName.of('XObject'), PDFDict);
  return all.lookup(all.keys()[0]!) as PDFRawStream;
};
const entryOf = (page: PDFPage, key: string) => pictureOn(page).dict.lookup(PDFName.of(key));

test.each<[number | undefined, number, boolean]>([
  [undefined, 0, false],
  [1, 0, false],
  [2, 0, true],
  [3, 180, false],
  [4, 180, true],
  [5, 270, true],
  [6, 90, false],
  [7, 90, true],
  [8, 270, false],
])('a photograph held as EXIF %s says is turned by %i degrees, mirrored: %s', async (turned, turn, mirrored) => {
  const [page] = await joined(jpegOf(60, 40, turned ? { turned } : {}));
  expect(page!.getRotation().angle).toBe(turn);
  const drawn = (page!.node.Contents() as PDFArray).lookup(0, PDFRawStream);
  const words = Buffer.from(decodePDFRawStream(drawn).decode()).toString('latin1');
  expect(/^-\d[\d.]* 0 0 \d[\d.]* 0 0 cm$/m.test(words)).toBe(mirrored);
});

test('the inks of a JPEG count backwards only where Adobe says so, and its bytes stay as they are', async () => {
  const [adobe, plain] = [jpegOf(16, 16, { parts: 4, adobe: true }), jpegOf(16, 16, { parts: 4 })];
  const pages = await joined(adobe, plain);
  expect(pages.map((page) => String(entryOf(page, 'ColorSpace')))).toEqual(['/DeviceCMYK', '/DeviceCMYK']);
  expect(pages.map((page) => String(entryOf(page, 'Decode') ?? 'as they are'))).toEqual([
    '[ 1 0 1 0 1 0 1 0 ]',
    'as they are',
  ]);
  expect(pages.map((page) => Buffer.from(pictureOn(page).getContents()))).toEqual([adobe, plain]);
});

test('what shines through a picture shines through its page, and a progressive one is a page', async () => {
  const [veiled, progressive] = await joined(pngOf(9, 9, { veiled: true }), jpegOf(24, 24, { progressive: true }));
  expect(entryOf(veiled!, 'SMask')).toBeDefined();
  expect(String(entryOf(progressive!, 'Filter'))).toBe('/DCTDecode');
});

test('a torn photograph kept by an older release is named by its page, and the same ones make the same bytes', async () => {
  const [one, two] = [{ content: jpegOf(60, 40) }, { content: pngOf(20, 30) }];
  const torn = { content: jpegOf(60, 40).subarray(0, -9) };
  expect(await joinPages([one, torn, two, torn])).toEqual([2, 4]);
  expect(await joinPages([one, two])).toEqual(await joinPages([one, two]));
});
