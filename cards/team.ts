import {
  type Filing,
  type Invitation,
  institutionName,
  type Member,
  memberOf,
  ownerOf,
  sameWho,
  type Verdict,
} from '../services/filing/filing.ts';
import { isEditable } from '../services/filing/status.ts';
import type { NoticeOf } from '../services/notice.ts';
import { isAllowed, sectionTitles } from '../services/people/roles.ts';
import { dayOf, longDay } from '../services/time.ts';
import type { FilingView } from '../services/view.ts';
import { button, submit } from './actions.ts';
import { momentWords } from './author-part.ts';
import {
  buttons,
  type Card,
  card,
  clip,
  type Element,
  flashPart,
  form,
  hr,
  md,
  mdt,
  note,
  row,
  text,
} from './kit/index.ts';
import { maskEmail, maskMobile } from './mask.ts';
import { sectionsSelect } from './sections-select.ts';

const NAME_LENGTH = 24;
/** Twenty people with all their sections would be too much for one card. */
const SECTIONS_LENGTH = 60;

/** Who fills this draft, with what, who is invited, and what this person can do about it. */
export const teamCard = ({ flash }: NoticeOf<'team'>, { filing, me, now }: FilingView): Card => {
  const leads = me !== null && isAllowed(filing, me, 'lead');
  const guests = filing.invitations.filter(({ state }) => state === 'open' || state === 'failed');
  return card({
    title: '协作',
    subtitle: institutionName(filing),
    elements: [
      flashPart(flash),
      claimPart(filing, leads),
      filing.members.map((member) => memberRow(filing, member, leads, me !== null && sameWho(member, me), now)),
      guests.length > 0 && hr(),
      guests.map((guest) => guestRow(filing, guest, leads, now)),
      note('每个人只能改自己负责的部分，别的部分都能看。每次保存都记下是谁、什么时候。'),
      me && buttons(ways(filing, me)),
    ],
  });
};

const ways = (filing: Filing, me: NonNullable<FilingView['me']>) => {
  const id = { filing: filing.id };
  const owner = clip(ownerOf(filing)?.name ?? '填报人', NAME_LENGTH);
  return [
    isAllowed(filing, me, 'lead') && [
      button('邀请同事', 'invite.form', { ...id, role: 'editor' }, { style: 'primary' }),
      button('请负责人过目', 'invite.form', { ...id, role: 'head' }),
    ],
    isAllowed(filing, me, 'judge') && button('过目全部内容', 'look.open', id, { style: 'primary' }),
    isAllowed(filing, me, 'claim') &&
      !filing.claim &&
      button('申请接手', 'claim.ask', id, {
        confirm: {
          title: '申请接手这份材料？',
          text: `会告诉${owner}和主办方。${owner} 3 个工作日内没有不同意，您就成为填报人；主办方也可以马上决定。`,
        },
      }),
    isAllowed(filing, me, 'leave') &&
      button('退出', 'team.leave', id, {
        confirm: { title: '退出这份材料？', text: '退出后不能再看和改；您写的内容都留在材料里。' },
      }),
    isEditable(filing) && button('总览', 'check.open', id),
    button('回首页', 'home', {}),
  ];
};

const roleNames: Record<Member['role'], string> = { owner: '填报人', editor: '一起填', head: '过目' };

const memberRow = (filing: Filing, member: Member, leads: boolean, self: boolean, now: Date): Element => {
  const { role, sections, verdict, lostAt } = member;
  const part = role !== 'editor' ? '' : sections ? clip(sectionTitles(filing, sections), SECTIONS_LENGTH) : '全部内容';
  const facts = [roleNames[role], part, verdict && verdictWords(verdict, now), lostAt && '飞书联系不到，可能已离职'];
  const words = md(
    mdt`**${clip(member.name || '同事', NAME_LENGTH)}**${self ? '（您）' : ''}　${facts.filter((fact) => !!fact).join('，')}`,
  );
  const { tenantKey: tenant, openId: who } = member;
  return leads && role !== 'owner'
    ? row(words, button('管理', 'member.open', { filing: filing.id, tenant, who }))
    : words;
};

