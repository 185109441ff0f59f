import readXlsx from 'read-excel-file/node';
import { expect } from 'vitest';
import type { WholeRound } from './whole-round.ts';

const sheetOf = async (content: Buffer, name?: string): Promise<unknown[][]> => {
  const sheets = await readXlsx(content);
  return (name ? sheets.find(({ sheet }) => sheet === name) : sheets[0])!.data;
};

/** What the operator gets at the end says what the database says: the published list, Annex 2 of all departments, and the board. */
export const expectPapersToAgree = async ({ world, departments, roundId }: WholeRound): Promise<void> => {
  const { operator, db } = world;
  const filings = await db.filing.findMany({ where: { roundId } });
  const listed = filings.filter(({ status }) => status === 'listed');
  const toWork = async () => {
    await operator.say('首页');
    await operator.expectCard('主办方管理');
  };

  await toWork();
  await operator.click('收件');
  await operator.click('名单（Word 和 Excel）');
  const list = await sheetOf((await operator.expectFile('.xlsx')).bytes, '名单');
  const numbers = listed.map(({ office }) => (office as { number: string }).number);
  expect(
    list
      .slice(1)
      .map((row) => row[1])
      .toSorted(),
  ).toEqual(numbers.toSorted());
  const named = (answers: unknown) => (answers as { identity: { institutionName: string } }).identity.institutionName;
  expect(
    list
      .slice(1)
      .map((row) => row[2])
      .toSorted(),
  ).toEqual(listed.map(({ answers }) => named(answers)).toSorted());

  await toWork();
  await operator.click('推荐部门联系人');
  await operator.expectCard('推荐部门联系人（附件2）');
  await operator.click('全部联系人表（Excel）');
  const annex2 = await sheetOf((await operator.expectFile('附件2')).bytes);
  const contacts = await db.contact.findMany({ where: { roundId, endedAt: null } });
  const mobiles = contacts.map(({ mobile }) => mobile);
  expect(
    annex2
      .flat()
      .filter((cell) => mobiles.includes(String(cell)))
      .map(String)
      .toSorted(),
  ).toEqual(mobiles.toSorted());
  expect(contacts).toHaveLength(departments.length);

  await toWork();
  await operator.click('看板');
  const { text } = operator.card('# 看板');
  const many = (...states: string[]) => filings.filter(({ status }) => states.includes(status)).length;
  expect(text).toContain(
    `共 ${filings.length} 份：填报 0，待审 0，推荐 ${many('waiting')}，办理 0，准予 ${many('listed')}，其他 ${many('not_recommended')}`,
  );
};
