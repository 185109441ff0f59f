import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
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

test('a copy that was cut off in the middle is written again', async () => {
  const store = createFileStore(folder);
  const content = Buffer.from('签字盖章扫描件'.repeat(1000));
  const { key } = await store.keep(content);
  await writeFile(path.join(folder, key), content.subarray(0, 10));
  await store.keep(content);
  expect(await store.read(key)).toEqual(content);
});
