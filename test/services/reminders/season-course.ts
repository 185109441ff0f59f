import { Refusal } from '../../../services/refusal.ts';
import { putOffUntilMorning } from '../../../services/reminders/wishes.ts';
import type { Dice } from '../filing/dice.ts';
import type { Escalated } from './escalation-check.ts';
import { dayOf, minuteOf } from './reminder-days.ts';
import type { Facts, Message, State } from './reminder-model.ts';
import { somethingHappens } from './season-acts.ts';
import { calendar } from './season-calendar.ts';
import type { Scene } from './season-scene.ts';
import { type SeasonWorld, TENANT } from './season-world.ts';
import { escalatedLinesOfCard, isReminder, linesOfCard, namesAll } from './told-lines.ts';

export type Tally = Record<string, number>;
/** A message with the uuid it was sent under. */
export type Received = Message & { uuid: string };
export type Course = ReturnType<typeof createCourse>;

type Given = { world: SeasonWorld; dice: Dice; roundId: string; state: State; people: readonly string[]; tally: Tally };

/** What happens in a season, one thing after the other, and what is noted of it. `names`: of filings and departments, as cards call them. */
export const createCourse = ({ world, dice, roundId, people, tally, ...given }: Given) => {
  const { clock, db, processes } = world;
  const names = new Map<string, string>();
  const trace: string[] = [];
  const messages: Received[] = [];
  const escalated: Escalated[] = [];
  let { state } = given;
  const facts: Facts = { ...calendar, states: [], strikes: [], messages, later: [] };
  const downUntil = processes.map(() => 0);
  let foulUntil = 0;

  const note = (what: string): void => {
    trace.push(`${momentOf(clock.now())} ${what}`);
    tally[what] = (tally[what] ?? 0) + 1;
  };
  const noteState = (): void => void facts.states.push({ at: clock.now(), state: structuredClone(state) });
  const aMomentLater = () => clock.jump(clock.now() + 1);

  /** In a transaction of its own, on a state of its own, so that nothing is left of what may not be. */
  const change = async (what: (scene: Scene) => Promise<string> = somethingHappens): Promise<void> => {
    await aMomentLater();
    const scene = { roundId, state: structuredClone(state), dice, now: world.now(), people };
    try {
      note(await db.$transaction((tx) => what({ ...scene, tx })));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      note(`refused ${error.code}`);
      return;
    }
    state = scene.state;
    noteState();
  };

  /** The alarm strikes, for one of the processes that live or for all at once; some are killed in the middle of it. */
  const strike = async (): Promise<void> => {
    const awake = [...processes.keys()].filter((n) => downUntil[n]! <= clock.now());
    if (!awake.length) return;
    const struck = dice.below(5) ? [dice.pick(awake)] : awake;
    const killed = struck.filter(() => dice.below(12) === 0);
    for (const n of killed) downUntil[n] = clock.now() + dice.below(3 * 1440) * 60_000;
    note(`strike${struck.length > 1 ? ' for all' : ''}${killed.length ? ', killed' : ''}`);
    weather();
    const done = await world.strike(struck, killed, async () => {
      if (dice.below(6) === 0) await change();
    });
    world.feishu.faults.clear();
    if (done) facts.strikes.push(clock.now());
    for (const message of read()) if (dice.below(12) === 0) await putOff(message);
  };

  /**
   * Now and then the platform is out for some hours. The hour in which it knows a uuid is over when it is back: what may have
   * arrived is another test's matter.
   */
  const weather = (): void => {
    if (clock.now() >= foulUntil && dice.below(25) > 0) return;
    note('platform out');
    world.feishu.faults.fail('send', { times: 1000, ...(dice.below(2) && { drop: true }) });
    foulUntil = Math.max(foulUntil, clock.now() + (63 + dice.below(300)) * 60_000);
  };

  /** The reminders that have come since; what else the last days bring is kept beside them. */
  const read = (): Received[] => {
    const known = messages.length;
    for (const { card, ...one } of world.received().slice(known + escalated.length)) {
      if (isReminder(card!)) messages.push({ ...one, lines: linesOfCard(card!, names) });
      else escalated.push({ ...one, lines: escalatedLinesOfCard(card!, names), whole: namesAll(card!) });
    }
    return messages.slice(known);
  };

  /** 明早再说. */
  const putOff = async ({ person, lines, uuid }: Received): Promise<void> => {
    await aMomentLater();
    const who = { tenantKey: TENANT, openId: person };
    try {
      await db.$transaction((tx) => putOffUntilMorning(tx, uuid, who, world.now()));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      note('later refused');
      return;
    }
    note('later');
    facts.later.push({ at: clock.now(), person, lines });
  };

  /** No process lives until then. */
  const breakDown = (until: number): void => {
    note('outage');
    downUntil.fill(until);
  };

  noteState();
  return {
    ...{ facts, messages, escalated, names, trace, change, strike, breakDown, noteState },
    stateNow: () => state,
  };
};

export const momentOf = (at: number): string => {
  const minute = minuteOf(at);
  return `${dayOf(at)} ${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}`;
};
