import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { submit } from '../../cards/actions.ts';
import { addDays, addWorkingDays, dayOf, longDay } from '../../services/time.ts';
import { filedFiling, fileWithoutChat } from './filed.ts';
import { playAppointment, readSample, type Sample } from './play.ts';
import { clickOf, post } from './posted.ts';
import { clickRow, expectSound, handInAgain, now } from './ready-made.ts';
import { walksItsArrows } from './walked.ts';
import { startWorld, type World } from './world.ts';

let world: World;
let sample: Sample;
beforeAll(async () => {
  world = await startWorld();
  sample = await readSample();
  await playAppointment(world.operator, world.contact, sample);
  await world.db.department.updateMany({ data: { softQuota: 9 } });
});
afterEach(() => expectSound(world));
walksItsArrows('office', () => world);
afterAll(() => world?.stop());

const today = () => dayOf(world.feishu.store.now());
/** The operator opens one filing from the intake list; resolves with its card. */
const openIntake = async (name: string) => {
  const { operator } = world;
  await operator.say('首页');
  await operator.expectCard('主办方管理');
  await operator.click('收件');
  await clickRow(operator, operator.card('# 收件'), name, '打开');
  return operator.card(`${name}〔`);
};

/** The contact opens one filing from the list of the department. */
const openDesk = async (name: string) => {
  const { contact } = world;
  await contact.say('首页');
  await contact.expectCard('备案助手');
  await contact.click('打开审核列表');
  await clickRow(contact, await contact.expectCard('审核列表'), name, '打开');
};

test('the intake list shows what was filed, with its department, its days and over-quota marked; the card shows all of it', async () => {
  const { operator, clerk } = world;
  await filedFiling(world, sample, { n: 1, name: '收件研究所' });
  await world.db.department.updateMany({ data: { softQuota: 1 } });
  await filedFiling(world, sample, { n: 2, name: '超额研究所', over: '服务成效突出' });
  await world.db.department.updateMany({ data: { softQuota: 9 } });
  await world.time.advance(world.feishu.store.now().getTime() + 2 * 86_400_000);
  await operator.say('首页');
  await operator.expectCard('主办方管理');
  await operator.click('收件');
  const list = operator.card('# 收件');
  expect(list.text).toMatch(/收件研究所\s+云汉省知识产权局（虚构）　国家系统提交已 2 天/);
  expect(list.text).toMatch(/超额研究所　超出名额/);
  expect(list.text).toContain('[待办理 2]');
  await operator.click('待办理 2');
  await clickRow(operator, operator.card('收件：已在国家系统提交'), '超额研究所', '打开');
  const card = operator.card('国家系统已提交：超额研究所');
  for (const words of [
    'GG-2',
    '同意推荐超额研究所。',
    '服务成效突出',
    '▸ 二　工作基础和优势特点',
    sample.section4.text.slice(0, 50),
  ])
    expect(card.text).toContain(words);
  await operator.click('发来全部附件');
  await operator.expectFile('备案表-超额研究所');
  await operator.expectFile('超额研究所完整扫描件.pdf');
  const { toast } = await clerk.clickOn(card, '公示');
  expect(toast?.content).toContain('只有主办方管理员可以做');
});

test('退回补正 asks for words and a day to come, keeps what was typed, and tells institution and department', async () => {
  const { operator, clerk, contact } = world;
  const id = await filedFiling(world, sample, { n: 3, name: '主办方退回研究所' });
  const card = await openIntake('主办方退回研究所');
  await operator.click('退回补正');
  await operator.click('退回', { 请写明: ' ' });
  expect(operator.card('退回补正：主办方退回研究所').text).toContain('⚠ 请写明需要补正什么');
  await operator.click('退回', { 请写明: '请补充数据库清单', 补正期限: addDays(today(), -1) });
  const wrong = operator.card('补正期限不能早于今天');
  expect(wrong.text).toContain('【请补充数据库清单】');
  await operator.click('退回', { 补正期限: addDays(today(), 5) });
  expect(operator.card('退回补正：主办方退回研究所').text).toContain('等待申报单位改好');
  expect((await clerk.expectCard('国家知识产权局退回，请补正', { earlier: true })).text).toContain('请补充数据库清单');
  await contact.expectCard(/国家知识产权局退回，请补正\S*\n主办方退回研究所/, { earlier: true });
  expect(await now(world, id)).toMatchObject({ status: 'returned', placed: true, review: { byOffice: true } });
  const { toast } = await operator.clickOn(card, '公示');
  expect(toast).toBeUndefined();
  await operator.click('公示');
  expect(operator.toast?.content).toContain('只有已在国家系统提交的材料可以公示');
});

