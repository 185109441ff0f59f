import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Entry, fromBufferPromise } from 'yauzl';
import { Refusal } from '../refusal.ts';

/** Far above any real document: the parts of a Word file with many pictures, what they come to, and how far text can be packed. */
const MOST_PARTS = 2000;
const MOST_BYTES = 50 * 1024 * 1024;
const MOST_RATIO = 100;

/**
 * The parts of an archive by name with their sizes in bytes, after each was unpacked once and thrown away: nothing later meets one that grows
 * beyond measure (a zip bomb), whatever sizes it claims. Throws a Refusal for such a one, and for a damaged or locked one.
 */
export const lookIntoZip = async (content: Buffer): Promise<Map<string, number>> => {
  try {
    const archive = await fromBufferPromise(content);
    if (archive.entryCount > MOST_PARTS) throw bomb();
    const entries: Entry[] = [];
    let claimed = 0;
    for await (const entry of archive.eachEntry()) {
      claimed += entry.uncompressedSize;
      if (claimed > MOST_BYTES || claimed > content.length * MOST_RATIO || entries.length > MOST_PARTS) throw bomb();
      entries.push(entry);
    }
    // The library itself stops a part that is larger than it claims.
    for (const entry of entries) await pipeline(await archive.openReadStreamPromise(entry), nowhere());
    return new Map(entries.map(({ fileName, uncompressedSize }) => [fileName, uncompressedSize]));
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal(
      'file_damaged',
      '这个文件打不开，可能已损坏或加了密码。请用原来的软件（Word、Excel 或 WPS）打开，去掉密码，另存一份再发。',
    );
  }
};

const nowhere = () => new Writable({ write: (_chunk, _encoding, done) => done() });

const bomb = () =>
  new Refusal('file_bomb', '这个文件解压后大得异常，没有接收。请用原来的软件打开，另存为新的文件或 PDF 再发。');
