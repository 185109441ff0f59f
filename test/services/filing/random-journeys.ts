import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { createDatabase, type Database, isTransient, type Tx } from '../../../prisma/client.ts';
import type { Command } from '../../../services/filing/decision.ts';
import type { Filing } from '../../../services/filing/filing.ts';
import { perform, Stale } from '../../../services/filing/perform.ts';
import { createFiling, loadFiling } from '../../../services/filing/store.ts';
import { takeOnce } from '../../../services/inbox.ts';
import { firstBreak } from '../../../services/journal/journal.ts';
import { Refusal } from '../../../services/refusal.ts';
import { createDice, type Dice } from './dice.ts';
import { emptyModel, type Model, type Outcome, type Said } from './journey-model.ts';
import type { At, Card, Move } from './journey-move.ts';
import { someMove } from './journey-moves.ts';
import { noon, sampleAnswers } from './sample.ts';

const people = ['ou_clerk', 'ou_colleague'].map((openId) => ({ tenantKey: 'tenant', openId, name: openId }));
const reviewer = { tenantKey: 'tenant', openId: 'ou_contact', name: '韩示例' };
const enqueue = async () => {};

/** A filing is not what the people's steps must have made of it. */
export class Difference extends Error {
  constructor(words: string) {
    super(words);
    this.name = 'Difference';
  }
}

/** One process on one database; after a `restart` everything it knows comes from there. */
export type Lane = { url: string; roundId: string; db: Database };
export const openLane = (url: string, roundId: string): Lane => ({ url, roundId, db: createDatabase(url, { max: 2 }) });

const restart = async (lane: Lane): Promise<void> => {
  await lane.db.$disconnect();
  lane.db = createDatabase(lane.url, { max: 2 });
};

/** How many steps of which outcome were made. */
export type Tally = Record<string, number>;

export const told = (tally: Tally): string => {
  const of = (ending: string) =>
    Object.entries(tally).reduce((sum, [what, many]) => sum + (what.endsWith(ending) ? many : 0), 0);
  const outcomes = ['done', 'conflict', 'unchanged', 'refused'].map((outcome) => `${of(` ${outcome}`)} ${outcome}`);
  return `${outcomes.join(', ')}, ${of('at once')} pairs at once, ${of('redelivered')} redelivered, ${of('restarts')} restarts`;
};

/** `filled`: it starts with the answers of the sample. */
type Journey = { filled: boolean; steps: number[] };

/** The journey with this number; every step is a seed of its own, so that any of them can be left out. */
const journeyOf = (seed: number, most: number): Journey => {
  const dice = createDice(seed);
  const filled = dice.below(2) === 0;
  return {
    filled,
    steps: Array.from({ length: Math.ceil(most / 3) + dice.below(Math.ceil(most / 1.5)) }, () => dice.below(2 ** 31)),
  };
};

