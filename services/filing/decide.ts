import { type Deed, mayDo } from '../people/roles.ts';
import { Refusal } from '../refusal.ts';
import { abandonCommands } from './abandon-commands.ts';
import { broughtCommands } from './brought-commands.ts';
import { copyCommands } from './copy-commands.ts';
import { correctCommands } from './correct-commands.ts';
import { begunUnder } from './corrected.ts';
import type { Circumstances, Command, Commands, Decision } from './decision.ts';
import { extendCommands } from './extend-commands.ts';
import { fileCommands } from './file-commands.ts';
import { type Filing, type Former, memberOf, routeOfFiling, sameWho, underItsForm, type Who } from './filing.ts';
import { fillCommands } from './fill-commands.ts';
import { inviteCommands } from './invite-commands.ts';
import { listCommands } from './list-commands.ts';
import { lookCommands } from './look-commands.ts';
import { officeCommands } from './office-commands.ts';
import { opinionCommands } from './opinion-commands.ts';
import { reviewCommands } from './review-commands.ts';
import { sealCommands } from './seal-commands.ts';
import { submitCommands } from './submit-commands.ts';
import { teamCommands } from './team-commands.ts';
import { urgeCommands } from './urge-commands.ts';

const handlers: Commands = {
  ...fillCommands,
  ...broughtCommands,
  ...fileCommands,
  ...listCommands,
  ...submitCommands,
  ...reviewCommands,
  ...opinionCommands,
  ...sealCommands,
  ...officeCommands,
  ...correctCommands,
  ...abandonCommands,
  ...teamCommands,
  ...inviteCommands,
  ...lookCommands,
  ...urgeCommands,
  ...copyCommands,
  ...extendCommands,
};

/**
 * What each command takes in a member. Null: not a member's deed; whoever lets it in (the reviewing department, somebody
 * who has been invited) has been checked there.
 */
export const deedOf: Record<Command['type'], Deed | null> = {
  save: 'edit',
  confirm: 'edit',
  saveItem: 'edit',
  removeItem: 'edit',
  moveItem: 'edit',
  restoreItem: 'edit',
  adoptItems: 'edit',
  append: 'edit',
  undo: 'edit',
  attach: 'edit',
  choose: 'edit',
  adopt: 'edit',
  unadopt: 'edit',
  freeze: 'carry',
  reopen: 'carry',
  scan: 'carry',
  page: 'carry',
  receive: 'edit',
  placeFiles: 'edit',
  takeOut: 'edit',
  restore: 'edit',
  moveFile: 'edit',
  renameFile: 'edit',
  finishScan: 'carry',
  submit: 'carry',
  withdraw: 'carry',
  abandon: 'carry',
  resume: 'carry',
  join: null,
  invite: 'lead',
  found: null,
  uninvite: 'lead',
  accept: null,
  decline: null,
  assign: 'lead',
  remove: 'lead',
  leave: 'leave',
  handOver: 'lead',
  ownerLost: null,
  claim: 'claim',
  settleClaim: null,
  askLook: 'lead',
  judge: 'judge',
  open: null,
  return: null,
  turnDown: null,
  recommend: null,
  moveUp: null,
  takeBack: null,
  rank: null,
  assignReview: null,
  askOpinion: null,
  giveOpinion: null,
  dropOpinion: null,
  seal: 'carry',
  complete: null,
  dropComplete: null,
  sealComplete: null,
  unseal: null,
  fileOnline: null,
  officeReturn: null,
  refuse: null,
  publicise: null,
  object: null,
  settleObjection: null,
  correctPublicity: null,
  correctNumber: null,
  approve: null,
  list: null,
  admit: null,
  reroute: null,
  acknowledge: null,
  urge: null,
  urgeRead: null,
  expire: null,
  extend: null,
};

/**
 * What a command makes of a filing (the arrows of the state machine stand in test/services/filing/arrows.ts). Pure: no clock, no database, no Feishu. Throws Refusal with words for the person.
 */
export const decide = (filing: Filing, command: Command, circumstances: Circumstances): Decision => {
  const { closingAt, closedAt } = filing.round;
  // While a round is being ended nothing changes but that what is unfinished expires.
  if (closedAt || (closingAt && command.type !== 'expire'))
    throw new Refusal('round_closed', '本年度备案工作已经结束，不能再改动。如有疑问请联系主办方。');
  const { actor, now } = circumstances;
  const deed = deedOf[command.type];
  if (deed) mayDo(filing, actor, deed, 'step' in command ? command.step : undefined);
  const handler = handlers[command.type] as (f: Filing, c: Command, x: Circumstances) => Decision;
  const made = backAgain(filing, actor, command.type, handler(filing, command, circumstances));
  const decision = { ...made, filing: underItsForm(standing(unsealed(filing, made.filing))) };
  // Whatever a command is called: a section is changed only by somebody who may change it.
  const touched = sectionsTouched(filing, decision.filing);
  for (const step of touched) mayDo(filing, actor, 'edit', step);
  const name = actor.name || (memberOf(filing, actor)?.name ?? '');
  const edit = { tenantKey: actor.tenantKey, openId: actor.openId, name, at: now.toISOString() };
  const changed = touched.filter((step) => filing.revs[step] !== decision.filing.revs[step]);
  if (!changed.length) return decision;
  const edits = { ...filing.edits, ...Object.fromEntries(changed.map((step) => [step, edit])) };
  const former = {
    ...filing.former,
    ...Object.fromEntries(changed.map((step) => [step, formerOf(filing, step, decision, command)])),
  };
  const confirmed = { ...decision.filing.confirmed, ...begunUnder(filing, changed) };
  return { ...decision, filing: { ...decision.filing, edits, former, confirmed } };
};

/** The seals were looked at on the scans of then: with others they have to be looked at again. */
const unsealed = (before: Filing, after: Filing): Filing =>
  after.status === 'inst_sealed' && (before.scans !== after.scans || before.pages !== after.pages)
    ? { ...after, status: 'frozen' }
    : after;

/** Whether the answers of now lead anywhere: an institution that no row admits is told at once, and let in as soon as one does. */
const standing = (filing: Filing): Filing => {
  if (filing.status !== 'draft' && filing.status !== 'ineligible') return filing;
  const status = routeOfFiling(filing).kind === 'ineligible' ? 'ineligible' : 'draft';
  return filing.status === status ? filing : { ...filing, status };
};

/** What the section said until now, kept once: the change before the last cannot be undone any more. */
const formerOf = (before: Filing, step: string, { filing }: Decision, { type }: Command): Former => ({
  rev: filing.revs[step] ?? 0,
  values: before.answers[step] ?? {},
  ...(type === 'undo' && { undone: true }),
});

/** Sections whose answers, or texts that wait for a choice, are others than before. */
const sectionsTouched = (before: Filing, after: Filing): string[] =>
  [...new Set([...Object.keys(after.answers), ...Object.keys(after.conflicts), ...Object.keys(before.answers)])].filter(
    (step) =>
      before.answers[step] !== after.answers[step] ||
      before.revs[step] !== after.revs[step] ||
      before.conflicts[step] !== after.conflicts[step],
  );

/** Whoever acts has not left, whatever the platform said of them. */
const backAgain = (before: Filing, actor: Who, command: Command['type'], decision: Decision): Decision => {
  if (command === 'ownerLost' || decision.outcome === 'unchanged' || !memberOf(before, actor)?.lostAt) return decision;
  const members = decision.filing.members.map((one) => (sameWho(one, actor) ? { ...one, lostAt: null } : one));
  return { ...decision, filing: { ...decision.filing, members } };
};
