import { createDatabase, type Database } from '../../../prisma/client.ts';
import { openRound } from '../../../services/rounds/open.ts';
import { asOwner } from '../../database.ts';
import { prepareQueue } from '../../queue-clock.ts';
import { yunhan } from '../../season.ts';
import { createDice, type Dice } from '../filing/dice.ts';
import { escalationFaults } from './escalation-check.ts';
import { ledgerFaults } from './ledger.ts';
import { faultsOf } from './reminder-check.ts';
import { type Day, dayOf, instant, plus, works } from './reminder-days.ts';
import { milestones, type State, thingsOf } from './reminder-model.ts';
import { type Course, createCourse, momentOf, type Received, type Tally } from './season-course.ts';
import { beginFiling, ROUTES } from './season-filings.ts';
import { OPERATOR } from './season-scene.ts';
import { startSeasonWorld, TENANT } from './season-world.ts';

/** Last days within or beside the holidays of their years. */
const DEADLINES: Day[][] = [
  ['2023-01-28', '2023-04-30', '2023-05-03', '2023-06-23', '2023-10-06'],
  ['2024-02-17', '2024-04-06', '2024-05-05', '2024-06-10', '2024-10-07'],
  ['2025-02-04', '2025-04-06', '2025-05-05', '2025-06-02', '2025-10-08'],
  ['2026-02-23', '2026-04-06', '2026-05-05', '2026-06-21', '2026-10-07'],
];
const PEOPLE = ['ou_a', 'ou_b', 'ou_c', 'ou_d', 'ou_e', 'ou_f'];
const NAMES = [...'甲乙丙丁戊己庚辛'].map((name) => `${name}字研究所`);
const DAY_MINUTES = 1440;

export type House = { dbs: Database[]; close: () => Promise<void> };

/** Three processes' connections to one database. */
export const openHouse = async (url: string): Promise<House> => {
  await prepareQueue(url);
  const dbs = [1, 2, 3].map(() => createDatabase(url, { max: 3 }));
  return { dbs, close: async () => void (await Promise.all(dbs.map((db) => db.$disconnect()))) };
};

/** One random season of reminders, compared with the model; rejects with what differs and with what had happened. */
export const playSeason = async ({ dbs }: House, seed: number, tally: Tally = {}): Promise<void> => {
  const [db] = dbs as [Database];
  const dice = createDice(seed);
  const materials = plus(dice.pick(DEADLINES[seed % DEADLINES.length]!), dice.below(5) - 2);
  const begins = plus(materials, -9 - dice.below(18));
  await clear(db);
  const world = await startSeasonWorld(dbs, instant(begins, 420 + dice.below(600)), [...PEOPLE, OPERATOR]);
  try {
    const state = firstState(dice, materials);
    const roundId = await openOwnRound(db, state, world.now());
    const course = createCourse({ world, dice, roundId, state, people: PEOPLE, tally });
    for (const { code, name } of await db.department.findMany({ where: { roundId } })) course.names.set(name, code);
    await runThrough(course, dice, world.clock);
    const faults = [
      ...faultsOf(course.facts),
      ...escalationFaults(course.facts, course.escalated, OPERATOR),
      ...(await ledgerFaults(db, course.messages)),
      ...world.feishu.violations.map(({ kind, detail }) => `violation: ${kind} ${detail}`),
    ];
    if (faults.length) throw new Error(`seed ${seed}: ${[...faults, ...course.trace, ...told(course)].join('\n')}`);
    for (const what of ['seasons', `calendar of ${materials.slice(0, 4)}`]) tally[what] = (tally[what] ?? 0) + 1;
    tally.escalated = (tally.escalated ?? 0) + course.escalated.length;
    tally.messages = (tally.messages ?? 0) + course.messages.length;
  } finally {
    await world.stop();
  }
};

const firstState = (dice: Dice, materials: Day): State => ({
  ...{ annex2: plus(materials, -dice.below(13)), materials, filings: {}, operators: [OPERATOR], quiet: {} },
  departments: Object.fromEntries(ROUTES.map((code) => [code, { sent: false }])),
});

