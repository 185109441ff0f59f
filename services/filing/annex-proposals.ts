import { BASIC_LABELS, BASICS, CASES, SECTIONS } from '../documents/annex1-labels.ts';
import { type FoundAnnex1, findAnnex1 } from '../documents/read-annex1.ts';
import type { RawItem } from '../form/define.ts';
import { isGiven } from '../form/read.ts';
import { contextOf, type Filing, formOf } from './filing.ts';
import { FULL_TIME, LEADER, LEADER_PART_TIME } from './form-2023.ts';
import { type Found, type Proposal, takeable } from './proposals.ts';

/**
 * What a filled Annex 1 (.docx) answers, cover to 六: the way back from `annexOf`. Undefined when it is not in the official
 * layout. What cannot be read for sure is named, never guessed; 七 and 八 are not the institution's and are left out.
 */
export const annexProposals = async (docx: Buffer, filing: Filing): Promise<Found | undefined> => {
  const annex = await findAnnex1(docx);
  return annex.sections.length < LEAST_SECTIONS ? undefined : proposalsOf(annex, filing);
};

/** With fewer of the eight titles a document only speaks about the form. */
const LEAST_SECTIONS = 3;

const proposalsOf = ({ cells, sections, doubts }: FoundAnnex1, filing: Filing): Found => {
  const unread: string[] = [];
  const proposals: Proposal[] = [];
  for (const { label, step, field, source, read } of SINGLE) {
    const text = given(cells, label);
    const named = label === source ? label : `${source} · ${label}`;
    if (text) proposals.push({ step, field, value: read(text), source: named });
    else unread.push(...emptied(cells, label).unread);
  }
  for (const part of [natureOf, principalOf, serviceItemsOf, teamOf, casesOf]) {
    const found = part(cells, filing);
    proposals.push(...found.proposals);
    unread.push(...found.unread);
  }
  const missing = INSTITUTIONS.filter((title) => !sections.includes(title));
  const basics = missing.includes(BASICS) ? BASIC_LABELS.map(notFound) : [];
  // What was found twice was found, and a section that is missing is said once.
  const known = [
    ...doubts.flatMap((doubt) => doubt.match(/“[^”]*”/g) ?? []).map((label) => `没有找到${label}`),
    ...basics,
  ];
  const left = unread.filter((words) => !known.includes(words));
  const taken = takeable(filing, proposals);
  return {
    proposals: taken.proposals,
    unread: [...new Set([...doubts, ...missing.map(notFound), ...left, ...taken.unread])],
  };
};

const INSTITUTIONS = SECTIONS.slice(0, 6);
const [, FOUNDATION, TEAM, PLAN, , OPINION] = SECTIONS;

type Single = { label: string; step: string; field: string; source: string; read: (text: string) => string };
const single = (label: string, step: string, field: string, source: string, read = (text: string) => text): Single => ({
  ...{ label, step, field, source, read },
});
const compact = (text: string): string => text.normalize('NFKC').replace(/\s/g, '');
/** 11人 says no more than 11. */
const counted = (text: string): string => compact(text).replace(/^(\d+)[人名位]$/, '$1');
const mobile = (text: string): string => compact(text).replace(/^(\d{3})-(\d{4})-(\d{4})$/, '$1$2$3');

/** Cells that are one answer each. */
const SINGLE: Single[] = [
  single('备案机构', 'identity', 'institutionName', '封面'),
  single('名称', 'basics', 'name', BASICS),
  single('地址', 'basics', 'address', BASICS),
  single('总人数', 'staff', 'staffTotal', BASICS, counted),
  single('专职人员数量', 'staff', 'staffFulltime', BASICS, counted),
  single('兼职人员数量', 'staff', 'staffParttime', BASICS, counted),
  single('联系人', 'staff', 'contactName', BASICS),
  single('手机', 'staff', 'contactMobile', BASICS, mobile),
  single('邮箱', 'staff', 'contactEmail', BASICS, compact),
  single('服务对象', 'services', 'serviceTargets', BASICS),
  single(FOUNDATION, 'foundation', 'foundation', FOUNDATION),
  single(PLAN, 'plan', 'plan', PLAN),
  single(OPINION, 'opinion', 'opinion', OPINION),
];

