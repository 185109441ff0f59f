import { crc32, deflateSync } from 'node:zlib';
import { PDFDocument } from '@cantoo/pdf-lib';

/** A PDF of so many pages with a line on each. */
export const pdfOf = async (pages: number, options: { locked?: boolean; blank?: boolean } = {}): Promise<Buffer> => {
  const document = await PDFDocument.create();
  for (let page = 1; page <= pages; page++) {
    const added = document.addPage();
    if (!options.blank) added.drawLine({ start: { x: 10, y: 10 * page }, end: { x: 100, y: 10 * page } });
  }
  if (options.locked) document.encrypt({ userPassword: 'open', ownerPassword: 'own' });
  return Buffer.from(await document.save());
};

/** An even PNG: grey, or, of four channels, red under a veil that lets half of it through. */
export const pngOf = (width: number, height: number, { grey = 128, veiled = false } = {}): Buffer => {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, veiled ? 6 : 0, 0, 0, 0], 8);
  const row = Buffer.alloc(1 + width * (veiled ? 4 : 1), veiled ? Buffer.from([255, 0, 0, 128]) : grey);
  if (veiled) row.copy(row, 1, 0, row.length - 1);
  row[0] = 0;
  const rows = Buffer.concat(Array<Buffer>(height).fill(row));
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
};

const chunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  body.copy(whole, 4);
  whole.writeUInt32BE(crc32(body), body.length + 4);
  return whole;
};

type JpegOptions = {
  parts?: 1 | 3 | 4;
  progressive?: boolean;
  turned?: number;
  adobe?: boolean;
  restartEvery?: number;
};

/** An even grey JPEG; `turned` is what the camera notes about how it was held (EXIF), `adobe` the mark of Adobe's inks. */
export const jpegOf = (width: number, height: number, options: JpegOptions = {}): Buffer => {
  const { parts = 3, progressive = false, turned, adobe = false, restartEvery = 0 } = options;
  const numbers = [...Array(parts).keys()];
  const blocks = Math.ceil(width / 8) * Math.ceil(height / 8);
  // One bit for "as bright as the one before", one for "and nothing more".
  const flat = (bits: number) => Buffer.concat([Buffer.alloc(Math.floor(bits / 8)), lastBits(bits % 8)]);
  const scan = (of: number[], from: number, to: number, data: Buffer) =>
    Buffer.concat([segment(0xda, [of.length, ...of.flatMap((part) => [part + 1, 0]), from, to, 0]), data]);
  const perRestart = restartEvery || blocks;
  const coded = Array.from({ length: Math.ceil(blocks / perRestart) }, (_, run) => {
    const data = flat(Math.min(perRestart, blocks - run * perRestart) * parts * 2);
    return run ? Buffer.concat([Buffer.from([0xff, 0xd0 + ((run - 1) % 8)]), data]) : data;
  });
  return Buffer.concat([
    Buffer.from('ffd8', 'hex'),
    ...(turned
      ? [
          segment(0xe1, [
            ...Buffer.from('457869660000' + '4d4d002a00000008' + '0001' + '011200030000000100', 'hex'),
            turned,
            0,
            0,
            0,
            0,
            0,
            0,
          ]),
        ]
      : []),
    ...(adobe ? [segment(0xee, [...Buffer.from('Adobe'), 0, 100, 0, 0, 0, 0, 0])] : []),
    segment(0xdb, [0, ...Array<number>(64).fill(1)]),
    segment(progressive ? 0xc2 : 0xc0, [
      8,
      height >> 8,
      height & 255,
      width >> 8,
      width & 255,
      parts,
      ...numbers.flatMap((part) => [part + 1, 0x11, 0]),
    ]),
    segment(0xc4, [0x00, 1, ...Array<number>(15).fill(0), 0, 0x10, 1, ...Array<number>(15).fill(0), 0]),
    ...(restartEvery ? [segment(0xdd, [restartEvery >> 8, restartEvery & 255])] : []),
    ...(progressive
      ? [scan(numbers, 0, 0, flat(blocks * parts)), ...numbers.map((part) => scan([part], 1, 63, flat(blocks)))]
      : [scan(numbers, 0, 63, Buffer.concat(coded))]),
    Buffer.from('ffd9', 'hex'),
  ]);
};

/** What is left of the last byte is filled with ones. */
const lastBits = (used: number): Buffer => (used ? Buffer.from([0xff >> used]) : Buffer.alloc(0));

const segment = (marker: number, body: number[]): Buffer =>
  Buffer.from([0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 255, ...body]);
