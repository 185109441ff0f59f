import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type KillWorld, type Point, startKillWorld, TAKEN } from './kill-world.ts';
import { readSample, type Sample } from './play.ts';
import { expectSound } from './ready-made.ts';

let world: KillWorld;
let sample: Sample;
beforeAll(async () => {
  [world, sample] = await Promise.all([startKillWorld(), readSample()]);
  const { clerk } = world;
  await clerk.enter();
  await clerk.expectCard('开始填报');
  await clerk.click('开始填报');
  await clerk.click('下一步', { '统一社会信用代码（18 位）': sample.section1.unified_social_credit_code });
});
afterAll(() => world?.stop());

/** The texts that wait for the person's word. */
const waiting = async () => (await world.db.textBatch.findFirstOrThrow({ where: { state: 'open' } })).parts;
const answers = async () => (await world.db.filing.findFirstOrThrow()).answers as Record<string, object>;

test('a click killed before its commit was not confirmed, and the same click saves after the restart', async () => {
  const { clerk, killAt, atCommit } = world;
  const values = {
    '备案机构（法人单位名称）': sample.section1.name,
    申报主体类别: '科技情报机构',
    '所在地（注册地）省级': '云汉省（虚构）',
  };
  const killed = await killAt(atCommit('before', TAKEN), () => clerk.tryClick('保存，下一步', values));
  expect(killed.error).toBeDefined();
  expect(await answers()).toEqual({});
  await clerk.click('保存，下一步', values);
  expect(clerk.toast?.content).toContain('已保存');
  expect((await answers()).identity).toMatchObject({ institutionName: sample.section1.name });
});

test('a click killed between its commit and its answer has saved, and the same click goes on without a conflict', async () => {
  const { clerk, killAt, atCommit } = world;
  const values = {
    本单位是否已是下列机构: '都不是',
    '主管部门（所属）': '不属于中央部门',
    是否已是省级知识产权信息公共服务网点: '是',
    成为省级网点的年份: '2021',
  };
  const killed = await killAt(atCommit('after', TAKEN), () => clerk.tryClick('保存，下一步', values));
  expect(killed.error).toBeDefined();
  expect((await answers()).standing).toMatchObject({ outletYear: '2021' });
  await clerk.click('保存，下一步', values);
  expect(clerk.toast?.content).toContain('已保存');
  expect((await world.db.filing.findFirstOrThrow()).conflicts).toEqual({});
  clerk.card('认定文件');
});

test('a message killed before its commit is delivered again and has its effect once', async () => {
  const { clerk, killAt, atCommit, feishu, quiet } = world;
  await clerk.click('下一步');
  for (const _ of ['basics', 'staff', 'services']) await clerk.click('先跳过');
  await killAt(atCommit('before', TAKEN), () => clerk.say('第一段优势。'));
  expect((await answers()).foundation).toBeUndefined();
  expect(await feishu.redeliverNow()).toBe(1);
  await clerk.expectCard('已收到 1 段');
  await quiet();
  expect(await waiting()).toMatchObject([{ text: '第一段优势。' }]);
});

test('a message killed after its commit has had its effect: the redelivery adds nothing', async () => {
  const { clerk, killAt, atCommit, feishu, quiet } = world;
  const before = clerk.messages().length;
  await killAt(atCommit('after', TAKEN), () => clerk.say('第二段优势。'));
  await clerk.expectCard('已收到 2 段');
  expect(await feishu.redeliverNow()).toBe(1);
  await quiet();
  expect(await waiting()).toMatchObject([{ text: '第一段优势。' }, { text: '第二段优势。' }]);
  expect(clerk.messages().length - before).toBe(1);
});

test.each(['before', 'after'] as const)('a text killed %s the commit that lands it lands once', async (when) => {
  const { clerk, killAt, atCommit, quiet } = world;
  if (when === 'after') {
    await clerk.say('第三段优势。');
    await clerk.expectCard('已收到 1 段');
  }
  await killAt(atCommit(when, 'UPDATE "Filing" AS old'), () =>
    clerk.tryClick(when === 'before' ? '放进' : '放进（接在后面）'),
  );
  await vi.waitFor(() => expect(clerk.card().text).toContain('已放进'), { timeout: 20_000 });
  await quiet();
  const { foundation } = (await answers()).foundation as { foundation: string };
  expect(foundation).toBe(['第一段优势。\n第二段优势。', ...(when === 'after' ? ['第三段优势。'] : [])].join('\n'));
});

const HELP = '我能帮您完成';

/** How many messages of the bot say so. */
const helps = () => world.clerk.messages().filter(({ from, text }) => from === 'bot' && text?.includes(HELP)).length;

const points: [string, (world: KillWorld) => Point][] = [
  ['before the token came', ({ atCall }) => atCall('token', 'before')],
  ['before its bytes are kept', ({ atStatement }) => atStatement('before', '"firstTriedAt" = ')],
  ['when its bytes are kept and not sent', ({ atStatement }) => atStatement('after', '"firstTriedAt" = ')],
  ['before it is sent', ({ atCall }) => atCall('send', 'before')],
  ['when it is sent and the answer is under way', ({ atCall }) => atCall('send', 'after')],
  ['before its message_id is kept', ({ atCommit }) => atCommit('before', '"sentAt" = ')],
  ['when its message_id is kept and nobody knows', ({ atCommit }) => atCommit('after', '"sentAt" = ')],
];
test.each(points)('a message killed %s reaches its person once', async (name, point) => {
  const { clerk, killAt, feishu, quiet, restart } = world;
  // Only a process that has sent nothing has no token yet.
  if (name.includes('token')) await restart();
  const before = helps();
  await killAt(point(world), () => clerk.say('帮助'));
  await feishu.redeliverNow();
  await vi.waitFor(() => expect(helps()).toBe(before + 1), { timeout: 10_000 });
  await quiet();
  expect(helps()).toBe(before + 1);
  expect(feishu.violations).toEqual([]);
});

test('the draft goes on where it was', async () => {
  const { clerk } = world;
  await clerk.say('继续');
  await clerk.expectCard('材料交给谁');
  await expectSound(world);
});