type Cells = Record<string, string>;
const nothing = (unread: string[] = []): Found => ({ proposals: [], unread });
const given = (cells: Cells, label: string): string => cells[label]?.trim() ?? '';
const notFound = (label: string): string => `没有找到“${label}”`;
const emptied = (cells: Cells, label: string): Found =>
  nothing([cells[label] === undefined ? notFound(label) : `“${label}”是空的`]);

/** 事业单位（科技情报机构）: what it is in law, which may have a bracket of its own, and the category of 通知一. */
const natureOf = (cells: Cells, filing: Filing): Found => {
  const text = given(cells, '机构性质');
  if (!text) return emptied(cells, '机构性质');
  const field = formOf(filing.round).steps.basics?.fields.legalNature;
  const natures = field?.kind === 'choice' ? field.options(contextOf(filing)) : [];
  const open = natures.some(({ value }) => value === text) ? undefined : lastBracket(text);
  const source = `${BASICS} · 机构性质`;
  const category = open === undefined ? [] : [text.slice(open + 1, -1).trim()];
  return {
    proposals: [
      { step: 'basics', field: 'legalNature', value: text.slice(0, open).trim(), source },
      ...category.map((value) => ({ step: 'identity', field: 'category', value, source })),
    ],
    unread: [],
  };
};

/** 林知远，所长: the name ends at the first mark or blank. */
const principalOf = (cells: Cells): Found => {
  const text = given(cells, '主要负责人及职务');
  if (!text) return emptied(cells, '主要负责人及职务');
  const split = /^([^，,、；;（(]{1,40})[，,、；;（(](.+)$/s.exec(text) ?? /^(\S{2,20})\s+(\S.*)$/s.exec(text);
  const source = `${BASICS} · 主要负责人及职务`;
  if (!split) return nothing([`“主要负责人及职务”没有看出姓名和职务：“${text.slice(0, 30)}”`]);
  const [, name = '', rest = ''] = split;
  const bracketed = /[（(]/.test(text[name.length]!);
  const title = (bracketed ? rest.replace(/[）)]\s*$/, '') : rest).trim();
  return {
    proposals: [
      { step: 'basics', field: 'principalName', value: name.trim(), source },
      { step: 'basics', field: 'principalTitle', value: title, source },
    ],
    unread: [],
  };
};

/** 1. 专利信息检索（基础性服务，免费）→ 专利信息检索；基础性服务；免费. A line of another shape stays as it is, and is named. */
const serviceItemsOf = (cells: Cells): Found => {
  const label = '服务事项清单';
  const text = given(cells, label);
  if (!text) return emptied(cells, label);
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  const numbered = lines.every((line) => NUMBER.test(line));
  const entries = lines.map((line) => entryOf(numbered ? line.replace(NUMBER, '') : line));
  const odd = entries.flatMap((entry, index) => (entry.split('；').length < 3 ? [index + 1] : []));
  const unread = odd.length ? [`“${label}”第 ${odd.join('、')} 行没有看出服务类型和收费，先照原样放进去，请补上`] : [];
  return {
    proposals: [{ step: 'services', field: 'serviceItems', value: entries.join('\n'), source: `${BASICS} · ${label}` }],
    unread,
  };
};

const NUMBER = /^\d{1,3}[.．、)）](?:\s+|(?!\d))/;

const entryOf = (line: string): string => {
  const open = lastBracket(line);
  if (open === undefined) return line;
  const [kind = '', ...fee] = line.slice(open + 1, -1).split(/[，,]/);
  const columns = [line.slice(0, open), kind, fee.join('，')].map((column) => column.trim());
  return columns.every(Boolean) ? columns.join('；') : line;
};

/** Where the bracket begins that ends this line; brackets may stand within it. */
const lastBracket = (line: string): number | undefined => {
  if (!/[）)]$/.test(line)) return undefined;
  let depth = 0;
  for (let at = line.length - 1; at >= 0; at--) {
    if (/[）)]/.test(line[at]!)) depth++;
    if (/[（(]/.test(line[at]!) && --depth === 0) return at;
  }
  return undefined;
};

