import { institutionName, receiverOf, referenceOf } from '../services/filing/filing.ts';
import { statusNames } from '../services/filing/status.ts';
import type { NoticeOf } from '../services/notice.ts';
import { longDay } from '../services/time.ts';
import type { FilingView } from '../services/view.ts';
import { type Card, card, clip, facts, md, mdt } from './kit/index.ts';

/** To the national office: what was filed in the national system, and where it stands. */
export const officeCard = (_notice: NoticeOf<'office'>, { filing }: FilingView): Card => {
  const { filed } = filing.office ?? {};
  return card({
    title: `国家系统已提交：${institutionName(filing)}`,
    subtitle: `第 ${filing.handedIn} 版　查询号 ${referenceOf(filing)}`,
    tags: [{ text: statusNames[filing.status], color: 'blue' }],
    elements: [
      facts([
        ['推荐部门', receiverOf(filing)],
        ['国家系统提交日期', filed ? longDay(filed.on) : ''],
        ['回执号', clip(filed?.receipt ?? '', 200)],
      ]),
    ],
  });
};

/** To the national office: recommended beyond 原则上不超过 (通知二（二）), with the department's reason. */
export const overQuotaCard = (_notice: NoticeOf<'overQuota'>, { filing }: FilingView): Card =>
  card({
    title: `超出名额推荐：${institutionName(filing)}`,
    subtitle: receiverOf(filing),
    color: 'orange',
    tags: [{ text: statusNames[filing.status], color: 'orange' }],
    elements: [md(mdt`**理由**：${clip(filing.review?.over ?? '', 2000)}`)],
  });
