import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { type Database, isTransient, type Tx } from '../../../prisma/client.ts';
import { changeDepartment, type DepartmentForm, markOf } from '../../../services/departments/departments.ts';
import type { Command } from '../../../services/filing/decision.ts';
import type { Filing } from '../../../services/filing/filing.ts';
import { nextInLine } from '../../../services/filing/move-up.ts';
import { openObjections } from '../../../services/filing/office-commands.ts';
import { perform, Stale } from '../../../services/filing/perform.ts';
import { allSlots, institutionSlots } from '../../../services/filing/seal-commands.ts';
import { createFiling, loadFiling } from '../../../services/filing/store.ts';
import { firstBreak } from '../../../services/journal/journal.ts';
import type { Enqueue } from '../../../services/queue.ts';
import { Refusal } from '../../../services/refusal.ts';
import { openSeason, yunhan } from '../../season.ts';
import { createDice, type Dice } from '../filing/dice.ts';
import { clerk, fileRef, noon, sampleAnswers } from '../filing/sample.ts';
import {
  type Act,
  expected,
  isMeant,
  type Model,
  moveUpAll,
  newModel,
  type Outcome,
  type Route,
  takenOf,
} from './review-model.ts';

const FILINGS = 5;
/** Acts on one set of filings, before another begins: many of them end for good. */
const ACTS = 125;
const codes: Record<Route, string> = { province: yunhan.code, ministry: 'MOE', direct: 'DIRECT' };
const standings: Record<Route, Record<string, string | null>> = {
  province: { affiliation: 'none', outlet: '是', outletYear: '2021' },
  ministry: { affiliation: 'MOE', outlet: '否', outletYear: null },
  direct: { affiliation: 'other_central', outlet: '否', outletYear: null },
};
/** Whatever leads to 公示 is done then, so that its days can be over at noon. */
const earlier = new Date('2026-11-02T04:00:00Z');
const hash = 'ab12'.padEnd(64, '0');
const actor = { ...clerk, name: '沈若溪' };
const operators = [{ tenantKey: 'tenant', openId: 'ou_operator' }];

/** How often each kind of act is tried; those on the way forward more often, so that the end is reached. */
const often: Record<string, number> = {
  ...{ reroute: 1, freeze: 20, reopen: 1, scan: 8, seal: 16, submit: 20, withdraw: 1, open: 4, return: 3, turnDown: 2 },
  ...{
    recommend: 14,
    wait: 5,
    moveUp: 4,
    takeBack: 5,
    rank: 12,
    complete: 8,
    sealComplete: 10,
    unseal: 1,
    fileOnline: 20,
  },
  ...{ officeReturn: 3, refuse: 1, publicise: 6, object: 4, dismiss: 6, uphold: 2, approve: 5, list: 4 },
  ...{ abandon: 1, resume: 6, expire: 0.2 },
};
const likely = Object.entries(often).flatMap(([kind, many]) => Array.from({ length: many * 5 }, () => kind));

const firstOpen = (filing: Filing): string => openObjections(filing)[0]?.id ?? 'none';

const commandOf = (
  { kind, version, rev, why, order, by, route, late }: Act,
  filing: Filing,
  ids: string[],
): Command => {
  const over = why === undefined ? {} : { over: why };
  const simple: Record<string, () => Command> = {
    reroute: () => ({ type: 'save', step: 'standing', rev: filing.revs.standing ?? 0, values: standings[route!] }),
    freeze: () => ({ type: 'freeze', rev, declared: true }),
    reopen: () => ({ type: 'reopen', version }),
    scan: () => ({ type: 'scan', version, file: fileRef(randomUUID()) }),
    seal: () => ({ type: 'seal', version, slots: Object.keys(institutionSlots), code: 'ab12', hash }),
    submit: () => ({ type: 'submit', version }),
    withdraw: () => ({ type: 'withdraw', version }),
    open: () => ({ type: 'open', version }),
    return: () => ({ type: 'return', version, remarks: '请补充' }),
    turnDown: () => ({ type: 'turnDown', version, reason: '人员不足' }),
    recommend: () => ({ type: 'recommend', version, opinion: '同意', ...over }),
    wait: () => ({ type: 'recommend', version, opinion: '同意', wait: true }),
    moveUp: () => ({ type: 'moveUp', version, ...over }),
    takeBack: () => ({ type: 'takeBack', version }),
    rank: () => ({ type: 'rank', order: order!.map((at) => ids[at]!), by: by! }),
    complete: () => ({ type: 'complete', version, file: fileRef(randomUUID()) }),
    sealComplete: () => ({ type: 'sealComplete', version, slots: Object.keys(allSlots), code: 'ab12', hash }),
    unseal: () => ({ type: 'unseal', version }),
    fileOnline: () => ({ type: 'fileOnline', version, on: '2026-11-02', receipt: 'GG-1' }),
    officeReturn: () => ({ type: 'officeReturn', version, remarks: '请补充' }),
    refuse: () => ({ type: 'refuse', version, reason: '不符合条件' }),
    publicise: () => ({ type: 'publicise', version, from: late ? '2026-11-23' : '2026-11-02', days: 5, link: '' }),
    object: () => ({ type: 'object', version, words: '情况不实' }),
    dismiss: () => ({ type: 'settleObjection', version, objection: firstOpen(filing), upheld: false, why: '已核实' }),
    uphold: () => ({ type: 'settleObjection', version, objection: firstOpen(filing), upheld: true, why: '属实' }),
    approve: () => ({ type: 'approve', version, number: '' }),
    // A number is given once in a round: each filing has one of its own.
    list: () => ({ type: 'list', version, on: '2026-11-23', link: '', number: randomUUID().slice(0, 8) }),
    abandon: () => ({ type: 'abandon', rev, reason: '' }),
    resume: () => ({ type: 'resume' }),
    expire: () => ({ type: 'expire' }),
  };
  return simple[kind]!();
};

