/**
 * How far a JPEG must be turned clockwise to stand upright, as its camera noted it (EXIF tag 0x0112): 0, 90, 180 or 270
 * degrees. Mirrored ones, which no camera makes, and anything unreadable count as upright.
 */
export const turnOf = (jpeg: Uint8Array): 0 | 90 | 180 | 270 => {
  const view = new DataView(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength);
  try {
    for (let at = 2; view.getUint8(at) === 0xff; at += 2 + view.getUint16(at + 2)) {
      const marker = view.getUint8(at + 1);
      if (marker === SCAN_BEGINS) return 0;
      if (marker === APP1 && view.getUint32(at + 4) === EXIF) return turns[orientation(view, at + 10)] ?? 0;
    }
  } catch (error) {
    // A header that leads beyond the end of the file.
    if (!(error instanceof RangeError)) throw error;
  }
  return 0;
};

const APP1 = 0xe1;
const SCAN_BEGINS = 0xda;
const EXIF = 0x45786966;
const turns: Record<number, 90 | 180 | 270> = { 3: 180, 6: 90, 8: 270 };

/** The first directory of the TIFF that begins at `tiff`. */
const orientation = (view: DataView, tiff: number): number => {
  const little = view.getUint16(tiff) === 0x4949;
  const directory = tiff + view.getUint32(tiff + 4, little);
  const entries = view.getUint16(directory, little);
  for (let i = 0; i < entries; i++) {
    const entry = directory + 2 + i * 12;
    if (view.getUint16(entry, little) === 0x0112) return view.getUint16(entry + 8, little);
  }
  return 1;
};
