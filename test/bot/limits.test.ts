import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { FeishuError } from '../../bot/feishu.ts';
import { createLimits, type Limits } from '../../bot/limits.ts';
import { type TestDatabase, testDatabase } from '../database.ts';
import { createVirtualClock, type VirtualClock } from '../feishu/clock.ts';
import { mostWithin, workOff } from './hands.ts';

let database: TestDatabase;
let clock: VirtualClock;
let processes: Limits[];
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database?.close());
beforeEach(async () => {
  await database.db.rateSlot.deleteMany();
  clock = createVirtualClock(Date.parse('2026-03-02T09:12:00+08:00'));
  const time = { now: () => new Date(clock.now()), pause: clock.pause };
  processes = [1, 2].map(() => createLimits(database.db, time));
});

type Act = (limits: Limits, call: () => Promise<void>) => Promise<void>;

/** The hands of two processes make these calls; resolves with the instants at which each was let through. */
const letThrough = async (acts: Act[]): Promise<number[]> => {
  const passed: number[] = [];
  await workOff(clock, 12, acts, (act, hand) => act(processes[hand % 2]!, async () => void passed.push(clock.now())));
  return passed;
};
const many = (count: number, act: (n: number) => Act) => Array.from({ length: count }, (_, n) => act(n));
const perMinute = (at: number[]) => ((at.length - 1) / (at.at(-1)! - at[0]!)) * 60_000;

test.each([
  ['urgent', 0],
  ['patient', 1],
] as const)(
  'two processes together send at most 1000 %s messages a minute and 50 a second, and at least 950 a minute',
  async (_what, urgency) => {
    const passed = await letThrough(many(120, (n) => (limits, call) => limits.send(`ou_${n}`, urgency, call)));
    expect(mostWithin(1000, passed)).toBeLessThanOrEqual(50);
    expect(perMinute(passed)).toBeLessThanOrEqual(1000);
    expect(perMinute(passed)).toBeGreaterThanOrEqual(950);
  },
);

test('one person gets at most 5 messages in any second, one card at most 5 changes', async () => {
  const toOne = await letThrough(many(12, () => (limits, call) => limits.send('ou_one', 0, call)));
  expect(mostWithin(1000, toOne)).toBeLessThanOrEqual(5);
  const ofOne = await letThrough(many(12, () => (limits, call) => limits.patch('om_one', call)));
  expect(mostWithin(1000, ofOne)).toBeLessThanOrEqual(5);
});

test('whoever is urgent is let through within half a second, nobody who can wait is forgotten over that, and the sum stays the same', async () => {
  const waited = { urgent: [] as number[], patient: [] as number[] };
  const all: number[] = [];
  const passing = async () => void all.push(clock.now());
  // Every tenth call is urgent: more than the common line has to spare.
  const acts = many(120, (n) => async (limits, _call) => {
    const since = clock.now();
    await limits.send(`ou_${n}`, n % 10 ? 2 : 0, passing);
    waited[n % 10 ? 'patient' : 'urgent'].push(clock.now() - since);
  });
  await letThrough(acts);
  expect(waited.urgent).toHaveLength(12);
  expect(Math.max(...waited.urgent)).toBeLessThanOrEqual(500);
  expect(Math.max(...waited.patient)).toBeLessThanOrEqual(2000);
  expect(perMinute(all)).toBeLessThanOrEqual(1000);
  expect(perMinute(all)).toBeGreaterThanOrEqual(950);
});

const refusal = (kind: 'limited' | 'quota', code: number, retryAfterSeconds?: number) =>
  new FeishuError({ kind, code, words: '', ...(retryAfterSeconds && { retryAfterSeconds }) });

test('a wait the platform asks of one process is kept by the other one too, and then the call is made again', async () => {
  const called: number[] = [];
  const began = clock.now();
  const refusedOnce: Act = (limits) =>
    limits.send('ou_1', 0, async () => {
      called.push(clock.now());
      if (called.length === 1) throw refusal('limited', 99991400, 3);
    });
  const after: Act = async (limits) => {
    await clock.pause(100);
    await limits.send('ou_2', 0, async () => void called.push(clock.now()));
  };
  await workOff(clock, 2, [refusedOnce, after], (act, hand) => act(processes[hand]!, async () => {}));
  expect(called).toHaveLength(3);
  expect(called[0]).toBe(began);
  for (const at of called.slice(1)) expect(at).toBeGreaterThanOrEqual(began + 3000);
});

test('a long wait is left to the queue, and until it is over no process asks the platform', async () => {
  const [one, other] = processes as [Limits, Limits];
  let asked = 0;
  const refusing = async () => {
    asked += 1;
    throw refusal('limited', 99991400, 60);
  };
  await expect(one.send('ou_1', 0, refusing)).rejects.toMatchObject({ retryAfterSeconds: 60 });
  for (const urgency of [0, 1] as const)
    await expect(other.send('ou_2', urgency, refusing)).rejects.toMatchObject({ kind: 'limited' });
  expect(asked).toBe(1);
  await clock.jump(clock.now() + 60_000);
  await other.send('ou_2', 0, async () => {});
});

test('too often to one person holds up nobody else; a month without calls left lets one trial through in a minute', async () => {
  const passed: string[] = [];
  const send = (process: number, openId: string, error?: FeishuError) =>
    workOff(clock, 1, [openId], () =>
      processes[process]!.send(openId, 0, async () => {
        if (error) throw error;
        passed.push(openId);
      }),
    );
  await expect(send(0, 'ou_1', refusal('limited', 230020, 30))).rejects.toThrow();
  await expect(send(1, 'ou_1')).rejects.toMatchObject({ kind: 'limited' });
  await send(1, 'ou_2');
  await expect(send(0, 'ou_3', refusal('quota', 99991403))).rejects.toMatchObject({ kind: 'quota' });
  await expect(send(1, 'ou_4')).rejects.toMatchObject({ kind: 'limited' });
  await clock.jump(clock.now() + 60_000);
  await send(1, 'ou_4');
  expect(passed).toEqual(['ou_2', 'ou_4']);
});