/** Plays one journey and compares after each step and at its end. Rejects with a Difference; `trace` says what was done. */
export const play = async (lane: Lane, { filled, steps }: Journey, trace: string[], tally: Tally): Promise<void> => {
  const id = randomUUID();
  const noted = new Map<string, string>();
  const past: { key: string; move: Move; by: number }[] = [];
  await begin(lane, id);
  let ms = noon.getTime();
  const tick = () => {
    ms += 1000;
    return new Date(ms);
  };
  if (filled) {
    const sections = Object.entries(sampleAnswers()).map(([step, values]) => ({ step, rev: 0, values }));
    await give(lane, id, { type: 'adopt', sections }, tick());
  }
  const first = await loadFiling(lane.db, id);
  let model = { ...emptyModel(first.rev), ...startedWith(first) };
  const cards: Card[] = [{ filing: first, model: structuredClone(model) }];

  const run = async (key: string, move: Move, by: number, target: string | Filing, now: Date) => {
    const actor = move.reviewer ? reviewer : people[by]!;
    const notes: [string, string][] = [];
    for (let tried = 1; ; tried++) {
      try {
        const outcome = await lane.db.$transaction(async (tx: Tx) => {
          if (!(await takeOnce(tx, key, now))) return 'again' as const;
          const at: At = {
            ...{ tx, target, id, now, actor },
            note: (name, value) => notes.push([name, value]),
            noted: (name) => noted.get(name) ?? 'none',
          };
          return move.act(at);
        });
        for (const [name, value] of notes) noted.set(name, value);
        return outcome;
      } catch (error) {
        if (error instanceof Refusal) return 'refused' as const;
        if (!(error instanceof Stale || isTransient(error)) || tried === 8) throw error;
      }
    }
  };

  const expected = (from: Model, move: Move, by: number, now: Date): { after: Model; outcome: Outcome } => {
    const after = structuredClone(from);
    const outcome = move.expected(after, now, people[by]!.openId);
    if (outcome === 'refused' || outcome === 'unchanged') {
      // What lies beside the filing may have changed with an unchanged row.
      return { after: outcome === 'refused' ? structuredClone(from) : after, outcome };
    }
    after.rev += 1;
    return { after, outcome };
  };

  const look = async (): Promise<Filing> => {
    const filing = await loadFiling(lane.db, id);
    const wrong = differenceOf(filing, model);
    if (wrong) throw new Difference(wrong);
    cards.push({ filing, model: structuredClone(model) });
    return filing;
  };

  const one = async (key: string, dice: Dice): Promise<void> => {
    const by = dice.below(2);
    const move = someMove(dice, cardOf(dice, cards), key, model);
    const now = tick();
    trace.push(`${key} ${people[by]!.openId}: ${move.words}`);
    const told = await run(key, move, by, cards.at(-1)!.filing, now);
    const { after, outcome } = expected(model, move, by, now);
    trace.push(`    → ${told}`);
    count(tally, `${move.words.split(' ')[0]} ${told}`);
    if (told !== outcome) throw new Difference(`${move.words}: ${outcome} expected, ${told} told`);
    model = after;
    await look();
    if (told !== 'refused') past.push({ key, move, by });
  };

  const both = async (key: string, dice: Dice): Promise<void> => {
    const made = [0, 1].map((by) => ({
      by,
      key: `${key}${'ab'[by]}`,
      move: someMove(dice, cardOf(dice, cards), `${key}${'ab'[by]}`, model),
      now: tick(),
    })) as [Made, Made];
    trace.push(`${key} at once: ${made.map(({ move }) => move.words).join('  |  ')}`);
    const told = await Promise.all(made.map((each) => run(each.key, each.move, each.by, id, each.now)));
    trace.push(`    → ${told}`);
    const filing = await loadFiling(lane.db, id);
    const orders = [made, made.toReversed()].map((order) => {
      let after = model;
      const outcomes = order.map(({ move, by, now }) => {
        const step = expected(after, move, by, now);
        after = step.after;
        return step.outcome;
      });
      return { after, outcomes: order === made ? outcomes : outcomes.toReversed() };
    });
    const fits = orders.find(
      ({ after, outcomes }) => isDeepStrictEqual(outcomes, told) && !differenceOf(filing, after),
    );
    if (!fits) {
      const why = orders.map(({ after, outcomes }) => `${outcomes}: ${differenceOf(filing, after) ?? 'same'}`);
      throw new Difference(`neither order explains ${told}:\n${why.join('\n')}`);
    }
    count(tally, 'at once');
    model = fits.after;
    await look();
  };

  const again = async (dice: Dice): Promise<void> => {
    if (!past.length) return;
    const { key, move, by } = dice.below(2) ? past.at(-1)! : dice.pick(past);
    trace.push(`${key} again`);
    const told = await run(key, move, by, cards.at(-1)!.filing, tick());
    if (told !== 'again') throw new Difference(`${key} came again and was ${told}`);
    count(tally, 'redelivered');
    await look();
  };

  for (const step of steps) {
    const dice = createDice(step);
    const key = `${id.slice(0, 8)}.${steps.indexOf(step)}`;
    const kind = dice.below(100);
    if (kind < 3) {
      await restart(lane);
      trace.push('restart');
      count(tally, 'restarts');
    }
    if (kind < 16) await again(dice);
    else if (kind < 26) await both(key, dice);
    else await one(key, dice);
  }
  await atTheEnd(lane, id, model);
};

type Made = { by: number; key: string; move: Move; now: Date };
const count = (tally: Tally, what: string) => {
  tally[what] = (tally[what] ?? 0) + 1;
};

