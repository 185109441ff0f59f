import { contextOf, formOf, institutionName, referenceOf } from '../services/filing/filing.ts';
import { blocking, problemsOf } from '../services/form/read.ts';
import type { NoticeOf } from '../services/notice.ts';
import type { FilingView } from '../services/view.ts';
import { type Card, card, note, text } from './kit/index.ts';
import { essentials } from './review-content.ts';

/** 抄送所在地省级知识产权管理部门: for information, nothing to decide. */
export const copiedCard = ({ version }: NoticeOf<'copied'>, { filing }: FilingView): Card =>
  card({
    title: `抄送：${institutionName(filing)}`,
    subtitle: `第 ${version} 版　查询号 ${referenceOf(filing)}`,
    color: 'grey',
    elements: [
      essentials(filing),
      text('本省单位按通知二（一）向上述部门或国家知识产权局提交材料，抄送贵单位知悉，无需办理。'),
      blocking(problemsOf(formOf(filing.round), contextOf(filing))).length > 0 && note('申报单位正在修改这份材料。'),
    ],
  });