test('what the office gave back is handed in to the same department, which may give it back too; place and reason beyond the quota stay', async () => {
  const { operator, contact, clerk } = world;
  const name = '两次退回研究所';
  await world.db.department.updateMany({ data: { softQuota: 1 } });
  const id = await filedFiling(world, sample, { n: 8, name, over: '西部唯一一家' });
  await world.db.department.updateMany({ data: { softQuota: 9 } });
  await openIntake(name);
  await operator.click('退回补正');
  // The same form as the department's: remarks at questions, and more than a line on the whole.
  await operator.click('添加一处意见', { 意见针对哪一题: '机构基本情况：地址', 这一题的意见: '请写到门牌号。' });
  expect(operator.card(`退回补正：${name}`).text).toContain('已写好 1 处意见，还没有发出');
  const whole = `请补充数据库清单。\n${'每种写明名称、来源和更新时间。'.repeat(50)}`;
  await operator.click('退回', { 总的意见: whole });
  expect(operator.card(`退回补正：${name}`).text).toContain('机构基本情况：地址：请写到门牌号。');
  const told = await clerk.expectCard(new RegExp(`国家知识产权局退回，请补正[\\s\\S]*${name}`), { earlier: true });
  expect(told.text).toContain('机构基本情况：地址：请写到门牌号。');
  expect((await now(world, id)).review).toMatchObject({
    byOffice: true,
    remarks: whole,
    items: [{ field: 'address' }],
  });
  await handInAgain(world, id);

  await openDesk(name);
  expect(contact.card(`审核：${name}`).text).toContain('○ 没有改　机构基本情况：地址：请写到门牌号。');
  await contact.click('退回补正');
  // What the office wrote is sent, and nothing of the department's.
  expect(contact.card(`退回补正：${name}`).text).not.toContain('请写到门牌号');
  expect(contact.card(`退回补正：${name}`).text).toContain('名额仍然保留');
  await contact.click('退回', { 请写明: '清单请盖章。' });
  expect(contact.card(`审核：${name}`).text).toContain('清单请盖章。');
  await clerk.expectCard(new RegExp(`材料被退回，请补正[\\s\\S]*${name}[\\s\\S]*清单请盖章。`), { earlier: true });
  const given = { status: 'returned', placed: true, review: { over: '西部唯一一家' } };
  expect(await now(world, id)).toMatchObject(given);
  await handInAgain(world, id);

  // Nothing is asked: it has its place, and why it has one beyond the quota stands where the office looks.
  await openDesk(name);
  await contact.click('拟推荐');
  await contact.click('确认推荐', { 第七部分: '同意推荐。' });
  await fileWithoutChat(world, { n: 8, name, id, version: 3 });
  const card = await openIntake(name);
  expect(card.text).toContain('西部唯一一家');
  await operator.click('收件列表');
  expect(operator.card('# 收件').text).toMatch(new RegExp(`${name}　超出名额`));
});

test('不予备案 needs its reason, which the institution reads', async () => {
  const { operator, clerk } = world;
  const id = await filedFiling(world, sample, { n: 4, name: '不予研究所' });
  await openIntake('不予研究所');
  await operator.click('不予备案');
  await operator.click('不予备案', { 不予备案的原因: '长'.repeat(201) });
  expect(operator.card('不予备案：不予研究所').text).toContain('请控制在 200 字以内');
  await operator.click('不予备案', { 不予备案的原因: '专职人员不足' });
  expect(operator.card('不予备案：不予研究所').text).toContain('结论：不予备案');
  expect((await clerk.expectCard('不予备案的理由', { earlier: true })).text).toContain('专职人员不足');
  expect((await now(world, id)).status).toBe('not_approved');
});

