/** The titles of Annex 1 without their brackets, in the order of the form. */
export const SECTIONS = [
  '一、机构基本情况',
  '二、工作基础和优势特点',
  '三、服务团队人员情况',
  '四、未来发展思路和支持措施',
  '五、开展知识产权信息公共服务典型案例',
  '六、申请备案机构意见',
  '七、推荐部门意见',
  '八、备案部门意见',
] as const;
export type Section = (typeof SECTIONS)[number];

export const BASICS: Section = '一、机构基本情况';
export const CASES: Section = '五、开展知识产权信息公共服务典型案例';

/** Labels on the cover, in 一, and of each case in 五. */
export const COVER_LABELS = ['编号', '备案机构', '推荐部门', '填报日期'];
export const BASIC_LABELS = [
  '名称',
  '机构性质',
  '地址',
  '主要负责人及职务',
  '总人数',
  '专职人员数量',
  '兼职人员数量',
  '联系人',
  '手机',
  '邮箱',
  '服务对象',
  '服务事项清单',
];
export const CASE_LABELS = ['名称', '实施时间', '内容和效果'];

/** The section whose title this line is, as people retype it: other blanks and brackets, the number set by Word itself. */
export function sectionOf(line: string): Section | undefined {
  const bare = plainly(line).replace(/^[一二三四五六七八][、.,，]?/, '');
  const [words = '', ...rest] = bare.split('(');
  const found = SECTIONS.find((title) => title.slice(2) === words);
  // Behind the words only a bracket may stand, such as (1000字左右).
  return found && (rest.length === 0 || bare.endsWith(')')) ? found : undefined;
}

/** The section whose line of guidance this is: it tells the section where its title has been lost. */
export function guidedSectionOf(line: string): Section | undefined {
  const bare = plainly(line);
  return GUIDANCE.find(([words]) => bare.startsWith(words))?.[1];
}

const GUIDANCE: [string, Section][] = [
  ['(含软硬件条件', SECTIONS[1]],
  ['(含主要负责人', SECTIONS[2]],
  ['(含场地', SECTIONS[3]],
  ['(含材料真实性', SECTIONS[5]],
  ['(含资源', SECTIONS[6]],
];

/** The label this cell holds, or undefined when it holds something else. */
export function labelOf(cell: string, labels: readonly string[]): string | undefined {
  const bare = plainly(cell).replace(/:$/, '');
  return labels.find((label) => label === bare);
}

/** Without blanks, in the narrow forms of brackets and colons. */
const plainly = (text: string): string => text.normalize('NFKC').replace(/\s/g, '');
