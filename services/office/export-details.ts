import type { Tx } from '../../prisma/client.ts';
import { contextOf, type Filing, formOf, institutionName, type Opinion } from '../filing/filing.ts';
import { filingsWithIds } from '../filing/store.ts';
import type { Field, FormContext, Raw, Step } from '../form/define.ts';
import { filesAt, itemsAt } from '../form/read.ts';
import type { Round } from '../rounds/round.ts';
import { dayOf, timeOf } from '../time.ts';
import { sheetOf } from './list-files.ts';

/** Filings in hand at once: their answers are long. */
const AT_ONCE = 25;
/** A cell of a workbook holds 32,767 characters; what is longer goes on in the next row. */
const CELL = 32_000;

type Rows = string[][];
type Table = { name: string; head: readonly (readonly [string, number])[]; rows: Rows };

const moment = (at: Date | string | undefined | null): string =>
  at ? `${dayOf(new Date(at))} ${timeOf(new Date(at))}` : '';

/** Everything of the filings beside what the first sheet says: in the order of `ids`, as further sheets of the export. */
export const filingSheets = async (tx: Tx, ids: string[], round: Round) => {
  const tables = { answers: [] as Rows, words: [] as Rows, copies: [] as Rows, objections: [] as Rows };
  const names = new Map<string, string>();
  const nameOf = (code: string) => round.departments.find((one) => one.code === code)?.name ?? code;
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const some = ids.slice(from, from + AT_ONCE);
    const filings = new Map((await filingsWithIds(tx, some)).map((filing) => [filing.id, filing]));
    for (const filing of some.flatMap((id) => filings.get(id) ?? [])) {
      const name = institutionName(filing);
      names.set(filing.id, name);
      const named = (rows: Rows): Rows => rows.map((row) => [name, ...row]);
      tables.answers.push(...named(answerRows(filing)));
      tables.words.push(...named(wordRows(filing)));
      tables.copies.push(...named(copyRows(filing, nameOf)));
      tables.objections.push(...named(objectionRows(filing)));
    }
  }
  const versions = await versionRows(tx, ids, names);
  return [
    { name: '填写内容', head: answerColumns, rows: tables.answers },
    { name: '定稿版本', head: versionColumns, rows: versions },
    { name: '意见和决定', head: wordColumns, rows: tables.words },
    { name: '抄送', head: copyColumns, rows: tables.copies },
    { name: '异议', head: objectionColumns, rows: tables.objections },
  ].map(({ name, head, rows }: Table) => sheetOf(name, head, rows.flatMap(inCells)));
};

/** A row whose last cell is too long goes on below. */
const inCells = (row: string[]): Rows => {
  const long = row.at(-1) ?? '';
  const parts = Array.from({ length: Math.max(1, Math.ceil(long.length / CELL)) }, (_, n) =>
    long.slice(n * CELL, (n + 1) * CELL),
  );
  return parts.map((part) => [...row.slice(0, -1), part]);
};

const answerColumns = [
  ['机构名称', 40],
  ['部分', 24],
  ['栏目', 30],
  ['内容', 100],
] as const;
const answerRows = (filing: Filing): Rows => {
  const context = contextOf(filing);
  return Object.entries(formOf(filing.round).steps).flatMap(([key, step]: [string, Step]) =>
    Object.entries(step.fields).flatMap(([name, field]) =>
      valuesOf(filing, key, name, field, context).map(([label, value]) => [step.title, label, value]),
    ),
  );
};

const valuesOf = (
  filing: Filing,
  step: string,
  name: string,
  field: Field,
  context: FormContext,
): [string, string][] => {
  if (field.kind === 'roster') {
    return itemsAt(filing.answers, step, name).map((item, index) => [
      `${field.label} ${index + 1}`,
      Object.entries(field.item)
        .filter(([column]) => item[column])
        .map(([column, { label }]) => `${label}：${item[column]}`)
        .join('\n'),
    ]);
  }
  const files = () => filesAt(filing.answers, step, name).map((file) => file.name);
  const value = field.kind === 'files' ? files().join('\n') : textOf(field, filing.answers[step]?.[name], context);
  return value ? [[field.label, value]] : [];
};

const textOf = (field: Field, raw: Raw | undefined, context: FormContext): string => {
  if (typeof raw !== 'string') return '';
  return field.kind === 'choice' ? (field.options(context).find(({ value }) => value === raw)?.text ?? raw) : raw;
};

const wordColumns = [
  ['机构名称', 40],
  ['是什么', 24],
  ['版本', 6],
  ['谁', 20],
  ['时间', 18],
  ['内容', 100],
] as const;
/** 意见, remarks at questions and decisions that stand now; what they were before is in the histories. */
const wordRows = (filing: Filing): Rows => {
  const { review, office, admission } = filing;
  const { steps } = formOf(filing.round);
  const title = (step: string, field: string) =>
    [steps[step]?.title ?? step, steps[step]?.fields[field]?.label].filter(Boolean).join('：');
  const of = review && [String(review.version), review.by, moment(review.at)];
  const said = (what: string, words: string | undefined): Rows => (of && words ? [[what, ...of, words]] : []);
  const verdict = office?.verdict;
  return [
    ...said(review?.byOffice ? '主办方退回意见' : '退回意见', review?.remarks),
    ...(review?.items ?? []).flatMap(({ step, field, words }) => said(`逐题意见（${title(step, field)}）`, words)),
    ...said('第七部分推荐意见', review?.opinion),
    ...said('超出名额的理由', review?.over),
    ...said('不予推荐的理由', review?.declined),
    ...filing.opinions.map(opinionRow),
    ...(admission ? [['准予申报或改变去向', '', admission.by, moment(admission.at), admission.reason]] : []),
    ...(verdict ? [[verdict.approved ? '准予备案' : '不予备案', '', verdict.by, moment(verdict.at), verdict.why]] : []),
  ];
};

