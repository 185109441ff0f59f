import type { ActionName } from '../../cards/actions.ts';
import { type Role, roles, type Stage } from './rights-world.ts';

/**
 * Who may press a button, on a filing of theirs (`own`: the one they fill, or that has been submitted to them) and on one
 * they have nothing to do with (`foreign`). Whoever is not named is refused, and a line says so. For buttons of rounds,
 * departments and operators there is one kind only.
 */
export type Right = {
  own: readonly Role[];
  foreign?: readonly Role[];
  /** The state of the filing on whose card the button stands; a draft if nothing is said. */
  stage?: Stage;
  /** Those who take part without this right may hear first that what the button is about is gone: then no line is left. */
  late?: true;
};

/** What stands before the point in an action's name; a name without one stands for itself. */
type Group = ActionName extends infer A ? (A extends `${infer G}.${string}` ? G : A) : never;

const all = roles;
const anyone = { own: all, foreign: all };
const owner: Role[] = ['owner'];
const fillers: Role[] = ['owner', 'editor'];
const writers: Role[] = ['owner', 'editor', 'partial'];
const readers: Role[] = ['owner', 'editor', 'partial', 'head'];
const operator: Right = { own: ['operator'], foreign: ['operator'] };
/** Who acts for the department now. */
const acting: Role[] = ['contact', 'deputy'];
const department = (stage: Stage): Right => ({ own: acting, stage });
/** What belongs to a department is no matter of a filing. */
const ofDepartment = (...own: Role[]): Right => ({ own, foreign: own });

/** One row for each group of buttons; a new group does not compile without one. */
export const groups: Record<Group, Right> = {
  home: anyone,
  // Each sets how they themselves are reminded.
  remind: anyone,
  filing: { own: fillers },
  join: { own: owner },
  team: { own: readers },
  invite: { own: owner },
  member: { own: owner },
  claim: { own: ['owner'] },
  look: { own: ['head'] },
  step: { own: writers },
  item: { own: fillers },
  table: { own: fillers },
  text: { own: readers },
  brought: { own: fillers },
  earlier: { own: fillers },
  file: { own: fillers },
  files: { own: readers },
  scan: { own: fillers, stage: 'frozen' },
  conflict: { own: writers },
  status: { own: [...readers, ...acting, 'operator'], foreign: ['operator'], stage: 'submitted' },
  urge: { own: [...fillers, ...acting], stage: 'submitted' },
  copy: { own: ['copied'], stage: 'submitted' },
  withdraw: { own: readers, stage: 'submitted' },
  seal: { own: [...fillers, ...acting], stage: 'recommended' },
  check: { own: readers },
  answers: { own: readers },
  offer: { own: writers },
  abandon: { own: fillers },
  receipt: { own: readers, stage: 'submitted' },
  draft: { own: readers },
  pack: { own: readers, stage: 'frozen' },
  annex: { own: [...readers, ...acting], stage: 'submitted' },
  review: department('submitted'),
  // Only a colleague who was let in and asked answers, and there is none here.
  opinion: department('submitted'),
  colleague: ofDepartment(...acting),
  desk: ofDepartment(...acting),
  batch: ofDepartment(...acting),
  round: operator,
  department: operator,
  contact: operator,
  annex2: ofDepartment(...acting, 'operator'),
  // No deputy names another.
  deputy: ofDepartment('contact', 'operator'),
  due: ofDepartment(...acting, 'operator'),
  extend: operator,
  broadcast: operator,
  // A day that anybody may know, for whoever asks.
  calendar: anyone,
  // Each says of themselves whether they file.
  opened: anyone,
  office: { ...operator, stage: 'publicity' },
  board: operator,
  history: { ...operator, stage: 'publicity' },
  operators: operator,
  undelivered: operator,
};

/** Buttons that are not like the others of their group. */
export const exceptions: Partial<Record<ActionName, Right>> = {
  'filing.ask': anyone,
  'office.returnForm': { ...operator, stage: 'filed_online' },
  'office.return': { ...operator, stage: 'filed_online' },
  'office.addRemark': { ...operator, stage: 'filed_online' },
  'office.dropRemark': { ...operator, stage: 'filed_online' },
  'office.admit': operator,
  'filing.start': anyone,
  'filing.open': { own: readers },
  // Whoever comes later asks the owner to be let in.
  'filing.join': anyone,
  'team.leave': { own: ['editor', 'partial', 'head'] },
  // The operators settle it where the owner is silent.
  // The one who was invited answers, and that is none of these.
  'invite.answer': { own: [] },
  'claim.answer': { own: ['owner', 'operator'], foreign: ['operator'] },
  'claim.ask': { own: ['editor', 'partial'] },
  'step.open': { own: readers },
  'table.template': { own: readers },
  'table.same': { own: fillers, late: true },
  'table.adopt': { own: fillers, late: true },
  'table.drop': { own: fillers, late: true },
  'item.restore': { own: fillers, late: true },
  'brought.take': { own: fillers, late: true },
  'brought.undo': { own: fillers, late: true },
  'filing.seal': { own: fillers, stage: 'frozen' },
  'filing.file': { own: fillers, stage: 'submitted', late: true },
  'copy.list': ofDepartment('copied'),
  'filing.online': { own: [...fillers, ...acting], stage: 'dept_sealed' },
  'seal.undo': { own: [...fillers, ...acting], stage: 'dept_sealed' },
  'seal.open': { own: [...readers, ...acting], stage: 'recommended' },
  'seal.send': { own: [...readers, ...acting], stage: 'recommended' },
  'seal.page': { own: [...readers, ...acting], stage: 'recommended' },
  'brought.open': { own: readers },
  'brought.drop': { own: writers },
  // Only filings this person filled before, of which there are none here.
  'earlier.open': { own: [] },
  'file.open': { own: readers },
  'file.send': { own: readers },
  // The file lies where it would be put: what changes nothing is refused to nobody who writes.
  'file.restore': { own: writers },
  'file.move': { own: writers },
  'file.place': { own: writers },
  'opinion.answer': { own: [], stage: 'submitted' },
  'opinion.files': { own: [], stage: 'submitted' },
  'desk.rank': department('recommended'),
  'review.takeBack': department('dept_sealed'),
  'review.moveUp': department('waiting'),
  'review.moveUpOver': department('waiting'),
  'filing.reopen': { own: fillers, stage: 'frozen' },
  'filing.withdraw': { own: fillers, stage: 'submitted' },
  'remind.unheard': operator,
  'remind.called': operator,
  // A message of somebody else, whoever asks here.
  'remind.later': { own: [] },
  'round.choose': anyone,
  // Only whoever was the contact in an earlier round, of which there is none here.
  'opened.contact': { own: [] },
  'annex2.book': operator,
  // Each sees there what they filled themselves.
  'round.past': anyone,
  'department.open': ofDepartment(...acting, 'operator'),
  // With a code from the operator, which nobody has here.
  'contact.register': { own: [] },
  // Only whoever has registered, and that is none of these.
  'contact.entry': { own: [] },
  'contact.reenter': { own: [] },
  // A contact takes back the codes of their deputies.
  'contact.withdraw': ofDepartment('contact', 'operator'),
  // Their own entry, also before and after their days.
  'contact.own': ofDepartment(...acting, 'offDuty'),
  'contact.correct': ofDepartment(...acting, 'offDuty'),
};
