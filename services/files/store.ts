import { createHash } from 'node:crypto';
import { Disk } from 'flydrive';
import { FSDriver } from 'flydrive/drivers/fs';

/** Where sent files are kept, by content: the same bytes twice are one object. */
export type FileStore = {
  keep(content: Buffer): Promise<{ key: string; sha256: string; size: number }>;
  read(key: string): Promise<Buffer>;
};

/** On the local disk below `folder` (absolute or relative to the working directory). */
export const createFileStore = (folder: URL | string): FileStore => {
  const disk = new Disk(new FSDriver({ location: folder, visibility: 'private' }));
  return {
    keep: async (content) => {
      const sha256 = createHash('sha256').update(content).digest('hex');
      const key = `${sha256.slice(0, 2)}/${sha256}`;
      // A copy that was cut off in the middle (a kill, a full disk) is shorter than what it stands for.
      if (!(await isWhole(disk, key, content.length))) await disk.put(key, content);
      return { key, sha256, size: content.length };
    },
    read: async (key) => Buffer.from(await disk.getBytes(key)),
  };
};

const isWhole = async (disk: Disk, key: string, size: number): Promise<boolean> =>
  (await disk.exists(key)) && (await disk.getMetaData(key)).contentLength === size;