const opinionRow = ({ kind, version, name, at, answer, words }: Opinion): string[] => {
  const outcome = answer === 'agreed' ? '同意' : answer === 'objected' ? '不同意' : '还没有答复';
  const what = kind === 'approval' ? '部门负责人' : '征求意见';
  return [`${what}：${outcome}`, String(version), name, moment(at), words ?? ''];
};

const copyColumns = [
  ...([
    ['机构名称', 40],
    ['抄送部门', 36],
    ['版本', 6],
    ['抄送时间', 18],
  ] as const),
  ...([
    ['已阅时间', 18],
    ['已阅的人', 14],
    ['意见', 80],
  ] as const),
] as const;
const copyRows = ({ copies }: Filing, nameOf: (code: string) => string): Rows =>
  Object.entries(copies).map(([code, { version, at, readAt, by, comment }]) => [
    ...[nameOf(code), String(version), moment(at), moment(readAt), by ?? '', comment ?? ''],
  ]);

const objectionColumns = [
  ...([
    ['机构名称', 40],
    ['登记时间', 18],
    ['登记的人', 20],
    ['异议的内容', 60],
  ] as const),
  ...([
    ['是否成立', 12],
    ['处理时间', 18],
    ['处理的人', 20],
    ['理由', 60],
  ] as const),
] as const;
const objectionRows = ({ office }: Filing): Rows =>
  (office?.objections ?? []).map(({ words, by, at, settled }) => [
    ...[moment(at), by, words, settled ? (settled.upheld ? '成立' : '不成立') : '没有处理'],
    ...[moment(settled?.at), settled?.by ?? '', settled?.why ?? ''],
  ]);

const versionColumns = [
  ...([
    ['机构名称', 40],
    ['版本', 6],
    ['定稿时间', 18],
    ['定稿的人', 14],
    ['材料交给', 36],
  ] as const),
  ...([
    ['校验值', 66],
    ['签字盖章的扫描件', 60],
  ] as const),
] as const;
const versionRows = async (tx: Tx, ids: string[], names: Map<string, string>): Promise<Rows> => {
  const select = { filingId: true, version: true, frozenAt: true, frozenBy: true, departmentName: true, hash: true };
  const rows = await tx.version.findMany({
    where: { filingId: { in: ids } },
    select: { ...select, scans: true },
    orderBy: { version: 'asc' },
  });
  return ids.flatMap((id) =>
    rows
      .filter(({ filingId }) => filingId === id)
      .map(({ version, frozenAt, frozenBy, departmentName, hash, scans }) => [
        ...[names.get(id) ?? '', String(version), moment(frozenAt), frozenBy, departmentName, hash],
        (scans as { name: string }[]).map(({ name }) => name).join('\n'),
      ]),
  );
};

const peopleColumns = [
  ...([
    ['部门', 36],
    ['身份', 10],
    ['姓名', 14],
    ['职务', 20],
    ['办公电话', 18],
    ['手机', 16],
    ['邮箱', 30],
  ] as const),
  ...([
    ['从哪天', 14],
    ['到哪天', 14],
    ['登记时间', 18],
    ['结束时间', 18],
  ] as const),
] as const;
/** Whoever works or has worked for a department in this round: contacts, deputies, colleagues. */
export const peopleSheet = async (tx: Tx, { id: roundId, departments }: Round) => {
  const where = { roundId };
  const contacts = await tx.contact.findMany({ where, orderBy: { appointedAt: 'asc' } });
  const deputies = await tx.deputy.findMany({ where, orderBy: { namedAt: 'asc' } });
  const colleagues = await tx.colleague.findMany({ where, orderBy: { addedAt: 'asc' } });
  const of = <T extends { departmentCode: string }>(rows: T[], code: string) =>
    rows.filter(({ departmentCode }) => departmentCode === code);
  const reach = (one: { position: string; officePhone: string; mobile: string; email: string }) => [
    ...[one.position, one.officePhone, one.mobile, one.email],
  ];
  const rows = departments.flatMap(({ code, name }) => [
    ...of(contacts, code).map((one) => [
      ...[name, '联系人', one.name, ...reach(one), '', '', moment(one.appointedAt), moment(one.endedAt)],
    ]),
    ...of(deputies, code).map((one) => [
      ...[name, '代理', one.name, ...reach(one), one.fromOn, one.toOn, moment(one.namedAt), moment(one.endedAt)],
    ]),
    ...of(colleagues, code).map((one) => [
      ...[name, '同事', one.name, '', '', '', '', '', '', moment(one.addedAt), moment(one.endedAt)],
    ]),
  ]);
  return sheetOf('部门人员', peopleColumns, rows);
};
