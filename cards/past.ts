import { institutionName, referenceOf } from '../services/filing/filing.ts';
import { statusNames } from '../services/filing/status.ts';
import type { Views } from '../services/view.ts';
import { button } from './actions.ts';
import { buttons, type Card, card, clip, md, mdt, note, row, text } from './kit/index.ts';

/** Rows of six nodes each; what is older is found by the institution's own newer filing, which offers to take it over. */
const ROWS = 16;
const NAME_LENGTH = 60;

/** What this person filled in rounds that are over: to be read, and taken along. */
export const pastCard = ({ filings }: Views['past']): Card =>
  card({
    title: '往年材料',
    color: 'grey',
    elements: [
      filings.length === 0 && text('还没有已结束年度的材料。', { color: 'grey' }),
      filings
        .slice(0, ROWS)
        .map((filing) =>
          row(
            md(
              mdt`**${clip(institutionName(filing), NAME_LENGTH)}**　${filing.round.year} 年度`,
              mdt`${statusNames[filing.status]}　查询号 ${referenceOf(filing)}`,
            ),
            button('查看', 'filing.open', { filing: filing.id }),
          ),
        ),
      filings.length > ROWS && note(`另有 ${filings.length - ROWS} 份更早的没有列出。`),
      note('已结束年度的材料不能再改动，可以查看、导出和看回执；新的年度里可以带入。'),
      buttons(button('回首页', 'home', {})),
    ],
  });
