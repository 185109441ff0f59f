import { createDatabase, type Database } from '../../../prisma/client.ts';
import { Refusal } from '../../../services/refusal.ts';
import { putOffUntilMorning } from '../../../services/reminders/wishes.ts';
import { openRound } from '../../../services/rounds/open.ts';
import { yunhan } from '../../season.ts';
import { createDice, type Dice } from '../filing/dice.ts';
import { ledgerFaults } from './ledger.ts';
import {
  type Day,
  dayOf,
  type Facts,
  faultsOf,
  instant,
  type Message,
  milestones,
  minuteOf,
  plus,
  type State,
  thingsOf,
  works,
} from './reminder-model.ts';
import { beginFiling, OPERATOR, ROUTES, somethingHappens } from './season-acts.ts';
import { calendar } from './season-calendar.ts';
import { type SeasonWorld, startSeasonWorld, TENANT } from './season-world.ts';
import { linesOfCard } from './told-lines.ts';

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

export type Tally = Record<string, number>;
export type House = { dbs: Database[]; close: () => Promise<void> };

/** Three processes' connections to one database. */
export const openHouse = (url: string): House => {
  const dbs = [1, 2, 3].map(() => createDatabase(url, { max: 3 }));
  return { dbs, close: async () => void (await Promise.all(dbs.map((db) => db.$disconnect()))) };
};

/** One random season of reminders, compared with the model; rejects with what differs and what had happened. */
export const playSeason = async ({ dbs }: House, seed: number, tally: Tally = {}): Promise<void> => {
  const dice = createDice(seed);
  const materials = plus(dice.pick(DEADLINES[seed % DEADLINES.length]!), dice.below(5) - 2);
  const begins = plus(materials, -9 - dice.below(18));
  await clear(dbs[0]!);
  const world = await startSeasonWorld(dbs, instant(begins, 420 + dice.below(600)), [...PEOPLE, OPERATOR]);
  try {
    await playIn(world, { dice, materials, tally, seed });
  } finally {
    await world.stop();
  }
};

type Season = { dice: Dice; materials: Day; tally: Tally; seed: number };

