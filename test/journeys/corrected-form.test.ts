import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Document, Packer, Paragraph } from 'docx';
import { extractRawText } from 'mammoth';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { addDays, dayOf } from '../../services/time.ts';
import { correction, forgetForms, issue, knowOtherForm, secondCorrection } from '../corrected-forms.ts';
import type { PersonDriver } from '../feishu/driver.ts';
import { declared, pdf, playAppointment, playSealing, readSample, type Sample } from './play.ts';
import { clickRow, creditCode, expectSound, now, openSection, readyDraft, submitByChat } from './ready-made.ts';
import { startWorld, type World } from './world.ts';

let world: World;
let sample: Sample;
let folder: string;
const ids = { draft: '', untouched: '', frozen: '', submitted: '' };

beforeAll(async () => {
  knowOtherForm();
  world = await startWorld();
  sample = await readSample();
  folder = await mkdtemp(path.join(tmpdir(), 'corrected-'));
  const tags = ['名称 {name}', '邮箱 {contactEmail}', '传真 {contactFax}', '第{version}版'];
  const paper = new Document({ sections: [{ children: tags.map((words) => new Paragraph(words)) }] });
  await writeFile(path.join(folder, 'corrected.docx'), await Packer.toBuffer(paper));
});
afterEach(() => expectSound(world));
afterAll(async () => {
  await world?.stop();
  forgetForms();
  await rm(folder, { recursive: true, force: true });
});

const corrected = () => ({ ...correction, template: path.join(folder, 'corrected.docx') });
// As it stands in the list of sections: what has changed in it is named above that list, too.
const OPINION = '　申请备案机构意见';
const rowOf = (id: string) => world.db.filing.findUniqueOrThrow({ where: { id } });
const versionsOf = (id: string) =>
  world.db.version.findMany({ where: { filingId: id }, orderBy: { version: 'asc' }, select: { formRevision: true } });
const textOf = async ({ bytes }: { bytes: Buffer }) => (await extractRawText({ buffer: bytes })).value;
const told = (person: PersonDriver) => person.conversation().split('表格有更正：这几题变了').length - 1;
const named = (name: string) => ({ identity: { institutionName: name } });

const freezeNow = async (person: PersonDriver) => {
  await person.say('进度');
  await person.expectCard('总览与检查');
  await person.click('定稿', declared);
  return person.expectFile('备案表');
};

let staleStaff: Awaited<ReturnType<typeof openSection>>;
let staleFrozen: Awaited<ReturnType<PersonDriver['expectCard']>>;
let receipt: typeof staleFrozen;
let firstPaper = '';

test('before the correction: a draft, one hardly begun, one frozen, one handed in', async () => {
  const { clerk, colleague, contact, operator } = world;
  await playAppointment(operator, contact, sample);
  ids.submitted = await readyDraft(world, sample, { n: 1, changes: named('已交所') });
  firstPaper = await textOf(await submitByChat(clerk, {}));
  receipt = await clerk.expectCard('提交回执');
  ids.frozen = await readyDraft(world, sample, { n: 2, owner: colleague, changes: named('定稿所') });
  const paper = await freezeNow(colleague);
  await colleague.sendFile('扫描件.pdf', pdf('scan 定稿所'));
  await colleague.expectCard('已收到并保存');
  await playSealing(colleague, paper);
  staleFrozen = colleague.card('五处签字盖章已核对');
  ids.draft = await readyDraft(world, sample, { n: 3, changes: named('草稿所') });
  staleStaff = await openSection(clerk, '人数与联系人');
  expect(firstPaper).toContain(sample.section1.contact_email);
  await operator.say('首页');
  expect((await operator.expectCard('主办方管理')).text).not.toContain('更正');
});

