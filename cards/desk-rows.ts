import { markOf } from '../services/departments/ranking.ts';
import { type Filing, institutionName } from '../services/filing/filing.ts';
import { isChosen, isEditable, isFrozen, isOpenForReview, statusNames } from '../services/filing/status.ts';
import { dueOf, lateDays } from '../services/rounds/deadlines.ts';
import type { Department } from '../services/rounds/round.ts';
import { dayOf, daysBetween, longDay } from '../services/time.ts';
import { button } from './actions.ts';
import { buttons, clip, type Element, md, mdt, note, row } from './kit/index.ts';

/** A list names many institutions. */
const NAME_LENGTH = 60;

export const filingRow = (filing: Filing, now: Date): Element =>
  row(
    md(
      mdt`**${clip(institutionName(filing), NAME_LENGTH)}**　第 ${filing.handedIn} 版`,
      mdt`${statusNames[filing.status]}${dueWords(filing, now)}`,
    ),
    button('打开', 'review.open', { filing: filing.id, version: filing.handedIn }),
  );

/** Only while somebody has something to do with it does a date count. */
const dueWords = (filing: Filing, now: Date): string => {
  const late = lateDays(filing, now);
  if (late) return `，过期 ${late} 天`;
  if (!isOpenForReview(filing) && !isEditable(filing) && !isFrozen(filing)) return '';
  const { on, why } = dueOf(filing);
  const left = daysBetween(dayOf(now), on);
  // What holds for all of them stands above the list.
  if (left < 0 || why === 'round' || why === 'department') return '';
  const what = why === 'return' ? '补正' : '延期';
  return left === 0 ? `，今天${what}截止` : `，${what}到 ${longDay(on)}，还有 ${left} 天`;
};

/** Once the national office has it, its place matters no more. */
const mayMove = (filing: Filing): boolean => filing.status === 'waiting' || isChosen(filing);

/** Whether it has one of the places, whatever its rank is: who is recommended has, who comes after waits for one. */
const placeWords = ({ placed, review }: Filing): string =>
  placed ? (review?.over ? '【占名额，超出】' : '【占名额】') : '【候补】';

/** The department's order with its cut line, each filing with the way up and down. */
export const rankedPieces = (department: Department, ranked: Filing[], now: Date): Element[][] => {
  const { softQuota, taken, ranking } = department;
  const order = markOf(ranking);
  const pieces = ranked.map((filing, index) => [
    row(
      md(
        mdt`${index + 1}. **${clip(institutionName(filing), NAME_LENGTH)}**　第 ${filing.handedIn} 版　${placeWords(filing)}`,
        mdt`${statusNames[filing.status]}${dueWords(filing, now)}`,
      ),
      buttons(
        button('打开', 'review.open', { filing: filing.id, version: filing.handedIn }),
        mayMove(filing) && index > 0 && button('上移', 'desk.rank', { filing: filing.id, order, how: 'up' }),
        mayMove(filing) &&
          index < ranked.length - 1 &&
          button('下移', 'desk.rank', { filing: filing.id, order, how: 'down' }),
      ),
    ),
  ]);
  const free = Math.max(0, softQuota - taken);
  const line = note(free ? `—— 前 ${softQuota} 位到这里，名额还有 ${free} 个 ——` : `—— 前 ${softQuota} 位到这里 ——`);
  pieces[Math.min(softQuota, ranked.length) - 1]?.push(line);
  pieces[0]!.unshift(
    note(`推荐排序（${ranked.length} 份）。名额给已推荐的，调整排序不会改变；有名额空出时，按排序递补最前面的候补。`),
  );
  return pieces;
};
