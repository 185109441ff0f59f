import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import { channel } from 'node:diagnostics_channel';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { annex1Docx } from '../../services/documents/annex1.ts';
import { checkCodeOf } from '../../services/filing/annex.ts';
import { allSlots } from '../../services/filing/seal-commands.ts';
import { loadFiling } from '../../services/filing/store.ts';
import { intentsOf, toPerson } from '../../services/outbox.ts';
import { addDays, dayOf } from '../../services/time.ts';
import { correction, issue, secondCorrection } from '../corrected-forms.ts';
import type { PersonDriver } from '../feishu/driver.ts';
import { people } from '../season.ts';
import { sampleAnnex1 } from '../services/documents/sample-annex1.ts';
import { filedFiling, filingAt } from './filed.ts';
import {
  declared,
  pdf,
  playAppointment,
  playFilling,
  playRecommendation,
  playSealing,
  playSubmission,
  readSample,
} from './play.ts';
import { clickRow, creditCode, openSection, readyDraft, readySubmitted } from './ready-made.ts';
import { startWorld, type World } from './world.ts';

const MOST = 8;

type Cost = { button: string; statements: string[]; calls: string[] };

/** What one HTTP request to the bot causes until its answer goes out, however much else the process does meanwhile. */
const request = new AsyncLocalStorage<Cost>();
const costs: Cost[] = [];
let clicked = '';

const onRequest = (message: unknown) => {
  const { url } = (message as { request: IncomingMessage }).request;
  if (url !== '/webhook/card') return;
  const cost: Cost = { button: clicked, statements: [], calls: [] };
  costs.push(cost);
  request.enterWith(cost);
};
const onCall = (message: unknown) => {
  request.getStore()?.calls.push((message as { request: { path: string } }).request.path);
};

let world: World;
beforeAll(async () => {
  const query = pg.Client.prototype.query as (...args: unknown[]) => unknown;
  vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function (this: pg.Client, ...args: unknown[]) {
    const [statement] = args as [string | { text?: string }];
    request.getStore()?.statements.push(typeof statement === 'string' ? statement : (statement.text ?? ''));
    return query.apply(this, args) as undefined;
  });
  // A pool that hands over a released connection calls the one who waited in the name of the one who released it.
  type Done = Parameters<pg.Pool['connect']>[0];
  const connect = pg.Pool.prototype.connect as (done?: Done) => unknown;
  vi.spyOn(pg.Pool.prototype, 'connect').mockImplementation(function (this: pg.Pool, done?: Done) {
    return connect.call(this, done && AsyncResource.bind(done)) as undefined;
  });
  channel('http.server.request.start').subscribe(onRequest);
  channel('http.client.request.start').subscribe(onCall);
  world = await startWorld();
});
afterAll(async () => {
  channel('http.server.request.start').unsubscribe(onRequest);
  channel('http.client.request.start').unsubscribe(onCall);
  await world?.stop();
  issue();
  vi.restoreAllMocks();
});

/** The same person, whose clicks are told apart by the words on the button. */
const watched = (person: PersonDriver): PersonDriver =>
  new Proxy(person, {
    get: (target, name, receiver) => {
      const value = Reflect.get(target, name, receiver);
      if (name !== 'click' && name !== 'tryClick' && name !== 'clickOn') return value;
      return (...args: unknown[]) => {
        clicked = `${person.person.name} ${args[name === 'clickOn' ? 1 : 0]}`;
        return value(...args);
      };
    },
  });

/** Statements per click, and which they were where they are too many. */
const table = () =>
  costs
    .map(({ button, statements }) => {
      const named = statements.map((sql) => `\n       ${sql.trim().replaceAll(/\s+/g, ' ').slice(0, 100)}`);
      return `${String(statements.length).padStart(3)}  ${button}${statements.length > MOST ? named.join('') : ''}`;
    })
    .join('\n');

/** The rule of the house: at most 8 statements, BEGIN and COMMIT included, and no call to the platform before the answer. */
const expectCheap = (atLeast: number) => {
  expect(costs.length).toBeGreaterThanOrEqual(atLeast);
  expect(costs.filter(({ statements }) => statements[0] !== 'BEGIN' || statements.length > MOST).length, table()).toBe(
    0,
  );
  expect(costs.flatMap(({ calls }) => calls)).toEqual([]);
  costs.length = 0;
};

