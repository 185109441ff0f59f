import { type Copy, type Filing, institutionName, receiverOf, referenceOf } from '../services/filing/filing.ts';
import { isBeforeReviewers, statusNames } from '../services/filing/status.ts';
import type { NoticeOf } from '../services/notice.ts';
import type { Round } from '../services/rounds/round.ts';
import { dayOf, longDay, timeOf } from '../services/time.ts';
import type { FilingView, Views } from '../services/view.ts';
import { button, submit } from './actions.ts';
import {
  buttons,
  type Card,
  card,
  clip,
  type Element,
  errorText,
  form,
  input,
  md,
  mdt,
  note,
  row,
  text,
} from './kit/index.ts';
import { essentials } from './review-content.ts';

/** Copies on one card of 200 nodes; those not yet read first. */
const ROWS = 20;

/** 抄送所在地省级知识产权管理部门: for information; 已阅 and a comment if there is one, nothing to decide. */
export const copiedCard = (notice: NoticeOf<'copied'>, { filing }: FilingView): Card => {
  const { version, departmentCode = '' } = notice;
  const copy = filing.copies[departmentCode];
  return card({
    title: `抄送：${institutionName(filing)}`,
    subtitle: `第 ${version} 版　查询号 ${referenceOf(filing)}`,
    color: 'grey',
    elements: [
      essentials(filing),
      text(
        ofProvince(filing.round, departmentCode)
          ? '本省单位按通知二（一）向上述部门或国家知识产权局提交材料，抄送贵单位知悉，无需办理。'
          : '按主办方为本年度设定的推荐路径，这份材料抄送贵单位知悉，无需办理。',
      ),
      !isBeforeReviewers(filing) && note('申报单位正在修改这份材料。'),
      copy &&
        copy.version < filing.handedIn &&
        note(`申报单位后来更正了回答，或者主办方调整了推荐路径，第 ${copy.version} 版以后不再抄送贵单位。`),
      copy && (copy.version === version ? answer(notice, filing, copy) : note(`第 ${copy.version} 版已另外抄送。`)),
      departmentCode !== '' &&
        buttons(
          button(copiesTitle(filing.round, departmentCode), 'copy.list', {
            ...{ round: filing.roundId, department: departmentCode },
          }),
        ),
    ],
  });
};

/** The notice copies to provinces; a round's own routes may copy to any department. */
const ofProvince = ({ departments }: Round, copied: string): boolean =>
  departments.find(({ code }) => code === copied)?.kind !== 'ministry';

const copiesTitle = (round: Round, copied: string): string => (ofProvince(round, copied) ? '抄送本省' : '抄送本部门');

const answer = ({ version, departmentCode = '', ...typed }: NoticeOf<'copied'>, filing: Filing, copy: Copy): Element =>
  copy.readAt
    ? md(
        mdt`<font color='green'>**已阅**</font>（${moment(copy.readAt)}）`,
        ...(copy.comment ? [mdt`意见：${copy.comment}`] : []),
      )
    : form('copy', [
        input({
          name: 'comment',
          label: `有意见可以写给${clip(receiverOf(filing), 60)}，没有就不用写`,
          value: typed.comment?.slice(0, 1000),
          multiline: true,
          rows: 3,
        }),
        typed.error && errorText(typed.error),
        buttons(
          submit('已阅', 'copy.read', { filing: filing.id, department: departmentCode, version }, { style: 'primary' }),
        ),
      ]);

/** To whoever decides: what a province says of a filing that was copied to it. */
export const copySaidCard = ({ departmentCode }: NoticeOf<'copySaid'>, { filing }: FilingView): Card => {
  const { comment = '', readAt, by = '' } = filing.copies[departmentCode] ?? {};
  return card({
    title: `抄送部门的意见：${institutionName(filing)}`,
    subtitle: `查询号 ${referenceOf(filing)}`,
    elements: [
      md(
        mdt`**${clip(nameOf(filing, departmentCode), 60)}**（${clip(by, 40)}${readAt ? `，${moment(readAt)}` : ''}）`,
        mdt`${comment}`,
      ),
      note('供审核参考；是否推荐仍由贵部门决定。'),
      buttons(
        button('看材料', 'review.open', { filing: filing.id, version: filing.handedIn }, { style: 'primary' }),
        button('办理进度', 'status.open', { filing: filing.id }),
      ),
    ],
  });
};

/** 抄送本省: all that was copied to a province, where each stands, and which it has not read. */
export const copiesCard = ({ roundId, departmentCode }: NoticeOf<'copies'>, view: Views['copies']): Card => {
  const { filings, round } = view;
  const isRead = ({ copies }: Filing) => copies[departmentCode]?.readAt !== undefined;
  const sorted = [...filings.filter((one) => !isRead(one)), ...filings.filter(isRead)];
  return card({
    title: copiesTitle(round, departmentCode),
    subtitle: round.title,
    elements: [
      md(mdt`共 **${filings.length}** 份，未阅 **${filings.filter((one) => !isRead(one)).length}** 份。`),
      filings.length === 0 &&
        text('有单位向别的部门或国家知识产权局提交、按规定抄送的，会列在这里。', { color: 'grey' }),
      sorted
        .slice(0, ROWS)
        .map((filing) =>
          row(
            md(
              mdt`**${institutionName(filing)}**　第 ${filing.copies[departmentCode]?.version ?? ''} 版　${isRead(filing) ? '已阅' : '未阅'}`,
              mdt`${clip(receiverOf(filing), 60)}　${isBeforeReviewers(filing) ? statusNames[filing.status] : '申报单位正在修改'}`,
            ),
            button('打开', 'copy.open', { filing: filing.id, department: departmentCode }),
          ),
        ),
      filings.length > ROWS && note(`另有 ${filings.length - ROWS} 份，已阅的排在后面。`),
      buttons(
        button('刷新', 'copy.list', { round: roundId, department: departmentCode }),
        button('回首页', 'home', {}),
      ),
    ],
  });
};

/** To the sides and the operators: where each copy is; what a province said is for those who decide. */
export const copiesPart = ({ filing, copies }: Views['timeline'], institution: boolean): Element[] =>
  Object.entries(filing.copies).map(([code, copy]) => {
    const sent = copies.findLast((one) => one.departmentCode === code && one.version === copy.version);
    const said = copy.comment && !institution ? [mdt`意见：${copy.comment}`] : [];
    return md(mdt`抄送**${clip(nameOf(filing, code), 60)}**：${whereItIs(copy, sent)}`, ...said);
  });

const whereItIs = (copy: Copy, sent: Views['timeline']['copies'][number] | undefined): string => {
  if (copy.readAt) return `${moment(copy.readAt)} 已阅`;
  if (sent?.sentAt) return `${moment(sent.sentAt.toISOString())} 已送达，还没有阅`;
  return sent?.state === 'parked' ? '还没有联系人，指定后自动送达' : '正在送达';
};

const nameOf = ({ round }: Filing, code: string): string =>
  round.departments.find((department) => department.code === code)?.name ?? '省级知识产权管理部门';

const moment = (at: string): string => `${longDay(dayOf(new Date(at)))} ${timeOf(new Date(at))}`;
