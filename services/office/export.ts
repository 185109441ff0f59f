import writeXlsx from 'write-excel-file/node';
import type { Tx } from '../../prisma/client.ts';
import { departmentsOf } from '../departments/overview.ts';
import { type Status, statusNames } from '../filing/status.ts';
import { dayOf, longDay, timeOf } from '../time.ts';
import { filingSheets, peopleSheet } from './export-details.ts';
import { sheetOf } from './list-files.ts';
import { recordsOf } from './records.ts';

const moment = (at: Date | null): string => (at ? `${dayOf(at)} ${timeOf(at)}` : '');
const day = (on: string | undefined): string => (on ? longDay(on) : '');

/** Everything the round holds: its filings with all dates, answers, versions and words, its departments and their people, and every change of state. */
export const exportFile = async (tx: Tx, roundId: string): Promise<{ name: string; content: Buffer }> => {
  const { round, filings } = await recordsOf(tx, roundId);
  const { departments } = await departmentsOf(tx, roundId);
  const changes = await tx.$queryRaw<{ id: string; at: Date; from: string | null; to: string; why: string | null }[]>`
    SELECT one."id", entry."at", entry."from", entry."to", entry."why"
    FROM "Journal" AS entry JOIN "Filing" AS one ON entry."subject" = 'filing:' || one."id"
    WHERE one."roundId" = ${roundId} AND entry."to" IS NOT NULL AND entry."to" IS DISTINCT FROM entry."from"
    ORDER BY entry."at", entry."subject", entry."seq"`;
  const ids = filings.map(({ id }) => id);
  const names = new Map(filings.map(({ id, name, creditCode }) => [id, name || creditCode]));
  const stateWords = (state: string | null) => (state ? (statusNames[state as Status] ?? state) : '');
  const sheets = [
    sheetOf(
      '材料',
      filingColumns,
      filings.map((one) => {
        const { filed, publicity, verdict, number = '', listed } = one.office ?? {};
        return [
          ...[one.name, one.creditCode, one.category, one.provinceName, one.department, statusNames[one.status]],
          ...[String(one.version), moment(one.createdAt), moment(one.frozenAt), moment(one.submittedAt)],
          ...[one.placed ? '是' : '', one.over, one.opinion, one.admitted, day(filed?.on), filed?.receipt ?? ''],
          ...[day(publicity?.from), day(publicity?.until), publicity?.link ?? ''],
          ...[(one.office?.objections ?? []).map(({ words }) => words).join('\n')],
          ...[
            verdict ? (verdict.approved ? '准予备案' : '不予备案') : '',
            day(verdict?.on),
            verdict?.why ?? '',
            number,
          ],
          ...[day(listed?.on), listed?.link ?? '', one.contactName, one.contactMobile, one.contactEmail],
        ];
      }),
    ),
    sheetOf(
      '推荐部门',
      departmentColumns,
      departments.map(({ name, sealName, softQuota, taken, contact, annex2SentOn }) => [
        ...[name, sealName, String(softQuota), String(taken), contact?.name ?? '', contact?.position ?? ''],
        ...[contact?.officePhone ?? '', contact?.mobile ?? '', contact?.email ?? '', day(annex2SentOn ?? undefined)],
      ]),
    ),
    sheetOf(
      '办理记录',
      changeColumns,
      changes.map(({ id, at, from, to, why }) => [
        ...[moment(at), names.get(id) ?? '', stateWords(from), stateWords(to), why ?? ''],
      ]),
    ),
    await peopleSheet(tx, round),
    ...(await filingSheets(tx, ids, round)),
  ];
  return { name: `${round.title}-全部数据.xlsx`, content: await writeXlsx(sheets).toBuffer() };
};

const filingColumns = [
  ...([
    ['机构名称', 40],
    ['统一社会信用代码', 24],
    ['申报主体类别', 22],
    ['所在地省级', 18],
    ['推荐部门', 30],
    ['状态', 18],
  ] as const),
  ...([
    ['版本', 6],
    ['开始填报', 18],
    ['定稿', 18],
    ['提交', 18],
    ['占名额', 8],
    ['超出名额的理由', 30],
  ] as const),
  ...([
    ['推荐意见', 40],
    ['准予申报或改变去向的理由', 30],
    ['国家系统提交日期', 18],
    ['回执号', 20],
  ] as const),
  ...([
    ['公示开始', 18],
    ['公示结束', 18],
    ['公示地址', 30],
    ['异议', 40],
    ['结论', 12],
    ['结论日期', 18],
  ] as const),
  ...([
    ['理由', 40],
    ['编号', 18],
    ['列入名单日期', 18],
    ['名单地址', 30],
    ['联系人', 12],
    ['手机', 16],
    ['邮箱', 30],
  ] as const),
];
const departmentColumns = [
  ...([
    ['部门', 36],
    ['印章名称', 36],
    ['名额', 8],
    ['已推荐', 8],
    ['联系人', 12],
    ['职务', 20],
  ] as const),
  ...([
    ['办公电话', 18],
    ['手机', 16],
    ['邮箱', 30],
    ['附件2 发出日期', 18],
  ] as const),
];
const changeColumns = [
  ['时间', 18],
  ['机构名称', 40],
  ['原来的状态', 18],
  ['之后的状态', 18],
  ['原因', 50],
] as const;
