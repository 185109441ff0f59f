import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Failure } from '../feishu/faults.ts';
import { expectSound } from '../journeys/ready-made.ts';
import { openWire } from '../journeys/wire.ts';
import { startWorld } from '../journeys/world.ts';
import { type CourierRoom, openCourierRoom } from './courier-room.ts';
import { workOff } from './hands.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let room: CourierRoom;
let couriers: ReturnType<CourierRoom['courier']>[];
/** Each test has people of its own. */
let next = 0;
beforeAll(async () => {
  room = await openCourierRoom({ people: 40, startMs: Date.parse('2026-03-02T09:12:00+08:00') });
  couriers = [room.courier(), room.courier()];
});
afterAll(() => room?.close());
beforeEach(() => room.feishu.faults.clear());

const somebody = () => `ou_${next++}`;
const words = (text: string) => ({ kind: 'words', words: text }) as const;
/** One of the two processes tries to deliver all these people's messages; resolves with how many it could not. */
const attempt = async (people: string[], which = 0): Promise<number> => {
  let failed = 0;
  await workOff(room.clock, 1, people, async (openId) => {
    await couriers[which]!.deliver(room.keyOf(openId)).catch(() => {
      failed += 1;
    });
  });
  return failed;
};
const later = (ms: number) => room.clock.jump(room.clock.now() + ms);
const rowOf = (id: string | undefined) => room.db.outbox.findUniqueOrThrow({ where: { id: id! } });

test.each<[string, Failure]>([
  ['the answer is lost after the send', { drop: true, afterEffect: true }],
  ['a 5xx answers what was sent', { status: 502, afterEffect: true }],
  ['a 5xx answers instead', { status: 503 }],
  ['the connection is cut before', { drop: true }],
])('when %s, another process tries again within the hour and the message is there once', async (what, failure) => {
  const openId = somebody();
  const [first] = await room.queue([
    { openId, notice: words(what), urgency: 0 },
    { openId, notice: words(`${what}，之后`), urgency: 1 },
  ]);
  room.feishu.faults.fail('send', failure);
  expect(await attempt([openId])).toBe(1);
  expect(await rowOf(first)).toMatchObject({ state: 'waiting', attempts: 1, unsureAt: expect.any(Date) });
  await later(59 * MINUTE);
  expect(await attempt([openId], 1)).toBe(0);
  expect(room.textsOf(openId)).toEqual([what, `${what}，之后`]);
  expect(room.feishu.violations).toEqual([]);
});

test('a token that is withdrawn while a message is on its way is renewed once, and the message goes out in the same attempt', async () => {
  const openId = somebody();
  const [id] = await room.queue([{ openId, notice: words('换了凭证'), urgency: 0 }]);
  const before = room.feishu.calls.length;
  room.feishu.faults.strike('revoked');
  expect(await attempt([openId])).toBe(0);
  const calls = room.feishu.calls.slice(before).map(({ name, code }) => `${name} ${code}`);
  expect(calls.slice(-3)).toEqual(['send 99991663', 'token 0', 'send 0']);
  expect(await rowOf(id)).toMatchObject({ state: 'sent', attempts: 1 });
});

test('six hours without the platform: nothing is lost, nothing comes twice, and the order is kept', async () => {
  const people = [somebody(), somebody(), somebody(), somebody()];
  await room.queue(people.flatMap((openId) => [{ openId, notice: words('停电前'), urgency: 0 as const }]));
  room.feishu.faults.fail('send', { times: 10_000, status: 503 });
  for (let tried = 0; tried < 24; tried++) {
    expect(await attempt(people, tried % 2)).toBe(people.length);
    if (tried === 5) await room.queue(people.map((openId) => ({ openId, notice: words('停电中'), urgency: 1 })));
    await later(15 * MINUTE);
  }
  room.feishu.faults.clear();
  expect(await attempt(people)).toBe(0);
  for (const openId of people) expect(room.textsOf(openId)).toEqual(['停电前', '停电中']);
  const rows = await room.db.outbox.findMany({ where: { openId: { in: people } } });
  expect(rows.every(({ state, reason }) => state === 'sent' && reason === null)).toBe(true);
  expect(room.feishu.violations).toEqual([]);
});

test('a rate limit after six hours without the platform parks nothing: what is made to wait comes when the wait is over', async () => {
  const people = [somebody(), somebody(), somebody()];
  const ids = await room.queue(people.map((openId) => ({ openId, notice: words('停电前'), urgency: 0 as const })));
  room.feishu.faults.fail('send', { times: 10_000, status: 503 });
  for (let tried = 0; tried < 14; tried++) {
    await attempt(people);
    await later(25 * MINUTE);
  }
  room.feishu.faults.clear();
  const [first, second, third] = people as [string, string, string];
  expect(await attempt([first])).toBe(0);
  room.feishu.faults.limitFor(30_000, 'send');
  for (const _ of [1, 2, 3]) expect(await attempt([second, third])).toBe(2);
  const tried = [await rowOf(ids[1]), await rowOf(ids[2])].map(({ state, attempts }) => ({ state, attempts }));
  // The second was asked about once more; all others only stood in our own line.
  expect(tried).toEqual([
    { state: 'waiting', attempts: 15 },
    { state: 'waiting', attempts: 14 },
  ]);
  // Nor does one more failure, now that others get through, make an old message of them.
  await later(31_000);
  room.feishu.faults.fail('send', { status: 500 });
  expect(await attempt([second])).toBe(1);
  expect(await attempt([second, third])).toBe(0);
  for (const openId of people) expect(room.textsOf(openId)).toEqual(['停电前']);
});

