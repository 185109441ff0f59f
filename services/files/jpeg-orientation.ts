/** How a picture must be laid to stand upright: mirrored left to right first, then turned clockwise by so many degrees. */
type Orientation = { turn: 0 | 90 | 180 | 270; mirrored: boolean };

/** What the camera noted in a JPEG (EXIF tag 0x0112); upright when it noted nothing that can be read. */
export const orientationOf = (jpeg: Uint8Array): Orientation => {
  const view = new DataView(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength);
  try {
    for (let at = 2; view.getUint8(at) === 0xff; at += 2 + view.getUint16(at + 2)) {
      const marker = view.getUint8(at + 1);
      if (marker === SCAN_BEGINS) return UPRIGHT;
      if (marker === APP1 && view.getUint32(at + 4) === EXIF) return orientations[noted(view, at + 10)] ?? UPRIGHT;
    }
  } catch (error) {
    // A header that leads beyond the end of the file.
    if (!(error instanceof RangeError)) throw error;
  }
  return UPRIGHT;
};

const APP1 = 0xe1;
const SCAN_BEGINS = 0xda;
const EXIF = 0x45786966;
const UPRIGHT: Orientation = { turn: 0, mirrored: false };
const orientations: Record<number, Orientation> = {
  2: { turn: 0, mirrored: true },
  3: { turn: 180, mirrored: false },
  4: { turn: 180, mirrored: true },
  5: { turn: 270, mirrored: true },
  6: { turn: 90, mirrored: false },
  7: { turn: 90, mirrored: true },
  8: { turn: 270, mirrored: false },
};

/** The first directory of the TIFF that begins at `tiff`. */
const noted = (view: DataView, tiff: number): number => {
  const little = view.getUint16(tiff) === 0x4949;
  const directory = tiff + view.getUint32(tiff + 4, little);
  const entries = view.getUint16(directory, little);
  for (let i = 0; i < entries; i++) {
    const entry = directory + 2 + i * 12;
    if (view.getUint16(entry, little) === 0x0112) return view.getUint16(entry + 8, little);
  }
  return 1;
};
