import { institutionName } from '../services/filing/filing.ts';
import { isEditable } from '../services/filing/status.ts';
import type { NoticeOf } from '../services/notice.ts';
import type { FilingView } from '../services/view.ts';
import { button } from './actions.ts';
import { answerPieces } from './answer-pieces.ts';
import { buttons, type Card, card, note } from './kit/index.ts';
import { pageAt, pagesOf } from './pages.ts';

/** All that has been filled in, to be read page by page; nothing is left out. */
export const answersCard = ({ page }: NoticeOf<'answers'>, { filing }: FilingView): Card => {
  const pages = pagesOf(
    answerPieces(
      filing,
      (step) => isEditable(filing) && button('修改', 'step.open', { filing: filing.id, step, back: true }),
    ),
  );
  const at = pageAt(pages, page);
  const turn = (label: string, to: number, primary = false) =>
    button(label, 'answers.open', { filing: filing.id, page: to }, primary ? { style: 'primary' } : {});
  return card({
    title: '全部内容',
    subtitle: institutionName(filing),
    tags: [{ text: `第 ${at}/${pages.length} 页`, color: 'blue' }],
    elements: [
      pages[at - 1],
      buttons(
        at < pages.length && turn('下一页', at + 1, true),
        at > 1 && turn('上一页', at - 1),
        button(isEditable(filing) ? '回到检查' : '看进度', isEditable(filing) ? 'check.open' : 'filing.open', {
          filing: filing.id,
        }),
      ),
      note('手机和邮箱在卡片上只显示一部分，Word 备案表里是完整的。'),
    ],
  });
};
