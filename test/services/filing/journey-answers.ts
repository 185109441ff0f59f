import type { FileRef, RawItem } from '../../../services/form/define.ts';
import type { Dice } from './dice.ts';
import { type Model, type Place, rowsAt, type Said } from './journey-model.ts';
import { fileRef, sampleAnswers } from './sample.ts';

/** What people type, for each question: full, another full one, wrong, and blank. The first two satisfy the form. */
const typed: Record<string, Record<string, (string | null)[]>> = {};
const wrong: Record<string, string> = {
  ...{ category: '不在单子上', province: '000000', center: 'x', affiliation: 'x', outlet: '也许', outletYear: '21' },
  ...{ legalNature: '公司？', staffTotal: '十一', staffFulltime: '8 人', staffParttime: '三' },
  ...{ contactMobile: '12345', contactEmail: 'name@', serviceItems: '检索' },
};
const another: Record<string, string> = {
  ...{
    institutionName: '云汉省星澜市情报所（改）',
    address: '云汉省星澜市新址 2 号',
    name: '<at id=all></at>**改名**',
  },
  ...{ contactMobile: '13900000000', contactEmail: 'other@example.com', contactName: '顾清禾', outletYear: '2020' },
  ...{ staffFulltime: '9', staffTotal: '12', principalTitle: '所长\u0007', legalNature: '企业' },
  ...{
    foundation: '第一段。\n\n第二段：\t𠮷',
    plan: '场地、人才、资金、运行保障、发展方向。',
    opinion: '真实、合法、支持。',
  },
};
for (const [step, said] of Object.entries(sampleAnswers())) {
  for (const [field, value] of Object.entries(said)) {
    if (typeof value !== 'string') continue;
    const pool = [value, another[field] ?? value, value, another[field] ?? value];
    typed[step] = { ...typed[step], [field]: [...pool, ...(wrong[field] ? [wrong[field]] : []), null] };
  }
}

export const SECTIONS = Object.keys(typed);
export const typedIn = (step: string): Record<string, (string | null)[]> => typed[step]!;

export const LISTS: Place[] = [
  { step: 'team', field: 'members' },
  { step: 'cases', field: 'cases' },
];
const texts: Record<string, Record<string, string[]>> = {
  members: {
    name: ['沈若溪', '顾清禾', '韩示例'],
    role: ['主要负责人（专职）', '专职人员', '专职人员', '兼职人员'],
    bio: ['从事检索多年。', '负责培训。\n完成多项。'],
  },
  cases: { name: ['甲案例', '乙案例'], period: ['2025年3月', '2025年5月—9月'], content: ['成效明显。', '形成报告。'] },
};

/** Some of a row's texts, or all of them. */
export const rowTexts = (dice: Dice, { field }: Place): Record<string, string> =>
  Object.fromEntries(
    Object.entries(texts[field]!)
      .filter(() => dice.below(3))
      .map(([name, pool]) => [name, dice.pick(pool)]),
  );

export const newRow = (dice: Dice, { field }: Place, id: string): RawItem => ({
  ...Object.fromEntries(Object.entries(texts[field]!).map(([name, pool]) => [name, dice.pick(pool)])),
  id,
});

/** A handful, so that the same one comes twice; two of them say the same under other names. */
export const FILES: FileRef[] = ['甲.pdf', '乙.pdf', '丙.pdf', '丁.jpg', '戊.jpg', '己.pdf'].map((name) => ({
  ...fileRef(name),
  id: name,
  kind: name.endsWith('pdf') ? 'pdf' : 'jpeg',
  ...(name === '己.pdf' && { sha256: 'sha-甲.pdf' }),
}));

/** Every answer that is not a file. */
export const whole = (): Record<string, Said> => {
  const all = sampleAnswers();
  delete all.systems;
  delete all.route;
  return all;
};

const isFull = (role: string | undefined) => role === '主要负责人（专职）' || role === '专职人员';

/** Whether 定稿 is possible: every question has one of its full answers, lists are as long as asked, files are there. */
export const complete = (model: Model): boolean => {
  const answered = Object.entries(typed).every(([step, fields]) =>
    Object.entries(fields).every(([field, pool]) => {
      const said = model.said[step]?.[field];
      if (field === 'foundation' || field === 'plan') return typeof said === 'string' && said.trim() !== '';
      return pool.slice(0, 2).includes(said as string) || (field === 'outletYear' && (said ?? null) === null);
    }),
  );
  const rows = (place: Place) => rowsAt(model, place);
  const [team, cases] = LISTS.map(rows) as [RawItem[], RawItem[]];
  const sound = [
    ...team.map((row) => [row.name, row.role, row.bio]),
    ...cases.map((c) => [c.name, c.period, c.content]),
  ];
  const full = team.filter(({ role }) => isFull(role)).length;
  const files = [model.said.route?.proof, model.said.systems?.systems] as (FileRef[] | undefined)[];
  return (
    answered &&
    sound.flat().every((text) => text?.trim()) &&
    full >= 5 &&
    full <= Number(model.said.staff?.staffFulltime) &&
    cases.length >= 1 &&
    cases.length <= 2 &&
    files.every((all) => all && all.length > 0)
  );
};
