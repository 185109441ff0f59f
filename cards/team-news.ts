import { type Filing, institutionName, memberOf, ownerOf, sameWho } from '../services/filing/filing.ts';
import { isEditable } from '../services/filing/status.ts';
import type { NoticeOf } from '../services/notice.ts';
import { sectionTitles } from '../services/people/roles.ts';
import { dayOf, longDay } from '../services/time.ts';
import type { FilingView } from '../services/view.ts';
import { button } from './actions.ts';
import { buttons, type Card, card, clip, type HeaderColor, md, mdt, note, text } from './kit/index.ts';

const NAME_LENGTH = 24;
type Event = NoticeOf<'teamNews'>['event'];

const titles: Record<Event, [title: string, color: HeaderColor]> = {
  assigned: ['分工有变化', 'blue'],
  removed: ['您已不再参与', 'grey'],
  left: ['有同事退出', 'orange'],
  gone: ['您已退出', 'grey'],
  received: ['材料移交给您了', 'green'],
  handedOver: ['材料已移交', 'blue'],
  ownerLost: ['联系不到填报人', 'orange'],
  claimRefused: ['接手申请没有通过', 'grey'],
  joined: ['有同事加入', 'green'],
  declined: ['邀请没有被接受', 'grey'],
};

const words = (event: Event, name: string, filing: Filing, mySections: string[] | null | undefined): string =>
  ({
    assigned: `${name}请您负责：${mySections ? sectionTitles(filing, mySections) : '全部内容'}。别的部分您都可以看。`,
    removed: `${name}把您移出了这份材料，您不能再看和改。您写的内容留在材料里。如有疑问请联系${name}。`,
    left: `${name}退出了这份材料，写过的内容都在。没有人负责的部分，请重新分工。`,
    gone: '您不能再看和改这份材料，您写的内容留在材料里。如要回来，请填报人重新邀请。',
    received: `${name ? `${name}把材料移交给您。` : ''}您现在是填报人，负责邀请、分工、定稿和提交。`,
    handedOver: `${name}现在是填报人，您留下来一起填。如有疑问请联系对方。`,
    ownerLost: `给填报人${name}的消息送不到，对方可能已离职。您可以在“协作”里申请接手，或联系主办方。`,
    claimRefused: `${name || '填报人'}没有同意移交，您仍可一起填。请当面或打电话确认。`,
    joined: `${name}加入了这份材料，可以在“协作”里看分工。`,
    declined: '对方没有接受邀请。请当面或打电话确认，或邀请别的同事。',
  })[event];

/** What has changed among the people of a draft, to the one it concerns. */
export const teamNewsCard = ({ event, name }: NoticeOf<'teamNews'>, { filing, me }: FilingView): Card => {
  const [title, color] = titles[event];
  const member = me ? memberOf(filing, me) : undefined;
  return card({
    title,
    subtitle: institutionName(filing),
    color,
    elements: [
      text(words(event, clip(name, NAME_LENGTH), filing, member?.sections)),
      buttons(
        member && button('打开', 'filing.open', { filing: filing.id }, { style: 'primary' }),
        member && button('协作', 'team.open', { filing: filing.id }),
        button('回首页', 'home', {}),
      ),
    ],
  });
};

/** A colleague asks to take over: to the owner, who may refuse, and to the operators, who may decide at once. */
export const claimCard = ({ at }: NoticeOf<'claim'>, { filing, me }: FilingView): Card => {
  const { claim } = filing;
  const open = claim?.at === at;
  const owner = ownerOf(filing);
  const mine = !!owner && !!me && sameWho(owner, me);
  const due = claim && new Date(claim.dueAt);
  const answer = { filing: filing.id, at };
  return card({
    title: '有同事申请接手',
    subtitle: institutionName(filing),
    color: open ? 'orange' : 'grey',
    elements: open
      ? [
          md(
            mdt`**${clip(claim.name, NAME_LENGTH)}** 申请接手 **${institutionName(filing)}** 的备案表，现在的填报人是 **${clip(owner?.name ?? '', NAME_LENGTH)}**。`,
          ),
          text(
            `${mine ? '您' : '填报人'}在 ${longDay(dayOf(new Date(due!.getTime() - 1)))} 内没有不同意，就由对方填报${mine ? '；您留下来一起填' : '；主办方也可以现在决定，请先核实'}。`,
          ),
          buttons(
            button(
              '同意移交',
              'claim.answer',
              { ...answer, yes: true },
              {
                style: 'primary',
                confirm: { title: '同意移交？', text: '对方成为填报人，负责定稿和提交。' },
              },
            ),
            button('不同意', 'claim.answer', { ...answer, yes: false }),
          ),
        ]
      : [text(`这个申请已经处理。现在的填报人是${clip(owner?.name ?? '', NAME_LENGTH)}。`)],
  });
};

/** To the owner: what the 负责人 says. */
export const judgedCard = ({ name, agree, remarks }: NoticeOf<'judged'>, { filing }: FilingView): Card =>
  card({
    title: agree ? '负责人同意定稿' : '负责人不同意定稿',
    subtitle: institutionName(filing),
    color: agree ? 'green' : 'red',
    elements: [
      text(`${clip(name, NAME_LENGTH)}${agree ? '看过全部内容，同意定稿。' : '看过全部内容，希望改好再定稿。'}`),
      remarks && md(mdt`**意见**`, mdt`${remarks}`),
      !agree && note('改好后，在“协作”里点“管理”，请对方再过目一次；对方同意后就可以定稿。'),
      buttons(
        isEditable(filing) && button('总览', 'check.open', { filing: filing.id }, { style: 'primary' }),
        button('协作', 'team.open', { filing: filing.id }),
      ),
    ],
  });
