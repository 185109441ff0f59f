import { randomUUID } from 'node:crypto';
import type { Command } from '../../../services/filing/decision.ts';
import { assigneeOf, DIRECT, type Filing } from '../../../services/filing/filing.ts';
import { perform } from '../../../services/filing/perform.ts';
import { allSlots, institutionSlots } from '../../../services/filing/seal-commands.ts';
import { createFiling, loadFiling } from '../../../services/filing/store.ts';
import { answersWith, fileRef } from '../filing/sample.ts';
import { type Day, dayOf, plus } from './reminder-days.ts';
import type { FilingFacts } from './reminder-model.ts';
import { nobodyWakes, OPERATOR, type Scene, who } from './season-scene.ts';

const hash = 'ab12'.padEnd(64, '0');
/** Where each kind of filing goes, by what its answers say of the institution. */
const standings: Record<string, Record<string, string | null>> = {
  '999900': { affiliation: 'none', outlet: '是', outletYear: '2021' },
  MOE: { affiliation: 'MOE', outlet: '否', outletYear: null },
  [DIRECT]: { affiliation: 'other_central', outlet: '否', outletYear: null },
};
export const ROUTES = Object.keys(standings);

/** A draft of somebody's, filled in so far that it can be handed in. Resolves with its id. */
export const beginFiling = async (scene: Scene, to: string, institutionName: string): Promise<string> => {
  const { tx, roundId, state, dice, now, people } = scene;
  const id = randomUUID();
  const owner = { ...who(dice.pick(people)), name: '填报人' };
  await createFiling(tx, { id, roundId, creditCode: id, owner, now });
  const answers = answersWith({ identity: { institutionName }, standing: standings[to]! });
  const sections = Object.entries(answers).map(([step, values]) => ({ step, rev: 0, values }));
  state.filings[id] = { status: 'draft', to, members: [owner.openId] };
  await act(scene, id, [{ type: 'adopt', sections }]);
  return id;
};

/** Commands to one filing, by its first member; nobody is told of them but by reminders. */
export const act = async ({ tx, state, now }: Scene, id: string, commands: Command[]): Promise<void> => {
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
const recommend: Way = (_scene, { version }) => [{ type: 'recommend', version, opinion: '同意', over: '成效突出' }];
const simple =
  (type: 'open' | 'withdraw' | 'takeBack' | 'reopen'): Way =>
  (_scene, { version }) => [{ type, version }];

/** What can be done in each state; the first ones lead on. */
const ways: Record<string, Way[]> = {
  draft: [handIn, handIn, handIn, freeze, join, join, giveUp],
  returned: [handIn, handIn, freeze, join, giveUp],
  frozen: [(_scene, { version }) => [...sealed(version), { type: 'submit', version }], simple('reopen'), join],
  submitted: [simple('open'), simple('open'), recommend, simple('withdraw'), give, handOver],
  under_review: [recommend, recommend, recommend, give, handOver, simple('withdraw'), giveUp],
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
  objection: [
    (_scene, { version, office }) => [
      { type: 'settleObjection', version, objection: office!.objections.at(-1)!.id, upheld: false, why: '已核实' },
    ],
  ],
  abandoned: [() => [{ type: 'resume' }]],
};

/** Something is done about one of the filings that is possible in its state. */
export const onFiling = async (scene: Scene): Promise<string> => {
  const id = scene.dice.pick(Object.keys(scene.state.filings));
  const filing = await loadFiling(scene.tx, id);
  const possible = ways[filing.status];
  if (!possible) return 'none';
  const commands = scene.dice.pick(possible)(scene, filing);
  await act(scene, id, commands);
  return commands.at(-1)!.type;
};
