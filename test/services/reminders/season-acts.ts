import { randomUUID } from 'node:crypto';
import type { Tx } from '../../../prisma/client.ts';
import { recordSending } from '../../../services/departments/annex2.ts';
import { appointContact, settleLookUp } from '../../../services/departments/contacts.ts';
import { extendDepartment, setDepartmentDue } from '../../../services/departments/department-due.ts';
import type { Command } from '../../../services/filing/decision.ts';
import { assigneeOf, DIRECT, type Filing } from '../../../services/filing/filing.ts';
import { perform } from '../../../services/filing/perform.ts';
import { allSlots, institutionSlots } from '../../../services/filing/seal-commands.ts';
import { createFiling, loadFiling } from '../../../services/filing/store.ts';
import type { Enqueue } from '../../../services/queue.ts';
import { setQuiet } from '../../../services/reminders/wishes.ts';
import { lockRound } from '../../../services/rounds/history.ts';
import { moveDeadlines } from '../../../services/rounds/open.ts';
import { loadRound } from '../../../services/rounds/store.ts';
import type { Dice } from '../filing/dice.ts';
import { answersWith, fileRef } from '../filing/sample.ts';
import { type Day, dayOf, type FilingFacts, plus, type State } from './reminder-model.ts';
import { TENANT } from './season-world.ts';

/** Where things are: what an act needs to know beside the state. */
export type Scene = { tx: Tx; roundId: string; state: State; dice: Dice; now: Date; people: readonly string[] };

const hash = 'ab12'.padEnd(64, '0');
const nobodyWakes: Enqueue = async () => {};
const who = (openId: string) => ({ tenantKey: TENANT, openId });
export const OPERATOR = 'ou_operator';

/** Where each kind of filing goes, by what its answers say of the institution. */
const standings: Record<string, Record<string, string | null>> = {
  '999900': { affiliation: 'none', outlet: '是', outletYear: '2021' },
  MOE: { affiliation: 'MOE', outlet: '否', outletYear: null },
  [DIRECT]: { affiliation: 'other_central', outlet: '否', outletYear: null },
};
export const ROUTES = Object.keys(standings);

export const beginFiling = async (scene: Scene, to: string, institutionName: string): Promise<void> => {
  const { tx, roundId, state, dice, now, people } = scene;
  const id = randomUUID();
  const owner = { ...who(dice.pick(people)), name: '填报人' };
  await createFiling(tx, { id, roundId, creditCode: id, owner, now });
  const answers = answersWith({ identity: { institutionName }, standing: standings[to]! });
  const sections = Object.entries(answers).map(([step, values]) => ({ step, rev: 0, values }));
  state.filings[id] = { status: 'draft', to, members: [owner.openId] };
  await act(scene, id, [{ type: 'adopt', sections }]);
};

/** Commands to one filing, by its first member; nobody is told of them but by reminders. */
const act = async ({ tx, state, now }: Scene, id: string, commands: Command[]): Promise<void> => {
  const [first] = state.filings[id]!.members;
  const circumstances = { now, actor: { ...who(first!), name: '填报人' }, operators: [who(OPERATOR)] };
  let filing: Filing | undefined;
  for (const command of commands) ({ filing } = await perform(tx, nobodyWakes, filing ?? id, command, circumstances));
  if (filing) state.filings[id] = factsOf(filing, state.filings[id]!.to);
};

const factsOf = (filing: Filing, to: string): FilingFacts => {
  const { status, members, review, extendedTo, office } = filing;
  const handedTo = assigneeOf(filing)?.openId;
  const until = office?.publicity?.until;
  return {
    ...{ status, to, members: members.filter(({ role }) => role !== 'head').map(({ openId }) => openId) },
    ...(handedTo && { handedTo }),
    ...(review?.remarks && { correction: { by: review.dueOn ?? null } }),
    ...(extendedTo && { extended: extendedTo }),
    ...(until && { publicUntil: until }),
  };
};

