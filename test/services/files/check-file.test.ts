import { expect, test } from 'vitest';
import { checkFile } from '../../../services/files/check-file.ts';
import { Refusal } from '../../../services/refusal.ts';
import { pdf } from '../../journeys/play.ts';
import { jpegOf, pdfOf, pngOf } from './made.ts';
import { oleOf, wordParts, zipOf } from './made-zip.ts';

const MB = 1024 * 1024;
const heic = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic\0\0\0\0mif1heic')]);
const jpeg = jpegOf(20, 10);

test.each<[string, string, () => Buffer | Promise<Buffer>, object]>([
  ['a PDF with the number of its pages', '制度.pdf', () => pdfOf(3), { kind: 'pdf', pages: 3 }],
  ['a small PDF', '制度.PDF', () => pdf('一'), { kind: 'pdf', pages: 1, name: '制度.PDF' }],
  ['a Word file', '制度.docx', () => zipOf(wordParts), { kind: 'docx' }],
  ['an old Word file', '制度.doc', () => oleOf('WordDocument'), { kind: 'doc' }],
  ['an OFD file', '公文.ofd', () => zipOf({ 'OFD.xml': '<OFD/>' }), { kind: 'ofd' }],
  ['a table', '人员.xlsx', () => zipOf({ 'xl/workbook.xml': '<x/>' }), { kind: 'xlsx' }],
  ['a table as text', '人员.csv', () => Buffer.from('姓名,身份\n'), { kind: 'csv' }],
  ['a text', '发展.md', () => Buffer.from('# 发展'), { kind: 'text' }],
  ['a photograph', '1.jpg', () => jpeg, { kind: 'jpeg', name: '1.jpg' }],
  ['a picture under another format’s name', '图片.png', () => jpeg, { kind: 'jpeg', name: '图片.jpg' }],
  ['a picture without a format in its name', '第1.2版', () => pngOf(2, 2), { kind: 'png', name: '第1.2版.png' }],
])('%s is known by its content', async (_what, name, content, known) => {
  expect(await checkFile(name, await content())).toMatchObject(known);
});

test.each<[string, string, () => Buffer | Promise<Buffer>, string, string]>([
  ['an empty file', 'a.pdf', () => Buffer.alloc(0), 'file_empty', '空文件'],
  ['a locked PDF', 'a.pdf', () => pdfOf(1, { locked: true }), 'pdf_locked', '密码'],
  ['a PDF without anything on it', 'a.pdf', () => pdfOf(2, { blank: true }), 'pdf_blank', '空白'],
  ['a PDF that was cut off', 'a.pdf', async () => (await pdfOf(2)).subarray(0, 120), 'pdf_damaged', '打不开'],
  ['a PDF that is none', 'a.pdf', () => Buffer.from('%PDF-1.7 and nothing more'), 'pdf_damaged', '打不开'],
  ['a Word file called PDF', 'a.pdf', () => zipOf(wordParts), 'file_extension', '内容却是 Word'],
  ['a PDF called Word', 'a.docx', () => pdf('一'), 'file_extension', '内容却是 PDF'],
  [
    'a program called PDF',
    'a.pdf',
    () => Buffer.concat([Buffer.from('MZ'), Buffer.alloc(500)]),
    'file_type',
    '请发 PDF',
  ],
  ['a picture of a phone', 'a.heic', () => heic, 'file_heic', '兼容性最佳'],
  ['a picture of a phone called JPG', 'a.jpg', () => heic, 'file_heic', '兼容性最佳'],
  ['macros', 'a.docx', () => zipOf({ ...wordParts, 'word/vbaProject.bin': 'x' }), 'file_macro', '宏'],
  ['macros of old', 'a.doc', () => oleOf('WordDocument', '_VBA_PROJECT'), 'file_macro', '宏'],
  ['a locked Word file', 'a.docx', () => oleOf('EncryptedPackage'), 'file_locked', '密码'],
  ['a locked Word file of old', 'a.doc', () => lockedDoc(), 'file_locked', '密码'],
  [
    'macros in a table',
    'a.xlsm',
    () => zipOf({ 'xl/workbook.xml': 'x', 'xl/vbaProject.bin': 'x' }),
    'file_macro',
    'Excel',
  ],
  ['a table called Word', 'a.docx', () => zipOf({ 'xl/workbook.xml': 'x' }), 'file_extension', '内容却是 Excel'],
  ['an old table', 'a.xls', () => oleOf('Workbook'), 'file_xls', '.xlsx'],
  ['a damaged archive', 'a.docx', async () => (await zipOf(wordParts)).subarray(0, 90), 'file_damaged', '打不开'],
  ['an archive that grows beyond measure', 'a.docx', () => claiming(200 * MB), 'file_bomb', '大得异常'],
  [
    'a small archive of a large part',
    'a.docx',
    () => zipOf({ ...wordParts, 'word/1.bin': Buffer.alloc(4 * MB) }),
    'file_bomb',
    '大得异常',
  ],
  ['an archive of thousands of parts', 'a.docx', () => zipOf(crowd()), 'file_bomb', '大得异常'],
  ['an archive of something else', 'a.zip', () => zipOf({ 'a.txt': 'x' }), 'file_type', '请发 PDF'],
])('%s is refused with advice', async (_what, name, content, code, words) => {
  const refusal = await checkFile(name, await content()).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(Refusal);
  expect(refusal).toMatchObject({ code, words: expect.stringContaining(words) });
});

test('a part that is larger than it claims is refused', async () => {
  await expect(claiming(1000).then((packed) => checkFile('a.docx', packed))).rejects.toMatchObject({
    code: 'file_damaged',
  });
});

/** A Word file whose picture of 4 MB claims another size. */
const claiming = async (size: number): Promise<Buffer> => {
  const packed = await zipOf({ ...wordParts, 'word/media/1.bin': Buffer.alloc(4 * MB) });
  const [truth, claim] = [4 * MB, size].map((one) => Buffer.from(new Uint32Array([one]).buffer));
  for (let at = packed.indexOf(truth!); at >= 0; at = packed.indexOf(truth!, at + 4)) claim!.copy(packed, at);
  return packed;
};

const lockedDoc = (): Buffer => {
  const doc = oleOf('WordDocument');
  doc.writeUInt16LE(0xa5ec, 512);
  doc.writeUInt16LE(0x0100, 522);
  return Buffer.concat([doc, Buffer.from('WordDocument', 'utf16le')]);
};

const crowd = () => Object.fromEntries([...Array(2100).keys()].map((n) => [`word/${n}.xml`, 'x']));
