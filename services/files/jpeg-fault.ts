/** Why a picture is refused: it is torn, of a kind that no PDF can show, or too large to be worked with. */
export type PictureFault = 'damaged' | 'odd' | 'huge';

/** No telephone makes more, and a scanner at 600 dpi makes a sixth of it from a page. */
const MOST_PIXELS = 250_000_000;

/**
 * Walks through a JPEG up to its end, through every code of an ordinary one: what was cut off, or torn in the middle and
 * mended with an end, does not come out. Of a progressive one only the parts and their ends are looked at. What follows the
 * end (a second picture, a film) is nobody's concern. ISO/IEC 10918-1.
 */
export const jpegFault = (jpeg: Uint8Array): PictureFault | undefined => {
  try {
    return walk(jpeg);
  } catch (error) {
    if (error instanceof Torn || error instanceof RangeError) return 'damaged';
    throw error;
  }
};

class Torn extends Error {}

type Part = { id: number; across: number; down: number; blocks: [wide: number, high: number] };
type Frame = { progressive: boolean; parts: Part[]; mcus: number };
/** By the next 16 bits: the length of the code in the upper byte, and what it stands for in the lower one; 0 for none. */
type Codes = Uint16Array;

const walk = (jpeg: Uint8Array): PictureFault | undefined => {
  const view = new DataView(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength);
  const tables = new Map<number, Codes>();
  let frame: Frame | undefined;
  let restartEvery = 0;
  let scanned = new Set<number>();
  let at = 2;
  if (view.getUint16(0) !== 0xffd8) throw new Torn();
  for (;;) {
    if (view.getUint8(at) !== 0xff) throw new Torn();
    while (view.getUint8(at + 1) === 0xff) at++;
    const marker = view.getUint8(at + 1);
    at += 2;
    if (marker === END) return frame?.parts.every(({ id }) => scanned.has(id)) ? undefined : 'damaged';
    const length = view.getUint16(at);
    if (length < 2) throw new Torn();
    const body = new DataView(view.buffer, view.byteOffset + at + 2, length - 2);
    at += length;
    if (marker === HUFFMAN) readTables(body, tables);
    else if (marker === RESTARTS) restartEvery = body.getUint16(0);
    else if (FRAMES.includes(marker)) {
      frame = readFrame(body, marker === PROGRESSIVE);
      if (!frame) return 'odd';
      if (body.getUint16(1) * body.getUint16(3) > MOST_PIXELS) return 'huge';
    } else if (OTHER_FRAMES.includes(marker)) return 'odd';
    else if (marker === SCAN) {
      if (!frame) throw new Torn();
      const parts = scannedParts(body, frame, tables);
      scanned = new Set([...scanned, ...parts.map(({ part }) => part.id)]);
      at = frame.progressive ? endOfScan(jpeg, at) : walkScan(jpeg, at, frame, parts, restartEvery);
    }
  }
};

const END = 0xd9;
const SCAN = 0xda;
const HUFFMAN = 0xc4;
const RESTARTS = 0xdd;
const PROGRESSIVE = 0xc2;
const FRAMES = [0xc0, 0xc1, PROGRESSIVE];
/** Lossless, hierarchical and arithmetic ones, which no viewer of PDF has to know. */
const OTHER_FRAMES = [0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf];

const readFrame = (body: DataView, progressive: boolean): Frame | undefined => {
  const [height, width, count] = [body.getUint16(1), body.getUint16(3), body.getUint8(5)];
  if (body.getUint8(0) !== 8 || !height || !width || ![1, 3, 4].includes(count)) return undefined;
  const sampled = Array.from({ length: count }, (_, n) => {
    const ratio = body.getUint8(7 + 3 * n);
    return { id: body.getUint8(6 + 3 * n), across: ratio >> 4, down: ratio & 15 };
  });
  if (sampled.some(({ across, down }) => !across || !down || across > 4 || down > 4)) throw new Torn();
  const most = {
    across: Math.max(...sampled.map((one) => one.across)),
    down: Math.max(...sampled.map((one) => one.down)),
  };
  const parts = sampled.map((one): Part => {
    const wide = Math.ceil(Math.ceil((width * one.across) / most.across) / 8);
    const high = Math.ceil(Math.ceil((height * one.down) / most.down) / 8);
    return { ...one, blocks: [wide, high] };
  });
  return { progressive, parts, mcus: Math.ceil(width / (8 * most.across)) * Math.ceil(height / (8 * most.down)) };
};