/** The newest card, or one further up in the chat. */
const cardOf = (dice: Dice, cards: Card[]): Card => {
  const back = dice.below(10);
  return back < 6 ? cards.at(-1)! : back < 8 ? (cards.at(-2) ?? cards.at(-1)!) : dice.pick(cards);
};

const begin = async ({ db, roundId }: Lane, id: string): Promise<void> => {
  const [owner, editor] = people as [(typeof people)[0], (typeof people)[0]];
  await db.$transaction(async (tx) => {
    await createFiling(tx, { id, roundId, creditCode: id, owner, now: noon });
    await tx.member.create({ data: { filingId: id, ...editor, role: 'editor', joinedAt: noon } });
  });
};

const give = ({ db }: Lane, id: string, command: Command, now: Date) =>
  db.$transaction((tx) => perform(tx, enqueue, id, command, { now, actor: people[0]!, operators: [] }));

const startedWith = ({ answers }: Filing): Partial<Model> => ({
  said: structuredClone(answers),
  changes: Object.fromEntries(Object.keys(answers).map((step) => [step, 1])),
  before: Object.fromEntries(Object.keys(answers).map((step) => [step, {}])),
});

/** What differs between the row and what must be there, in words; undefined when nothing does. */
const differenceOf = (filing: Filing, model: Model): string | undefined => {
  const row: Record<string, unknown> = {
    ...{ status: filing.status, version: filing.version, rev: filing.rev },
    answers: withoutEmpty(filing.answers),
    rivals: withoutEmpty(
      Object.fromEntries(
        Object.entries(filing.conflicts).map(([step, all]) => [
          step,
          all.map(({ by, at, values }) => ({ by: by.openId, at, values })),
        ]),
      ),
    ),
    ...{ scans: filing.scans, pages: filing.pages, waiting: filing.loose.filter(({ out }) => !out) },
    out: filing.loose.flatMap(({ out, ...file }) =>
      out ? [{ file, place: { step: out.step, field: out.field }, at: out.at }] : [],
    ),
  };
  const must: Record<string, unknown> = {
    ...{ status: model.status, version: model.version, rev: model.rev },
    ...{ answers: withoutEmpty(model.said), rivals: withoutEmpty(model.rivals) },
    ...{ scans: model.scans, pages: model.pages, waiting: model.waiting, out: model.out },
  };
  const wrong = Object.keys(must).filter((part) => !isDeepStrictEqual(row[part], must[part]));
  return wrong.length
    ? wrong.map((part) => `${part}: ${firstDifference(must[part], row[part])}`).join('\n')
    : undefined;
};

const withoutEmpty = (all: Record<string, object>) =>
  Object.fromEntries(Object.entries(all).filter(([, one]) => Object.keys(one).length > 0));

const firstDifference = (must: unknown, is: unknown, path = ''): string => {
  if (must && is && typeof must === 'object' && typeof is === 'object') {
    const keys = [...new Set([...Object.keys(must), ...Object.keys(is)])] as never[];
    const key = keys.find((one) => !isDeepStrictEqual(must[one], is[one]));
    if (key !== undefined) return firstDifference(must[key], is[key], `${path}.${String(key)}`);
  }
  return `${path} must be ${JSON.stringify(must)?.slice(0, 200)}, is ${JSON.stringify(is)?.slice(0, 200)}`;
};

/** Whoever looked away all the time and comes back finds: an unbroken history, legal states, every 定稿 as it was, and the answers of the plain way. */
const atTheEnd = async (lane: Lane, id: string, model: Model): Promise<void> => {
  const filing = await loadFiling(lane.db, id);
  const broken = await firstBreak(lane.db, `filing:${id}`, filing.journalHead);
  if (broken) throw new Difference(`the history is broken at ${broken}`);
  const entries = await lane.db.journal.findMany({ where: { subject: `filing:${id}` }, orderBy: { seq: 'asc' } });
  if (entries.length !== filing.rev) throw new Difference(`${entries.length} entries for ${filing.rev} changes`);
  for (const { from, to, what } of entries) {
    if (from && from !== to && !legal.includes(`${from} ${to}`)) throw new Difference(`${what}: from ${from} to ${to}`);
  }
  const versions = await lane.db.version.findMany({ where: { filingId: id } });
  const sealed = Object.fromEntries(
    versions.map(({ version, answers }) => [version, withoutEmpty(answers as Record<string, object>)]),
  );
  const must = Object.fromEntries(Object.entries(model.sealed).map(([version, said]) => [version, withoutEmpty(said)]));
  if (!isDeepStrictEqual(sealed, must)) throw new Difference(`定稿: ${firstDifference(must, sealed)}`);
  const plain = await plainly(lane, model.said);
  if (!isDeepStrictEqual(withoutEmpty(plain), withoutEmpty(filing.answers)))
    throw new Difference(`the plain way: ${firstDifference(plain, filing.answers)}`);
};

