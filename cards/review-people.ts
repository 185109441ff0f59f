import {
  assigneeOf,
  DIRECT,
  type Filing,
  institutionName,
  type Opinion,
  opinionsNow,
} from '../services/filing/filing.ts';
import { isOpenForReview, isWithDepartment } from '../services/filing/status.ts';
import type { NoticeOf } from '../services/notice.ts';
import type { FilingView, Views } from '../services/view.ts';
import { button, submit } from './actions.ts';
import { momentWords } from './author-part.ts';
import {
  type Button,
  buttons,
  type Card,
  card,
  clip,
  type Element,
  errorText,
  form,
  heading,
  type Inner,
  md,
  mdt,
  note,
  row,
  select,
  text,
} from './kit/index.ts';

const NAME_LENGTH = 20;
/** Of each opinion on the review card; the card that brought it has it in full. */
const WORDS_LENGTH = 200;
/** Options of a select. */
const OPTIONS = 50;

const named = ({ name }: { name: string }): string => clip(name, NAME_LENGTH);
const kinds: Record<Opinion['kind'], [asked: string, agreed: string]> = {
  opinion: ['征求意见', '同意推荐'],
  approval: ['请负责人批准', '同意推荐（已批准）'],
};

/** One request and what has come of it, in words. */
const opinionLine = (one: Opinion): Inner => {
  const [asked, agreed] = kinds[one.kind];
  const answer = one.answer === 'agreed' ? agreed : one.answer === 'objected' ? '不同意' : '等待答复';
  return md(mdt`${asked}　**${named(one)}**：${answer}`, ...(one.words ? [mdt`${clip(one.words, WORDS_LENGTH)}`] : []));
};

const mayShare = (filing: Filing): boolean => filing.departmentCode !== DIRECT && isWithDepartment(filing);

/** On the review card: the way to hand the filing over or to ask about it. */
export const peopleButton = (filing: Filing, version: number): Button | false =>
  mayShare(filing) && button('转交与征求意见', 'review.people', { filing: filing.id, version });

/** On the review card: who has it, and what was asked of whom. */
export const peopleLines = (filing: Filing): Element[] => {
  if (!mayShare(filing)) return [];
  const assignee = assigneeOf(filing);
  return [
    ...(assignee
      ? [text(`审核已由${clip(assignee.by, NAME_LENGTH)}转交给${named(assignee)}。`, { color: 'blue' })]
      : []),
    ...opinionsNow(filing).map(opinionLine),
  ];
};

/** Known colleagues to choose from: the work is handed to one, or one is asked. */
export const reviewPeopleCard = (
  { version, error }: NoticeOf<'reviewPeople'>,
  { filing, acting, acts, now }: Views['reviewPeople'],
): Card => {
  const place = { filing: filing.id, version };
  const { colleagues } = acting;
  const open = filing.version === version && isOpenForReview(filing);
  const mayHand = acts && filing.version === version && isWithDepartment(filing);
  const at = { round: filing.roundId, department: filing.departmentCode ?? '' };
  return card({
    title: `转交与征求意见：${institutionName(filing)}`,
    subtitle: `第 ${version} 版`,
    elements: [
      ...assigneePart(filing, place, acts, now),
      opinionsNow(filing).map((one) => askedRow(one, place, acts)),
      colleagues.length && (open || mayHand)
        ? form('people', [
            select({
              name: 'colleague',
              label: '选择同事',
              options: colleagues.slice(0, OPTIONS).map((one) => ({ value: one.id, text: named(one) })),
            }),
            error && errorText(error),
            buttons(
              open && submit('征求意见', 'opinion.ask', { ...place, what: 'opinion' }),
              open && submit('请负责人批准', 'opinion.ask', { ...place, what: 'approval' }),
              mayHand && submit('转交审核', 'review.assign', place),
            ),
            note('征求意见不影响推荐；请负责人批准后，同意之前不能推荐。转交后您仍可办理，随时可以收回。'),
          ])
        : note(
            colleagues.length ? '这份材料现在不能转交或征求意见。' : '还没有同事。先请同事加入，才能转交或征求意见。',
          ),
      buttons(button('返回材料', 'review.open', place), acts && button('部门同事', 'colleague.open', at)),
    ],
  });
};

type Place = { filing: string; version: number };

const assigneePart = (filing: Filing, place: Place, acts: boolean, now: Date): Element[] => {
  const assignee = assigneeOf(filing);
  if (!assignee) return [];
  const since = momentWords(new Date(assignee.at), now);
  const words = md(mdt`审核已转交给 **${named(assignee)}**（${clip(assignee.by, NAME_LENGTH)}，${since}）`);
  return [acts ? row(words, button('收回转交', 'review.unassign', place)) : words];
};

/** The head's word is withdrawn by whoever acts for the department only. */
const askedRow = (one: Opinion, place: Place, acts: boolean): Element => {
  const may = one.kind === 'approval' ? acts : !one.answer;
  return may
    ? row(opinionLine(one), button('撤回请求', 'opinion.drop', { ...place, opinion: one.id }))
    : opinionLine(one);
};

/** To the colleague it was taken from, or who is asked no more; handed on, to the others who act for the department. */
export const handoverCard = ({ event }: NoticeOf<'handover'>, { filing }: FilingView): Card => {
  const name = institutionName(filing);
  const assignee = assigneeOf(filing);
  const said: Record<typeof event, [title: string, words: string]> = {
    handed: [
      '审核已转交',
      `“${name}”的审核${assignee ? `由${clip(assignee.by, NAME_LENGTH)}转交给${named(assignee)}` : '已转交'}。您仍可办理，也可以收回。`,
    ],
    ended: ['转交已收回', `“${name}”的审核已经收回，由联系人办理。`],
    dropped: ['不用再答复', `联系人撤回了对“${name}”的请求，您不用再答复。`],
  };
  const [title, words] = said[event];
  return card({
    title,
    subtitle: filing.round.title,
    color: event === 'handed' ? 'blue' : 'grey',
    elements: [
      heading(title),
      text(words),
      buttons(
        event === 'handed' && button('打开材料', 'review.open', { filing: filing.id, version: filing.handedIn }),
        event !== 'handed' && button('回首页', 'home', {}),
      ),
    ],
  });
};