test('公示, an objection that is not upheld, 准予 after the last day only, a number of its own, and the list', async () => {
  const { operator, clerk, contact, db } = world;
  const id = await filedFiling(world, sample, { n: 5, name: '公示研究所' });
  await openIntake('公示研究所');
  await operator.click('公示');
  await operator.click('公示', { 公示天数: '一周' });
  expect(operator.card('公示：公示研究所').text).toContain('公示天数请填 1 到 60');
  const { holidays } = (await now(world, id)).round;
  const lastOf = (days: number) => addWorkingDays(addWorkingDays(today(), 1, holidays), days - 1, holidays);
  await operator.click('算一下哪天结束', { 公示天数: '3' });
  expect(operator.card('公示：公示研究所').text).toContain(`公示到 ${longDay(lastOf(3))}结束`);
  // A slip in the year would have made it over already, or not for a year.
  await operator.click('公示', { 公示开始日期: addDays(today(), -365) });
  expect(operator.card('公示：公示研究所').text).toContain('不能早于在国家系统提交的日期');
  await operator.click('公示', { 公示开始日期: addDays(today(), 365) });
  expect(operator.card('公示：公示研究所').text).toContain('离今天超过 60 天');
  await operator.click('算一下哪天结束', { 公示开始日期: today() });
  await operator.click('公示', { 公示网页地址: 'https://www.cnipa.gov.cn/gs' });
  expect(operator.card('公示中：公示研究所').text).toContain('https://www.cnipa.gov.cn/gs');
  await clerk.expectCard(/公示中\S*\n公示研究所/, { earlier: true });

  // Recorded with too few days: put right with a reason, which everybody concerned reads.
  const last = lastOf(4);
  await operator.click('更正公示');
  await operator.click('更正', { 公示天数: '4' });
  expect(operator.card('更正公示：公示研究所').text).toContain('请写明为什么更正');
  await operator.click('更正', { 为什么更正: '天数少算一天' });
  expect(operator.card('公示中：公示研究所').text).toMatch(
    new RegExp(`至 ${longDay(last)}　https://www.cnipa.gov.cn/gs`),
  );
  for (const person of [clerk, contact]) {
    const told = await person.expectCard(/公示日期已更正\S*\n公示研究所/, { earlier: true });
    expect(told.text).toContain(`天数少算一天（原来记的是 ${longDay(today())}至 ${longDay(lastOf(3))}）`);
    expect(told.text).toContain(`正在公示，到 ${longDay(last)}结束`);
  }

  await operator.click('登记异议');
  await operator.click('登记', { 异议的内容: '人数不实' });
  expect((await clerk.expectCard('公示期间收到异议', { earlier: true })).text).not.toContain('人数不实');
  await contact.expectCard(/公示期间有异议\S*\n公示研究所/, { earlier: true });
  // A second one comes while the first is open: each has its own word, and 公示 goes on after the last.
  await operator.click('登记异议');
  await operator.click('登记', { 异议的内容: '制度没有公开' });
  await operator.click('处理异议');
  await operator.click('异议不成立');
  expect(operator.card('处理异议：公示研究所').text).toContain('请写明异议是否成立的理由');
  const first = operator.card('处理异议：公示研究所');
  expect(first.text).toContain('人数不实');
  expect(first.text).not.toContain('制度没有公开');
  await operator.click('异议不成立', { 成立或不成立的理由: '社保记录相符' });
  expect(operator.card('公示有异议：公示研究所').text).toMatch(/不成立：社保记录相符[\s\S]*制度没有公开[\s\S]*待处理/);
  await operator.click('处理异议');
  await operator.click('异议不成立', { 成立或不成立的理由: '网站上有' });
  const public_ = operator.card('公示中：公示研究所');
  expect(public_.text).toMatch(/不成立：社保记录相符[\s\S]*不成立：网站上有/);
  expect(public_.text).not.toContain('[准予备案]');

  // A card written by hand comes too early: nobody is approved while 公示 lasts.
  const early = submit('准予备案', 'office.decide', { filing: id, version: 1, deed: 'approve' });
  const action = { name: early.name, form_value: {} };
  const { card } = await post(world, 'card.action.trigger', clickOf(operator, public_.messageId, action));
  expect(JSON.stringify(card)).toContain(`公示到 ${longDay(last)}结束，期满后才能准予备案`);
  expect((await now(world, id)).status).toBe('publicity');

  await world.time.advance(new Date(`${addDays(last, 1)}T02:00:00Z`).getTime());
  const other = await filedFiling(world, sample, { n: 7, name: '已有编号研究所' });
  const given = { ...(await now(world, other)).office, number: 'WD-2026-001' };
  await db.filing.update({ where: { id: other }, data: { office: given } });
  await openIntake('公示研究所');
  await operator.click('准予备案');
  await operator.click('准予备案', { 编号: 'WD-2026-001' });
  expect(operator.card('准予备案：公示研究所').text).toContain('编号 WD-2026-001 本年度已经给了别的单位');
  await operator.click('准予备案', { 编号: '' });
  const unnumbered = operator.card('准予备案：公示研究所');
  expect(unnumbered.text).not.toContain('编号：');
  expect(unnumbered.text).not.toContain('[更正编号]');
  await clerk.expectCard(/准予备案\S*\n公示研究所/, { earlier: true });
  await operator.click('列入名单');
  await operator.click('列入名单', { 编号: '' });
  expect(operator.card('列入名单：公示研究所').text).toContain('还没有编号');
  await operator.click('列入名单', { 编号: 'WD-2026-002', 名单发布日期: addDays(today(), 1) });
  expect(operator.card('列入名单：公示研究所').text).toContain('不能晚于今天');
  await operator.click('列入名单', { 名单发布日期: today() });
  expect(operator.card('已列入名单：公示研究所').text).toContain('编号：WD-2026-002');
  await clerk.expectCard(/已列入名单\S*\n公示研究所[\s\S]*WD-2026-002/, { earlier: true });
  expect((await now(world, id)).office).toMatchObject({ number: 'WD-2026-002', listed: { on: today() } });
});