test('a click of the main job costs at most 8 statements and no call to the platform before its answer', async () => {
  const sample = await readSample();
  const [clerk, contact, operator] = [watched(world.clerk), watched(world.contact), watched(world.operator)];
  await playAppointment(operator, contact, sample);
  await playFilling(clerk, sample);
  await playSubmission(clerk);
  await playRecommendation(contact, clerk, sample);
  expectCheap(35);
});

test('so does a click between the two sides: urging, seals and the national system', async () => {
  const { db } = world;
  const contact = watched(world.contact);
  const name = '盖章研究所';
  const id = await filingAt(world, await readSample(), { n: 95, name, over: '均有特色。' }, 'recommended');
  const { hash } = await db.version.findFirstOrThrow({ where: { filingId: id } });
  await contact.say('首页');
  await contact.expectCard('打开审核列表');
  await contact.click('打开审核列表');
  await clickRow(contact, await contact.expectCard('审核列表：'), name, '打开');
  await contact.click('催办申报单位');
  await contact.click('双方盖章');
  await contact.sendFile('双方盖章.pdf', pdf('双方盖章'));
  await contact.expectCard('已收到并保存“双方盖章.pdf”');
  await contact.click('发给我');
  await contact.click('再发一次第七、八部分');
  const ticks = Object.fromEntries(Object.values(allSlots).map((words) => [words, true]));
  await contact.click('十处核对完毕', { ...ticks, 校验码: checkCodeOf(hash) });
  await contact.click('登记国家系统提交', { 回执号: 'GG-1', 在国家系统提交的日期: dayOf(world.feishu.store.now()) });
  expect((await loadFiling(db, id)).status).toBe('filed_online');
  expectCheap(8);
});

test('so does a click on what a province is told', async () => {
  const contact = watched(world.contact);
  const changes = { identity: { institutionName: '抄送研究所' }, standing: { affiliation: 'MOE' } };
  await readySubmitted(world, await readSample(), { n: 96, changes });
  await contact.say('首页');
  await contact.expectCard('抄送本省');
  await contact.click('抄送本省');
  await clickRow(contact, await contact.expectCard('抄送研究所'), '抄送研究所', '打开');
  await contact.click('已阅', { 有意见可以写给: '情况属实。' });
  expect(contact.card('抄送：抄送研究所').text).toContain('意见：情况属实。');
  expectCheap(3);
});

test('so does a click that lets a colleague in or out, hands a review over, asks, answers or takes back', async () => {
  const [contact, colleague] = [watched(world.contact), watched(world.colleague)];
  const name = '内部分工研究所';
  await readySubmitted(world, await readSample(), { n: 97, changes: { identity: { institutionName: name } } });
  const toDesk = async () => {
    await contact.say('首页');
    await contact.expectCard('打开审核列表');
    await contact.click('打开审核列表');
  };
  await toDesk();
  await contact.click('联系人与附件2');
  await contact.click('部门同事');
  await contact.click('生成同事邀请码', { 同事姓名: '顾清禾' });
  await colleague.say((await contact.expectText('请您协助')).match(/邀请码 (\w{8})/)![1]!);
  await contact.expectCard('同事已加入');
  await toDesk();
  await clickRow(contact, await contact.expectCard('审核列表：'), name, '打开');
  await contact.click('转交与征求意见');
  await contact.click('请负责人批准', { 选择同事: '顾清禾' });
  await colleague.expectCard('请您批准推荐');
  await colleague.click('发来全部附件');
  await colleague.click('不同意', { 意见: '再核实' });
  await contact.expectCard('负责人不同意推荐');
  await contact.click('打开材料');
  await contact.click('转交与征求意见');
  await clickRow(contact, contact.card('转交与征求意见'), '顾清禾', '撤回请求');
  await contact.click('转交审核', { 选择同事: '顾清禾' });
  await colleague.expectCard(`审核：${name}`);
  await colleague.click('拟推荐');
  await contact.click('转交与征求意见');
  await clickRow(contact, contact.card('转交与征求意见'), '顾清禾', '收回转交');
  await colleague.expectCard('转交已收回');
  await toDesk();
  await contact.click('联系人与附件2');
  await contact.click('部门同事');
  await clickRow(contact, contact.card('部门同事'), '顾清禾', '移出名单');
  await colleague.expectCard('已移出部门同事');
  expectCheap(20);
});

