import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFileStore } from '../../../services/files/store.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'files-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex');
const onDisk = async () =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((one) => one.isFile())
    .map(({ name }) => name);

test('a file comes back byte for byte under its content, and the same bytes are one object', async () => {
  const store = createFileStore(folder);
  const content = Buffer.from(Array.from({ length: 70_000 }, (_, i) => i % 256));
  const kept = await store.keep(content);
  expect(kept).toEqual({ sha256: sha256(content), size: 70_000, key: expect.stringContaining(sha256(content)) });
  expect(await store.keep(Buffer.from(content))).toEqual(kept);
  expect(await store.read(kept.key)).toEqual(content);
  expect(await onDisk()).toEqual([sha256(content)]);
});

test('the same bytes at the same moment are kept once and leave nothing beside them', async () => {
  const store = createFileStore(folder);
  const content = Buffer.from('扫描件'.repeat(100_000));
  const kept = await Promise.all(Array.from({ length: 8 }, () => store.keep(content)));
  expect(new Set(kept.map(({ key }) => key)).size).toBe(1);
  expect(await store.read(kept[0]!.key)).toEqual(content);
  expect(await onDisk()).toEqual([sha256(content)]);
});

test('the name of a file stands for all of its bytes at every moment, so a process that dies leaves no half one', async () => {
  const content = Buffer.alloc(30 * 1024 * 1024, '扫');
  const digest = sha256(content);
  const file = path.join(folder, digest.slice(0, 2), digest);
  let writing = true;
  const work = createFileStore(folder)
    .keep(content)
    .finally(() => {
      writing = false;
    });
  const sizes = new Set<number>();
  while (writing)
    sizes.add(
      await stat(file).then(
        ({ size }) => size,
        () => content.length,
      ),
    );
  await work;
  expect([...sizes]).toEqual([content.length]);
  expect((await readFile(file)).equals(content)).toBe(true);
});
