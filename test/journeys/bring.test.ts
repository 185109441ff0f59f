import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { annex1Docx } from '../../services/documents/annex1.ts';
import type { Round } from '../../services/rounds/round.ts';
import { openRounds } from '../../services/rounds/store.ts';
import type { PersonDriver } from '../feishu/driver.ts';
import { closeSeason, openSeason } from '../season.ts';
import { sampleAnnex1 } from '../services/documents/sample-annex1.ts';
import { declared, pdf, readSample, type Sample } from './play.ts';
import { clickRow, creditCode, expectSound, now, openSection, readyDraft } from './ready-made.ts';
import { startWorld, type World } from './world.ts';

let world: World;
let sample: Sample;
let draft: Buffer;
beforeAll(async () => {
  world = await startWorld();
  sample = await readSample();
  const template = await readFile(new URL('../../services/documents/templates/annex1-2023.docx', import.meta.url));
  draft = await annex1Docx(template, sampleAnnex1());
});
afterEach(() => expectSound(world));
afterAll(() => world?.stop());

const blank = (...steps: string[]) => Object.fromEntries(steps.map((step) => [step, {}]));
const historyOf = (id: string) =>
  world.db.journal
    .findMany({ where: { subject: `filing:${id}` }, orderBy: { seq: 'asc' } })
    .then((entries) => entries.map(({ what }) => what));

/** The same person, whose clicks are counted. */
const counting = (person: PersonDriver) => {
  const clicks: string[] = [];
  const counted = new Proxy(person, {
    get: (target, name, receiver) => {
      const value = Reflect.get(target, name, receiver);
      if (name !== 'click' && name !== 'clickOn') return value;
      return (...args: unknown[]) => {
        clicks.push(String(args[name === 'clickOn' ? 1 : 0]));
        return value(...args);
      };
    },
  });
  return { person: counted, clicks };
};

test('a Word draft comes to 定稿 in at most 8 clicks', async () => {
  const { person: clerk, clicks } = counting(world.clerk);
  await clerk.enter();
  await clerk.expectCard('开始填报');
  await clerk.click('开始填报');
  await clerk.click('下一步', { 统一社会信用代码: sample.section1.unified_social_credit_code });
  await clerk.sendFile('去年的备案表.docx', draft);
  await clerk.expectCard('读出了这些内容');
  await clerk.click('采用全部');
  const overview = clerk.card('总览与检查');
  expect(overview.text).toContain('去年的备案表.docx');
  await clickRow(clerk, overview, '单位与所在地', '修改');
  await clerk.click('保存，下一步', { '所在地（注册地）省级': '云汉省（虚构）' });
  await clerk.click('保存，下一步', {
    本单位是否已是下列机构: '都不是',
    '主管部门（所属）': '不属于中央部门',
    是否已是省级知识产权信息公共服务网点: '是',
  });
  await clerk.sendFile('认定文件.pdf', pdf('认定文件'));
  await clerk.expectCard('认定文件.pdf');
  await openSection(clerk, '相关工作制度');
  await clerk.sendFile('制度.pdf', pdf('制度'));
  await clerk.expectCard('制度.pdf');
  await clerk.say('进度');
  await clerk.expectCard('总览与检查');
  await clerk.click('定稿', declared);
  const form = await clerk.expectFile('备案表');
  console.log(`clicks from a Word draft to 定稿: ${clicks.length}`);
  expect(clicks.length).toBeLessThanOrEqual(8);
  const [filing] = await world.db.filing.findMany();
  const { answers, status } = await now(world, filing!.id);
  expect(status).toBe('frozen');
  expect(form.name).toContain(sample.section1.name!);
  expect(answers.foundation).toEqual({ foundation: sample.section2.text });
  expect(answers.team?.members).toHaveLength(sample.section3.members.length);
  expect((await historyOf(filing!.id)).filter((what) => what.startsWith('adopt'))).toHaveLength(1);
});