test('so does a click that joins, meets another text, is refused, returns or withdraws', async () => {
  const sample = await readSample();
  const [clerk, contact, colleague] = [watched(world.clerk), watched(world.contact), watched(world.colleague)];
  await readyDraft(world, sample, { n: 7 });
  await colleague.enter();
  await colleague.expectCard('开始填报');
  await colleague.click('开始填报');
  await colleague.click('下一步', { 统一社会信用代码: creditCode(7) });
  await colleague.click('申请一起填');
  await clerk.expectCard('申请一起填');
  await clerk.click('同意');

  await clerk.say('进度');
  const check = await clerk.expectCard('总览与检查');
  await clerk.clickOn(check, '修改');
  const stale = clerk.card('备案机构');
  await clerk.click('保存', { 备案机构: '甲所' });
  await clerk.clickOn(stale, '保存', { 备案机构: '乙所' });
  await clerk.click('保留现在的');
  await clerk.click('撤销上一次修改');
  await clerk.click('总览');

  await clerk.clickOn(check, '定稿', declared);
  await clerk.click('定稿', declared);
  await clerk.click('重新修改');
  await clerk.click('定稿', declared);
  const form = await clerk.expectFile('第2版');
  await clerk.sendFile('扫描件.pdf', pdf('scan'));
  await clerk.expectCard('已收到并保存');
  await clerk.click('核对完毕');
  await playSealing(clerk, form);
  const frozen = clerk.card('五处签字盖章已核对');
  await clerk.click('提交');
  await clerk.clickOn(frozen, '提交');
  const review = await contact.expectCard('[退回补正]');
  await contact.clickOn(review, '拟推荐');
  await contact.clickOn(review, '退回补正');
  await contact.click('退回', { 哪里需要补正: '请补第四部分。' });
  await contact.clickOn(review, '退回补正');
  await colleague.clickOn(review, '拟推荐');
  expectCheap(20);
});

test('so does a click of the desk and of each decision; of a batch each filing costs one more', async () => {
  const sample = await readSample();
  const contact = watched(world.contact);
  const names = ['快甲研究所', '快乙研究所', '快丙研究所', '快丁研究所'];
  for (const [index, name] of names.entries()) {
    await readySubmitted(world, sample, { n: 60 + index, changes: { identity: { institutionName: name } } });
  }
  const open = async (name: string) => {
    await contact.say('首页');
    await contact.expectCard('备案助手');
    await contact.click('打开审核列表');
    return clickRow(contact, await contact.expectCard('审核列表'), name, '打开');
  };
  const review = (name: string) => contact.card(`审核：${name}`);
  await open(names[0]!);
  await contact.clickOn(review(names[0]!), '看全文');
  await contact.click('返回材料');
  await contact.clickOn(review(names[0]!), '逐份附件');
  await contact.click('返回材料');
  await contact.clickOn(review(names[0]!), '不予推荐');
  await contact.click('确认不予推荐', { 理由: '理由。' });
  await contact.click('撤销决定');
  await contact.clickOn(contact.card(`审核：${names[0]}〔审核中〕`), '退回补正');
  const remark = { 意见针对哪一题: '机构基本情况：地址', 这一题的意见: '请写到门牌号。' };
  await contact.click('添加一处意见', remark);
  await contact.click('添加一处意见', { ...remark, 这一题的意见: '写错了' });
  await contact.click('去掉', { 去掉写错的一处: '2. 写错了' });
  await contact.click('退回');
  await open(names[1]!);
  await contact.clickOn(review(names[1]!), '拟推荐');
  await contact.click('填入建议文字');
  await contact.click('确认推荐');
  if (contact.card(names[1]).text.includes('[列为候补]')) await contact.click('列为候补');
  await contact.click('撤销决定');
  for (const name of names.slice(2)) await open(name);
  await contact.click('审核列表');
  await contact.click('批量推荐');
  await contact.click('下一步：核对名单', {
    选择材料: names.slice(1).map((name) => `${name}（第 1 版）`),
    第七部分: '同意。',
  });
  expectCheap(25);
  await contact.click('确认推荐这 3 份');
  if (contact.card('核对名单').text.includes('放不下')) await contact.click('放不下的列为候补');
  const batch = costs.at(-1)!;
  expect(contact.card('办理结果').text).toContain('办好 3 份');
  expect(batch.statements.length, batch.statements.join('\n')).toBeLessThanOrEqual(MOST + 3);
  expect(batch.calls).toEqual([]);
  costs.length = 0;
});

