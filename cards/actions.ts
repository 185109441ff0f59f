import { z } from 'zod';
import { deskDeeds } from '../services/filing/desk-batch.ts';
import { batchDeeds, intakeStates, officeDeeds } from '../services/office/states.ts';
import { halves } from '../services/reminders/halves.ts';
import { routeEdit } from '../services/rounds/own-routes.ts';
import {
  type Button,
  type ButtonStyle,
  type ButtonWidth,
  type Confirm,
  callbackButton,
  submitButton,
} from './kit/index.ts';

// Typed as a plain object: zod infers Record<string, never> for {}, which cannot also hold an action.
const nothing: z.ZodType<object> = z.object({});
const filing = z.object({ filing: z.string() });
const version = filing.extend({ version: z.int() });
/** `asked`: on the cards of a colleague who was asked for an opinion; without a page they come as messages of their own. */
const reading = version.extend({ page: z.int().optional(), asked: z.boolean().optional() });
const step = filing.extend({ step: z.string() });
const field = step.extend({ field: z.string() });
/** `back`: the list was opened from the check, to which the way leads back. */
const listed = field.extend({ back: z.boolean().optional() });
const invite = filing.extend({ role: z.enum(['editor', 'head']) });
const member = filing.extend({ tenant: z.string(), who: z.string() });
const round = z.object({ round: z.string() });
const registration = z.object({ registration: z.string() });
const department = round.extend({ department: z.string() });

/** Where to go after a save: the next section, the one before, the same, on without asking for more, or the overview. */
export const go = z.enum(['next', 'back', 'stay', 'skip', 'check']);
export type Go = z.infer<typeof go>;

