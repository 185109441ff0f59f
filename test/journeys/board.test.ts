import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { filedFiling } from './filed.ts';
import { readSample, type Sample } from './play.ts';
import { clickOf, post } from './posted.ts';
import { expectSound, readyDraft } from './ready-made.ts';
import { startWorld, type World } from './world.ts';

let world: World;
let sample: Sample;
beforeAll(async () => {
  world = await startWorld();
  sample = await readSample();
  await world.db.department.updateMany({ where: { code: '999900' }, data: { softQuota: 3 } });
});
afterEach(() => expectSound(world));
afterAll(() => world?.stop());

const rowsIn = (text: string) => text.split('\n').filter((line) => line.includes(' | '));

test('the board counts departments and states with the days left, and its own button brings it up to date in place', async () => {
  const { operator, clerk } = world;
  await readyDraft(world, sample, { n: 1 });
  await filedFiling(world, sample, { n: 2, name: '甲研究所' });
  await operator.say('首页');
  await operator.expectCard('主办方管理');
  await operator.click('看板');
  const board = operator.card('# 看板');
  expect(board.text).toContain('共 2 份：填报 1，待审 0，推荐 0，办理 1，准予 0，其他 0');
  expect(board.text).toContain('（图表：各部门的材料）');
  const [head, ...rows] = rowsIn(board.text);
  expect(head).toBe('部门 | 填报 | 待审 | 推荐 | 办理 | 准予 | 其他 | 名额 | 还剩工作日');
  expect(rows).toEqual([
    expect.stringMatching(/^云汉省知识产权局（虚构） \| 0 \| 0 \| 0 \| 1 \| 0 \| 0 \| 1\/3 \| \d+（到 \d\d-\d\d）$/),
    expect.stringMatching(/^还没有定稿，去向未定 \| 1 \| 0 \| 0 \| 0 \| 0 \| 0 \| {2}\| \d+（到 \d\d-\d\d）$/),
  ]);
  expect(board.text).toContain('另有 40 个推荐部门还没有材料');
  await filedFiling(world, sample, { n: 3, name: '乙研究所', since: [{ type: 'refuse', version: 1, reason: '不符' }] });
  await operator.click('刷新');
  const fresh = operator.card('# 看板');
  expect(fresh.messageId).toBe(board.messageId);
  expect(fresh.text).toContain('共 3 份：填报 1，待审 0，推荐 0，办理 1，准予 0，其他 1');
  const { toast } = await clerk.clickOn(board, '刷新');
  expect(toast?.content).toContain('只有主办方管理员可以做');
  const [{ roundId } = { roundId: '' }] = await world.db.filing.findMany();
  const value = { action: 'board.open', round: roundId, page: 99 };
  expect(
    JSON.stringify((await post(world, 'card.action.trigger', clickOf(operator, 'om_by_hand', { value }))).card),
  ).toContain('看板');
});

test('with filings at every department the board still fits, page by page, and agrees with the database', async () => {
  const { operator, db } = world;
  const [one] = await db.filing.findMany();
  const departments = await db.department.findMany({ where: { roundId: one!.roundId } });
  const states = ['submitted', 'waiting', 'approved', 'abandoned'];
  await db.filing.createMany({
    data: departments.flatMap(({ code }) =>
      states.map((status) => ({
        ...{
          id: `${code}-${status}`,
          roundId: one!.roundId,
          creditCode: `${code}-${status}`,
          status,
          rev: 1,
          version: 1,
        },
        ...{ handedIn: 0, answers: {}, revs: {}, conflicts: {}, scans: [], departmentCode: code, journalHead: '' },
        ...{ createdAt: one!.createdAt, touchedAt: one!.createdAt },
      })),
    ),
  });
  await operator.say('首页');
  await operator.expectCard('主办方管理');
  await operator.click('看板');
  const first = operator.card('第 1 页，共 2 页');
  expect(first.text).toContain(`共 ${await db.filing.count()} 份：填报 1，待审 41，推荐 41，办理 1，准予 41，其他 42`);
  await operator.click('下一页');
  const second = operator.card('第 2 页，共 2 页');
  const names = [first, second].flatMap(({ text }) => rowsIn(text).slice(1)).map((line) => line.split(' | ')[0]);
  expect(names).toEqual([
    ...departments.sort((a, b) => a.order - b.order).map(({ name }) => name),
    '还没有定稿，去向未定',
  ]);
  await db.filing.deleteMany({ where: { journalHead: '' } });
});