test('so does a click that takes answers out of a file, one section or all, or puts them back', async () => {
  const sample = await readSample();
  const clerk = watched(world.clerk);
  await readyDraft(world, sample, { n: 8, changes: { plan: { plan: '旧的思路。' } } });
  await clerk.sendFile('备案表.docx', await filledForm());
  const offered = await clerk.expectCard('读出了这些内容');
  await clickRow(clerk, offered, '未来发展思路', '采用');
  await clickRow(clerk, clerk.card('读出了这些内容'), '未来发展思路', '撤销');
  await clerk.click('采用全部');
  await clerk.click('看放进了什么，或撤销');
  await clerk.clickOn(offered, '采用全部');
  expectCheap(5);
});

const filledForm = async () =>
  annex1Docx(
    await readFile(new URL('../../services/documents/templates/annex1-2023.docx', import.meta.url)),
    sampleAnnex1(),
  );

test('so does a click that moves, removes or brings back a row, or takes a table', async () => {
  const sample = await readSample();
  const clerk = watched(world.clerk);
  await readyDraft(world, sample, { n: 9 });
  await openSection(clerk, '服务团队人员情况');
  await clerk.click('下移', { 调整顺序或删除: `1. ${sample.section3.members[0]!.name}` });
  await clerk.click('删除');
  await clerk.click('撤销删除');
  await clerk.click('下载 Excel 模板');
  await clerk.say(`甲\t专职\t简介\n${sample.section3.members[1]!.name}\t专职\t新的简介`);
  await clerk.expectCard('看一看');
  await clerk.click('重名的改为替换');
  await clerk.click('全部加入');
  await clerk.say('乙\t兼职\t简介');
  await clerk.expectCard('看一看');
  await clerk.click('不要');
  expectCheap(8);
});

test('so does a click that invites, assigns, asks to look, hands over or takes over', async () => {
  const [clerk, contact, colleague, operator] = [world.clerk, world.contact, world.colleague, world.operator].map(
    watched,
  ) as [PersonDriver, PersonDriver, PersonDriver, PersonDriver];
  await readyDraft(world, await readSample(), { n: 30, colleague: world.colleague });
  const openMember = async (name: string) => {
    await clerk.say('进度');
    await clerk.expectCard('总览与检查');
    await clerk.click('协作');
    await clickRow(clerk, clerk.card('协作'), name, '管理');
  };
  await openMember('顾清禾');
  await clerk.click('保存分工', { 负责哪些部分: ['第五部分　典型案例'] });
  await clerk.click('邀请同事');
  await clerk.click('生成邀请码');
  const card = await clerk.expectCard('还可用 1 次');
  await clickRow(clerk, card, '还可用 1 次', '收回');
  await clerk.click('请负责人过目');
  await clerk.click('按手机或邮箱邀请', { 或者填同事的手机: people.contact.mobile });
  await contact.expectCard('请您过目备案表');
  await contact.click('接受');
  await contact.expectCard('提意见');
  await contact.click('提意见');
  await contact.click('不同意，改好再定稿', { 意见: '请改。' });
  await contact.click('同意定稿');
  await colleague.say('进度');
  await colleague.expectCard('总览与检查');
  await colleague.click('协作');
  await colleague.click('申请接手');
  const asked = await operator.expectCard('有同事申请接手');
  await operator.clickOn(asked, '不同意');
  await openMember('顾清禾');
  await clerk.click('移交给对方');
  await contact.say('进度');
  await contact.expectCard('总览与检查');
  await contact.click('协作');
  await contact.click('退出');
  expectCheap(20);
});

test('so does a click on what was not delivered', async () => {
  const operator = watched(world.operator);
  const unreached = [world.clerk, world.contact];
  for (const person of unreached) {
    await person.say('首页');
    await person.expectCard('备案助手');
  }
  const addressed = unreached.map(({ openId }) =>
    toPerson({ tenantKey: 'tenant_local', openId }, { kind: 'words', words: '没有送达的' }),
  );
  const parked = { state: 'parked', reason: 'unreachable 230053' };
  const rows = intentsOf(addressed, world.feishu.store.now()).map((row) => ({ ...row, ...parked }));
  await world.db.outbox.createMany({ data: rows });
  await operator.say('首页');
  await operator.expectCard('主办方管理');
  await operator.click('没有送达的消息');
  await clickRow(operator, await operator.expectCard('关闭了机器人的消息'), '韩示例', '不再发送');
  await clickRow(operator, await operator.expectCard('沈若溪', { earlier: true }), '沈若溪', '再试一次');
  await operator.click('刷新');
  await world.db.outbox.updateMany({ where: { id: { in: rows.map(({ id }) => id) } }, data: parked });
  await operator.click('刷新');
  await operator.click('全部再试一次');
  expectCheap(6);
});

