import readXlsx from 'read-excel-file/node';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { playAppointment, readSample, type Sample } from './play.ts';
import { clickRow, expectSound, readyDraft, submitByChat } from './ready-made.ts';
import { startWorld, type World } from './world.ts';

let world: World;
let sample: Sample;
beforeAll(async () => {
  world = await startWorld();
  sample = await readSample();
});
afterEach(() => expectSound(world));
afterAll(() => world?.stop());

const NAME = '=历史研究所';

test('the operator gets the history of any filing as a workbook: who, when, what, from where to where, why, and what was refused', async () => {
  const { clerk, contact, operator, colleague, db } = world;
  await colleague.enter();
  await playAppointment(operator, contact, sample);
  const id = await readyDraft(world, sample, { changes: { identity: { institutionName: NAME } } });
  await submitByChat(clerk, { name: NAME });
  const review = await contact.expectCard(`审核：${NAME}`, { earlier: true });
  await colleague.clickOn(review, '退回补正');
  await contact.clickOn(review, '退回补正');
  await contact.click('退回', { 请写明: '请补第四部分。' });
  await clerk.expectCard('请补正');

  await operator.say('首页');
  await operator.expectCard('主办方管理');
  await operator.click('收件');
  await operator.click('历史记录');
  const list = await operator.expectCard('改不掉');
  expect((await clerk.clickOn(list, '发给我')).toast?.content).toContain('只有主办方管理员可以做');
  await clickRow(operator, list, NAME, '发给我');
  const { name, bytes } = await operator.expectFile('历史记录-');
  expect(name).toBe(`历史记录-${NAME}.xlsx`);

  // The round's own history comes from the same card: what was done about departments and operators, and what was refused.
  await operator.clickOn(list, '年度、部门和管理员的历史');
  const ofRound = await readXlsx((await operator.expectFile('年度历史')).bytes);
  const [own, operators] = ofRound.map(({ data }) => data.slice(1).map((row) => row.map((cell) => cell ?? '')));
  const { id: roundId } = await db.round.findFirstOrThrow();
  for (const [rows, subject] of [[own, `round:${roundId}`] as const, [operators, 'operators'] as const]) {
    const kept = await db.journal.findMany({ where: { subject }, orderBy: { seq: 'asc' } });
    expect(rows!.map((row) => [row[0], row.at(-1)])).toEqual(kept.map(({ seq, hash }) => [String(seq), hash]));
  }
  expect(own!.map((row) => row.slice(2, 4).join('|'))).toContain('国知办|联系人：云汉省知识产权局（虚构）');
  expect(operators![0]!.slice(2, 4).join('|')).toMatch(/^系统设置\|添加管理员：/);

  const sheets = await readXlsx(bytes);
  const [done, refused] = sheets.map(({ data }) => data.map((row) => row.map((cell) => cell ?? '')));
  const entries = await db.journal.findMany({ where: { subject: `filing:${id}` }, orderBy: { seq: 'asc' } });
  expect(done!.slice(1).map((row) => [row[0], row.at(-1)])).toEqual(
    entries.map(({ seq, hash }) => [String(seq), hash]),
  );
  const said = done!.slice(1).map((row) => row.slice(2, 7).join('|'));
  expect(said[0]).toBe('沈若溪|开始填报||填报中|');
  expect(said).toContain('沈若溪|保存：机构基本情况|填报中|填报中|');
  expect(said.at(-1)).toMatch(/^韩示例\|退回补正（第 1 版）\|审核中\|退回补正\|/);
  // Every kind of entry on this way has words of its own, and every time is a Beijing one.
  expect(done!.slice(1).filter((row) => /^[a-z]/i.test(String(row[3])))).toEqual([]);
  expect(done![1]![1]).toMatch(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$/);
  expect(refused!.slice(1).map((row) => row.slice(2, 5))).toEqual([
    ['顾清禾', '审核（review.returnForm）', '不是这个部门的联系人'],
    ['沈若溪', '查看历史（history.send）', '不是管理员'],
  ]);
});
