import { crc32, deflateRawSync } from 'node:zlib';
import JSZip from 'jszip';

const MB = 1024 * 1024;

/** A zip archive by hand, so that it can lie about the sizes of what is in it. */
const archiveOf = (entries: { name: string; content: Buffer; declaredBytes: number }[]): Buffer => {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { name, content, declaredBytes } of entries) {
    const packed = deflateRawSync(content, { level: 1 });
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(declaredBytes, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004', 'latin1'), common, Buffer.from(name), packed]);
    central.push(Buffer.from('PK\u0001\u0002\u0014\u0000', 'latin1'), common, rest, Buffer.from(name));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 0, 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
};

const bomb = (declaredBytes: number): Buffer => {
  const types = Buffer.from('<Types/>');
  return archiveOf([
    { name: '[Content_Types].xml', content: types, declaredBytes: types.length },
    { name: 'word/document.xml', content: Buffer.alloc(60 * MB, ' '), declaredBytes },
  ]);
};

/** A .docx of some 300 KB whose document unpacks to 60 MB. */
export const bombDocx = (): Buffer => bomb(60 * MB);

/** The same with a declared size of 1000 bytes. */
export const lyingDocx = (): Buffer => bomb(1000);

/** A sound .docx with a macro project put into it. */
export const macroDocx = async (docx: Buffer): Promise<Buffer> =>
  (await JSZip.loadAsync(docx)).file('word/vbaProject.bin', 'macros').generateAsync({ type: 'nodebuffer' });

const OLE = Buffer.from('d0cf11e0a1b11ae1', 'hex');

/** What Word writes for a document with a password: an old container around an encrypted package. */
export const lockedDocx = (): Buffer =>
  Buffer.concat([OLE, Buffer.alloc(1024), Buffer.from('EncryptionInfo\0EncryptedPackage', 'utf16le')]);

/** An old Word file (.doc) that holds these words. */
export const oldDoc = (words: string): Buffer =>
  Buffer.concat([OLE, Buffer.alloc(1024), Buffer.from(`WordDocument\0${words}`, 'utf16le')]);
