import { recordSending } from '../../../services/departments/annex2.ts';
import { appointContact, settleLookUp } from '../../../services/departments/contacts.ts';
import { extendDepartment, setDepartmentDue } from '../../../services/departments/department-due.ts';
import { setQuiet } from '../../../services/reminders/wishes.ts';
import { lockRound } from '../../../services/rounds/history.ts';
import { moveDeadlines } from '../../../services/rounds/open.ts';
import { loadRound } from '../../../services/rounds/store.ts';
import { dayOf, plus } from './reminder-days.ts';
import { act, onFiling, ROUTES } from './season-filings.ts';
import { nobodyWakes, OPERATOR, type Scene, who } from './season-scene.ts';

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
  // Sent with the former one's name, the table is not yet sent with this one's.
  Object.assign(state.departments[departmentCode]!, { contact: found ? openId : undefined, sent: false });
  return found ? 'appoint' : 'appoint, not found';
};

const record = async ({ tx, roundId, state, dice, now }: Scene): Promise<string> => {
  const departmentCode = dice.pick(ROUTES.slice(0, 2));
  const department = state.departments[departmentCode]!;
  if (!department.contact) return 'none';
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
  await scene.tx.outbox.deleteMany({ where: { kind: { notIn: ['reminder', 'escalated'] }, state: 'waiting' } });
  return what;
};