type Way = (scene: Scene, filing: Filing) => Command[];
const sealed = (version: number): Command[] => [
  { type: 'scan', version, file: fileRef(randomUUID()) },
  { type: 'seal', version, slots: Object.keys(institutionSlots), code: 'ab12', hash },
];
const freeze: Way = (_scene, { rev }) => [{ type: 'freeze', rev, declared: true }];
const handIn: Way = (scene, filing) => {
  const version = filing.version + 1;
  const last: Command =
    filing.status === 'draft' && scene.state.filings[filing.id]!.to === DIRECT
      ? { type: 'fileOnline', version, on: dayOf(scene.now.getTime()), receipt: 'GG-1' }
      : { type: 'submit', version };
  return [...freeze(scene, filing), ...sealed(version), last];
};
const someDay = ({ dice, now }: Scene): Day => plus(dayOf(now.getTime()), 1 + dice.below(9));
const join: Way = ({ dice, people }) => [
  { type: 'join', member: { ...who(dice.pick(people)), name: '同事', role: 'editor' } },
];
const giveUp: Way = (_scene, { rev }) => [{ type: 'abandon', rev, reason: '' }];
const give: Way = (scene, { version }) => {
  const { state, dice, now } = scene;
  const dueOn = someDay(scene);
  const late = dayOf(now.getTime()) > state.materials || dueOn > state.materials;
  return [{ type: 'return', version, remarks: '请补充', ...(dice.below(2) && !late && { dueOn }) }];
};
const handOver: Way = ({ dice, people }, { version, assignee }) => [
  { type: 'assignReview', version, to: assignee ? null : { ...who(dice.pick(people)), name: '接办' }, tell: [] },
];
const simple =
  (type: 'open' | 'withdraw' | 'takeBack' | 'reopen'): Way =>
  (_scene, { version }) => [{ type, version }];

/** What can be done in each state; the first ones lead on. */
const ways: Record<string, Way[]> = {
  draft: [handIn, handIn, handIn, freeze, join, join, giveUp],
  returned: [handIn, handIn, freeze, join, giveUp],
  frozen: [(_scene, { version }) => [...sealed(version), { type: 'submit', version }], simple('reopen'), join],
  submitted: [simple('open'), simple('withdraw'), give, handOver],
  under_review: [
    (_scene, { version }) => [{ type: 'recommend', version, opinion: '同意', over: '成效突出' }],
    ...[give, handOver, simple('withdraw'), giveUp],
  ],
  recommended: [
    (_scene, { version }) => [
      { type: 'complete', version, file: fileRef(randomUUID()) },
      { type: 'sealComplete', version, slots: Object.keys(allSlots), code: 'ab12', hash },
    ],
    simple('takeBack'),
    join,
  ],
  dept_sealed: [
    (scene, { version }) => [{ type: 'fileOnline', version, on: dayOf(scene.now.getTime()), receipt: 'GG-1' }],
    simple('takeBack'),
  ],
  filed_online: [
    (scene, { version }) => [{ type: 'publicise', version, from: dayOf(scene.now.getTime()), days: 3, link: '' }],
  ],
  publicity: [(_scene, { version }) => [{ type: 'object', version, words: '情况不实' }]],
  objection: [(_scene, { version }) => [{ type: 'settleObjection', version, upheld: false, why: '已核实' }]],
  abandoned: [() => [{ type: 'resume' }]],
};

const onFiling = async (scene: Scene): Promise<string> => {
  const id = scene.dice.pick(Object.keys(scene.state.filings));
  const filing = await loadFiling(scene.tx, id);
  const possible = ways[filing.status];
  if (!possible) return 'none';
  const commands = scene.dice.pick(possible)(scene, filing);
  await act(scene, id, commands);
  return commands.at(-1)!.type;
};

const extend = async (scene: Scene): Promise<string> => {
  const id = scene.dice.pick(Object.keys(scene.state.filings));
  const was = scene.state.filings[id]!.extended ?? '';
  const to = was ? null : plus(scene.state.materials, 1 + scene.dice.below(6));
  await act(scene, id, [{ type: 'extend', was, to, why: '台风' }]);
  return 'extend';
};

