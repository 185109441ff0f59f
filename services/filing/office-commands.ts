import { randomUUID } from 'node:crypto';
import type { EntryKind } from '../journal/entry-kinds.ts';
import { Refusal } from '../refusal.ts';
import { callOf } from '../rounds/calls.ts';
import { addDays, addWorkingDays, type Day, dayOf, isDay, longDay } from '../time.ts';
import { type Actor, type Circumstances, type Commands, type Decision, done, toMembers } from './decision.ts';
import { DIRECT, type Filing, type Office, type Review, withoutScans } from './filing.ts';
import { givenBack } from './giving-back.ts';
import { at, by, short } from './seal-commands.ts';
import { toAllSides, toCopied } from './sides.ts';
import { endsWithRound, isEditable, type Status } from './status.ts';

/**
 * What the national office decides outside the bot and records in it (通知二（三）: 公示，公示无异议后予以备案并发布名单), and
 * what its operators do for single filings.
 */
export const officeCommands: Pick<
  Commands,
  | 'officeReturn'
  | 'refuse'
  | 'publicise'
  | 'object'
  | 'settleObjection'
  | 'approve'
  | 'list'
  | 'admit'
  | 'reroute'
  | 'expire'
> = {
  officeReturn: (filing, given, circumstances) => {
    const { version } = given;
    at(filing, version, ['filed_online'], '现在不能退回：只有已在国家系统提交、还没有公示的材料可以退回。');
    // What was filed is void; its department keeps the place (the notice limits 推荐名额, not filings), and why beyond the quota.
    const review: Review = { ...givenBack(filing, given, circumstances), byOffice: true };
    const { filed: _, ...office } = filing.office!;
    const returned: Filing = { ...withoutScans(filing), status: 'returned', review, office };
    return told(returned, `officeReturn v${version}`, 'returned', circumstances.operators, review.remarks);
  },

  refuse: (filing, { version, reason }, { now, actor, operators }) => {
    at(filing, version, ['filed_online'], '现在不能记为不予备案：公示以后请按异议处理。');
    const why = short(reason, 'no_reason', '请写明不予备案的原因。');
    return ended(filing, 'not_approved', { approved: false, on: dayOf(now), why, ...by(actor, now) }, operators);
  },

  publicise: (filing, { version, from, days, link }, { now, actor, operators }) => {
    at(filing, version, ['filed_online'], '只有已在国家系统提交的材料可以公示。');
    const publicity = publicityOf(filing, { from, days, link }, actor, now);
    const next = withOffice({ ...filing, status: 'publicity' }, { publicity });
    return told(next, `publicise v${version}`, 'publicity', operators);
  },

  object: (filing, { version, words }, { now, actor, operators }) => {
    at(filing, version, ['publicity', 'objection'], '只有公示中的材料可以登记异议。');
    const objection = {
      id: randomUUID().slice(0, 8),
      words: short(words, 'no_words', '请写明异议的内容。'),
      ...by(actor, now),
    };
    const next = withOffice(
      { ...filing, status: 'objection' },
      { objections: [...filing.office!.objections, objection] },
    );
    return told(next, `object v${version}`, 'objected', operators);
  },

  settleObjection: (filing, { version, objection, upheld, why }, { now, actor, operators }) => {
    at(filing, version, ['objection'], '没有等待处理的异议。');
    const open = openObjections(filing);
    // Cards from before several could stand at once do not say which.
    if (!objection) throw new Refusal('old_card', '卡片太旧，请重新打开“处理异议”。');
    if (!open.some(({ id }) => id === objection))
      throw new Refusal('settled', '这一条异议已经处理过了，请用最新的卡片看还有没有别的。');
    const words = short(why, 'no_reason', '请写明异议是否成立的理由。');
    const settled = { upheld, why: words, ...by(actor, now) };
    const objections = filing.office!.objections.map((one) => (one.id === objection ? { ...one, settled } : one));
    const next = withOffice(filing, { objections });
    const what = `objection dismissed v${version}` as const;
    // 公示 goes on when the last one is dismissed; one that is upheld ends it, whatever the others say.
    if (!upheld && open.length > 1) return done(next, { what, why: words });
    if (!upheld) return told({ ...next, status: 'publicity' }, what, 'publicity', operators);
    return ended(next, 'not_approved', { approved: false, on: dayOf(now), why: words, ...by(actor, now) }, operators);
  },

  approve: (filing, { version, number }, { now, actor, operators }) => {
    at(filing, version, ['publicity'], '只有公示期满、没有异议的材料可以准予备案。');
    const { until } = filing.office!.publicity!;
    if (dayOf(now) <= until) {
      throw new Refusal('too_early', `公示到 ${longDay(until)}结束，期满后才能准予备案。`);
    }
    const verdict = { approved: true, on: dayOf(now), why: '', ...by(actor, now) };
    const given = number.trim() ? { number: short(number, 'no_number', '') } : {};
    const next = withOffice({ ...filing, status: 'approved' }, { verdict, ...given });
    return told(next, `approve v${version}`, 'approved', operators);
  },

  list: (filing, { version, on, link, number }, { now, actor, operators }) => {
    at(filing, version, ['approved'], '只有准予备案的材料可以列入名单。');
    if (!isDay(on) || on > dayOf(now)) throw new Refusal('no_day', '请选择名单发布的日期，不能晚于今天。');
    const given = number.trim() ? short(number, 'no_number', '') : filing.office!.number;
    if (!given) throw new Refusal('no_number', '还没有编号，请先填写编号。');
    const listed = { on, link: link.trim().slice(0, 300), ...by(actor, now) };
    const next = withOffice({ ...filing, status: 'listed' }, { listed, number: given });
    const listing = told(next, `list v${version}`, 'listed', operators);
    return { ...listing, notices: [...listing.notices, ...toCopied(next)] };
  },

  admit: (filing, { reason, to }, { now, actor }) => {
    const open: Status[] = ['draft', 'ineligible', 'returned'];
    if (!open.includes(filing.status)) {
      throw new Refusal('wrong_state', '材料已经定稿或提交，不能再改去向；请申报单位先撤回。');
    }
    const known = to === undefined || to === DIRECT || filing.round.departments.some(({ code }) => code === to);
    if (!known) throw new Refusal('no_department', '请选择这一年度的推荐部门。');
    const why = short(reason, 'no_reason', '请写明准予申报或改变去向的理由。');
    const admission = { reason: why, ...(to && { to }), ...by(actor, now) };
    // Whoever could hand in before is only sent elsewhere.
    const event = filing.status === 'ineligible' ? 'admitted' : 'redirected';
    const notice = { kind: 'status', filingId: filing.id, event, why } as const;
    return done({ ...filing, admission }, { what: to ? `admit ${to}` : 'admit', why }, toMembers(filing, notice));
  },

  reroute: (filing) => {
    if (!isEditable(filing)) return done(filing, { what: 'reroute' }, [], 'unchanged');
    const notice = { kind: 'status', filingId: filing.id, event: 'rerouted' } as const;
    return done(filing, { what: 'reroute' }, toMembers(filing, notice));
  },

  expire: (filing) => {
    if (!endsWithRound(filing)) return done(filing, { what: 'expire' }, [], 'unchanged');
    const notice = { kind: 'status', filingId: filing.id, event: 'expired' } as const;
    return done({ ...filing, status: 'expired' }, { what: 'expire' }, toMembers(filing, notice));
  },
};

