import { statusNames } from '../services/filing/status.ts';
import { PAGE } from '../services/journal/filing-list.ts';
import type { NoticeOf } from '../services/notice.ts';
import type { Views } from '../services/view.ts';
import { button } from './actions.ts';
import { buttons, type Card, card, clip, md, mdt, note, row, text } from './kit/index.ts';

/** All filings of a round, whose history the operator may have as a file. */
export const historiesCard = ({ page }: NoticeOf<'histories'>, { round, filings, total }: Views['histories']): Card => {
  const pages = Math.max(1, Math.ceil(total / PAGE));
  const to = (label: string, there: number) => button(label, 'history.list', { round: round.id, page: there });
  return card({
    title: '历史记录',
    subtitle: round.title,
    elements: [
      total
        ? text('每份材料从开始填报起的每一步都记在历史里，改不掉。点“发给我”，马上收到 Excel 文件。')
        : text('还没有单位开始填报。', { color: 'grey' }),
      filings.map(({ id, name, status }) =>
        row(
          md(mdt`**${clip(name || '未填名称的单位', 40)}**　${statusNames[status]}`),
          button('发给我', 'history.send', { filing: id }),
        ),
      ),
      pages > 1 && note(`共 ${total} 份，第 ${page}/${pages} 页，最近有变化的在前。`),
      buttons(
        page > 1 && to('上一页', page - 1),
        page < pages && to('下一页', page + 1),
        button('年度、部门和管理员的历史', 'office.send', { round: round.id, what: 'history' }),
        button('收件', 'office.list', { round: round.id }),
        button('回首页', 'home', {}),
      ),
    ],
  });
};