test('the operator sees what a correction changes and whom it touches, and takes it over by one click', async () => {
  const { clerk, colleague, operator, db } = world;
  const before = await db.filing.findMany({ orderBy: { id: 'asc' } });
  issue(corrected());
  await world.restart();
  await operator.say('首页');
  await operator.expectCard('官方表格有更正');
  await operator.click('查看表格更正');
  const card = await operator.expectCard('关于更正网点备案表的补充通知');
  for (const words of ['新增“传真”', '不再填写“邮箱”', '正在填的 1 份', '未提交的 1 份', '已提交的 1 份']) {
    expect(card.text.replaceAll('*', '')).toContain(words);
  }
  expect((await clerk.clickOn(card, '采用更正后的表格')).toast?.content).toContain('只有主办方管理员可以做');
  expect((await db.round.findFirstOrThrow()).formRevision).toBe(1);
  expect([told(clerk), told(colleague)]).toEqual([0, 0]);

  await operator.click('采用更正后的表格');
  await operator.expectCard('已采用更正后的表格');
  const round = await db.round.findFirstOrThrow();
  expect(round.formRevision).toBe(2);
  expect(await db.journal.count({ where: { subject: `round:${round.id}`, what: 'form 2' } })).toBe(1);
  // Nobody's answers moved, and nobody hears of it twice.
  expect(await db.filing.findMany({ orderBy: { id: 'asc' } })).toEqual(before);
  expect((await operator.clickOn(card, '采用更正后的表格')).toast?.content).toContain('已经在用了');
  await clerk.expectCard('表格有更正：这几题变了');
  await colleague.expectCard('表格有更正：这几题变了');
  expect([told(clerk), told(colleague)]).toEqual([1, 1]);
});

test('a card of the old form still saves, what is no longer asked is kept, and only what changed is open again', async () => {
  const { clerk } = world;
  await world.restart();
  const { toast } = await clerk.clickOn(staleStaff, '保存，下一步', { 联系人: '新联系人', 邮箱: 'new@example.com' });
  expect(toast?.content).toMatch(/已保存 \d\d:\d\d，表格有更正/);
  const section = clerk.card('联系人【');
  expect(section.text).toContain('新增“传真”');
  expect(section.text).toContain('联系人【新联系人】');
  expect(section.text).not.toContain('example.com');
  expect((await now(world, ids.draft)).answers.staff).toMatchObject({
    contactName: '新联系人',
    contactEmail: 'new@example.com',
    contactMobile: sample.section1.contact_mobile,
  });

  await clerk.say('首页');
  const home = (await clerk.expectCard('草稿所')).text;
  expect(home).toContain('表格有更正');
  await clerk.say('进度');
  const overview = await clerk.expectCard('总览与检查');
  const states = [
    ...overview.text.matchAll(/(人数与联系人|申请备案机构意见|机构基本情况|典型案例)\*{0,2}　\S*(有更正|完成|填写中)/g),
  ];
  expect(Object.fromEntries(states.map(([, title, state]) => [title, state]))).toEqual({
    人数与联系人: '有更正',
    申请备案机构意见: '有更正',
    机构基本情况: '完成',
    典型案例: '完成',
  });
  expect(overview.text).toContain('这几题变了：新增“传真”；不再填写“邮箱”');
  expect((await clerk.clickOn(overview, '定稿')).toast?.content ?? '').not.toContain('已定稿');
});

test('先跳过 leaves a section open, saving it as it is asked now closes it; then it is frozen by the new form', async () => {
  const { clerk } = world;
  const card = clerk.card('总览与检查');
  await clickRow(clerk, card, '人数与联系人', '修改');
  await clerk.click('先跳过');
  expect((await rowOf(ids.draft)).confirmed).toEqual({});
  await openSection(clerk, '人数与联系人');
  await clerk.click('保存，下一步');
  expect(clerk.card('人数与联系人').text).toContain('请填写“传真”');
  expect((await rowOf(ids.draft)).confirmed).toEqual({ staff: 2 });
  await clerk.click('保存，下一步', { 传真: '010-88886666' });
  await openSection(clerk, OPINION);
  const rev = (await now(world, ids.draft)).revs.opinion;
  await clerk.click('保存，去检查');
  const looked = await now(world, ids.draft);
  expect(looked.revs.opinion).toBe(rev);
  expect(clerk.card('总览与检查').text).not.toContain('有更正');

  const paper = await textOf(await freezeNow(clerk));
  expect(paper).toContain('传真 010-88886666');
  expect(paper).not.toContain('example.com');
  expect((await rowOf(ids.draft)).formRevision).toBe(2);
  expect(await versionsOf(ids.draft)).toEqual([{ formRevision: 2 }]);
});

test('a version frozen by the form as it was cannot be handed in; opened again it asks for what changed', async () => {
  const { colleague } = world;
  const refused = await colleague.clickOn(staleFrozen, '提交');
  expect(refused.toast?.content).toContain('请点“重新修改”，看过变了的几题');
  expect((await rowOf(ids.frozen)).status).toBe('inst_sealed');
  expect(colleague.card('表格有更正：这几题变了').text).toContain('第 1 版是按更正前的表格定稿的');
  await colleague.clickOn(colleague.card('表格有更正：这几题变了'), '重新修改');
  const section = await openSection(colleague, '人数与联系人');
  expect(section.text).toContain('新增“传真”');
  await colleague.click('保存，下一步', { 传真: '010-1' });
  await openSection(colleague, OPINION);
  await colleague.click('保存，去检查');
  await freezeNow(colleague);
  expect(await versionsOf(ids.frozen)).toEqual([{ formRevision: 1 }, { formRevision: 2 }]);
});