type Clock = Awaited<ReturnType<typeof startSeasonWorld>>['clock'];

/** Day after day, until some days after the deadline. Where nothing is due the alarm seldom strikes, for a season has to be short. */
const runThrough = async (course: Course, dice: Dice, clock: Clock): Promise<void> => {
  const { facts, names, change, strike, stateNow } = course;
  const begin = async (): Promise<void> => {
    const name = NAMES.find((one) => !names.has(one));
    if (!name) return;
    const to = dice.pick(ROUTES);
    await change(async (scene) => {
      names.set(name, await beginFiling(scene, to, name));
      return 'begin';
    });
  };
  for (let many = 3 + dice.below(3); many > 0; many--) await begin();
  const outage = plus(stateNow().materials, -dice.below(16));
  let busy = 0;
  for (let day = dayOf(clock.now()); day <= plus(stateNow().materials, 5); day = plus(day, 1)) {
    if (day === outage) course.breakDown(instant(day, dice.below(3 * DAY_MINUTES)));
    const isDue = thingsOf(stateNow()).some((thing) => milestones(facts, thing).some((one) => one.day === day));
    busy = isDue ? 2 : busy - Number(works(facts, day));
    for (const { minute, what } of momentsOf(dice, busy > 0 ? 100 : 8, { change, strike, begin })) {
      await clock.jump(instant(day, minute) + dice.below(20_000));
      await what();
    }
  }
  course.noteState();
};

type Deeds = Record<'change' | 'strike' | 'begin', () => Promise<void>>;

/** What a day is to bring, in its order; `looks`: how likely the alarm strikes, in percent. */
const momentsOf = (dice: Dice, looks: number, { change, strike, begin }: Deeds) => {
  const moments: { minute: number; what: () => Promise<void> }[] = [];
  const some = (chance: number, minute: () => number, what: () => Promise<void>) => {
    if (dice.below(100) < chance) moments.push({ minute: minute(), what });
  };
  some(
    30,
    () => 480 + dice.below(600),
    () => change(),
  );
  some(
    20,
    () => 530 + dice.below(110),
    () => change(),
  );
  some((looks * 2) / 5, () => 541 + dice.below(89), strike);
  some(looks / 12, () => dice.below(DAY_MINUTES), strike);
  some((looks * 9) / 10, () => (dice.below(2) ? 631 + dice.below(58) : 841 + dice.below(178)), strike);
  some(6, () => 480 + dice.below(600), begin);
  return moments.sort((one, other) => one.minute - other.minute);
};

const told = ({ messages }: Course): string[] =>
  messages.map(({ at, person, lines }: Received) => {
    const things = lines.map((line) => Object.values(line).join(' '));
    return `${momentOf(at)} → ${person}: ${things.join(' | ')}`;
  });

const openOwnRound = async (db: Database, { annex2, materials }: State, now: Date): Promise<string> => {
  const by = { tenantKey: TENANT, openId: OPERATOR };
  await db.operator.create({ data: { ...by, name: '国知办', addedBy: 'settings', addedAt: now } });
  const opening = {
    call: 'notice-2023',
    year: Number(materials.slice(0, 4)),
    extraDepartments: [yunhan],
    holidays: [],
  };
  const dates = { annex2DueOn: annex2, materialsDueOn: materials };
  const id = await db.$transaction((tx) => openRound(tx, { ...opening, ...dates }, by, now));
  // Two departments are as good as forty-one.
  await db.department.deleteMany({ where: { roundId: id, code: { notIn: ROUTES } } });
  return id;
};

const clear = async (db: Database): Promise<void> => {
  await asOwner(db);
  await db.$executeRawUnsafe(
    'TRUNCATE "Round", "Reminder", "Escalation", "EscalationStep", "Outbox", "Journal", "Person", "RateSlot", "Operator", "Chain" CASCADE',
  );
};