/** A line with a name and what the person is begins a person; the lines below are the bio. */
const teamOf = (cells: Cells): Found => {
  const text = given(cells, TEAM);
  if (!text) return emptied(cells, TEAM);
  const lines = text.split('\n');
  const heading = lines.some((line) => headingOf(line)) ? headingOf : looseHeadingOf;
  const people: RawItem[] = [];
  const bios: string[][] = [];
  const before: string[] = [];
  for (const line of lines) {
    const person = heading(line);
    if (!person) (bios.at(-1) ?? before).push(line);
    else {
      people.push({ id: `p${people.length + 1}`, name: person.name, ...(person.role ? { role: person.role } : {}) });
      bios.push(person.rest ? [person.rest] : []);
    }
  }
  const members = people.map((person, index): RawItem => {
    const bio = bios[index]!.join('\n').trim();
    return bio ? { ...person, bio } : person;
  });
  const unread: string[] = [];
  const example = '写法如：张三（专职人员），下一行写简介';
  if (!members.length) return nothing([`“${TEAM}”没有看出每个人的姓名和身份（${example}），请在卡片里添加`]);
  if (before.join('').trim())
    unread.push(`“${TEAM}”开头有一段没有看出是谁的简介：“${before.join(' ').trim().slice(0, 30)}”`);
  for (const { name = '', role } of members) if (!role) unread.push(`没有看出${name}是专职还是兼职，请在卡片里选`);
  return { proposals: [{ step: 'team', field: 'members', value: members, source: TEAM }], unread };
};

type Heading = { name: string; role?: string | undefined; rest: string };

/** As the form is printed: 林知远（主要负责人，专职）, and nothing else in the line. */
const headingOf = (line: string): Heading | undefined => {
  const [, name, role] = /^(.+)（(主要负责人，专职|主要负责人，兼职|专职人员|兼职人员)）$/.exec(line.trim()) ?? [];
  return name && role ? { name: name.trim(), role: roleOf(role), rest: '' } : undefined;
};

/** As people write it: numbered, with other brackets, with the bio in the same line behind a colon. */
const looseHeadingOf = (line: string): Heading | undefined => {
  const text = line.trim().replace(NUMBER, '');
  const [, before, what, rest = ''] =
    /^([^（(：:，,。；;]{1,20})[（(]([^（）()]{2,12})[）)]\s*(?:[：:]\s*(.*))?$/s.exec(text) ?? [];
  if (before && what && IS_ROLE.test(what)) return { name: before.trim(), role: roleOf(what), rest };
  const [, role, name, bio = ''] =
    /^(主要负责人.{0,4}|[专兼]职人员)[：:]\s*([^，,。；;：:\s]{2,20})(?:[，,。；;：:]\s*(.*))?$/s.exec(text) ?? [];
  return role && name && IS_ROLE.test(role) ? { name, role: roleOf(role), rest: bio } : undefined;
};

const IS_ROLE = /^(主要负责人[，,、（(\s]*([专兼]职)?[）)]?|[专兼]职(人员)?)$/;

/** Undefined when the words leave open whether it is 专职 or 兼职. */
const roleOf = (words: string): string | undefined => {
  const fullTime = words.includes('专职');
  if (!fullTime && !words.includes('兼职')) return undefined;
  if (words.includes('主要负责人')) return fullTime ? LEADER : LEADER_PART_TIME;
  return fullTime ? FULL_TIME : '兼职人员';
};

const casesOf = (cells: Cells): Found => {
  const numbers = Object.keys(cells).flatMap((label) => /^(\d+) 名称$/.exec(label)?.[1] ?? []);
  const cases = numbers.map((number): RawItem => {
    const parts = { name: `${number} 名称`, period: `${number} 实施时间`, content: `${number} 内容和效果` };
    const filled = Object.entries(parts).flatMap(([key, label]) =>
      given(cells, label) ? [[key, given(cells, label)]] : [],
    );
    return { id: `c${number}`, ...Object.fromEntries(filled) };
  });
  const filled = cases.filter((one) => Object.keys(one).length > 1);
  if (!isGiven(filled)) return numbers.length ? nothing([`“${CASES}”是空的`]) : nothing();
  return { proposals: [{ step: 'cases', field: 'cases', value: filled, source: CASES }], unread: [] };
};
