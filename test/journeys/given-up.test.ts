import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Status } from '../../services/filing/status.ts';
import { filingAt } from './filed.ts';
import { playAppointment, readSample, type Sample } from './play.ts';
import { clickRow, expectSound, now } from './ready-made.ts';
import { walksItsArrows } from './walked.ts';
import { startWorld, type World } from './world.ts';

let world: World;
let sample: Sample;
let n = 0;
beforeAll(async () => {
  world = await startWorld();
  sample = await readSample();
  await playAppointment(world.operator, world.contact, sample);
  await world.db.department.updateMany({ data: { softQuota: 30 } });
});
afterEach(() => expectSound(world));
walksItsArrows('given-up', () => world);
afterAll(() => world?.stop());

/** A filing of its own name in this state; what the clerk says next is about it. */
const standing = async (status: Status, name = `${status}研究所`) => {
  const id = await filingAt(world, sample, { n: ++n, name }, status);
  await world.clerk.say('首页');
  const home = await world.clerk.expectCard(name);
  return { id, name, home };
};
const arrow = async (id: string) => {
  const [last] = await world.db.journal.findMany({
    where: { subject: `filing:${id}` },
    orderBy: { seq: 'desc' },
    take: 1,
  });
  return [last!.from, last!.to];
};

const handedOver: Status[] = ['submitted', 'under_review', 'waiting', 'recommended', 'dept_sealed'];
const states = ['draft', 'ineligible', 'returned', 'frozen', 'inst_sealed', ...handedOver] as const;
test.each(states)(
  '本次不申报 of a filing that is %s: the department that has it is told, its place is free, and it can be taken back',
  async (status) => {
    const { clerk, contact } = world;
    const { id, name } = await standing(status);
    await clerk.say('我们今年不申报了');
    await clerk.expectCard(new RegExp(`本次不申报？[\\s\\S]*${name}`));
    await clerk.click('确认本次不申报');
    await clerk.expectCard('不再办理');
    expect(await arrow(id)).toEqual([status, 'abandoned']);
    expect(await now(world, id)).toMatchObject({ status: 'abandoned', placed: false });
    const told = new RegExp(`本次不申报\\S*\\n${name}`);
    if (handedOver.includes(status)) await contact.expectCard(told, { earlier: true, within: 60_000 });
    else expect(contact.messages().some(({ card }) => card && told.test(JSON.stringify(card)))).toBe(false);
    await clerk.click('重新申报');
    const to = { returned: 'returned', ineligible: 'ineligible' }[status as string] ?? 'draft';
    expect(await arrow(id)).toEqual(['abandoned', to]);
  },
);

test.each(['filed_online', 'publicity', 'listed'] as const)(
  'what is %s is no longer given up here, and it is said whom to ask',
  async (status) => {
    const { clerk } = world;
    const { id, name } = await standing(status);
    await clerk.say('我们今年不申报了');
    await clerk.expectCard(new RegExp(`本次不申报？[\\s\\S]*${name}`));
    await clerk.click('确认本次不申报');
    expect(clerk.toast?.content).toContain('请联系推荐部门和主办方');
    expect((await now(world, id)).status).toBe(status);
  },
);

test.each(['frozen', 'inst_sealed'] as const)(
  '重新修改 of a filing that is %s leads back to the draft without its scan',
  async (status) => {
    const { clerk } = world;
    const { id, name, home } = await standing(status);
    await clickRow(clerk, home, name, '去提交');
    await clerk.click('重新修改');
    await clerk.expectCard('总览与检查');
    expect(await arrow(id)).toEqual([status, 'draft']);
    expect((await now(world, id)).scans).toEqual([]);
  },
);

test.each(['waiting', 'recommended', 'dept_sealed', 'not_recommended'] as const)(
  'the department takes back what it decided about a filing that is %s',
  async (status) => {
    const { clerk, contact } = world;
    const { id, name } = await standing(status);
    await openDesk(name);
    await contact.click('撤销决定');
    await clerk.expectCard(new RegExp(`推荐部门撤回了决定[\\s\\S]*${name}`), { earlier: true, within: 60_000 });
    expect(await arrow(id)).toEqual([status, 'under_review']);
    expect(await now(world, id)).toMatchObject({ placed: false, complete: [] });
  },
);

test('what waits for a place can be given back to be corrected, and stands in no order then', async () => {
  const { clerk, contact, db } = world;
  const { id, name } = await standing('waiting', '候补退回研究所');
  await openDesk(name);
  await contact.click('退回补正');
  await contact.click('退回', { 哪里需要补正: '请补充数据库清单。' });
  await clerk.expectCard(new RegExp(`材料被退回，请补正\\S*\\n${name}`), { earlier: true, within: 60_000 });
  expect(await arrow(id)).toEqual(['waiting', 'returned']);
  const departments = await db.department.findMany();
  expect(departments.flatMap(({ ranking }) => ranking)).not.toContain(id);
});

test('a filing that is taken back before it was opened is a draft again', async () => {
  const { clerk, contact } = world;
  const { id, name, home } = await standing('submitted', '没有打开研究所');
  await clickRow(clerk, home, name, '看进度');
  await clerk.click('撤回修改');
  await clerk.click('确认撤回');
  await contact.expectCard(new RegExp(`申报单位撤回了材料\\S*\\n${name}`), { earlier: true, within: 60_000 });
  expect(await arrow(id)).toEqual(['submitted', 'draft']);
});

const openDesk = async (name: string) => {
  const { contact } = world;
  await contact.say('首页');
  await contact.expectCard('备案助手');
  await contact.click('打开审核列表');
  while (!contact.card('审核列表').text.includes(name)) await contact.click('下一页');
  await clickRow(contact, contact.card('审核列表'), name, '打开');
};

test('the end of the round ends what is unfinished in every state, and leaves what is decided', async () => {
  const { operator, db } = world;
  await db.filing.updateMany({ where: { status: { in: ['filed_online', 'publicity'] } }, data: { status: 'listed' } });
  const unfinished: Status[] = ['draft', 'returned', 'frozen', 'inst_sealed', ...handedOver];
  const ids = [];
  for (const status of unfinished) ids.push((await standing(status, `年末${status}研究所`)).id);
  const { id: decided } = await standing('not_recommended', '年末不予研究所');
  await operator.say('首页');
  await operator.expectCard('主办方管理');
  await operator.click('调整截止日期');
  await operator.click('结束本年度');
  await operator.expectCard('没有办完的');
  await operator.click('确认结束本年度');
  await operator.expectCard('本年度已结束', { within: 60_000 });
  for (const [index, id] of ids.entries()) expect(await arrow(id)).toEqual([unfinished[index], 'expired']);
  expect((await now(world, decided)).status).toBe('not_recommended');
});