const legal = [
  ...['draft frozen', 'returned frozen', 'frozen draft', 'frozen returned', 'frozen inst_sealed', 'inst_sealed frozen'],
  ...['inst_sealed draft', 'inst_sealed returned', 'inst_sealed submitted', 'inst_sealed abandoned'],
  ...['submitted under_review', 'submitted returned', 'under_review returned', 'submitted draft', 'under_review draft'],
  ...['draft abandoned', 'returned abandoned', 'frozen abandoned', 'submitted abandoned', 'under_review abandoned'],
  ...['abandoned draft', 'abandoned returned'],
];

/** The last answers given once, in the order of the form, by one person, on a filing of their own. */
const plainly = async (lane: Lane, said: Record<string, Said>): Promise<Filing['answers']> => {
  const id = randomUUID();
  await begin(lane, id);
  for (const [step, values] of Object.entries(said)) {
    if (Object.keys(values).length) await give(lane, id, { type: 'save', step, rev: 0, values }, noon);
  }
  return (await loadFiling(lane.db, id)).answers;
};

/** Leaves steps out as long as the journey still goes wrong: the shortest way to the fault, and what was wrong then. */
export const shortest = async (lane: Lane, journey: Journey): Promise<{ trace: string[]; words: string }> => {
  let kept = journey.steps;
  let found = (await fault(lane, journey)) ?? { trace: [], words: 'only sometimes: two people at once' };
  for (let size = Math.ceil(kept.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let at = 0; at < kept.length; ) {
      const less = kept.toSpliced(at, size);
      const still = await fault(lane, { ...journey, steps: less });
      if (still) [kept, found] = [less, still];
      else at += size;
    }
  }
  return found;
};

const fault = async (lane: Lane, journey: Journey): Promise<{ trace: string[]; words: string } | undefined> => {
  const trace: string[] = [];
  try {
    await play(lane, journey, trace, {});
    return undefined;
  } catch (error) {
    return { trace, words: error instanceof Difference ? error.message : String((error as Error).stack) };
  }
};

/** `most`: steps of one journey, at most; `lanes`: how many journeys go on at the same time. */
type Playing = { url: string; roundId: string; seeds: number[]; most: number; lanes: number };

/** Plays these journeys, several at a time; rejects at the first that goes wrong, with its seed and its shortest trace. */
export const playAll = async ({ url, roundId, seeds, most, lanes }: Playing): Promise<Tally> => {
  const tally: Tally = {};
  const left = [...seeds];
  const failed: { seed: number; words: string; trace: string[] }[] = [];
  const walk = async () => {
    const lane = openLane(url, roundId);
    try {
      for (let seed = left.shift(); seed !== undefined && !failed.length; seed = left.shift()) {
        const trace: string[] = [];
        try {
          await play(lane, journeyOf(seed, most), trace, tally);
        } catch (error) {
          failed.push({
            seed,
            words: error instanceof Difference ? error.message : String((error as Error).stack),
            trace,
          });
        }
      }
    } finally {
      await lane.db.$disconnect();
    }
  };
  await Promise.all(Array.from({ length: lanes }, walk));
  const [worst] = failed;
  if (!worst) return tally;
  const lane = openLane(url, roundId);
  const small = await shortest(lane, journeyOf(worst.seed, most)).finally(() => lane.db.$disconnect());
  const { trace, words } = small.trace.length ? small : worst;
  throw new Difference(`seed ${worst.seed}: ${worst.words}\nthe shortest journey: ${words}\n${trace.join('\n')}`);
};
