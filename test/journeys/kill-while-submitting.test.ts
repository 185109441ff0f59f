import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { PersonDriver } from '../feishu/driver.ts';
import type { Card } from '../feishu/types.ts';
import { people } from '../season.ts';
import { pngOf } from '../services/files/made.ts';
import { type KillWorld, startKillWorld, TAKEN } from './kill-world.ts';
import { declared, pdf, playAppointment, playSealing, readSample, type Sample } from './play.ts';
import { expectSound, readyDraft } from './ready-made.ts';

let world: KillWorld;
let sample: Sample;
let form: { bytes: Buffer };
beforeAll(async () => {
  [world, sample] = await Promise.all([startKillWorld(), readSample()]);
  await readyDraft(world, sample);
});
afterAll(() => world?.stop());

const filing = () => world.db.filing.findFirstOrThrow();
const forms = (person: PersonDriver) =>
  person.messages().filter(({ from, fileName }) => from === 'bot' && /备案表-.*\.docx$/.test(fileName ?? ''));

test('the look-up of a contact goes on', async () => {
  const { operator, contact, killAt, atCall } = world;
  await killAt(atCall('batchGetId', 'before'), () => playAppointment(operator, contact, sample));
  await world.quiet();
  expect(await told('appointed', people.contact.openId)).toBe(1);
});

test('the Word form comes once when its upload was cut off', async () => {
  const { clerk, killAt, atCall } = world;
  await clerk.say('进度');
  await clerk.expectCard('总览与检查');
  await killAt(atCall('uploadFile', 'before'), () => clerk.click('定稿', declared));
  form = await clerk.expectFile('备案表');
  await world.quiet();
  expect(forms(clerk)).toHaveLength(1);
});

test('the Word form comes once when it was uploaded and its key was lost', async () => {
  const { clerk, killAt, atCall } = world;
  await killAt(atCall('uploadFile', 'after'), () => clerk.click('再发一次 Word'));
  await clerk.expectFile('备案表');
  await world.quiet();
  expect(forms(clerk)).toHaveLength(2);
});

test('a click held up at its commit is answered before the client gives up, and has its effect all the same', async () => {
  const { clerk, atCommit } = world;
  const commit = atCommit('before', TAKEN);
  const { toast, error } = await clerk.tryClick('再发一次 Word');
  commit.release();
  expect(error).toBeUndefined();
  expect(toast?.content).toContain('还在处理');
  await clerk.expectFile('备案表');
  await world.quiet();
  expect(forms(clerk)).toHaveLength(3);
});

test('a scan is kept once when its download was cut off', async () => {
  const { clerk, killAt, atCall } = world;
  await killAt(atCall('download', 'middle'), () => clerk.sendFile('扫描件一.pdf', pdf('one')));
  await clerk.expectCard('已收到并保存“扫描件一.pdf”');
  expect((await filing()).scans).toHaveLength(1);
});

test('a scan is kept and told of once when the process died before the queue knew', async () => {
  const { clerk, killAt, atCommit } = world;
  await killAt(atCommit('after', '/file_v3_'), () => clerk.sendFile('扫描件二.pdf', pdf('two')));
  await clerk.expectCard('已收到并保存“扫描件二.pdf”');
  await world.quiet();
  const flash = { path: ['flash'], string_contains: '扫描件二' };
  expect(await world.db.outbox.count({ where: { notice: flash } })).toBe(1);
  expect((await filing()).scans).toHaveLength(2);
});

test.each(['before', 'after'] as const)(
  'photographs joined when the process died %s the commit are one PDF',
  async (when) => {
    const { clerk, killAt, atCommit, dataDir } = world;
    const before = (await filing()).scans as unknown[];
    const files = () => readdir(path.join(dataDir, 'files'), { recursive: true });
    for (const width of [51, 52]) await clerk.sendImage(pngOf(width, when.length));
    await clerk.expectCard('照片（2 页');
    await world.quiet();
    const kept = await files();
    await killAt(atCommit(when, 'finishScan '), () => clerk.click('扫描完成'));
    await clerk.expectCard('共 2 页，请点');
    await world.quiet();
    const { scans, pages } = await filing();
    expect(pages).toEqual([]);
    expect((scans as unknown[]).slice(before.length)).toMatchObject([{ kind: 'pdf', pages: 2 }]);
    expect((await files()).filter((name) => name.length > 60)).toHaveLength(
      kept.filter((name) => name.length > 60).length + 1,
    );
  },
);

test('a submission killed between its commit and its answer is made, once', async () => {
  const { clerk, contact, killAt, atCommit } = world;
  await playSealing(clerk, form);
  const killed = await killAt(atCommit('after', TAKEN), () => clerk.tryClick('提交'));
  expect(killed.error).toBeDefined();
  expect((await filing()).status).toBe('submitted');
  await contact.expectCard('审核：');
  const again = await clerk.tryClick('提交');
  expect(again.toast?.content ?? '').toContain('已经提交过了');
  await world.quiet();
  expect(await told('review', people.contact.openId)).toBe(1);
  expect(contact.messages().filter(({ card }) => headOf(card).includes('审核：'))).toHaveLength(1);
  expect(forms(contact)).toHaveLength(1);
});

test('a live card is brought up to date after the process that did it was killed', async () => {
  const { clerk, contact, killAt, atCall } = world;
  const heads = () => clerk.messages().map(({ card }) => headOf(card));
  await killAt(atCall('patch', 'before'), async () => {
    await contact.click('拟推荐');
    expect(heads().filter((head) => head.includes('待审核'))).not.toEqual([]);
  });
  await vi.waitFor(() => expect(heads().filter((head) => head.includes('待审核'))).toEqual([]), { timeout: 15_000 });
});

test('the recommendation goes through and the clerk hears of it once', async () => {
  const { clerk, contact, killAt, atCommit } = world;
  const opinion = { 第七部分: sample.section7.opinion };
  const killed = await killAt(atCommit('before', TAKEN), () => contact.tryClick('确认推荐', opinion));
  expect(killed.error).toBeDefined();
  expect((await filing()).status).toBe('under_review');
  await contact.click('确认推荐', opinion);
  await clerk.expectCard('已推荐');
  await world.quiet();
  expect((await filing()).status).toBe('recommended');
  await expectSound(world);
});

const told = (kind: string, openId: string) => world.db.outbox.count({ where: { kind, openId } });
const headOf = (card: Card | undefined): string => JSON.stringify(card?.header ?? '');
