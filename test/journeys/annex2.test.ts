import readXlsx from 'read-excel-file/node';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { wordBody, wordText } from '../../services/documents/word-body.ts';
import { firstBreak } from '../../services/journal/journal.ts';
import { addDays, dayOf, longDay } from '../../services/time.ts';
import type { PersonDriver } from '../feishu/driver.ts';
import { people, yunhan } from '../season.ts';
import { playAppointment, readSample, type Sample } from './play.ts';
import { clickOf, post } from './posted.ts';
import { clickRow, expectSound } from './ready-made.ts';
import { startWorld, type World } from './world.ts';

let world: World;
let sample: Sample;
beforeAll(async () => {
  world = await startWorld();
  sample = await readSample();
  await playAppointment(world.operator, world.contact, sample);
});
afterEach(async () => {
  await expectSound(world);
  const { id, journalHead } = await world.db.round.findFirstOrThrow();
  expect(await firstBreak(world.db, `round:${id}`, journalHead)).toBeUndefined();
});
afterAll(() => world?.stop());

const today = () => dayOf(new Date(world.feishu.store.clock.now()));
/** The contact's own way to their department. */
const openOwn = async () => {
  const { contact } = world;
  await contact.say('首页');
  await contact.expectCard('备案助手');
  await contact.click('打开审核列表');
  await contact.click('联系人与附件2');
  return contact.expectCard('联系人信息截止');
};
const openContacts = async () => {
  const { operator } = world;
  await operator.say('首页');
  await operator.expectCard('主办方管理');
  await operator.click('推荐部门联系人');
  return operator.expectCard('推荐部门联系人（附件2）');
};
const sheet = async () => {
  const { operator } = world;
  await openContacts();
  await operator.click('全部联系人表（Excel）');
  const { name, bytes } = await operator.expectFile('附件2');
  expect(name).toMatch(/^附件2-联系人信息表-全部推荐部门-20\d\d年度\.xlsx$/);
  const [first] = await readXlsx(bytes);
  return first!.data as (string | null)[][];
};

test('the contact gets the official Word table of their department, in full', async () => {
  const { contact } = world;
  const row = sample.annex2_contact;
  expect((await openOwn()).text).toContain('未发送附件2');
  await contact.click('附件2 Word 表');
  const { name, bytes } = await contact.expectFile('附件2');
  expect(name).toBe(`附件2-联系人信息表-${yunhan.name}.docx`);
  const body = await wordBody(bytes);
  const [annex, title, table] = body.filter((node) => wordText(node).trim() !== '');
  expect([annex, title].map((node) => wordText(node!))).toEqual([
    '附件2',
    '国家知识产权信息公共服务网点备案工作联系人信息表',
  ]);
  expect(wordText(table!).split('\n')).toEqual([
    '单位\t姓名\t职务\t办公电话\t手机\t邮箱',
    [yunhan.name, row.name, row.position, row.office_phone, row.mobile, row.email].join('\t'),
  ]);
});

test('that it was sent is recorded with its day, corrected and taken back, by the contact or the operator', async () => {
  const { operator, contact, db } = world;
  await openOwn();
  await contact.click('记录已发送');
  await contact.click('保存', { 哪天发到: addDays(today(), 1) });
  await contact.expectCard('发送日期不能晚于今天');
  const yesterday = addDays(today(), -1);
  await contact.click('保存', { 哪天发到: yesterday });
  expect((await contact.expectCard('已记录附件2')).text).toContain(`${longDay(yesterday)}已发送附件2，韩示例记录`);
  const contacts = await openContacts();
  expect(contacts.text).toContain('已指定 1 个，还缺 40 个；已发送附件2 1 个，还没有发送 0 个');
  await operator.click('推荐部门');
  while (!operator.card('推荐部门').text.includes(yunhan.name)) await operator.click('下一页');
  await clickRow(operator, operator.card('推荐部门'), yunhan.name, '打开');
  await operator.click('更正发送日期');
  await operator.click('保存', { 哪天发到: today() });
  await operator.expectCard(`${longDay(today())}已发送附件2，主办方记录`);
  const told = await db.journal.findMany({ where: { what: { startsWith: 'annex2' } }, orderBy: { seq: 'asc' } });
  expect(told.map(({ what }) => what)).toEqual([
    `annex2 ${yunhan.code} ${yesterday}`,
    `annex2 ${yunhan.code} ${today()}`,
  ]);
  await operator.click('更正发送日期');
  await operator.click('撤销记录');
  expect((await operator.expectCard('已撤销附件2 的发送记录')).text).toContain('未发送附件2');
  await operator.click('记录已发送');
  await operator.click('保存');
  await operator.expectCard(`${longDay(today())}已发送附件2`);
});

test('one workbook lists all departments with their state; those who are missing are marked', async () => {
  const rows = await sheet();
  expect(rows[0]).toEqual(['单位', '姓名', '职务', '办公电话', '手机', '邮箱', '状态']);
  expect(rows).toHaveLength(42);
  const row = sample.annex2_contact;
  expect(rows.find(([unit]) => unit === yunhan.name)).toEqual([
    ...[yunhan.name, row.name, row.position, row.office_phone, row.mobile, row.email],
    `${longDay(today())}已发送附件2`,
  ]);
  expect(rows.find(([unit]) => unit === '教育部')).toEqual(['教育部', null, null, null, null, null, '未指定联系人']);
  expect(rows.filter((one) => one[6] === '未指定联系人')).toHaveLength(40);
});

test('after the contact was replaced the table has to be sent again', async () => {
  const { operator, colleague, contact, feishu } = world;
  feishu.store.people.set(people.colleague.openId, { ...people.colleague, mobile: '13700000000' });
  const former = await openOwn();
  await openContacts();
  await operator.click('指定或更换联系人');
  const rest = { 职务: '处长', 办公电话: '010-00000000', 邮箱: 'gu@example.com', 手机: '13700000000', 姓名: '顾清禾' };
  await operator.click('保存', { '单位（推荐部门）': yunhan.name, ...rest });
  await colleague.expectCard('您是备案工作联系人');
  await contact.expectCard('您不再是备案工作联系人');
  const rows = await sheet();
  expect(rows.find(([unit]) => unit === yunhan.name)?.at(-1)).toBe(
    `联系人更换后未重新发送（上次 ${longDay(today())}）`,
  );
  expect((await openContacts()).text).toContain('还没有发送 1 个');
  for (const button of ['附件2 Word 表', '更正发送日期']) {
    expect((await contact.clickOn(former, button)).toast?.content).toContain('没有改动任何内容');
  }
});

test('a stranger and the contact of another department get no table and record nothing', async () => {
  const { clerk, colleague, db } = world;
  const round = (await db.round.findFirstOrThrow()).id;
  const before = await db.department.findMany();
  const byHand = (person: PersonDriver, value: object) =>
    post(world, 'card.action.trigger', clickOf(person, 'om_by_hand', { value }));
  for (const person of [clerk, colleague]) {
    for (const action of ['annex2.word', 'annex2.form', 'annex2.unsent']) {
      const { toast } = await byHand(person, { action, round, department: 'MOE' });
      expect(toast?.content).toContain('没有改动任何内容');
    }
    expect((await byHand(person, { action: 'annex2.book', round })).toast?.content).toContain('只有主办方管理员');
  }
  expect((await byHand(clerk, { action: 'annex2.word', round, department: yunhan.code })).toast?.content).toContain(
    '没有改动任何内容',
  );
  expect(await db.department.findMany()).toEqual(before);
  expect(await db.outbox.count({ where: { openId: clerk.openId, kind: { startsWith: 'annex2' } } })).toBe(0);
});
