import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Tx } from '../../prisma/client.ts';
import { routeOfFiling } from '../../services/filing/filing.ts';
import { firstBreak } from '../../services/journal/journal.ts';
import type { Enqueue, Job } from '../../services/queue.ts';
import { changeRoutes, findRerouted, reroutedBy, tellRerouted } from '../../services/rounds/change-routes.ts';
import { routesAfter } from '../../services/rounds/edit-routes.ts';
import { notice2023 } from '../../services/rounds/notice-2023.ts';
import { openRound } from '../../services/rounds/open.ts';
import type { RouteEdit } from '../../services/rounds/own-routes.ts';
import { loadRound } from '../../services/rounds/store.ts';
import { people, yunhan } from '../season.ts';
import { declared, playAppointment, readSample, type Sample } from './play.ts';
import { clickRow, expectSound, now, readyDraft, readySubmitted, submitByChat } from './ready-made.ts';
import { startWorld, type World } from './world.ts';

let world: World;
let sample: Sample;
beforeAll(async () => {
  world = await startWorld();
  sample = await readSample();
  await playAppointment(world.operator, world.contact, sample);
});
afterEach(() => expectSound(world));
afterAll(() => world?.stop());

const ministry = notice2023.departments.find(({ code }) => code === 'MOE')!;
const OUTLET = '已是省级网点的单位';
const LOOK = '下一步：看影响';

test('a row is changed by card after its effect was shown: a draft goes to the new department, what was handed in stays until it is given back, another year is not touched', async () => {
  const { operator, clerk, contact, colleague, db, feishu } = world;
  const { id: first, annex2DueOn, materialsDueOn } = await db.round.findFirstOrThrow();
  const opening = { call: 'notice-2023', year: 2031, annex2DueOn, materialsDueOn, extraDepartments: [yunhan] };
  const by = { tenantKey: 'demo', openId: people.operator.openId };
  const second = await db.$transaction((tx) => openRound(tx, opening, by, feishu.store.now()));
  const called = (institutionName: string) => ({ changes: { identity: { institutionName } } });
  const beside = await readyDraft(world, sample, { n: 1, roundId: second });
  const handedIn = await readySubmitted(world, sample, { n: 2, roundId: first, owner: colleague, ...called('已交所') });
  const draft = await readyDraft(world, sample, { n: 3, roundId: first, ...called('在填所') });
  await db.filing.updateMany({ data: { remindAt: null } });

  await operator.say('首页');
  await operator.expectCard('备案助手');
  await operator.click('推荐部门');
  await operator.click('推荐路径');
  const usual = operator.card('推荐路径');
  expect(usual.text).toMatch(
    /1\. 技术与创新支持中心[\s\S]*不能申报[\s\S]*5\. 已是省级网点的单位[\s\S]*交所在地省级部门；抄送：无/,
  );
  expect(usual.text).toContain('现在就是通知原来的路径');

  await clickRow(operator, usual, OUTLET, '修改');
  await operator.click(LOOK, { 材料交给: '所在地省级部门' });
  expect(operator.card('修改推荐路径').text).toContain('和现在一样，没有改动');
  const four = notice2023.departments.slice(1, 5).map(({ name }) => name);
  await operator.click(LOOK, { 材料交给: ministry.name, 抄送: four });
  expect(operator.card('修改推荐路径').text).toMatch(new RegExp(`【${ministry.name} ▾[\\s\\S]*最多抄送 3 个部门`));
  await operator.click(LOOK, { 材料交给: ministry.name, 抄送: ['所在地省级部门'] });
  const preview = operator.card('确认修改推荐路径');
  expect(preview.text).toMatch(
    new RegExp(
      `1 份材料去向会变[\\s\\S]*在填所：${yunhan.name} → ${ministry.name}[\\s\\S]*已提交的 1 份：留在现在的部门`,
    ),
  );
  expect(preview.text).not.toContain('已交所');
  expect((await now(world, draft)).round.routes).toBeNull();
  await operator.click('确认修改');
  const changed = operator.card('推荐路径');
  expect(changed.text).toMatch(/已保存。去向变了的材料[\s\S]*已改[\s\S]*交教育部；抄送：所在地省级部门/);
  // The card of before is another change on top of what is there no longer.
  expect((await operator.clickOn(preview, '确认修改')).toast?.content).toContain('刚被其他管理员改过');
  const entry = await db.journal.findFirstOrThrow({ where: { subject: `round:${first}` }, orderBy: { seq: 'desc' } });
  expect(entry).toMatchObject({ what: 'routes set provincial_outlet', from: '', to: expect.stringContaining('MOE') });
  const { journalHead } = await db.round.findUniqueOrThrow({ where: { id: first } });
  expect(await firstBreak(db, `round:${first}`, journalHead)).toBeUndefined();

  // Whoever fills the draft is told, its reminders are planned anew by the other department's dates; nothing else has moved.
  const told = await clerk.expectCard('主办方调整了推荐路径');
  expect(told.text).toMatch(new RegExp(`在填所[\\s\\S]*材料交 ${ministry.name}`));
  expect((await now(world, draft)).departmentCode).toBeNull();
  const planned = await db.filing.findMany({ where: { remindAt: { not: null } }, select: { id: true } });
  expect(planned).toEqual([{ id: draft }]);
  expect(routeOfFiling(await now(world, beside))).toMatchObject({ code: yunhan.code });
  expect((await loadRound(db, second)).routes).toBeNull();

  // The clerk hands in: to the ministry, with a copy to the province.
  await submitByChat(clerk, { name: '在填所' });
  expect(await now(world, draft)).toMatchObject({ status: 'submitted', departmentCode: ministry.code });
  const copied = await contact.expectCard('抄送：在填所');
  expect(copied.text).toContain(`本省单位按通知二（一）`);

  // What lay with the province lies there still; given back, its next version goes to the ministry, and the province hears of it.
  expect(await now(world, handedIn)).toMatchObject({ status: 'submitted', departmentCode: yunhan.code });
  await contact.say('首页');
  await contact.expectCard('备案助手');
  await contact.click('打开审核列表');
  await clickRow(contact, contact.card('审核列表'), '已交所', '打开');
  await contact.click('退回补正');
  await contact.click('退回', { 请写明: '请补充。' });
  await colleague.expectCard('请补正');
  await colleague.say('进度');
  expect((await colleague.expectCard('总览与检查')).text).toMatch(
    new RegExp(`改交其他部门[\\s\\S]*不再交${yunhan.name}，改交${ministry.name}`),
  );
  await colleague.click('定稿', declared);
  const away = await contact.expectCard('材料已改交其他部门');
  expect(away.text).toMatch(
    new RegExp(`已交所[\\s\\S]*主办方调整了推荐路径，这份材料改交${ministry.name}[\\s\\S]*不用再办理`),
  );
  expect(await now(world, handedIn)).toMatchObject({ departmentCode: ministry.code, moved: { from: yunhan.code } });
}, 60_000);

