import readXlsx from 'read-excel-file/node';
import { expect } from 'vitest';
import type { SeenCard } from '../feishu/screen.ts';
import type { Card } from '../feishu/types.ts';
import type { WholeRound } from './whole-round.ts';

const sheetOf = async (content: Buffer, name?: string): Promise<unknown[][]> => {
  const sheets = await readXlsx(content);
  return (name ? sheets.find(({ sheet }) => sheet === name) : sheets[0])!.data;
};

/** The board's table: a department, and how many of its filings wait, are on the list, and are not recommended. */
const linesOf = ({ card }: SeenCard): string[] => {
  const { rows } = card.body.elements.find(({ tag }: Card) => tag === 'table');
  return rows.map((row: Card) => `${row.name}　${row.recommended}　${row.approved}　${row.ended}`);
};

/** What the operator gets at the end says what the database says: the published list, Annex 2 of all departments, and the board. */
export const expectPapersToAgree = async ({ world, departments, roundId }: WholeRound): Promise<void> => {
  const { operator, db } = world;
  const filings = await db.filing.findMany({ where: { roundId } });
  const listed = filings.filter(({ status }) => status === 'listed');

  await operator.click('名单（Word 和 Excel）');
  const list = await sheetOf((await operator.expectFile('.xlsx')).bytes, '名单');
  const nameOf = (code: string | null) => departments.find((one) => one.code === code)!.name;
  const published = listed.map(({ office, answers, departmentCode }) => [
    (office as { number: string }).number,
    (answers as { identity: { institutionName: string } }).identity.institutionName,
    nameOf(departmentCode),
  ]);
  expect(
    list
      .slice(1)
      .map((row) => row.slice(1, 4).join('　'))
      .toSorted(),
  ).toEqual(published.map((row) => row.join('　')).toSorted());

  await operator.click('看板');
  const many = (states: string[], code?: string) =>
    filings.filter(({ status, departmentCode }) => states.includes(status) && (!code || departmentCode === code))
      .length;
  const board = operator.card('# 看板');
  expect(board.text).toContain(
    `共 ${filings.length} 份：填报 0，待审 0，推荐 ${many(['waiting'])}，办理 0，准予 ${many(['listed'])}，其他 ${many(['not_recommended'])}`,
  );
  const lines = linesOf(board);
  while (operator.card('# 看板').text.includes('[下一页]')) {
    await operator.click('下一页');
    lines.push(...linesOf(operator.card('# 看板')));
  }
  const expected = departments.map(
    ({ name, code }) =>
      `${name}　${many(['waiting'], code)}　${many(['listed'], code)}　${many(['not_recommended'], code)}`,
  );
  expect(lines.toSorted()).toEqual(expected.toSorted());

  await operator.click('回首页');
  await operator.click('推荐部门联系人');
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
};