const readTables = (body: DataView, tables: Map<number, Codes>): void => {
  for (let at = 0; at < body.byteLength; ) {
    const name = body.getUint8(at++);
    const codes: Codes = new Uint16Array(65_536);
    let symbol = at + 16;
    let next = 0;
    for (let bits = 1; bits <= 16; bits++) {
      for (let left = body.getUint8(at + bits - 1); left > 0; left--) {
        const end = next + 2 ** (16 - bits);
        if (end > 65_536) throw new Torn();
        codes.fill((bits << 8) | body.getUint8(symbol++), next, end);
        next = end;
      }
    }
    tables.set(name, codes);
    at = symbol;
  }
};

type Scanned = { part: Part; dc: Codes; ac: Codes };

const scannedParts = (body: DataView, { parts, progressive }: Frame, tables: Map<number, Codes>): Scanned[] =>
  Array.from({ length: body.getUint8(0) }, (_, n) => {
    const part = parts.find(({ id }) => id === body.getUint8(1 + 2 * n));
    const names = body.getUint8(2 + 2 * n);
    const dc = tables.get(names >> 4);
    const ac = tables.get(0x10 | (names & 15));
    if (!part || (!progressive && !(dc && ac))) throw new Torn();
    return { part, dc: dc ?? NONE, ac: ac ?? NONE };
  });

const NONE: Codes = new Uint16Array();

/** Where the marker stands that follows the coded data. */
const endOfScan = (jpeg: Uint8Array, from: number): number => {
  let at = jpeg.indexOf(0xff, from);
  // Within the data 0xff is followed by 0, or it is a restart.
  while (at >= 0 && (jpeg[at + 1] === 0 || isRestart(jpeg[at + 1]!))) at = jpeg.indexOf(0xff, at + 2);
  if (at < 0) throw new Torn();
  return at;
};

const isRestart = (marker: number): boolean => marker >= 0xd0 && marker <= 0xd7;

/** Every code of a scan that is not progressive; then the place of the next marker. */
const walkScan = (jpeg: Uint8Array, from: number, frame: Frame, scanned: Scanned[], restartEvery: number): number => {
  const [only] = scanned;
  const alone = scanned.length === 1 && only;
  const units = alone ? alone.part.blocks[0] * alone.part.blocks[1] : frame.mcus;
  const bits = new Bits(jpeg, from);
  for (let unit = 0; unit < units; unit++) {
    if (restartEvery && unit && unit % restartEvery === 0) bits.restart();
    for (const { part, dc, ac } of scanned) {
      const blocks = alone ? 1 : part.across * part.down;
      for (let block = 0; block < blocks; block++) walkBlock(bits, dc, ac);
    }
  }
  return endOfScan(jpeg, bits.at);
};

const walkBlock = (bits: Bits, dc: Codes, ac: Codes): void => {
  bits.skip(bits.symbol(dc) & 15);
  for (let k = 1; k < 64; k++) {
    const symbol = bits.symbol(ac);
    const size = symbol & 15;
    if (!size && symbol >> 4 < 15) return;
    k += symbol >> 4;
    if (k > 63) throw new Torn();
    bits.skip(size);
  }
};

class Bits {
  at: number;
  #jpeg: Uint8Array;
  #held = 0;
  #count = 0;
  /** Bits made up behind the end of the data: to look at, never to be used. */
  #madeUp = 0;

  constructor(jpeg: Uint8Array, at: number) {
    this.#jpeg = jpeg;
    this.at = at;
  }

  symbol(codes: Codes): number {
    if (this.#count < 16) this.#fill();
    const found = codes[(this.#held >>> (this.#count - 16)) & 0xffff]!;
    if (!found) throw new Torn();
    this.#drop(found >> 8);
    return found & 0xff;
  }

  skip(bits: number): void {
    if (this.#count < bits) this.#fill();
    this.#drop(bits);
  }

  /** The data begins anew behind a restart marker. */
  restart(): void {
    this.#held = this.#count = this.#madeUp = 0;
    if (this.#jpeg[this.at] !== 0xff || !isRestart(this.#jpeg[this.at + 1] ?? 0)) throw new Torn();
    this.at += 2;
  }

  #drop(bits: number): void {
    this.#count -= bits;
    if (this.#count < this.#madeUp) throw new Torn();
  }

  #fill(): void {
    while (this.#count <= 16) {
      const byte = this.#jpeg[this.at];
      const ended = byte === undefined || (byte === 0xff && this.#jpeg[this.at + 1] !== 0);
      if (ended) this.#madeUp += 8;
      else this.at += byte === 0xff ? 2 : 1;
      this.#held = ((this.#held & 0xffff) << 8) | (ended ? 0xff : byte);
      this.#count += 8;
    }
  }
}
