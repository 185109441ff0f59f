import type { FormerPost } from '../services/broadcasts/opening.ts';
import type { NoticeOf } from '../services/notice.ts';
import { callOf } from '../services/rounds/calls.ts';
import type { Round } from '../services/rounds/round.ts';
import { lastWorkingDayOnOrBefore, longDay, weekday } from '../services/time.ts';
import type { Views } from '../services/view.ts';
import { button } from './actions.ts';
import {
  buttons,
  type Card,
  card,
  clip,
  type Element,
  flashPart,
  hr,
  md,
  mdt,
  type Nest,
  note,
  text,
} from './kit/index.ts';

const NAME_LENGTH = 40;
/** Departments of one person; each takes a few nodes. */
const POSTS = 6;

/** A round is open: to those who filed or acted for a department before, with the dates, who may file, and the way out. */
export const roundOpenedCard = ({ flash }: NoticeOf<'roundOpened'>, { round, former }: Views['roundOpened']): Card => {
  const { institutions, begun, optedOut, posts } = former;
  const files = institutions.length > 0 || posts.length === 0;
  return card({
    title: `${round.year}年度备案已开启`,
    subtitle: round.title,
    color: optedOut ? 'grey' : 'green',
    elements: [
      flashPart(flash),
      md(
        mdt`**材料填报截止** ${dayWords(round.materialsDueOn, round)}`,
        mdt`**联系人信息（附件2）截止** ${dayWords(round.annex2DueOn, round)}`,
      ),
      posts.slice(0, POSTS).map((post) => [hr(), postPart(post, round)]),
      posts.length > POSTS && note(`另有 ${posts.length - POSTS} 个部门没有列出。`),
      files && [hr(), filePart(former, round), buttons(...fileButtons({ begun, optedOut }, round.id))],
      note(
        posts.length
          ? '为什么收到：您往年是推荐部门的备案工作联系人，或收到过联系人邀请码。'
          : '为什么收到：您往年在这里填报过备案表。今年不申报的，点一下就不再通知您。',
      ),
    ],
  });
};

const dayWords = (day: string, { holidays }: Round): string => {
  const effective = lastWorkingDayOnOrBefore(day, holidays);
  const early = effective === day ? '' : `，不是工作日，请按 ${longDay(effective)}${weekday(effective)}安排`;
  return `${longDay(day)}（${weekday(day)}${early}）`;
};

const filePart = ({ institutions }: Views['roundOpened']['former'], round: Round): Nest<Element> => {
  const { sentences } = callOf(round.call);
  const who = [sentences.subjects?.text, sentences.excluded?.text].filter(Boolean).join('');
  return [
    institutions.length > 0 &&
      md(
        mdt`您往年填报过：**${institutions.map((name) => clip(name, NAME_LENGTH)).join('、')}**`,
        mdt`输入单位代码后，可以把以前的材料带进来再改。`,
      ),
    text(`谁可以申报：${who}`, { size: 'notation' }),
  ];
};

const fileButtons = ({ begun, optedOut }: { begun: boolean; optedOut: boolean }, round: string) =>
  begun
    ? [button('打开首页', 'home', {}, { style: 'primary' as const })]
    : [
        button('开始填报', 'round.choose', { round }, { style: 'primary' as const }),
        optedOut
          ? button('还是要申报', 'opened.out', { round, out: false })
          : button('今年不申报', 'opened.out', { round, out: true }),
      ];

/** The office lasts for a round: who acts this year is confirmed anew. */
const postPart = ({ code, name, seated, mine, asked }: FormerPost, round: Round): Nest<Element> => {
  const department = { round: round.id, department: code };
  if (mine) return md(mdt`**${clip(name, NAME_LENGTH)}**：您是今年的联系人，发送“首页”开始办理。`);
  if (seated) return md(mdt`**${clip(name, NAME_LENGTH)}**：今年的联系人已经确定。如有变化，请联系主办方。`);
  if (asked) return md(mdt`**${clip(name, NAME_LENGTH)}**：已登记，等主办方确认。`);
  return [
    md(
      mdt`**${clip(name, NAME_LENGTH)}**：今年的联系人还没有确定。`,
      mdt`还由您联系的，点一下就按往年的信息登记，主办方确认后生效；换人的，请新联系人向主办方要邀请码。`,
    ),
    buttons(button('今年还由我联系', 'opened.contact', department, { style: 'primary' })),
  ];
};