test('what was handed in stays under its form, its paper too; sent back, it meets the correction', async () => {
  const { clerk, contact } = world;
  expect((await rowOf(ids.submitted)).status).toBe('submitted');
  const review = await contact.expectCard('已交所');
  expect(review.text).not.toContain('更正');
  await contact.clickOn(review, '退回补正');
  await contact.click('退回', { 哪里需要补正: '请补第四部分。' });
  const filing = await now(world, ids.submitted);
  expect(filing).toMatchObject({ status: 'returned', formRevision: 1, round: { formRevision: 2 } });
  await clerk.expectCard('退回');
  await clerk.say('首页');
  await clickRow(clerk, await clerk.expectCard('备案助手'), '已交所', '继续填报');
  expect(clerk.card('看过、改好后保存').text).toContain('人数与联系人');
});

test('a second correction: a list is looked at by a button, a new section is asked, both are one revision on', async () => {
  const { clerk, operator } = world;
  issue(corrected(), secondCorrection);
  await world.restart();
  await operator.say('首页');
  await operator.expectCard('官方表格有更正');
  await operator.click('查看表格更正');
  await operator.click('采用更正后的表格');
  await operator.expectCard('已采用更正后的表格');
  const news = await clerk.expectCard('服务团队人员增加“职称”');
  expect(news.text).toContain('新增“数字资源”一部分');
  // From one message to the section, from there to the next: first what has been open since the first correction.
  await clerk.click('去看第一处');
  await openSection(clerk, '服务团队人员情况');
  await clerk.click('看过了，继续');
  expect((await rowOf(ids.submitted)).confirmed).toEqual({ team: 3 });
  await openSection(clerk, '人数与联系人');
  await clerk.click('保存', { 传真: '010-3' });
  await openSection(clerk, '数字资源');
  await clerk.click('保存', { 是否提供在线服务: '是' });
  await openSection(clerk, OPINION);
  await clerk.click('保存，去检查');
  await freezeNow(clerk);
  expect(await versionsOf(ids.submitted)).toEqual([{ formRevision: 1 }, { formRevision: 3 }]);
});

test('another round has another form; what it does not ask is named, and the papers of the year before stay', async () => {
  const { clerk, operator, db } = world;
  const year = (await db.round.findFirstOrThrow()).year;
  await operator.say('首页');
  await operator.expectCard('主办方管理');
  await operator.click('调整截止日期');
  await operator.click('结束本年度');
  await operator.click('确认结束本年度');
  await operator.expectCard('本年度已结束');
  await operator.say('首页');
  await operator.expectCard('现在没有进行中的备案工作');
  await operator.click('开启年度备案');
  const today = dayOf(world.feishu.store.now());
  await operator.click('开启', {
    依据的通知: '另一年度备案（虚构）',
    年度: String(year + 1),
    '联系人信息（附件2）截止': addDays(today, 10),
    材料填报截止: addDays(today, 60),
  });
  await operator.expectCard('主办方管理');
  await clerk.say('开始');
  await clerk.expectCard('统一社会信用代码');
  await clerk.click('下一步', { 统一社会信用代码: creditCode(1) });
  await clerk.click(`带入 ${year} 年的材料`);
  const found = clerk.card('读出了这些内容');
  for (const words of ['“典型案例”今年的表格不再问', '“传真”今年的表格不再问']) {
    expect(found.text).toContain(words);
  }
  await clerk.click('采用全部');
  const overview = clerk.card('总览与检查');
  expect(overview.text).toContain('资源条件');
  expect(overview.text).not.toContain('典型案例');
  const begun = await db.filing.findFirstOrThrow({ where: { creditCode: creditCode(1), id: { not: ids.submitted } } });
  expect(begun).toMatchObject({ formRevision: 1 });

  // The year that has ended: its papers are printed as they were, each by its own form.
  await clerk.clickOn(receipt, '再发一次 Word');
  expect(await textOf(await clerk.expectFile('第1版'))).toBe(firstPaper);
});