/** Every button a card may carry. Cards stay in chats for weeks: a name here is public. */
export const actions = {
  home: nothing,
  'filing.ask': nothing,
  'filing.start': round,
  'filing.open': filing,
  'filing.join': filing,
  'join.answer': filing.extend({ tenant: z.string(), who: z.string(), yes: z.boolean() }),
  'team.open': filing,
  'team.leave': filing,
  'invite.form': invite,
  'invite.code': invite,
  'invite.find': invite,
  'invite.withdraw': filing.extend({ invitation: z.string() }),
  'invite.answer': filing.extend({ invitation: z.string(), yes: z.boolean() }),
  'member.open': member,
  'member.assign': member,
  'member.ask': member,
  'member.handOver': member,
  'member.remove': member,
  'claim.ask': filing,
  'claim.open': filing.extend({ at: z.string() }),
  'claim.answer': filing.extend({ at: z.string(), yes: z.boolean() }),
  'look.open': filing,
  'look.agree': filing,
  'look.form': filing,
  'look.object': filing.extend({ agree: z.boolean() }),
  'step.open': step.extend({ back: z.boolean().optional() }),
  /** `form`: the revision of the form the card was drawn by; 1 when absent. */
  'step.save': step.extend({ rev: z.int(), go, form: z.int().optional() }),
  'step.confirm': step.extend({ form: z.int() }),
  'step.undo': step.extend({ rev: z.int() }),
  'item.open': listed.extend({ item: z.string() }),
  'item.pick': listed,
  'item.save': listed.extend({ item: z.string(), was: z.string(), another: z.boolean() }),
  'item.remove': listed.extend({ item: z.string(), was: z.string() }),
  'item.arrange': listed.extend({ how: z.enum(['up', 'down', 'remove']) }),
  'item.restore': listed.extend({ aside: z.string() }),
  'table.template': field,
  'table.same': step.extend({ aside: z.string(), same: z.enum(['skip', 'replace']) }),
  'table.adopt': field.extend({
    aside: z.string(),
    rev: z.int(),
    same: z.enum(['skip', 'replace']),
    how: z.enum(['all', 'sound']),
  }),
  'table.drop': field.extend({ aside: z.string() }),
  'text.land': field.extend({ batch: z.string(), rev: z.int(), replace: z.boolean() }),
  'text.open': field.extend({ batch: z.string() }),
  'text.more': field.extend({ batch: z.string() }),
  'text.drop': field.extend({ batch: z.string(), rev: z.int() }),
  'brought.open': filing.extend({ brought: z.string() }),
  'brought.take': filing.extend({ brought: z.string(), revs: z.record(z.string(), z.int()) }),
  'brought.undo': step.extend({ brought: z.string(), rev: z.int() }),
  'brought.drop': filing.extend({ brought: z.string() }),
  'earlier.open': filing.extend({ earlier: z.string() }),
  'file.open': step.extend({ file: z.string() }),
  'file.send': filing.extend({ file: z.string() }),
  'file.takeOut': step.extend({ file: z.string() }),
  'file.restore': step.extend({ file: z.string() }),
  'file.move': step.extend({ file: z.string(), by: z.int() }),
  'file.replace': step.extend({ file: z.string(), on: z.boolean() }),
  'file.rename': step.extend({ file: z.string() }),
  'file.place': field.extend({ files: z.array(z.string()) }),
  'files.open': filing,
  'scan.finish': version,
  'conflict.choose': step.extend({ rev: z.int(), at: z.string(), mine: z.boolean(), field: z.string().optional() }),
  'check.open': filing,
  'answers.open': filing.extend({ page: z.int() }),
  'offer.take': field.extend({ rev: z.int(), text: z.string() }),
  'filing.freeze': filing.extend({ rev: z.int() }),
  'filing.reopen': version,
  'filing.seal': version,
  'filing.submit': version,
  'filing.file': version,
  'filing.withdraw': version,
  'seal.open': filing,
  'status.open': filing,
  'urge.send': filing,
  'copy.open': filing.extend({ department: z.string() }),
  'copy.read': version.extend({ department: z.string() }),
  'copy.list': department,
  'withdraw.open': filing,
  'seal.send': filing.extend({ file: z.string() }),
  'seal.page': version,
  'seal.remove': filing.extend({ file: z.string() }),
  'seal.check': version,
  'seal.undo': version,
  /** The files of a message that came before it was clear whose they are. */
  'seal.place': version.extend({ message: z.string() }),
  'filing.online': version,
  'abandon.open': filing,
  'filing.abandon': filing.extend({ rev: z.int() }),
  'filing.resume': filing,
  'receipt.open': version,
  'draft.send': filing,
  'pack.send': version,
  'scan.remove': filing.extend({ file: z.string() }),
  'annex.send': version,
  'review.open': version,
  'review.files': version,
  'review.returnForm': version,
  'review.return': version,
  'review.recommendForm': version,
  /** `over`: a second word, beyond the quota; `wait`: kept in rank without a place. */
  'review.recommend': version.extend({ over: z.boolean().optional(), wait: z.boolean().optional() }),
  'office.list': round.extend({ state: z.enum(intakeStates).optional(), page: z.int().optional() }),
  'office.open': filing,
  'office.files': version,
  'board.open': round.extend({ page: z.int().optional() }),
  'office.find': round,
  'office.search': round,
  'office.case': filing,
  'office.admit': filing,
  'office.send': round.extend({ what: z.enum(['list', 'publicity', 'export', 'history']) }),
  'office.returnForm': version,
  'office.return': version,
  'office.addRemark': version,
  'office.dropRemark': version,
  'office.form': version.extend({ deed: z.enum(officeDeeds) }),
  /** `objection`: which one; `upheld`: what becomes of it; `look`: only what the values come to is asked. */
  'office.decide': version.extend({
    deed: z.enum(officeDeeds),
    objection: z.string().optional(),
    upheld: z.boolean().optional(),
    look: z.boolean().optional(),
  }),
  'review.section': reading,
  'review.fileList': reading,
  'review.file': version.extend({ file: z.string(), asked: z.boolean().optional() }),
  'batch.open': department.extend({ deed: z.enum(deskDeeds) }),
  'batch.preview': department.extend({ deed: z.enum(deskDeeds) }),
  /** `chosen`: filings with the version that was seen. */
  'batch.recommend': department.extend({
    chosen: z.array(z.string()),
    over: z.boolean().optional(),
    wait: z.boolean().optional(),
  }),
  'batch.return': department.extend({ chosen: z.array(z.string()) }),
  'review.addRemark': version,
  'review.dropRemark': version,
  /** To whom in the department the review is handed, and who is asked. */
  'review.people': version,
  'review.assign': version,
  'review.unassign': version,
  'opinion.ask': version.extend({ what: z.enum(['opinion', 'approval']) }),
  'opinion.drop': version.extend({ opinion: z.string() }),
  'opinion.answer': version.extend({ opinion: z.string(), agree: z.boolean() }),
  'opinion.files': version,
  'review.suggest': version,
  'review.turnDownForm': version,
  'review.turnDown': version,
  'review.takeBack': version,
  'review.moveUp': version,
  'review.moveUpOver': version,
  'desk.open': department.extend({ page: z.int().optional() }),
  /** `order`: a mark of the department's order as it was shown. */
  'desk.rank': filing.extend({ order: z.string(), how: z.enum(['up', 'down']) }),
  'office.batchForm': round.extend({ deed: z.enum(batchDeeds) }),
  'office.batchLook': round.extend({ deed: z.enum(batchDeeds) }),
  'office.batchDo': round.extend({ batch: z.string() }),
  'office.batchShow': round.extend({ batch: z.string(), page: z.int().optional() }),
  'round.choose': round,
  'round.contacts': round,
  'department.list': round.extend({ page: z.int().optional() }),
  'department.open': department,
  'department.form': round.extend({ department: z.string().optional() }),
  'department.save': round.extend({ department: z.string().optional(), was: z.string().optional() }),
  'contact.form': round.extend({ contact: z.string().optional(), department: z.string().optional() }),
  'contact.code': department,
  'contact.withdraw': department.extend({ code: z.string() }),
  'contact.register': z.object({ code: z.string() }),
  'contact.look': registration,
  /** Before it is answered: their own entry, to be corrected. */
  'contact.entry': registration,
  'contact.reenter': registration,
  /** `seen`: when the entry on the card was corrected last, if it was. */
  'contact.confirm': registration.extend({ seen: z.string().optional() }),
  'contact.refuseForm': registration,
  'contact.refuse': registration,
  'contact.own': department,
  'contact.correct': department,
  'contact.appoint': round,
  'annex2.word': department,
  'annex2.book': round,
  'annex2.form': department,
  'annex2.sent': department,
  'annex2.unsent': department,
  /** `search`: to look once more for somebody who was not found. */
  'colleague.open': department.extend({ search: z.string().optional() }),
  'colleague.find': department,
  'colleague.code': department,
  'colleague.withdraw': department.extend({ code: z.string() }),
  'colleague.end': department.extend({ colleague: z.string() }),
  'deputy.form': department,
  'deputy.name': department,
  'deputy.code': department,
  'deputy.end': department.extend({ deputy: z.string() }),
  'round.deadlines': round,
  'round.move': round.extend({ rev: z.int() }),
  /** `was`: the date the card showed, '' for none. */
  'due.open': department,
  'due.set': department.extend({ was: z.string() }),
  'due.clear': department.extend({ was: z.string() }),
  'extend.list': round,
  'extend.find': round,
  'extend.department': department.extend({ was: z.string() }),
  'extend.endDepartment': department.extend({ was: z.string() }),
  'extend.open': filing,
  'extend.filing': filing.extend({ was: z.string() }),
  'extend.endFiling': filing.extend({ was: z.string() }),
  'round.correction': round,
  'round.adopt': round.extend({ rev: z.int(), form: z.int() }),
  'remind.unheard': round.extend({ half: z.enum(halves).optional(), page: z.int().optional() }),
  /** An operator has telephoned somebody, as the row names them. */
  'remind.called': round.extend({ recipient: z.string(), half: z.enum(halves).optional(), page: z.int().optional() }),
  'remind.later': z.object({ digest: z.string() }),
  'remind.settings': nothing,
  'remind.quiet': nothing,
  'remind.resume': nothing,
  'round.past': nothing,
  'round.closing': round,
  /** `seen`: the numbers the card showed. */
  'round.close': round.extend({ rev: z.int(), seen: z.string().optional() }),
  'history.list': round.extend({ page: z.int() }),
  'history.send': filing,
  'broadcast.list': round,
  /** `broadcast`: one that was looked at, to be changed. */
  'broadcast.form': round.extend({ broadcast: z.string().optional() }),
  'broadcast.look': round,
  'broadcast.open': round.extend({ broadcast: z.string() }),
  /** `at`: when it is to begin; `until`: only now while people are at work. In ms since 1970; without them now, whatever the hour. */
  'broadcast.send': round.extend({
    ...{ broadcast: z.string(), audience: z.string() },
    ...{ at: z.int().optional(), until: z.int().optional() },
  }),
  'broadcast.stop': round.extend({ broadcast: z.string() }),
  'round.calendar': round,
  'round.windows': round.extend({ rev: z.int() }),
  'round.day': round.extend({ rev: z.int(), work: z.boolean() }),
  'round.dropDay': round.extend({ rev: z.int() }),
  'round.routes': round,
  /** `rule`: which row; a new one when absent. */
  'round.routeForm': round.extend({ rule: z.string().optional() }),
  'round.routeLook': round.extend({ rev: z.int(), rule: z.string().optional() }),
  'round.routeAsk': round.extend({ rev: z.int(), edit: routeEdit }),
  'round.routeKeep': round.extend({ rev: z.int(), edit: routeEdit }),
  /** `of`: the filing or department that the deadline is about, `more`: and others with the same day. */
  'calendar.send': round.extend({
    ...{ rule: z.string(), on: z.string() },
    ...{ of: z.string().optional(), more: z.boolean().optional() },
  }),
  'opened.out': round.extend({ out: z.boolean() }),
  'opened.contact': department,
  'operators.open': nothing,
  'operators.form': z.object({ search: z.string().optional() }),
  'operators.add': nothing,
  'operators.remove': z.object({ tenant: z.string(), who: z.string() }),
  'undelivered.list': z.object({ page: z.int() }),
  'undelivered.retry': z.object({ message: z.string(), page: z.int() }),
  'undelivered.retryAll': z.object({ which: z.enum(['all', 'spent']) }),
  'undelivered.drop': z.object({ message: z.string(), page: z.int() }),
  'round.new': nothing,
  'round.open': nothing,
} as const;
export type ActionName = keyof typeof actions;
/** The actions whose buttons stand in a form: what was typed comes with them, or nothing is done. */
const formActions = [
  'filing.start',
  'invite.code',
  'invite.find',
  'member.assign',
  'look.object',
  'filing.freeze',
  'filing.seal',
  'filing.file',
  'seal.check',
  'copy.read',
  'filing.online',
  'filing.abandon',
  'step.save',
  'item.pick',
  'item.arrange',
  'item.save',
  'file.rename',
  'review.return',
  'review.recommend',
  'office.decide',
  'office.return',
  'office.addRemark',
  'office.dropRemark',
  'office.search',
  'office.admit',
  'review.addRemark',
  'batch.preview',
  'batch.recommend',
  'batch.return',
  'review.dropRemark',
  'review.suggest',
  'review.turnDown',
  'review.moveUpOver',
  'office.batchLook',
  'department.save',
  'annex2.sent',
  'colleague.code',
  'colleague.find',
  'review.assign',
  'opinion.ask',
  'opinion.answer',
  'deputy.name',
  'deputy.code',
  'contact.register',
  'contact.reenter',
  'contact.refuse',
  'contact.correct',
  'contact.appoint',
  'round.move',
  'broadcast.look',
  'round.windows',
  'round.day',
  'round.routeLook',
  'round.dropDay',
  'operators.add',
  'remind.quiet',
  'due.set',
  'extend.find',
  'extend.department',
  'extend.filing',
  'round.open',
] as const satisfies ActionName[];
export type FormAction = (typeof formActions)[number];
export const bringsForm = (action: ActionName): boolean => (formActions as readonly ActionName[]).includes(action);