const playIn = async (world: SeasonWorld, { dice, materials, tally, seed }: Season): Promise<void> => {
  const { clock, db, processes } = world;
  const trace: string[] = [];
  const count = (what: string, n = 1) => {
    tally[what] = (tally[what] ?? 0) + n;
  };
  const note = (what: string) => {
    trace.push(`${dayOf(clock.now())} ${Math.floor(minuteOf(clock.now()) / 60)}:${minuteOf(clock.now()) % 60} ${what}`);
    count(what.replace(/ of .*/, ''));
  };
  let state: State = {
    ...{ annex2: plus(materials, -dice.below(13)), materials, filings: {}, operators: [OPERATOR], quiet: {} },
    departments: Object.fromEntries(ROUTES.map((code) => [code, { sent: false }])),
  };
  const roundId = await openOwnRound(db, state, world.now());
  const facts: Facts = { ...calendar, states: [], strikes: [], messages: [], later: [] };
  const names = new Map<string, string>();
  const downUntil = processes.map(() => 0);

  /** In a transaction of its own, on a state of its own, so that nothing is left of what may not be. */
  const change = async (what: (scene: Parameters<typeof somethingHappens>[0]) => Promise<string>): Promise<void> => {
    await clock.jump(clock.now() + 1);
    const next = structuredClone(state);
    try {
      const scene = { roundId, state: next, dice, now: world.now(), people: PEOPLE };
      note(await db.$transaction((tx) => what({ ...scene, tx })));
      state = next;
      facts.states.push({ at: clock.now(), state: structuredClone(state) });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      note(`refused ${error.code}`);
    }
  };
  const begin = async (n: number): Promise<void> => {
    const to = dice.pick(ROUTES);
    await change(async (scene) => {
      await beginFiling(scene, to, NAMES[n]!);
      names.set(NAMES[n]!, Object.keys(scene.state.filings).at(-1)!);
      return 'begin';
    });
  };

  const read = (): void => {
    const known = facts.messages.length;
    for (const { card, at, person, uuid } of world.received().slice(known)) {
      facts.messages.push({ at, person, lines: linesOfCard(card!, names), uuid } as Message);
    }
    count('messages', facts.messages.length - known);
  };
  const strike = async (): Promise<void> => {
    const awake = processes.flatMap((_one, n) => (downUntil[n]! <= clock.now() ? n : []));
    if (!awake.length) return;
    const struck = dice.below(5) ? [dice.pick(awake)] : awake;
    const killed = struck.filter(() => dice.below(12) === 0);
    for (const n of killed) downUntil[n] = clock.now() + dice.below(3 * DAY_MINUTES) * 60_000;
    const known = facts.messages.length;
    note(`strike${struck.length > 1 ? ' for all' : ''}${killed.length ? ', killed' : ''}`);
    const done = await world.strike(struck, killed, async () => {
      if (dice.below(6) === 0) await change(somethingHappens);
    });
    if (done) facts.strikes.push(clock.now());
    read();
    for (const message of facts.messages.slice(known))
      if (dice.below(12) === 0) await later(message as Message & { uuid: string });
  };
  const later = async ({ person, lines, uuid }: Message & { uuid: string }): Promise<void> => {
    await clock.jump(clock.now() + 1);
    const who = { tenantKey: TENANT, openId: person };
    const until = await db
      .$transaction((tx) => putOffUntilMorning(tx, uuid, who, world.now()))
      .catch((error: unknown) => {
        if (error instanceof Refusal) return undefined;
        throw error;
      });
    note(until ? `later of ${person}` : 'later refused');
    if (until) facts.later.push({ at: clock.now(), person, lines });
  };

  for (const code of ROUTES) names.set(await nameOf(db, roundId, code), code);
  facts.states.push({ at: clock.now(), state: structuredClone(state) });
  for (let n = 0; n < 3 + dice.below(3); n++) await begin(n);
  const outage = plus(state.materials, -dice.below(16));
  let busy = 0;
  for (let day = dayOf(clock.now()); day <= plus(state.materials, 5); day = plus(day, 1)) {
    if (day === outage)
      for (const n of downUntil.keys()) downUntil[n] = instant(day, dice.below(3 * DAY_MINUTES + 600));
    const due = thingsOf(state).some((thing) => milestones(facts, thing).some((one) => one.day === day));
    busy = due ? 2 : busy - Number(works(facts, day));
    const moments: [number, () => Promise<void>][] = [];
    const some = (chance: number, minute: () => number, what: () => Promise<void>) => {
      if (dice.below(100) < chance) moments.push([minute(), what]);
    };
    const looks = busy > 0 ? 100 : 8;
    some(
      30,
      () => 480 + dice.below(600),
      () => change(somethingHappens),
    );
    some(
      20,
      () => 530 + dice.below(110),
      () => change(somethingHappens),
    );
    some((looks * 2) / 5, () => 541 + dice.below(89), strike);
    some(looks / 12, () => dice.below(DAY_MINUTES), strike);
    some((looks * 9) / 10, () => (dice.below(2) ? 631 + dice.below(58) : 841 + dice.below(178)), strike);
    if (names.size < NAMES.length + ROUTES.length)
      some(
        6,
        () => 480 + dice.below(600),
        () => begin(names.size - ROUTES.length),
      );
    for (const [minute, what] of moments.sort(([one], [other]) => one - other)) {
      await clock.jump(instant(day, minute) + dice.below(20_000));
      await what();
    }
  }
  count('days', 0);
  facts.states.push({ at: clock.now(), state });
  const faults = [...faultsOf(facts), ...(await ledgerFaults(db, facts.messages as (Message & { uuid: string })[]))];
  faults.push(...world.feishu.violations.map(({ kind, detail }) => `violation: ${kind} ${detail}`));
  count('seasons');
  if (faults.length) {
    const told = facts.messages.map(
      ({ at, person, lines }) =>
        `${dayOf(at)} ${minuteOf(at) / 60} → ${person}: ${lines.map((line) => Object.values(line).join(' ')).join(' | ')}`,
    );
    throw new Error(`seed ${seed}: ${faults.join('\n')}\n${[...trace, ...told].join('\n')}`);
  }
};

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

const nameOf = async (db: Database, roundId: string, code: string): Promise<string> =>
  (await db.department.findUnique({ where: { roundId_code: { roundId, code } } }))?.name ?? code;

const clear = (db: Database): Promise<number> =>
  db.$executeRawUnsafe(
    'TRUNCATE "Round", "Reminder", "Outbox", "Journal", "Person", "RateSlot", "Operator", "Chain" CASCADE',
  );