test('sections are taken one by one, what would be replaced is said, and each can be taken back', async () => {
  const { clerk } = world;
  const id = await readyDraft(world, sample, {
    n: 21,
    changes: { plan: { plan: '自己写的思路。' }, opinion: { opinion: null } },
  });
  const before = await now(world, id);
  await openSection(clerk, '典型案例');
  await clerk.sendFile('旧表.docx', draft);
  const card = await clerk.expectCard('读出了这些内容');
  expect(card.text).toContain('会替换现有内容');
  expect(card.text).not.toContain(sample.section1.contact_mobile);
  expect((await now(world, id)).answers).toEqual(before.answers);
  await clickRow(clerk, card, '未来发展思路', '采用');
  expect((await now(world, id)).answers.plan).toEqual({ plan: sample.section4.text });
  expect(await historyOf(id)).toContain('adopt plan: plan');
  await clickRow(clerk, clerk.card('读出了这些内容'), '未来发展思路', '撤销');
  expect((await now(world, id)).answers).toEqual(before.answers);
  await clickRow(clerk, clerk.card('读出了这些内容'), '申请备案机构意见', '采用');
  expect((await now(world, id)).answers.opinion).toEqual({ opinion: sample.section6.opinion });

  await clerk.click('采用全部');
  expect((await now(world, id)).answers.plan).toEqual({ plan: sample.section4.text });
  await clerk.click('看放进了什么，或撤销');
  await clickRow(clerk, clerk.card('读出了这些内容'), '未来发展思路', '撤销');
  expect((await now(world, id)).answers.plan).toEqual(before.answers.plan);
});

test('what a colleague has changed meanwhile is not replaced unseen, and a newer file takes the place of an older', async () => {
  const { clerk } = world;
  const id = await readyDraft(world, sample, { n: 22, changes: { plan: { plan: '原来的思路。' } } });
  await openSection(clerk, '典型案例');
  await clerk.sendFile('旧表.docx', draft);
  const old = await clerk.expectCard('读出了这些内容');
  await openSection(clerk, '未来发展思路');
  await clerk.click('保存', { 未来发展思路和支持措施: '刚改过的思路。' });
  const { toast } = await clerk.clickOn(old, '采用全部');
  expect(toast?.content).toContain('“未来发展思路和支持措施”刚被改过');
  expect(clerk.card('读出了这些内容').text).toContain('会替换现有内容');
  expect((await now(world, id)).answers.plan).toEqual({ plan: '刚改过的思路。' });
  await clerk.sendFile('新表.docx', draft);
  const newer = await clerk.expectCard('新表.docx');
  await clerk.clickOn(old, '都不用');
  expect(await world.db.brought.count({ where: { filingId: id } })).toBe(1);
  expect((await clerk.clickOn(old, '采用全部')).toast?.content).toContain('已经处理过');
  await clerk.clickOn(newer, '都不用');
  expect(await world.db.brought.count({ where: { filingId: id } })).toBe(0);
});

test('a text file goes through the preview into the long question that is open, and nowhere else', async () => {
  const { clerk } = world;
  const id = await readyDraft(world, sample, { n: 24, changes: blank('foundation') });
  await openSection(clerk, '相关工作制度');
  await clerk.sendFile('优势.txt', Buffer.from('第一段。\r\n第二段。'));
  expect(await clerk.expectText('长文字的部分')).toContain('“优势.txt”');
  await openSection(clerk, '工作基础和优势特点');
  await clerk.sendFile('优势.txt', Buffer.from('第一段。\r\n第二段。'));
  await clerk.expectCard('第二段。');
  expect((await now(world, id)).answers.foundation).not.toEqual({ foundation: '第一段。\n第二段。' });
});

test('who filled the institution’s earlier filing can bring its answers along, and nobody else', async () => {
  const { clerk, colleague, db, feishu } = world;
  const code = creditCode(25);
  await readyDraft(world, sample, { n: 25 });
  const [round] = (await openRounds(db)) as [Round];
  const at = feishu.store.now();
  await closeSeason(db, round.id, at);
  await db.round.update({ where: { id: round.id }, data: { year: round.year - 1 } });
  await openSeason(db, at);

  await clerk.say('开始');
  await clerk.expectCard('统一社会信用代码');
  await clerk.click('下一步', { 统一社会信用代码: code });
  await clerk.click(`带入 ${round.year - 1} 年的材料`);
  const card = clerk.card('读出了这些内容');
  expect(card.text).toContain(`${round.year - 1} 年的材料`);
  await clerk.click('采用全部');
  const [filing] = await db.filing.findMany({ where: { creditCode: code, roundId: { not: round.id } } });
  const { answers } = await now(world, filing!.id);
  expect(answers.plan).toEqual({ plan: sample.section4.text });
  expect(answers.standing).toMatchObject({ outlet: '是' });
  expect(answers.systems).toBeUndefined();

  await readyDraft(world, sample, { n: 26, owner: colleague });
  await colleague.say('开始');
  const own = await colleague.expectCard('[修改]');
  expect(own.text).not.toContain('带入');
});
