import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { annex1Docx } from '../../../services/documents/annex1.ts';
import { annexOf } from '../../../services/filing/annex.ts';
import { annexProposals } from '../../../services/filing/annex-proposals.ts';
import { FULL_TIME, LEADER, LEADER_PART_TIME } from '../../../services/filing/form-2023.ts';
import type { Answers, RawItem } from '../../../services/form/define.ts';
import { notice2023 } from '../../../services/rounds/notice-2023.ts';
import { sampleFiling } from './sample.ts';

const template = await readFile(new URL('../../../services/documents/templates/annex1-2023.docx', import.meta.url));
/** The Word form of these answers. */
export const exported = (answers: Answers) =>
  annex1Docx(template, annexOf(sampleFiling('frozen', { answers }), 'a'.repeat(64)));
/** What is read back out of one, and what could not be. */
export const imported = async (docx: Buffer) => {
  const { proposals, unread } = (await annexProposals(docx, sampleFiling('draft', { answers: {} })))!;
  const answers: Answers = {};
  for (const { step, field, value } of proposals) answers[step] = { ...answers[step], [field]: value };
  return { answers, unread };
};

/** Of the answers, what the official form prints; rows without their ids, which no form shows. */
export const printedOf = (answers: Answers) => {
  const { identity, basics, staff, services, foundation, team, plan, cases, opinion } = structuredClone(answers);
  delete identity?.province;
  const bare = (rows: unknown) => (rows as { id?: string }[]).map(({ id: _, ...row }) => row);
  return {
    ...{ identity, basics, staff, services, foundation, plan, opinion },
    team: bare(team?.members),
    cases: bare(cases?.cases),
  };
};

const HAN = [...'云汉星澜科技情报研究所知识产权信息公共服务专利检索分析𠮷龘㐂'];
const PUNCTUATION = [...'“”《》（）()—…·％%/&<>{}#"\'0123456789abcXYZ'];
const text = (most: number, signs: readonly string[] = [...HAN, ...PUNCTUATION, '，', '、', '；', ' ']) =>
  fc
    .array(fc.constantFrom(...signs), { minLength: 1, maxLength: most })
    .map((letters) => letters.join('').trim())
    .filter((words) => words !== '');
const word = (most: number) => text(most, HAN);
const line = text(40);
/** Paragraphs, some of them empty, some like the form's own words; none is quite a title or the heading of a person. */
const longText = fc
  .array(
    fc.oneof(
      line,
      fc.constantFrom('', '　　第二段', '一、总体情况', '(含附件)二', '1. 检索', '名称', '经办人签字前的说明'),
    ),
    {
      minLength: 1,
      maxLength: 5,
    },
  )
  .map((paragraphs) => `甲${paragraphs.join('\n')}乙`);
const column = text(12, [...HAN, '（', '）', '·']).filter(balanced);
const number = fc.nat(9999).map(String);
const row = (id: string, parts: Record<string, fc.Arbitrary<string>>): fc.Arbitrary<RawItem> =>
  fc.record(parts).map((texts) => ({ ...texts, id }));

/** Any filing that could be 定稿, of few and odd characters. */
export const filing: fc.Arbitrary<Answers> = fc.record({
  identity: fc.record({
    institutionName: line,
    category: fc.constantFrom(...notice2023.categories),
    province: fc.constant('999900'),
  }),
  basics: fc.record({
    name: line,
    legalNature: fc.constantFrom(...notice2023.legalNatures),
    address: line,
    principalName: word(6),
    principalTitle: text(12, [...HAN, '、', '，', '（', '）']),
  }),
  staff: fc.record({
    staffTotal: number,
    staffFulltime: number,
    staffParttime: number,
    contactName: line,
    contactMobile: fc.integer({ min: 13_000_000_000, max: 19_999_999_999 }).map(String),
    contactEmail: fc.integer({ min: 0, max: 9999 }).map((n) => `name.${n}@example.com`),
  }),
  services: fc.record({
    serviceTargets: longText,
    serviceItems: fc
      .array(fc.tuple(column, column, column), { minLength: 1, maxLength: 4 })
      .map((entries) => entries.map((columns) => columns.join('；')).join('\n')),
  }),
  foundation: fc.record({ foundation: longText }),
  team: fc.record({
    members: fc.array(
      row('p', {
        name: word(8),
        role: fc.constantFrom(LEADER, LEADER_PART_TIME, FULL_TIME, '兼职人员'),
        bio: longText,
      }),
      { minLength: 1, maxLength: 6 },
    ),
  }),
  plan: fc.record({ plan: longText }),
  cases: fc.record({
    cases: fc.array(row('c', { name: line, period: line, content: longText }), { minLength: 1, maxLength: 2 }),
  }),
  opinion: fc.record({ opinion: longText }),
});

/** Brackets of a column must be whole: the form itself puts a pair around the last two. */
function balanced(words: string): boolean {
  let depth = 0;
  for (const sign of words) {
    if (sign === '（') depth++;
    if (sign === '）' && --depth < 0) return false;
  }
  return depth === 0;
}
