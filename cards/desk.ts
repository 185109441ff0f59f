import { DIRECT, type Filing, institutionName } from '../services/filing/filing.ts';
import { isOpenForReview, statusNames } from '../services/filing/status.ts';
import { lateDays } from '../services/rounds/deadlines.ts';
import type { DeskView } from '../services/view.ts';
import { button } from './actions.ts';
import { deadlineLine } from './deadline.ts';
import { actingWords } from './deputies.ts';
import { buttons, type Card, card, md, mdt, note, row, text } from './kit/index.ts';

/** Rows a card of 200 nodes can hold; the oldest submission first, so nothing waits unseen for ever. */
const ROWS = 18;

/** A department's (or for direct filings the national office's) list: what waits first, then what is settled. */
export const deskCard = ({ round, department, acting, filings, now }: DeskView): Card => {
  const open = filings.filter(isOpenForReview);
  const settled = filings.filter((filing) => !open.includes(filing));
  const recommended = filings.filter(({ placed }) => placed).length;
  const shown = [...open, ...settled].slice(0, ROWS);
  return card({
    title: department ? `审核列表：${department.name}` : '直接申报列表',
    subtitle: round.title,
    elements: [
      deadlineLine(round, now, department ?? undefined),
      department
        ? md(
            mdt`待处理 **${open.length}** 份　已推荐 **${recommended}** 份　推荐名额原则上不超过 **${department.softQuota}** 个`,
          )
        : md(mdt`已收到 **${filings.length}** 份`),
      department && note(actingWords(acting, now)),
      filings.length === 0 && text('还没有单位提交材料。有新材料会马上发到这里。', { color: 'grey' }),
      shown.map((filing) =>
        row(
          md(
            mdt`**${institutionName(filing)}**　第 ${filing.handedIn} 版`,
            mdt`${statusNames[filing.status]}${lateWords(filing, now)}`,
          ),
          button('打开', 'review.open', { filing: filing.id, version: filing.handedIn }),
        ),
      ),
      filings.length > ROWS && note(`另有 ${filings.length - ROWS} 份，处理完上面的会接着列出。`),
      buttons(
        department && button('内部截止日期', 'due.open', { round: round.id, department: department.code }),
        button('刷新', 'desk.open', { round: round.id, department: department?.code ?? DIRECT }),
        department && button('联系人与附件2', 'department.open', { round: round.id, department: department.code }),
        button('回首页', 'home', {}),
      ),
    ],
  });
};

const lateWords = (filing: Filing, now: Date): string => {
  const late = lateDays(filing, now);
  return late ? `，过期 ${late} 天` : '';
};
