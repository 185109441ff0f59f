import { expect, test } from 'vitest';
import writeXlsx from 'write-excel-file/node';
import { checkFile } from '../../../services/files/check-file.ts';
import { contextOf } from '../../../services/filing/filing.ts';
import { form2023 } from '../../../services/filing/form-2023.ts';
import type { Roster } from '../../../services/form/define.ts';
import { Refusal } from '../../../services/refusal.ts';
import { readCsv, readSheets } from '../../../services/rosters/spreadsheet.ts';
import { rosterTemplate } from '../../../services/rosters/template.ts';
import { understand } from '../../../services/rosters/understand.ts';
import { zipOf } from '../files/made-zip.ts';
import { sampleFiling } from '../filing/sample.ts';

const context = contextOf(sampleFiling());
const team = form2023.steps.team!.fields.members as Roster;
const cases = form2023.steps.cases!.fields.cases as Roster;

test.each([team, cases])(
  'the template of $label is a sound Excel file that reads back as a head without rows',
  async (roster) => {
    const { name, content } = await rosterTemplate(roster, context);
    expect((await checkFile(name, content)).kind).toBe('xlsx');
    const [sheet] = await readSheets(content);
    expect(sheet![0]!.cells).toEqual(Object.values(roster.item).map(({ label }) => label));
    expect(sheet![1]!.cells[0]).toContain('填写说明');
    expect(sheet![2]!.cells[0]).toContain('示例');
    expect(understand(sheet!, roster, context)).toEqual({ rows: [], ignored: [], lacking: [], left: 0 });
  },
);

test('a merged title, blank rows, numbers and dates: rows keep the numbers Excel shows', async () => {
  const day = new Date(Date.UTC(2025, 2, 1));
  const rows = [
    [{ value: '典型案例汇总', columnSpan: 3 }, null, null],
    ['名称', '实施时间', '内容和效果'].map((value) => ({ value })),
    [null, null, null],
    [{ value: '案例' }, { value: day, format: 'yyyy-mm-dd' }, { value: 300 }],
  ];
  const [sheet] = await readSheets(await writeXlsx(rows).toBuffer());
  expect(understand(sheet!, cases, context)?.rows).toEqual([
    { line: 4, values: { name: '案例', period: '2025-03-01', content: '300' }, faults: [] },
  ]);
});

const csv = '姓名,身份,个人简介\r\n甲,专职,"简介，有逗号,也有"\r\n';
const rows = [{ line: 2, values: { name: '甲', role: '专职人员', bio: '简介，有逗号,也有' }, faults: [] }];
/** GBK of the words above, as a Chinese Excel saves them: written out, because Node writes no GBK. */
const gbk = Buffer.from('d0d5c3fb2cc9edb7dd2cb8f6c8cbbcf2bde90d0abcd72cd7a8d6b02cbcf2bde90d0a', 'hex');

test.each([
  ['UTF-8', Buffer.from(csv), rows],
  ['UTF-8 with its mark', Buffer.from(`\ufeff${csv}`), rows],
  [
    'UTF-16',
    Buffer.from(`\ufeff${csv.replaceAll('"', '')}`.replaceAll(',', '\t').replace('有逗号\t也', '有逗号也'), 'utf16le'),
    [{ ...rows[0]!, values: { name: '甲', role: '专职人员', bio: '简介，有逗号也有' } }],
  ],
  ['GBK', gbk, [{ ...rows[0]!, values: { name: '甲', role: '专职人员', bio: '简介' } }]],
])('a .csv in %s', (_encoding, content, expected) => {
  expect(understand(readCsv(content), team, context)?.rows).toEqual(expected);
});

test('what is no workbook is refused with advice', async () => {
  await expect(readSheets(Buffer.from('not a zip'))).rejects.toThrow(Refusal);
});

test('what is far larger than a list is refused before it is read', async () => {
  expect(() => readCsv(Buffer.alloc(2 * 1024 * 1024, '甲,乙\n'))).toThrow(Refusal);
  const sheet = [...Array(400_000).keys()].join(' ');
  await expect(readSheets(await zipOf({ 'xl/worksheets/sheet1.xml': sheet }))).rejects.toMatchObject({
    code: 'file_long',
  });
});
