import type { EntryKind } from '../journal/entry-kinds.ts';
import { Refusal } from '../refusal.ts';
import { addWorkingDays, dayOf, endOf } from '../time.ts';
import { type Addressed, type Commands, type Decision, done, toMembers } from './decision.ts';
import { type Filing, type Member, memberOf, ownerOf, sameWho, type Who } from './filing.ts';

/** The owner's silence of so many working days gives the draft to the colleague who asks for it. */
const CLAIM_WORKING_DAYS = 3;

/** Who takes part and with what: sections, leaving, handing over. */
export const teamCommands: Pick<
  Commands,
  'assign' | 'remove' | 'leave' | 'handOver' | 'ownerLost' | 'claim' | 'settleClaim'
> = {
  assign: (filing, { who, sections }, { actor }) => {
    const member = colleague(filing, who);
    const assigned = { ...member, role: 'editor' as const, sections };
    return done(withMember(filing, assigned), { what: `assign ${sections?.join(' ') ?? 'all'}` }, [
      news(filing, who, 'assigned', actor.name),
    ]);
  },

  remove: (filing, { who }, { actor }) =>
    done(without(filing, colleague(filing, who)), { what: 'remove member' }, [
      news(filing, who, 'removed', actor.name),
    ]),

  leave: (filing, _command, { actor }) => {
    const member = memberOf(filing, actor)!;
    return done(without(filing, member), { what: 'leave' }, toOwner(filing, 'left', member.name));
  },

  handOver: (filing, { to }, { actor }) => {
    const next = colleague(filing, to);
    const notices = [news(filing, to, 'received', actor.name), news(filing, actor, 'handedOver', next.name)];
    return handed(filing, next, 'hand over', notices);
  },

  ownerLost: (filing, { who }, { now, operators }) => {
    const owner = ownerOf(filing);
    if (!owner || !sameWho(owner, who) || owner.lostAt)
      return done(filing, { what: 'owner out of reach' }, [], 'unchanged');
    const others = toMembers(without(filing, owner), newsOf(filing, 'ownerLost', owner.name));
    // With nobody else in the draft only the operators can help its institution.
    const told = others.length ? others : operators.map((one) => news(filing, one, 'ownerLost', owner.name));
    return done(withMember(filing, { ...owner, lostAt: now }), { what: 'owner out of reach' }, told);
  },

  claim: (filing, _command, { now, actor, operators }) => {
    if (filing.claim) {
      throw new Refusal('claimed', `${filing.claim.name}已经申请接手，正在等填报人或主办方答复。`);
    }
    const { name } = memberOf(filing, actor)!;
    const dueOn = addWorkingDays(dayOf(now), CLAIM_WORKING_DAYS, filing.round.holidays);
    const { tenantKey, openId } = actor;
    const claim = { tenantKey, openId, name, at: now.toISOString(), dueAt: endOf(dueOn).toISOString() };
    const owner = ownerOf(filing);
    const notice = { kind: 'claim', filingId: filing.id, at: claim.at } as const;
    const asked = [...(owner ? [owner] : []), ...operators.filter((one) => !owner || !sameWho(one, owner))];
    return done(
      { ...filing, claim },
      { what: 'claim' },
      asked.map((who) => ({ to: { who: bare(who) }, notice })),
    );
  },

  settleClaim: (filing, { at, yes }, { now, actor, operators }) => {
    const { claim } = filing;
    if (!claim || claim.at !== at) throw new Refusal('no_claim', '这个接手申请已经处理过了，没有再次改动。');
    const owner = ownerOf(filing);
    const decides = (owner && sameWho(owner, actor)) || operators.some((one) => sameWho(one, actor));
    const silent = yes && now >= new Date(claim.dueAt);
    if (!decides && !silent) throw new Refusal('not_owner', '只有填报人或主办方管理员可以答复接手申请。');
    const next = memberOf(filing, claim);
    if (!yes || !next) {
      return done({ ...filing, claim: null }, { what: 'claim refused' }, [
        news(filing, claim, 'claimRefused', actor.name),
      ]);
    }
    const notices = [
      news(filing, claim, 'received', owner?.name ?? ''),
      ...(owner ? [news(filing, owner, 'handedOver', next.name)] : []),
    ];
    return handed(filing, next, 'claim granted', notices);
  },
};

type Event =
  | 'assigned'
  | 'removed'
  | 'left'
  | 'received'
  | 'handedOver'
  | 'ownerLost'
  | 'claimRefused'
  | 'joined'
  | 'declined';

const bare = ({ tenantKey, openId }: Who): Who => ({ tenantKey, openId });
const newsOf = (filing: Filing, event: Event, name: string) =>
  ({ kind: 'teamNews', filingId: filing.id, event, name }) as const;
export const news = (filing: Filing, who: Who, event: Event, name: string): Addressed => ({
  to: { who: bare(who) },
  notice: newsOf(filing, event, name),
});
export const toOwner = (filing: Filing, event: Event, name: string): Addressed[] => {
  const owner = ownerOf(filing);
  return owner ? [news(filing, owner, event, name)] : [];
};

export const withMember = (filing: Filing, member: Member): Filing => ({
  ...filing,
  members: memberOf(filing, member)
    ? filing.members.map((one) => (sameWho(one, member) ? member : one))
    : [...filing.members, member],
});

/** What they asked for goes with them. */
const without = (filing: Filing, member: Member): Filing => ({
  ...filing,
  members: filing.members.filter((one) => !sameWho(one, member)),
  claim: filing.claim && sameWho(filing.claim, member) ? null : filing.claim,
});

const handed = (filing: Filing, next: Member, what: EntryKind, notices: Addressed[]): Decision => {
  const members = filing.members.map((one) => {
    if (sameWho(one, next)) return { ...one, role: 'owner' as const, sections: null, verdict: null };
    return one.role === 'owner' ? { ...one, role: 'editor' as const } : one;
  });
  return done({ ...filing, members, claim: null }, { what }, notices);
};

/** Somebody else who takes part; the owner's own place changes only by handing over. */
export const colleague = (filing: Filing, who: Who): Member => {
  const member = memberOf(filing, who);
  if (!member) throw new Refusal('no_member', '这位同事已经不在这份材料里了。');
  if (member.role === 'owner') throw new Refusal('is_owner', '这位同事是填报人，请先移交。');
  return member;
};