test('a row is switched off and on, one is added and dropped, and a reset brings the usual rows back', async () => {
  const { operator, clerk, db } = world;
  const first = (await db.round.findFirstOrThrow({ orderBy: { openedAt: 'asc' } })).id;
  const draft = await readyDraft(world, sample, {
    n: 4,
    roundId: first,
    changes: { identity: { institutionName: '四所' } },
  });
  const open = async (row: string) => {
    await operator.say('首页');
    await operator.expectCard('备案助手');
    await operator.click('推荐部门');
    await operator.click('推荐路径');
    await clickRow(operator, operator.card('推荐路径'), row, '修改');
    return operator.card('修改推荐路径');
  };
  for (const row of ['管理员已准予申报的单位', '以上都不是的单位'])
    expect((await open(row)).text).not.toContain('[停用');

  // Without its row the institution may not file; the operator sees it before, and the clerk is told.
  await open(OUTLET);
  await operator.click('停用这一条');
  expect(operator.card('确认修改推荐路径').text).toMatch(/四所：教育部 → 不能申报/);
  await operator.click('确认停用');
  expect((await clerk.expectCard(/主办方调整了推荐路径[\s\S]*还不能申报/)).text).toContain('四所');
  expect(await now(world, draft)).toMatchObject({ status: 'ineligible' });
  await open(OUTLET);
  await operator.click('重新启用');
  await operator.click('确认启用');
  await clerk.expectCard(/主办方调整了推荐路径[\s\S]*材料交 教育部[\s\S]*材料在填报中/);
  expect(await now(world, draft)).toMatchObject({ status: 'draft' });

  // An exception of one kind of institution.
  await operator.click('新增一条');
  await operator.click(LOOK, { 材料交给: '科技部' });
  expect(operator.card('新增推荐路径').text).toMatch(/请选择这一条管哪些单位[\s\S]*【科技部 ▾/);
  await operator.click(LOOK, { 管哪些单位: '单位类型：科技情报机构', 抄送: [ministry.name] });
  await operator.click('确认新增');
  expect(operator.card('推荐路径').text).toMatch(/2\. 单位类型为“科技情报机构”的单位[\s\S]*交科技部；抄送：教育部/);
  expect(routeOfFiling(await now(world, draft))).toMatchObject({ code: 'MOST', cc: ['MOE'] });
  await clerk.expectCard('材料交 科技部');

  await operator.click('恢复通知原来的路径');
  expect(operator.card('确认修改推荐路径').text).toMatch(/科技情报机构[\s\S]*没有这一条[\s\S]*四所：科技部 → 云汉/);
  await operator.click('确认恢复');
  expect(operator.card('推荐路径').text).toContain('现在就是通知原来的路径');
  await clerk.expectCard(`材料交 ${yunhan.name}`);
  expect((await loadRound(db, first)).routes).toBeNull();
}, 60_000);