export type Payload<A extends ActionName> = z.infer<(typeof actions)[A]>;

type Look = { style?: ButtonStyle; confirm?: Confirm; width?: ButtonWidth };

/** A button outside a form. */
export const button = <A extends Exclude<ActionName, FormAction>>(
  label: string,
  action: A,
  payload: Payload<A>,
  look: Look & { disabled?: string } = {},
): Button => callbackButton(label, { action, ...payload }, look);

/**
 * A button inside a form. A submit's `value` may not arrive, so the identity travels in the button's name, as
 * letters, digits, - and _ only.
 */
export const submit = <A extends FormAction>(label: string, action: A, payload: Payload<A>, look: Look = {}): Button =>
  submitButton(label, encode(action, payload), look);

const SEPARATOR = '__';
const encode = (action: string, payload: object): string =>
  `${action.replaceAll('.', '-')}${SEPARATOR}${Buffer.from(JSON.stringify(payload)).toString('base64url')}`;

export type Decoded = { [A in ActionName]: { action: A; payload: Payload<A> } }[ActionName];

/** What a click carries, or undefined when it is no button of ours (an older release's, or forged). */
export const decode = (name: string | undefined, value: Record<string, unknown> | undefined): Decoded | undefined => {
  const raw = ofToday(fromName(name) ?? value);
  const parsed = z.object({ action: z.enum(Object.keys(actions) as [ActionName, ...ActionName[]]) }).safeParse(raw);
  if (!parsed.success) return undefined;
  const { action } = parsed.data;
  const payload = actions[action].safeParse(raw);
  return payload.success ? ({ action, payload: payload.data } as Decoded) : undefined;
};

/** 退回补正 by the national office was one of its deeds once: its button and its form are those of today's own form. */
const ofToday = (raw: Record<string, unknown> | undefined): Record<string, unknown> | undefined => {
  const action = raw?.deed === 'return' && GIVING_BACK.get(raw.action);
  return action ? { ...raw, action } : raw;
};
const GIVING_BACK = new Map<unknown, ActionName>([
  ['office.form', 'office.returnForm'],
  ['office.decide', 'office.return'],
]);

const fromName = (name: string | undefined): Record<string, unknown> | undefined => {
  const [action, payload] = name?.split(SEPARATOR) ?? [];
  if (!action || !payload) return undefined;
  try {
    return { ...JSON.parse(Buffer.from(payload, 'base64url').toString()), action: action.replaceAll('-', '.') };
  } catch {
    return undefined;
  }
};
