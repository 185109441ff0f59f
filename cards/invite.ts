import { institutionName, memberOf, ownerOf } from '../services/filing/filing.ts';
import { INVITED_DAYS } from '../services/filing/invite-commands.ts';
import type { NoticeOf } from '../services/notice.ts';
import { sectionTitles } from '../services/people/roles.ts';
import type { FilingView, Views } from '../services/view.ts';
import { button, submit } from './actions.ts';
import { momentWords } from './author-part.ts';
import {
  buttons,
  type Card,
  card,
  clip,
  errorText,
  form,
  hr,
  input,
  md,
  mdt,
  note,
  select,
  text,
} from './kit/index.ts';
import { sectionsSelect } from './sections-select.ts';

const USES = ['1', '3', '5', '10'];
const NAME_LENGTH = 24;

/** Invites a colleague to fill, or the 负责人 to look: by a code that is handed on, or by mobile or e-mail. */
export const inviteFormCard = ({ role, error }: NoticeOf<'inviteForm'>, { filing }: FilingView): Card => {
  const place = { filing: filing.id, role };
  const head = role === 'head';
  return card({
    title: head ? '定稿前请负责人过目' : '邀请同事一起填',
    subtitle: institutionName(filing),
    elements: [
      head
        ? text(
            '负责人可以看全部内容，写意见，同意或不同意定稿，不能改动内容。已经一起填的同事，请在“管理”里请对方过目。',
          )
        : text('对方可以看全部内容，只能改负责的部分。'),
      form('invite', [
        error && errorText(error),
        head ? [] : sectionsSelect(filing, []),
        ...(head
          ? []
          : select({
              name: 'uses',
              label: '邀请码可以用几次',
              options: USES.map((n) => ({ value: n, text: `${n} 次` })),
              value: '1',
            })),
        buttons(submit('生成邀请码', 'invite.code', place, { style: 'primary' })),
        note(`邀请码 ${INVITED_DAYS} 天内有效，可以随时收回。生成后转给同事，同事把它发给我就能加入。`),
        hr(),
        input({ name: 'mobile', label: '或者填同事的手机', placeholder: '11 位手机号', maxLength: 30 }),
        input({ name: 'email', label: '或邮箱', placeholder: '在飞书里登记的邮箱', maxLength: 100 }),
        buttons(submit('按手机或邮箱邀请', 'invite.find', place)),
      ]),
      buttons(button('返回', 'team.open', { filing: filing.id })),
    ],
  });
};

/** To be passed on as it is: what to do with the code. Signs that could make a mention of a name become others. */
export const inviteWords = (
  { invitationId }: NoticeOf<'inviteText'>,
  { filing, botLink, now }: Views['inviteText'],
): string => {
  const invitation = filing.invitations.find(({ id }) => id === invitationId);
  if (!invitation?.code) return '这个邀请码已经用完或收回。';
  const plain = (words: string) => clip(words, 60).replaceAll('<', '＜').replaceAll('>', '＞');
  const what = invitation.role === 'head' ? '在定稿前过目' : '一起填写';
  return [
    `${plain(invitation.byName || '同事')}请您${what}${plain(institutionName(filing))}的备案表。`,
    `打开备案助手，把邀请码 ${invitation.code} 发给它即可，${momentWords(invitation.endsAt, now)} 前有效：`,
    botLink,
  ].join('\n');
};

/** To a colleague who was found by mobile or e-mail. */
export const invitedCard = ({ invitationId }: NoticeOf<'invited'>, { filing, me, now }: FilingView): Card => {
  const invitation = filing.invitations.find(({ id }) => id === invitationId);
  const open = invitation?.state === 'open' && invitation.endsAt > now;
  const joined = me !== null && memberOf(filing, me) !== undefined;
  const from = clip(invitation?.byName || ownerOf(filing)?.name || '同事', NAME_LENGTH);
  const head = invitation?.role === 'head';
  const part = head
    ? '请您在定稿前过目全部内容，同意或写意见。'
    : `请您一起填，负责：${invitation?.sections ? sectionTitles(filing, invitation.sections) : '全部内容'}。`;
  const answer = { filing: filing.id, invitation: invitationId };
  return card({
    title: head ? '请您过目备案表' : '请您一起填备案表',
    subtitle: institutionName(filing),
    color: open ? 'orange' : joined ? 'green' : 'grey',
    elements: open
      ? [
          md(mdt`**${from}** 邀请您参与 **${institutionName(filing)}** 的备案表。`, mdt`${part}`),
          note('请勿填写任何涉密信息。不认识对方请点“不参加”。'),
          buttons(
            button('接受', 'invite.answer', { ...answer, yes: true }, { style: 'primary' }),
            button('不参加', 'invite.answer', { ...answer, yes: false }),
          ),
        ]
      : [
          text(joined ? '您已经加入。' : '这个邀请已经结束。如仍需参与，请同事重新邀请。'),
          buttons(
            joined && button('打开', 'filing.open', { filing: filing.id }, { style: 'primary' }),
            button('回首页', 'home', {}),
          ),
        ],
  });
};
