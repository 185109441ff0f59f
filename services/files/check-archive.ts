import { type Entry, fromBuffer, type ZipFile } from 'yauzl';
import { Refusal } from '../refusal.ts';

/** Above any real document: one of 6,000 characters unpacks to under 1 MB, and pictures hardly pack at all. */
const MOST_ENTRIES = 2000;
const MOST_BYTES = 50 * 1024 * 1024;
const MOST_RATIO = 100;

/**
 * Looks into a zip archive (.docx, .xlsx) before anything opens it, and gives the sizes in bytes of what is in it by name. Sizes are taken as
 * declared and then again as they come out, because a hostile archive lies. Refuses what would unpack to too much, what is
 * locked or broken.
 */
export async function checkArchive(content: Buffer): Promise<Map<string, number>> {
  try {
    const archive = await opened(content);
    if (archive.entryCount > MOST_ENTRIES) throw tooMuch();
    const entries = await entriesOf(archive, content.length);
    if (entries.some((entry) => entry.isEncrypted())) throw locked();
    let real = 0;
    for (const entry of entries) {
      real += await unpackedBytes(archive, entry, MOST_BYTES - real);
      if (real > MOST_BYTES || real > content.length * MOST_RATIO) throw tooMuch();
    }
    return new Map(entries.map(({ fileName, uncompressedSize }) => [fileName, uncompressedSize]));
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal('file_broken', '文件已损坏，打不开。请在 Word 或 WPS 里打开它，另存一份后再发。');
  }
}

export const locked = (): Refusal =>
  new Refusal('file_locked', '文件设了打开密码，读不了。请在 Word 或 WPS 里去掉密码，另存为 .docx 后再发。');

const tooMuch = (): Refusal =>
  new Refusal(
    'file_bomb',
    '文件解开后太大，不像正常的文档。请在 Word 或 WPS 里另存为新的 .docx（去掉嵌入的图片和附件）后再发。',
  );

const opened = (content: Buffer): Promise<ZipFile> =>
  new Promise((resolve, reject) => {
    fromBuffer(content, { lazyEntries: true }, (error, archive) => (error ? reject(error) : resolve(archive)));
  });

/** Every entry, if what they declare can be believed at all. */
const entriesOf = (archive: ZipFile, packedBytes: number): Promise<Entry[]> =>
  new Promise((resolve, reject) => {
    const entries: Entry[] = [];
    let declared = 0;
    archive.on('entry', (entry: Entry) => {
      entries.push(entry);
      declared += entry.uncompressedSize;
      if (declared > MOST_BYTES || declared > packedBytes * MOST_RATIO || entries.length > MOST_ENTRIES) {
        return reject(tooMuch());
      }
      archive.readEntry();
    });
    archive.on('end', () => resolve(entries));
    archive.on('error', reject);
    archive.readEntry();
  });

/** How many bytes an entry really holds; the reading stops where there are more than `most`, or than it declared. */
const unpackedBytes = (archive: ZipFile, entry: Entry, most: number): Promise<number> =>
  new Promise((resolve, reject) => {
    archive.openReadStream(entry, (error, stream) => {
      if (error) return reject(error);
      let bytes = 0;
      stream.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes <= most) return;
        stream.destroy();
        resolve(bytes);
      });
      stream.on('end', () => resolve(bytes));
      stream.on('error', reject);
    });
  });