test('changes one upon the other are told once, as they end; those taken back to nobody, and what lies elsewhere is not counted twice', async () => {
  const { db, feishu } = world;
  const { id: roundId } = await db.round.findFirstOrThrow({ orderBy: { openedAt: 'asc' } });
  const draft = await readyDraft(world, sample, { n: 5, roundId });
  const by = { tenantKey: 'demo', openId: people.operator.openId };
  const at = feishu.store.now();
  type Dues = Job<'dues'>;
  /** The jobs stand still until each is done here, in the order given. */
  const caught = async (work: (tx: Tx, enqueue: Enqueue) => Promise<void>): Promise<Dues[]> => {
    const jobs: Dues[] = [];
    await db.$transaction((tx) =>
      work(tx, async (_tx, name, data) => void (name === 'dues' && jobs.push(...(data as Dues[])))),
    );
    return jobs;
  };
  const change = async (edit: RouteEdit) => {
    const { rev } = await loadRound(db, roundId);
    return caught((tx, enqueue) => changeRoutes(tx, enqueue, { roundId, rev, edit, by }, at));
  };
  const doing = async (jobs: Dues[]) => {
    const next: Dues[] = [];
    for (const job of jobs) {
      next.push(
        ...(await caught(async (tx, enqueue) => {
          if ('rerouted' in job) await findRerouted(tx, enqueue, job, at);
          else if ('filingId' in job) await tellRerouted(tx, enqueue, job, at);
        })),
      );
    }
    return next;
  };
  const told = () => db.journal.count({ where: { subject: `filing:${draft}`, what: 'reroute' } });
  const to = (code: string): RouteEdit => ({ do: 'set', rule: 'provincial_outlet', to: code, cc: [] });

  // Both wait to be found.
  const found = await doing([...(await change(to('MOE'))), ...(await change(to('MOST')))]);
  expect(found.filter((job) => 'filingId' in job && job.filingId === draft)).toHaveLength(1);
  await doing(found);
  expect(await told()).toBe(1);
  // The first was found, and nobody had been told yet.
  const first = await doing(await change(to('MOE')));
  await doing([...first, ...(await doing(await change(to(yunhan.code))))]);
  expect(await told()).toBe(2);
  expect(await doing([...(await change(to('MOE'))), ...(await change({ do: 'reset' }))])).toEqual([]);
  const away = await doing(await change(to('MOE')));
  await doing([...away, ...(await doing(await change({ do: 'reset' })))]);
  expect(await told()).toBe(2);

  // What was handed in to the province before is where no later change puts it: only the first of them has counted it.
  const round = await loadRound(db, roundId);
  const stays = async (from: RouteEdit | undefined, edit: RouteEdit) => {
    const before = { ...round, routes: from ? routesAfter(round, from) : round.routes };
    return (await reroutedBy(db, before, routesAfter(before, edit))).stay.handedIn;
  };
  await readySubmitted(world, sample, { n: 6, roundId, owner: world.colleague });
  const counted = await stays(undefined, to('MOE'));
  expect(counted).toBeGreaterThan(0);
  expect(await stays(to('MOE'), { ...to('MOE'), cc: ['MOST'] })).toBe(0);
});