test('so does a click that adds or removes an operator', async () => {
  const [contact, operator] = [watched(world.contact), watched(world.operator)];
  await operator.say('首页');
  await operator.expectCard('主办方管理');
  await operator.click('管理员');
  await operator.click('添加管理员');
  await operator.click('查找并添加', { 手机: people.contact.mobile });
  await contact.expectCard('您是备案工作的管理员了');
  await operator.say('首页');
  await operator.expectCard('主办方管理');
  await operator.click('管理员');
  await clickRow(operator, await operator.expectCard('至少留一位'), '韩示例', '移除');
  await contact.expectCard('您不再是管理员');
  expectCheap(5);
});

test('so does a click that sets a deadline, extends one, or looks what the end of the year would do', async () => {
  const [contact, operator] = [watched(world.contact), watched(world.operator)];
  await readyDraft(world, await readSample(), { n: 98, owner: world.colleague });
  const due = (days: number) => addDays(dayOf(world.feishu.store.now()), days);
  await contact.say('首页');
  await contact.expectCard('打开审核列表');
  await contact.click('打开审核列表');
  await contact.click('内部截止日期');
  await contact.click('保存内部截止', { '内部截止（申报单位提交给本部门）': due(20) });
  await contact.click('取消内部截止');
  await operator.say('首页');
  await operator.expectCard('主办方管理');
  await operator.click('调整截止日期');
  await operator.click('延期与部门截止');
  await operator.click('查找', { 统一社会信用代码: creditCode(98) });
  await operator.click('延期', { 延期到: due(90), 原因: '搬迁' });
  await operator.click('取消延期');
  await operator.click('返回延期与部门截止');
  await operator.click('返回截止日期');
  await operator.click('结束本年度');
  expectCheap(11);
});

test('so does a click that looks at the routes of a round, changes one, or brings the usual ones back', async () => {
  const { operator } = world;
  await readyDraft(world, await readSample(), { n: 66 });
  await operator.say('首页');
  await operator.expectCard('主办方管理');
  costs.length = 0;
  await operator.click('推荐部门');
  await operator.click('推荐路径');
  await clickRow(operator, operator.card('推荐路径'), '已是省级网点的单位', '修改');
  await operator.click('下一步：看影响', { 材料交给: '教育部' });
  await operator.click('确认修改');
  await operator.click('恢复通知原来的路径');
  await operator.click('确认恢复');
  expect(operator.card('推荐路径').text).toContain('现在就是通知原来的路径');
  expectCheap(7);
});

test('so does a click about a department, its contact, a deputy or Annex 2', async () => {
  const [contact, colleague, operator] = [world.contact, world.colleague, world.operator].map(watched) as [
    PersonDriver,
    PersonDriver,
    PersonDriver,
  ];
  const row = { 姓名: '韩示例', 职务: '处长', 办公电话: '010-62083114', 手机: '13800000000', 邮箱: 'a@example.com' };
  const code = async (person: PersonDriver) => (await person.expectText('邀请码')).match(/邀请码 (\w{8})/)![1]!;
  await operator.say('首页');
  await operator.expectCard('主办方管理');
  await operator.click('推荐部门');
  await clickRow(operator, operator.card('推荐部门'), '教育部', '打开');
  await operator.click('修改名称和名额');
  await operator.click('保存', { 推荐名额: '4' });
  await operator.click('生成联系人邀请码');
  await contact.say(await code(operator));
  await contact.expectCard('登记备案工作联系人');
  await contact.click('提交登记', row);
  await operator.expectCard('请确认联系人登记');
  await operator.click('确认');
  const appointed = await contact.expectCard('您是备案工作联系人');
  await contact.clickOn(appointed, '打开审核列表');
  await contact.click('联系人与附件2');
  await contact.click('更正我的信息');
  await contact.click('保存', { 职务: '副处长' });
  await contact.click('返回');
  await contact.click('附件2 Word 表');
  await contact.click('记录已发送');
  await contact.click('保存');
  await contact.click('指定代理');
  await contact.click('生成代理邀请码', { 从哪天: '2099-01-01', 到哪天: '2099-01-02' });
  await colleague.say(await code(contact));
  await colleague.expectCard('您将是代理联系人');
  await colleague.click('提交登记', row);
  await contact.expectCard('请确认联系人登记');
  await contact.click('确认');
  await contact.click('打开部门');
  await contact.click('提前结束');
  await contact.click('指定代理');
  await contact.click('按手机和邮箱指定', { ...row, 从哪天: '2099-01-01', 到哪天: '2099-01-02' });
  expectCheap(20);
});

