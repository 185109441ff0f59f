import { DIRECT, type Filing, institutionName } from '../services/filing/filing.ts';
import { isOpenForReview } from '../services/filing/status.ts';
import type { NoticeOf } from '../services/notice.ts';
import type { FilingView } from '../services/view.ts';
import { allFiles } from '../services/views/filing-views.ts';
import { button } from './actions.ts';
import { answerPieces } from './answer-pieces.ts';
import { buttons, type Card, card, clip, type Element, md, mdt, note, row } from './kit/index.ts';
import { pageAt, pagesOf } from './pages.ts';

/** More than beside forms: here is nothing but text. */
const PAGE = { bytes: 16_000, nodes: 140 };

/** Every section in full, page by page, without leaving the chat; the decision is one tap away from its end. */
export const reviewTextCard = ({ version, page, asked }: NoticeOf<'reviewText'>, { filing }: FilingView): Card => {
  const pages = pagesOf(answerPieces(filing), PAGE);
  const at = pageAt(pages, page);
  const place = { filing: filing.id, version };
  const mark = asked ? { asked } : {};
  const turn = (label: string, to: number, primary = false) =>
    button(label, 'review.section', { ...place, ...mark, page: to }, primary ? { style: 'primary' } : {});
  const decides = !asked && at === pages.length && mayDecide(filing, version);
  return card({
    title: `全文：${institutionName(filing)}`,
    subtitle: `第 ${version} 版`,
    tags: [{ text: `第 ${at}/${pages.length} 页`, color: 'blue' }],
    elements: [
      pages[at - 1],
      // Whoever is asked, and sees all of it at once, has nothing to press here.
      (!asked || pages.length > 1) &&
        buttons(
          at < pages.length && turn('下一页', at + 1, true),
          at > 1 && turn('上一页', at - 1),
          decides && button('拟推荐', 'review.recommendForm', place, { style: 'primary' }),
          !asked && button('返回材料', 'review.open', place),
        ),
      asked && note(ANSWER_ABOVE),
      note('手机和邮箱在卡片上只显示一部分，Word 备案表里是完整的。'),
    ],
  });
};

/** The card with the answers stays as it is, for somebody may be writing in it. */
const ANSWER_ABOVE = '看完请回到征求意见的卡片答复。';

const mayDecide = (filing: Filing, version: number): boolean =>
  filing.version === version && isOpenForReview(filing) && filing.departmentCode !== DIRECT;

/** Every file by itself. */
export const reviewFilesCard = ({ version, page, asked }: NoticeOf<'reviewFiles'>, { filing }: FilingView): Card => {
  const place = { filing: filing.id, version };
  const mark = asked ? { asked } : {};
  const pages = pagesOf(
    allFiles(filing).map((file): Element[] => [
      row(
        md(mdt`${clip(file.name, 80)}${file.pages ? `　${file.pages} 页` : ''}`),
        button('发来', 'review.file', { ...place, ...mark, file: file.id }),
      ),
    ]),
  );
  const at = pageAt(pages, page);
  const turn = (label: string, to: number) => button(label, 'review.fileList', { ...place, ...mark, page: to });
  return card({
    title: `附件：${institutionName(filing)}`,
    subtitle: `第 ${version} 版，共 ${allFiles(filing).length} 份`,
    elements: [
      pages[at - 1],
      buttons(
        button('发来全部附件', asked ? 'opinion.files' : 'review.files', place),
        at < pages.length && turn('下一页', at + 1),
        at > 1 && turn('上一页', at - 1),
        !asked && button('返回材料', 'review.open', place),
      ),
      asked && note(ANSWER_ABOVE),
    ],
  });
};
