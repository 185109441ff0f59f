import { Refusal } from '../refusal.ts';
import { type Actor, type Commands, done } from './decision.ts';
import { type Filing, type Invitation, type Member, memberOf, sameWho, type Who } from './filing.ts';
import { news, toOwner, withMember } from './team-commands.ts';

/** Members and open invitations of one filing; a card lists them all. */
const MOST_PEOPLE = 20;
/** An invitation ends after so many days. */
export const INVITED_DAYS = 7;

/** Inviting colleagues, by a code that is handed on or by mobile or e-mail. */
export const inviteCommands: Pick<Commands, 'invite' | 'found' | 'uninvite' | 'accept' | 'decline'> = {
  invite: (filing, { invitation }, { actor }) => {
    if (filing.members.length + filing.invitations.length >= MOST_PEOPLE) {
      throw new Refusal('too_many', `没有发出：一份材料最多 ${MOST_PEOPLE} 位同事（含未答复的邀请），请先收回不用的。`);
    }
    const invited = { ...filing, invitations: [...filing.invitations, invitation] };
    const notice = { kind: 'inviteText', filingId: filing.id, invitationId: invitation.id } as const;
    const text = invitation.code ? [{ to: { who: bare(actor) }, notice }] : [];
    return done(invited, { what: `invite ${invitation.role} ${invitation.sections?.join(' ') ?? 'all'}` }, text);
  },

  found: (filing, { invitation: id, found }) => {
    const invitation = filing.invitations.find((one) => one.id === id);
    if (invitation?.state !== 'open' || invitation.openId) return done(filing, { what: 'found' }, [], 'unchanged');
    const inviter = { tenantKey: invitation.tenantKey, openId: invitation.invitedBy };
    const trouble = 'trouble' in found ? found.trouble : fillsAlready(filing, invitation, found.openId);
    if (trouble !== undefined) {
      const failed: Invitation = { ...invitation, state: 'failed', trouble };
      const notice = { kind: 'team', filingId: filing.id, flash: `邀请没有送到：${trouble}` } as const;
      return done(replaced(filing, failed), { what: 'invitation: nobody found' }, [{ to: { who: inviter }, notice }]);
    }
    const { openId } = found as { openId: string };
    const notice = { kind: 'invited', filingId: filing.id, invitationId: id } as const;
    const guest = { tenantKey: invitation.tenantKey, openId };
    return done(replaced(filing, { ...invitation, openId }), { what: 'invitation sent' }, [
      { to: { who: guest }, notice },
    ]);
  },

  uninvite: (filing, { invitation: id }) => {
    const invitation = filing.invitations.find((one) => one.id === id);
    if (!invitation) return done(filing, { what: 'uninvite' }, [], 'unchanged');
    return done(replaced(filing, ended(invitation, 'withdrawn')), { what: 'uninvite' });
  },

  accept: (filing, { invitation: id, name }, { now, actor }) => {
    const invitation = openTo(filing, id, actor, now);
    const left = invitation.usesLeft - 1;
    const used: Invitation = left > 0 ? { ...invitation, usesLeft: left } : ended(invitation, 'used');
    const known = memberOf(filing, actor);
    const member = joining(known, invitation, { ...bare(actor), name }, now);
    const joined = withMember(replaced(filing, used), member);
    const welcome =
      invitation.role === 'head'
        ? ({ kind: 'look', filingId: filing.id } as const)
        : ({ kind: 'status', filingId: filing.id, event: 'joined' } as const);
    return done(joined, { what: `join ${member.role}` }, [
      { to: { who: bare(actor) }, notice: welcome },
      ...toOwner(filing, 'joined', member.name),
    ]);
  },

  decline: (filing, { invitation: id }, { now, actor }) => {
    const invitation = openTo(filing, id, actor, now);
    const inviter = { tenantKey: invitation.tenantKey, openId: invitation.invitedBy };
    return done(replaced(filing, ended(invitation, 'declined')), { what: 'decline' }, [
      news(filing, inviter, 'declined', ''),
    ]);
  },
};

const bare = ({ tenantKey, openId }: Who): Who => ({ tenantKey, openId });

/** The mobile and the e-mail have served; the code may not serve again. */
const ended = (invitation: Invitation, state: Invitation['state']): Invitation => ({
  ...invitation,
  state,
  usesLeft: 0,
  code: null,
  mobile: null,
  email: null,
});

const replaced = (filing: Filing, invitation: Invitation): Filing => ({
  ...filing,
  invitations: filing.invitations.map((one) => (one.id === invitation.id ? invitation : one)),
});

const fillsAlready = (filing: Filing, { tenantKey, role }: Invitation, openId: string): string | undefined => {
  const member = memberOf(filing, { tenantKey, openId });
  if (!member || role === 'head') return undefined;
  return `${member.name || '这位同事'}已经在一起填了，可以直接调整分工。`;
};

/** The invitation, if it is still open and meant for this person. */
const openTo = (filing: Filing, id: string, actor: Actor, now: Date): Invitation => {
  const invitation = filing.invitations.find((one) => one.id === id);
  if (invitation?.state !== 'open' || invitation.usesLeft < 1 || invitation.endsAt <= now) {
    throw new Refusal('invitation_over', '这个邀请已经过期、用完或被收回。请同事重新邀请您。');
  }
  const guest = invitation.openId && { tenantKey: invitation.tenantKey, openId: invitation.openId };
  if (!invitation.code && (!guest || !sameWho(guest, actor))) {
    throw new Refusal('not_invited', '这个邀请是发给另一位同事的。');
  }
  if (memberOf(filing, actor)?.role === 'owner') throw new Refusal('is_owner', '您是这份材料的填报人，不用邀请码。');
  return invitation;
};

/** Whoever takes part already keeps what they have and gets what the invitation adds. */
const joining = (known: Member | undefined, invitation: Invitation, who: Who & { name: string }, now: Date): Member => {
  const asked = { state: 'asked', at: now.toISOString() } as const;
  if (invitation.role === 'head')
    return known ? { ...known, verdict: asked } : { ...who, role: 'head', verdict: asked };
  if (known?.role !== 'editor') return { ...known, ...who, role: 'editor', sections: invitation.sections };
  const both = known.sections && invitation.sections && [...new Set([...known.sections, ...invitation.sections])];
  return { ...known, sections: both };
};
