import { crc32, inflateSync } from 'node:zlib';
import type { PictureFault } from './jpeg-fault.ts';

/** It is unpacked in memory when it becomes a page: 50 million are 200 MB. */
const MOST_PIXELS = 50_000_000;

/** Walks through a PNG up to its end, every checksum and every row of it. W3C PNG, third edition. */
export const pngFault = (png: Uint8Array): PictureFault | undefined => {
  try {
    return walk(png);
  } catch {
    // A length that leads beyond the end, or data that cannot be unpacked.
    return 'damaged';
  }
};

const walk = (png: Uint8Array): PictureFault | undefined => {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const packed: Uint8Array[] = [];
  let head: Head | undefined;
  for (let at = 8; ; ) {
    const length = view.getUint32(at);
    const type = view.getUint32(at + 4);
    const body = png.subarray(at + 8, at + 8 + length);
    if (crc32(png.subarray(at + 4, at + 8 + length)) !== view.getUint32(at + 8 + length)) return 'damaged';
    at += 12 + length;
    if (type === IHDR) head = headOf(body);
    if (!head) return 'damaged';
    if (head.width * head.height > MOST_PIXELS) return 'huge';
    if (type === FRAMES) return 'odd';
    if (type === IDAT) packed.push(body);
    if (type === IEND) return isWhole(head, Buffer.concat(packed)) ? undefined : 'damaged';
  }
};

const [IHDR, IDAT, IEND, FRAMES] = [0x49484452, 0x49444154, 0x49454e44, 0x6163544c];

type Head = { width: number; height: number; bits: number; interlaced: boolean };

const headOf = (body: Uint8Array): Head | undefined => {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const channels = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }[view.getUint8(9)];
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  if (!channels || !width || !height) return undefined;
  return { width, height, bits: channels * view.getUint8(8), interlaced: view.getUint8(12) === 1 };
};

const isWhole = ({ width, height, bits, interlaced }: Head, packed: Uint8Array): boolean => {
  const bytes = (interlaced ? ADAM7 : [[0, 0, 1, 1] as const]).reduce((sum, [x, y, across, down]) => {
    const [wide, high] = [Math.ceil((width - x) / across), Math.ceil((height - y) / down)];
    return wide > 0 && high > 0 ? sum + high * (1 + Math.ceil((wide * bits) / 8)) : sum;
  }, 0);
  return inflateSync(packed, { maxOutputLength: bytes + SLACK }).length >= bytes;
};

/** Some writers pack a little more than the rows. */
const SLACK = 65_536;
/** Where each of the seven passes begins, and how far apart its pixels are. */
const ADAM7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;