/** An act on a card of now, or sometimes of before; with the order and the rev that the card shows. */
const someAct = (dice: Dice, model: Model): Act => {
  const at = dice.below(model.filings.length);
  const one = model.filings[at]!;
  const old = dice.below(12) === 0;
  // One in five is out of its place; the others would hardly ever come to the end of the way otherwise.
  const meant = dice.below(5) === 0 ? likely : likely.filter((kind) => isMeant(kind, one));
  const base = {
    kind: dice.pick(meant.length ? meant : likely),
    at,
    version: one.version - Number(old),
    rev: one.rev - Number(old),
  };
  const others = (['province', 'province', 'ministry', 'direct'] as const).filter((route) => route !== one.route);
  return {
    ...base,
    ...(dice.below(5) === 0 && { why: '成效突出' }),
    ...{ order: [...(model.orders[one.to ?? 'province'] ?? [])], by: dice.below(4) ? -1 : 1 },
    ...{ route: dice.pick(others), late: dice.below(4) === 0 },
  };
};

export type Tally = Record<string, number>;

/** `acts` random acts on fresh filings, compared with the model after each; rejects with what differs and the way there. */
export const reviewAtRandom = async (db: Database, seed: number, acts = ACTS, tally: Tally = {}): Promise<Tally> => {
  const dice = createDice(seed);
  const roundId = await freshRound(db, seed);
  const model = newModel(FILINGS);
  const ids: string[] = [];
  for (let at = 0; at < FILINGS; at++) ids.push(await begin(db, roundId, at));
  const trace: string[] = [];
  const count = (what: string) => {
    tally[what] = (tally[what] ?? 0) + 1;
  };
  const differ = (words: string): never => {
    throw new Error(`seed ${seed}: ${words}\n${trace.slice(-25).join('\n')}`);
  };

  const run = async (act: Act): Promise<Outcome> => {
    for (let tried = 1; ; tried++) {
      try {
        return await inQueue(async (tx, enqueue) => {
          const filing = await loadFiling(tx, ids[act.at]!);
          const command = commandOf(act, filing, ids);
          const at = ['approve', 'list'].includes(act.kind) ? noon : earlier;
          const { outcome } = await perform(tx, enqueue, filing, command, { now: at, actor, operators });
          return outcome === 'conflict' ? differ('a conflict of answers') : outcome;
        });
      } catch (error) {
        if (error instanceof Refusal) return 'refused';
        if (!(error instanceof Stale || isTransient(error)) || tried === 20) throw error;
      }
    }
  };

  /** Departments whose places somebody has asked the queue to look at. */
  const asked = new Set<string>();
  const inQueue = async <T>(work: (tx: Tx, enqueue: Enqueue) => Promise<T>): Promise<T> => {
    const places: string[] = [];
    const enqueue: Enqueue = async (_tx, name, jobs) => {
      if (name === 'places') places.push(...(jobs as { departmentCode: string }[]).map((job) => job.departmentCode));
    };
    const result = await db.$transaction((tx) => work(tx, enqueue));
    for (const code of places) asked.add(code);
    return result;
  };

  /** What the queue does where it was asked to; by the rules, whoever waits has the place that is free. */
  const moveUp = async (): Promise<void> => {
    for (const code of asked) {
      for (let next = await nextInLine(db, roundId, code); next; next = await nextInLine(db, roundId, code)) {
        const { id, version } = next;
        const circumstances = { now: noon, actor, operators };
        await db.$transaction((tx) => perform(tx, noQueue, id, { type: 'moveUp', version }, circumstances));
      }
    }
    asked.clear();
    for (const route of ['province', 'ministry'] as const) moveUpAll(model, route);
  };

  const look = async (): Promise<string | undefined> => differenceOf(await stateOf(db, roundId, ids), stateIn(model));

  for (let done = 0; done < acts; ) {
    if (dice.below(40) === 0) {
      const [route, quota] = [dice.pick(['province', 'ministry'] as const), 1 + dice.below(3)];
      const code = codes[route];
      const before = await db.department.findUniqueOrThrow({ where: { roundId_code: { roundId, code } } });
      const form = { ...before, softQuota: String(quota) } as DepartmentForm;
      const change = { roundId, code, was: markOf(before), form, by: operators[0]! };
      await inQueue((tx, enqueue) => changeDepartment(tx, enqueue, change, noon));
      model.quotas[route] = quota;
      trace.push(`${route} has ${quota} places`);
      await moveUp();
    }
    const made = dice.below(5) === 0 ? [someAct(dice, model), someAct(dice, model)] : [someAct(dice, model)];
    // Two answers to the same question at once are another test's (random-journeys.ts).
    const pair = made.some(({ kind }) => kind === 'reroute') ? made.slice(0, 1) : made;
    done += pair.length;
    trace.push(
      pair.map(({ kind, at, version, why }) => `${kind} ${at} v${version} ${why ? 'with a reason' : ''}`).join(' | '),
    );
    const told = await Promise.all(pair.map(run));
    trace.push(`    → ${told.join(', ')}`);
    for (const [n, act] of pair.entries()) count(`${act.kind} ${told[n]}`);
    if (pair.length > 1) count('at once');
    const orders = pair.length > 1 ? [pair, pair.toReversed()] : [pair];
    const found = await stateOf(db, roundId, ids);
    const fits = orders
      .map((order) => {
        const after = structuredClone(model);
        const outcomes = order.map((act) => expected(after, act));
        return { after, outcomes: order === pair ? outcomes : outcomes.toReversed() };
      })
      .find(({ after, outcomes }) => isDeepStrictEqual(outcomes, told) && !differenceOf(found, stateIn(after)));
    if (!fits) {
      const after = structuredClone(model);
      const outcomes = pair.map((act) => expected(after, act));
      differ(`${outcomes} expected, ${told} told; ${differenceOf(found, stateIn(after)) ?? ''}`);
    }
    Object.assign(model, fits!.after);
    await moveUp();
    const wrong = await look();
    if (wrong) differ(wrong);
  }
  await historiesHold(db, ids, differ);
  return tally;
};