const moveDates = async ({ tx, roundId, state, dice, now }: Scene): Promise<string> => {
  const { rev } = await loadRound(tx, roundId);
  const annex2DueOn = dice.below(2) ? state.annex2 : plus(state.annex2, dice.below(9) - 3);
  const materialsDueOn = dice.below(3) ? plus(state.materials, dice.below(12) - 4) : state.materials;
  await moveDeadlines(tx, roundId, rev, { annex2DueOn, materialsDueOn }, who(OPERATOR), now);
  Object.assign(state, { annex2: annex2DueOn, materials: materialsDueOn });
  return 'move dates';
};

/** The department's own day, or an extension for it: set, or taken back. */
const dateDepartment = async ({ tx, roundId, state, dice, now }: Scene): Promise<string> => {
  const code = dice.pick(ROUTES.slice(0, 2));
  const department = state.departments[code]!;
  const change = { roundId, code, by: who(OPERATOR), operator: true };
  if (dice.below(2)) {
    const on = department.due ? null : plus(state.materials, -dice.below(9));
    await setDepartmentDue(tx, nobodyWakes, { ...change, was: department.due ?? '', on }, now);
    department.due = on ?? undefined;
  } else {
    const to = department.extended ? null : plus(state.materials, 1 + dice.below(6));
    const extension = to ? { to, why: '台风' } : null;
    await extendDepartment(tx, nobodyWakes, { ...change, was: department.extended ?? '', extension }, now);
    Object.assign(department, { extended: to ?? undefined, due: undefined });
  }
  return 'date department';
};

/** Somebody becomes a department's contact and is found in Feishu, mostly at once. */
const appoint = async ({ tx, roundId, state, dice, now, people }: Scene): Promise<string> => {
  const departmentCode = dice.pick(ROUTES.slice(0, 2));
  const openId = dice.pick(people);
  const form = { departmentCode, name: '联系人', position: '处长', officePhone: '010-62083114' };
  const reach = { mobile: '13800000000', email: 'liaison@example.com' };
  const contact = await appointContact(tx, nobodyWakes, roundId, { ...form, ...reach }, who(OPERATOR), now);
  const found = dice.below(6) > 0;
  if (found) await settleLookUp(tx, nobodyWakes, contact, { openId }, now);
  state.departments[departmentCode]!.contact = found ? openId : undefined;
  return found ? 'appoint' : 'appoint, not found';
};

const record = async ({ tx, roundId, state, dice, now }: Scene): Promise<string> => {
  const departmentCode = dice.pick(ROUTES.slice(0, 2));
  const department = state.departments[departmentCode]!;
  const on = department.sent ? null : dayOf(now.getTime());
  const round = await lockRound(tx, roundId);
  await recordSending(tx, round, { departmentCode, on, name: '国知办', by: who(OPERATOR) }, now);
  department.sent = on !== null;
  return 'record annex2';
};

const rest = async ({ tx, state, dice, now, people }: Scene): Promise<string> => {
  const person = dice.pick(people);
  const until = dice.below(3) ? plus(dayOf(now.getTime()), dice.below(6)) : null;
  await setQuiet(tx, who(person), until, now);
  state.quiet[person] = until ?? '';
  return until ? 'quiet' : 'quiet no more';
};

const kinds = [...Array(9).fill(onFiling), extend, moveDates, dateDepartment, appoint, record, rest] as ((
  scene: Scene,
) => Promise<string>)[];

/** Something happens. Resolves with its name; what it leads to stands in the scene's state. Rejects with a Refusal when it may not be. */
export const somethingHappens = async (scene: Scene): Promise<string> => {
  const what = await scene.dice.pick(kinds)(scene);
  await scene.tx.outbox.deleteMany({ where: { kind: { not: 'reminder' }, state: 'waiting' } });
  return what;
};