const guestRow = (filing: Filing, guest: Invitation, leads: boolean, now: Date): Element => {
  const { code, mobile, email, sections, state, endsAt, openId, usesLeft, trouble } = guest;
  const by = code
    ? `邀请码 ${code}，还可用 ${usesLeft} 次`
    : [mobile && maskMobile(mobile), email && clip(maskEmail(email), 40)].filter(Boolean).join('、');
  const part =
    guest.role === 'head' ? '请过目' : sections ? clip(sectionTitles(filing, sections), SECTIONS_LENGTH) : '全部内容';
  const where =
    state === 'failed'
      ? `没有送到：${trouble ?? ''}`
      : endsAt <= now
        ? '已过期'
        : `${code ? '' : openId ? '等待答复，' : '正在查找，'}${momentWords(endsAt, now)} 前有效`;
  // A code lets in whoever has it: only the one who hands it on needs to see it.
  const words = md(mdt`**${leads || !code ? by : '邀请码'}**　${part}`, mdt`${where}`);
  return leads ? row(words, button('收回', 'invite.withdraw', { filing: filing.id, invitation: guest.id })) : words;
};

/** What somebody who was asked says of the draft. */
export const verdictWords = ({ state, at }: Verdict, now: Date): string =>
  ({ asked: '已请过目，还没有答复', agreed: '已同意', objected: '不同意' })[state] +
  (state === 'asked' ? '' : `（${momentWords(at, now)}）`);

const claimPart = (filing: Filing, leads: boolean): Element[] => {
  const { claim } = filing;
  if (!claim) return [];
  const words = `${clip(claim.name, NAME_LENGTH)} 申请接手这份材料，${longDay(dayOf(new Date(Date.parse(claim.dueAt) - 1)))} 内没有不同意就由对方填报。`;
  return [
    text(words, { color: 'orange' }),
    ...(leads ? [buttons(button('去答复', 'claim.open', { filing: filing.id, at: claim.at }))] : []),
  ];
};

/** One colleague, for the owner: sections, a look before 定稿, handing over, removing. */
export const memberCard = ({ who }: NoticeOf<'member'>, { filing, now }: FilingView): Card => {
  const member = memberOf(filing, who);
  const name = clip(member?.name || '同事', NAME_LENGTH);
  const place = { filing: filing.id, tenant: who.tenantKey, who: who.openId };
  if (!member) {
    return card({
      title: '协作',
      subtitle: institutionName(filing),
      elements: [text('这位同事已经不在这份材料里了。'), buttons(button('返回', 'team.open', { filing: filing.id }))],
    });
  }
  return card({
    title: `协作：${name}`,
    subtitle: institutionName(filing),
    elements: [
      text(`${roleNames[member.role]}${member.verdict ? `，${verdictWords(member.verdict, now)}` : ''}`),
      form('assign', [
        ...sectionsSelect(filing, member.sections ?? []),
        ...(member.role === 'head' ? [note('现在只看；保存分工后，对方也可以填写选定的部分。')] : []),
        buttons(submit('保存分工', 'member.assign', place, { style: 'primary' })),
      ]),
      buttons(
        button(member.verdict ? '请再过目一次' : '定稿前请对方过目', 'member.ask', place),
        button('移交给对方', 'member.handOver', place, {
          confirm: {
            title: `移交给${name}？`,
            text: '对方成为填报人，负责邀请、分工、定稿和提交；您留下来一起填。',
          },
        }),
        button('移除', 'member.remove', place, {
          style: 'danger',
          confirm: { title: `移除${name}？`, text: '对方马上不能再看和改；已经写的内容都留在材料里。' },
        }),
        button('返回', 'team.open', { filing: filing.id }),
      ),
    ],
  });
};
