import writeXlsx from 'write-excel-file/node';
import { type ListColumn, listDocx } from '../documents/list.ts';
import { printable } from '../documents/printable.ts';
import { DIRECT } from '../filing/filing.ts';
import { statusNames } from '../filing/status.ts';
import { Refusal } from '../refusal.ts';
import { longDay } from '../time.ts';
import { type FilingRecord, listedIn, type Records } from './records.ts';

type Named = { name: string; content: Buffer };
type ListKind = 'list' | 'publicity';

const titles: Record<ListKind, (year: number) => string> = {
  list: (year) => `国家知识产权信息公共服务网点名单（${year}年）`,
  publicity: (year) => `国家知识产权信息公共服务网点公示名单（${year}年）`,
};
const columns: Record<ListKind, readonly ListColumn[]> = {
  list: [
    ['编号', 2200],
    ['机构名称', 0],
    ['推荐部门', 2900],
  ],
  publicity: [
    ['序号', 900],
    ['机构名称', 0],
    ['推荐部门', 2900],
  ],
};

/** The list, or the list for 公示, as a Word document in the form in which it is published. */
export const listFile = async (records: Records, what: ListKind): Promise<Named> => {
  const title = titles[what](records.round.year);
  const filings = some(records, what);
  const rows = filings.map(({ office, name, department, departmentCode }, index) => [
    what === 'list' ? (office?.number ?? '') : String(index + 1),
    name,
    // Who applies directly has no recommending department, and no official list says more than that.
    departmentCode === DIRECT ? '' : department,
  ]);
  const below = what === 'publicity' ? { below: termsOf(filings) } : {};
  return { name: `${title}.docx`, content: await listDocx({ title, ...below, columns: columns[what], rows }) };
};

/** 公示期, where it is the same for all of them. */
const termsOf = (filings: FilingRecord[]): string => {
  const terms = new Set(
    filings.map(({ office }) => `公示期：${longDay(office!.publicity!.from)}至${longDay(office!.publicity!.until)}`),
  );
  return terms.size === 1 ? [...terms][0]! : '';
};

const COLUMNS: readonly [title: string, width: number, of: (one: FilingRecord, index: number) => string][] = [
  ['序号', 6, (_one, index) => String(index + 1)],
  ['编号', 18, ({ office }) => office?.number ?? ''],
  ['机构名称', 44, ({ name }) => name],
  ['推荐部门', 34, ({ department }) => department],
  ['申报主体类别', 24, ({ category }) => category],
  ['所在地省级', 20, ({ provinceName }) => provinceName],
  ['统一社会信用代码', 24, ({ creditCode }) => creditCode],
  ['联系人', 12, ({ contactName }) => contactName],
  ['手机', 16, ({ contactMobile }) => contactMobile],
  ['邮箱', 30, ({ contactEmail }) => contactEmail],
  ['公示开始', 18, ({ office }) => (office?.publicity ? longDay(office.publicity.from) : '')],
  ['公示结束', 18, ({ office }) => (office?.publicity ? longDay(office.publicity.until) : '')],
  ['状态', 18, ({ status }) => statusNames[status]],
];

/** The same list as a workbook, with what the office needs to reach each of them. */
export const listBook = async (records: Records, what: ListKind): Promise<Named> => {
  const rows = some(records, what).map((one, index) => COLUMNS.map(([, , of]) => of(one, index)));
  const sheet = sheetOf(what === 'list' ? '名单' : '公示名单', COLUMNS, rows);
  const content = await writeXlsx([sheet]).toBuffer();
  return { name: `${titles[what](records.round.year)}.xlsx`, content };
};

const some = (records: Records, what: ListKind): FilingRecord[] => {
  const filings = listedIn(records, what);
  if (!filings.length) throw nothingToList(what);
  return filings;
};

const nothingToList = (what: ListKind): Refusal =>
  new Refusal('empty', what === 'list' ? '还没有准予备案的单位，名单还是空的。' : '现在没有公示中的单位。');

/** A sheet whose cells are all text, whatever they look like: a name may begin like a formula. */
export const sheetOf = (
  name: string,
  head: readonly (readonly [title: string, width: number, ...unknown[]])[],
  rows: readonly (readonly string[])[],
) => ({
  sheet: name,
  columns: head.map(([, width]) => ({ width })),
  stickyRowsCount: 1,
  data: [
    head.map(([value]) => ({ value, fontWeight: 'bold', backgroundColor: '#dde6f5' }) as const),
    ...rows.map((row) =>
      row.map((value) => ({ value: printable(value), type: String, wrap: true, alignVertical: 'top' }) as const),
    ),
  ],
});