test('an objection that is upheld ends in 不予备案; the card of an older version decides nothing', async () => {
  const { operator, clerk, contact } = world;
  const id = await filedFiling(world, sample, { n: 6, name: '异议成立研究所' });
  await openIntake('异议成立研究所');
  await operator.click('公示');
  const stale = operator.card('公示：异议成立研究所');
  await world.db.filing.update({ where: { id }, data: { version: 2 } });
  await operator.clickOn(stale, '公示');
  expect(operator.toast?.content).toContain('这是第 1 版的卡片，现在是第 2 版');
  await world.db.filing.update({ where: { id }, data: { version: 1 } });
  await operator.clickOn(stale, '公示');
  await operator.click('登记异议');
  await operator.click('登记', { 异议的内容: '材料不实' });
  await operator.click('处理异议');
  await operator.click('异议成立，不予备案', { 成立或不成立的理由: '查实' });
  expect(operator.card('不予备案：异议成立研究所').text).toContain('成立：查实');
  await clerk.expectCard(/不予备案\S*\n异议成立研究所/, { earlier: true });
  expect((await now(world, id)).status).toBe('not_approved');
  for (const person of [clerk, contact, world.colleague]) {
    for (const action of ['office.open', 'office.list', 'office.files', 'office.form']) {
      const value = { action, filing: id, round: 'x', version: 1, deed: 'refuse' };
      const { toast } = await post(world, 'card.action.trigger', clickOf(person, 'om_by_hand', { value }));
      expect(toast?.content).toContain('只有主办方管理员可以做');
    }
  }
});