test('so does a click of the national office: a decision, a number, a preview of several, the board, a search', async () => {
  const operator = watched(world.operator);
  const sample = await readSample();
  await world.db.department.updateMany({ data: { softQuota: 9 } });
  const since = [{ type: 'publicise', version: 1, from: '2026-01-05', days: 1, link: '' } as const];
  await filedFiling(world, sample, { n: 71, name: '收件一所', since });
  await filedFiling(world, sample, { n: 72, name: '收件二所' });
  await operator.say('首页');
  await operator.expectCard('主办方管理');
  await operator.click('看板');
  await operator.click('收件列表');
  const list = operator.card('# 收件');
  await clickRow(operator, list, '收件一所', '打开');
  await operator.click('准予备案');
  await operator.click('准予备案', { 编号: 'WD-71' });
  await operator.click('列入名单');
  await operator.click('列入名单', { 编号: 'WD-71' });
  await clickRow(operator, list, '收件二所', '打开');
  await operator.click('公示');
  await operator.click('公示', { 公示天数: '三' });
  await operator.click('不办，返回');
  await operator.click('收件列表');
  // Those of earlier tests that lie there as well go along.
  const [, several] = /一起公示（(\d+)）/.exec(operator.card('# 收件').text)!;
  await operator.click(`一起公示（${several}）`);
  await operator.click('预览');
  await operator.click('确认，开始办');
  await operator.expectCard(`批量公示　已办 ${several} 份`);
  await operator.click('收件列表');
  await operator.click('特殊情况');
  await operator.click('查找', { 单位名称: '收件' });
  await operator.clickOn(list, '提醒情况');
  expectCheap(16);
});

test('so does a click that writes to many at once, or takes a deadline along', async () => {
  const [clerk, operator] = [watched(world.clerk), watched(world.operator)];
  await readyDraft(world, await readSample(), { n: 960 });
  await operator.say('首页');
  await operator.expectCard('主办方管理');
  await operator.click('群发通知');
  await operator.click('写一条');
  await operator.click('预览', { 发给谁: '还没有提交的填报人', '内容（不超过 500 字）': '请尽快提交。' });
  const { text } = await operator.expectCard('群发通知　预览');
  await operator.click(text.includes('[现在就发]') ? '现在就发' : '确认发送');
  await clerk.expectCard('通知：请尽快提交');
  await operator.click('刷新');
  await operator.click('群发记录');
  await clerk.say('首页');
  await clerk.expectCard('[加入日历]');
  await clerk.click('加入日历');
  expectCheap(7);
});

test('so does a click in a form that has been corrected', async () => {
  const sample = await readSample();
  const [clerk, operator] = [watched(world.clerk), watched(world.operator)];
  await readyDraft(world, sample, { n: 99 });
  const stale = await openSection(clerk, '人数与联系人');
  issue(correction, secondCorrection);
  await operator.say('首页');
  await operator.expectCard('官方表格有更正');
  await operator.click('查看表格更正');
  await operator.click('采用更正后的表格');
  await clerk.expectCard('表格有更正：这几题变了');
  // Taking a correction over is done once in some years, and writes to everybody.
  expect(costs.at(-1)?.calls).toEqual([]);
  costs.length = 0;
  await clerk.clickOn(stale, '保存，下一步', { 联系人: '新联系人' });
  await clerk.click('保存', { 传真: '010-1' });
  await openSection(clerk, '服务团队人员情况');
  await clerk.click('看过了，继续');
  await clerk.clickOn(clerk.card('表格有更正'), '去看第一处');
  expectCheap(5);
});