/** The last of `days` working days, the first of which is `from` or the next working day after it. */
export const publicUntil = (from: Day, days: number, { round }: Pick<Filing, 'round'>): Day =>
  addWorkingDays(addWorkingDays(from, 1, round.holidays), days - 1, round.holidays);

/** Further from today than this, the year or the month is a slip of the hand. */
const FAR_DAYS = 60;

/** What is wrong with the first day of 公示 of what was filed on `filedOn`, in words; undefined when nothing. */
export const publicityFault = (from: Day, filedOn: Day | undefined, today: Day): string | undefined => {
  if (!isDay(from)) return '请选择公示开始的日期。';
  if (filedOn && from < filedOn)
    return `公示开始日期不能早于在国家系统提交的日期（${longDay(filedOn)}），请检查年份和月份。`;
  if (from > addDays(today, FAR_DAYS)) return `公示开始日期离今天超过 ${FAR_DAYS} 天，请检查年份和月份。`;
  return undefined;
};

export const publicityOf = (
  filing: Filing,
  { from, days, link }: { from: Day; days: number; link: string },
  actor: Actor,
  now: Date,
): NonNullable<Office['publicity']> => {
  const fault = publicityFault(from, filing.office?.filed?.on, dayOf(now));
  if (fault) throw new Refusal('no_day', fault);
  if (!Number.isInteger(days) || days < 1 || days > 60) {
    throw new Refusal('no_days', '公示天数请填 1 到 60 之间的工作日数。');
  }
  return { from, until: publicUntil(from, days, filing), link: link.trim().slice(0, 300), ...by(actor, now) };
};

/** Those that wait for a word, the oldest first. */
export const openObjections = ({ office }: Pick<Filing, 'office'>): Office['objections'] =>
  (office?.objections ?? []).filter(({ settled }) => !settled);

/** 公示期, when the operator names none. */
export const usualPublicityDays = ({ round }: Pick<Filing, 'round'>): number =>
  callOf(round.call).deadlines.publicityWorkingDays;

export const withOffice = (filing: Filing, more: Partial<Office>): Filing => ({
  ...filing,
  office: { ...(filing.office ?? { objections: [] }), ...more },
});

const ended = (
  filing: Filing,
  status: 'not_approved',
  verdict: NonNullable<Office['verdict']>,
  operators: Circumstances['operators'],
): Decision =>
  told({ ...withOffice(filing, { verdict }), status }, `refuse v${filing.version}`, 'refused', operators, verdict.why);

/** Everybody concerned hears of it; `said`: the reason that stands on their card. */
export const told = (
  filing: Filing,
  what: EntryKind,
  event: Parameters<typeof toAllSides>[1],
  operators: Circumstances['operators'],
  why?: string,
  said?: string,
): Decision => {
  // The office's own cards are brought up to date in place: it has decided this itself.
  const others = toAllSides(filing, event, operators, said).filter(({ notice }) => notice.kind !== 'office');
  return done(filing, { what, ...(why && { why }) }, others);
};