test('what is urgent waits for the month’s end, however many days the calls have been used up', async () => {
  const [one, other] = [somebody(), somebody()];
  const ids = await room.queue([one, other].map((openId) => ({ openId, notice: words('月末'), urgency: 0 as const })));
  room.feishu.tenant.monthlyQuotaSpent = true;
  for (let day = 0; day < 6; day++) {
    // The first asks, and the line is held for a minute: the other hears of the wait only.
    expect(await attempt([one, other])).toBe(2);
    await later(DAY);
  }
  room.feishu.tenant.monthlyQuotaSpent = false;
  // The first answer of the new month is a bad one.
  room.feishu.faults.fail('send', { status: 500 });
  expect(await attempt([other])).toBe(1);
  expect((await rowOf(ids[1])).state).toBe('waiting');
  expect(await attempt([one, other])).toBe(0);
  for (const openId of [one, other]) expect(room.textsOf(openId)).toEqual(['月末']);
});

test('only what had arrived, and could not be asked about for an hour, comes twice', async () => {
  const [arrived, not] = [somebody(), somebody()];
  await room.queue([arrived, not].map((openId) => ({ openId, notice: words('停电'), urgency: 0 })));
  room.feishu.faults.fail('send', { drop: true, afterEffect: true });
  await attempt([arrived]);
  room.feishu.faults.fail('send', { times: 10_000, drop: true });
  await attempt([not]);
  for (let tried = 0; tried < 5; tried++) {
    await later(15 * MINUTE);
    await attempt([arrived, not], tried % 2);
  }
  room.feishu.faults.clear();
  await attempt([arrived, not]);
  expect(room.textsOf(arrived)).toEqual(['停电', '停电']);
  expect(room.textsOf(not)).toEqual(['停电']);
  expect(room.feishu.violations).toEqual([]);
});

test('a message that fails again and again while others get through is parked after two hours, and holds up the next one no longer', async () => {
  const [unlucky, other] = [somebody(), somebody()];
  const [id] = await room.queue([
    { openId: unlucky, notice: words('总是出错'), urgency: 0 },
    { openId: unlucky, notice: words('下一条'), urgency: 0 },
  ]);
  for (let tried = 0; tried < 13; tried++) {
    await room.queue([{ openId: other, notice: words(`${tried}`), urgency: 0 }]);
    expect(await attempt([other])).toBe(0);
    expect((await rowOf(id)).state).toBe('waiting');
    room.feishu.faults.fail('send', { status: 500 });
    await attempt([unlucky]);
    if (tried < 12) await later(10.1 * MINUTE);
  }
  expect(await rowOf(id)).toMatchObject({ state: 'parked', reason: 'transient 2200', attempts: 13 });
  expect(room.textsOf(unlucky)).toEqual(['下一条']);
});

test('after four days without any answer a message is parked, whatever the trouble', async () => {
  const [silent, refused] = [somebody(), somebody()];
  const ids = await room.queue([silent, refused].map((openId) => ({ openId, notice: words('四天'), urgency: 0 })));
  for (let day = 0; day <= 4; day++) {
    room.feishu.faults.fail('send', { status: 500 });
    await attempt([silent]);
    room.feishu.faults.fail('send', { status: 400, code: 99991672 });
    await attempt([refused]);
    await later(DAY + MINUTE);
  }
  const reasons = await Promise.all(ids.map(async (id) => (await rowOf(id)).reason));
  expect(reasons).toEqual(['transient 2200', 'config 99991672']);
  expect(await room.db.outbox.count({ where: { id: { in: ids }, state: 'parked' } })).toBe(2);
});

test('sixty seconds without the database: the bot lives, and what was under way and what was asked is done once', async () => {
  let wire: Awaited<ReturnType<typeof openWire>>;
  const world = await startWorld({
    startMs: Date.parse('2026-03-02T09:12:00+08:00'),
    through: async (url) => {
      wire = await openWire(url);
      return wire.url;
    },
  });
  try {
    const { clerk, contact, feishu, db, time } = world;
    const live = async (seconds: number) => {
      for (let left = seconds; left > 0; left -= 10) await time.advance(feishu.store.clock.now() + 10_000);
    };
    const answers = (person: typeof clerk) => person.messages().filter(({ from }) => from === 'bot');
    // One message has reached the platform, and its answer finds no database.
    const sending = feishu.faults.hold('send', 'after');
    await clerk.say('帮助');
    await sending.reached;
    wire!.cut();
    sending.release();
    await contact.say('帮助');
    await live(60);
    expect(answers(contact)).toEqual([]);
    wire!.mend();
    await live(400);
    expect(answers(clerk)).toHaveLength(1);
    expect(answers(contact)).toHaveLength(1);
    expect(await db.outbox.count({ where: { state: { not: 'sent' } } })).toBe(0);
    await clerk.say('首页');
    await clerk.expectCard('备案助手');
    await expectSound(world);
  } finally {
    await world.stop();
    await wire!.close();
  }
});
