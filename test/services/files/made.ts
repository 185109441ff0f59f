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

/** A grey PNG. */
export const pngOf = (width: number, height: number, grey = 128): Buffer => {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 0, 0, 0, 0], 8);
  const rows = Buffer.alloc((width + 1) * height, grey);
  for (let row = 0; row < height; row++) rows[row * (width + 1)] = 0;
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