const noQueue: Enqueue = async () => {};

const freshRound = async (db: Database, seed: number): Promise<string> => {
  const id = await openSeason(db, noon);
  // Another set of filings in the same database: rounds of one year are not two, so each gets a key of its own.
  await db.round.update({ where: { id }, data: { openKey: `seed ${seed} ${id}` } });
  return id;
};

const begin = async (db: Database, roundId: string, at: number): Promise<string> => {
  const id = randomUUID();
  await db.$transaction(async (tx) => {
    await createFiling(tx, { id, roundId, creditCode: `${at}`, owner: actor, now: noon });
    const sections = Object.entries(sampleAnswers()).map(([step, values]) => ({ step, rev: 0, values }));
    await perform(tx, noQueue, id, { type: 'adopt', sections }, { now: noon, actor, operators });
  });
  return id;
};

type State = { filings: Record<string, unknown>[]; departments: Record<string, unknown>[] };

const stateOf = async (db: Database, roundId: string, ids: string[]): Promise<State> => {
  const rows = await db.filing.findMany({ where: { roundId } });
  const departments = await db.department.findMany({ where: { roundId } });
  return {
    filings: ids.map((id) => {
      const { status, version, rev, placed, departmentCode, scans, complete } = rows.find((row) => row.id === id)!;
      const many = (files: unknown) => (files as unknown[]).length;
      return { status, version, rev, placed, to: departmentCode, scans: many(scans), complete: many(complete) };
    }),
    departments: (['province', 'ministry'] as const).map((route) => {
      const { taken, ranking } = departments.find(({ code }) => code === codes[route])!;
      return { taken, order: ranking.map((id) => ids.indexOf(id)) };
    }),
  };
};

const stateIn = (model: Model): State => ({
  filings: model.filings.map(({ status, version, rev, placed, to, scans, complete }) => {
    return { status, version, rev, placed, to: to && codes[to], scans, complete };
  }),
  departments: (['province', 'ministry'] as const).map((route) => ({
    ...{ taken: takenOf(model, route), order: model.orders[route] },
  })),
});

const differenceOf = (found: State, must: State): string | undefined => {
  for (const part of ['filings', 'departments'] as const) {
    const at = must[part].findIndex((one, n) => !isDeepStrictEqual(one, found[part][n]));
    if (at >= 0)
      return `${part} ${at}: must be ${JSON.stringify(must[part][at])}, is ${JSON.stringify(found[part][at])}`;
  }
  return undefined;
};

const historiesHold = async (db: Database, ids: string[], differ: (words: string) => never): Promise<void> => {
  for (const id of ids) {
    const { journalHead } = await db.filing.findUniqueOrThrow({ where: { id } });
    if (await firstBreak(db, `filing:${id}`, journalHead)) differ('a history is broken');
  }
};

/** So many acts, a new set of filings each time the old one has come to its end. */
export const reviewAll = async (db: Database, acts: number, firstSeed: number): Promise<Tally> => {
  const tally: Tally = {};
  for (let done = 0, seed = firstSeed; done < acts; done += ACTS, seed++) await reviewAtRandom(db, seed, ACTS, tally);
  return tally;
};
