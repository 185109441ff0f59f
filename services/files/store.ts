import { createHash } from 'node:crypto';
import { Disk } from 'flydrive';
import { FSDriver } from 'flydrive/drivers/fs';

/** Where sent files are kept, by content: the same bytes twice are one object. */
export type FileStore = {
  keep(content: Buffer): Promise<Stored>;
  read(key: string): Promise<Buffer>;
};

/** `size` in bytes. */
export type Stored = { key: string; sha256: string; size: number };

/** How this content is or would be kept. */
export const storedAs = (content: Buffer): Stored => {
  const sha256 = createHash('sha256').update(content).digest('hex');
  return { key: `${sha256.slice(0, 2)}/${sha256}`, sha256, size: content.length };
};

/** On the local disk below `folder` (absolute or relative to the working directory). */
export const createFileStore = (folder: URL | string): FileStore => {
  const disk = new Disk(new FSDriver({ location: folder, visibility: 'private' }));
  return {
    keep: async (content) => {
      const stored = storedAs(content);
      // A copy that was cut off in the middle (a kill, a full disk) is shorter than what it stands for.
      if (!(await isWhole(disk, stored.key, stored.size))) await disk.put(stored.key, content);
      return stored;
    },
    read: async (key) => Buffer.from(await disk.getBytes(key)),
  };
};

const isWhole = async (disk: Disk, key: string, size: number): Promise<boolean> =>
  (await disk.exists(key)) && (await disk.getMetaData(key)).contentLength === size;
