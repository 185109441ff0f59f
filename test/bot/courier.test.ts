import { readFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createCourier } from '../../bot/courier.ts';
import type { Deps } from '../../bot/deps.ts';
import { createFeishu } from '../../bot/feishu.ts';
import { createLate } from '../../bot/late.ts';
import { createLimits, type Limits } from '../../bot/limits.ts';
import { createLog } from '../../bot/log.ts';
import { createFileStore } from '../../services/files/store.ts';
import { perform } from '../../services/filing/perform.ts';
import type { Notice } from '../../services/notice.ts';
import { appendNotices, nowShows, personKey, toPerson } from '../../services/outbox.ts';
import type { Enqueue } from '../../services/queue.ts';
import type { PersonDriver } from '../feishu/driver.ts';
import { readSample, type Sample } from '../journeys/play.ts';
import { clickOf, post } from '../journeys/posted.ts';
import { now as filingNow, readyDraft } from '../journeys/ready-made.ts';
import { startWorld, type World } from '../journeys/world.ts';
import { app } from '../season.ts';
import { eventOf } from './sealed.ts';

let world: World;
let sample: Sample;
let filingId: string;
let n = 200;
/** Work the courier asked for; nobody does it here unless the test does. */
let asked: unknown[] = [];

beforeAll(async () => {
  [world, sample] = await Promise.all([startWorld(), readSample()]);
});
afterAll(() => world?.stop());
beforeEach(async () => {
  asked = [];
  world.feishu.faults.clear();
  filingId = await readyDraft(world, sample, { n: ++n });
});

const enqueue: Enqueue = async (_tx, name, data) => {
  asked.push(...data.map((job) => ({ name, ...job })));
};
const none = async () => {};
const noLimits: Limits = {
  send: (_openId, _urgency, call) => call(),
  patch: (_messageId, call) => call(),
  upload: (call) => call(),
  read: (call) => call(),
  document: (call) => call(),
};

const courierWith = (changes: { limits?: Limits; now?: () => Date; template?: Deps['template'] } = {}) => {
  const log = createLog('silent');
  const deps: Deps = {
    db: world.db,
    enqueue,
    feishu: createFeishu({ ...app, baseUrl: world.feishu.url, now, log, timeoutMs: 5000 }),
    files: createFileStore(path.join(world.dataDir, 'files')),
    template:
      changes.template ??
      (() => readFile(new URL('../../services/documents/templates/annex1-2023.docx', import.meta.url))),
    botLink: 'https://applink.feishu.cn/client/bot/open',
    now: changes.now ?? now,
    pause,
    log,
  };
  return createCourier(deps, changes.limits ?? noLimits, { lost: none, spent: none });
};

const now = () => world.feishu.store.now();
/** Whoever waits lets the time of this world pass. */
const pause = (ms: number) => world.time.advance(now().getTime() + ms);

/** What was left waiting is taken up, and whoever does the work does it. */
const resumed = async (courier: ReturnType<typeof courierWith>): Promise<void> => {
  asked = [];
  await courier.resume();
  await Promise.allSettled(asked.map((job) => courier.deliver((job as { recipient: string }).recipient)));
};

const whoIs = ({ openId }: PersonDriver) => ({ tenantKey: 'tenant_local', openId });
const queued = (person: PersonDriver, ...notices: Notice[]) =>
  world.db.$transaction((tx) =>
    appendNotices(
      tx,
      enqueue,
      notices.map((notice) => toPerson(whoIs(person), notice)),
      new Date(),
    ),
  );
const words = (text: string): Notice => ({ kind: 'words', words: text });
const status = (): Notice => ({ kind: 'status', filingId, event: 'none' });
const keyOf = (person: PersonDriver) => personKey(whoIs(person));
const rowsOf = (person: PersonDriver) =>
  world.db.outbox.findMany({ where: { ...whoIs(person) }, orderBy: { seq: 'asc' } });
const lastRow = async (person: PersonDriver) => (await rowsOf(person)).at(-1)!;
const textsOf = (person: PersonDriver) => person.messages().flatMap(({ from, text }) => (from === 'bot' && text) || []);
/** Every attempt under this uuid, refused ones too. */
const sends = (uuid: string) =>
  world.feishu.calls.filter(({ name, body }) => name === 'send' && (body as { uuid?: string }).uuid === uuid);
const rename = (institutionName: string) =>
  world.db.$transaction((tx) => {
    const command = { type: 'save', step: 'identity', rev: 1, values: { institutionName } } as const;
    const actor = { ...whoIs(world.clerk), name: '' };
    return perform(tx, enqueue, filingId, command, { now: new Date(), actor, operators: [] });
  });

test.each([
  ['the platform fails', {}],
  ['the connection is cut', { drop: true }],
  ['it arrived and only the answer is bad', { afterEffect: true }],
  ['it arrived and the answer is cut off', { afterEffect: true, drop: true }],
])('when %s, the message waits, is tried again with the same bytes and arrives once', async (name, failure) => {
  const { clerk, feishu } = world;
  const courier = courierWith();
  await queued(clerk, words(name));
  feishu.faults.fail('send', failure);
  await expect(courier.deliver(keyOf(clerk))).rejects.toMatchObject({ kind: 'transient' });
  expect((await lastRow(clerk)).state).toBe('waiting');
  await courier.deliver(keyOf(clerk));
  expect(textsOf(clerk).filter((text) => text === name)).toHaveLength(1);
  expect(await lastRow(clerk)).toMatchObject({ state: 'sent', attempts: 2 });
  expect(feishu.violations).toEqual([]);
});

test.each([
  ['opted_out', 'unreachable 230053'],
  ['left', 'unreachable 230013'],
] as const)(
  'a person who has %s is not tried for ever: the message is parked with its reason',
  async (reach, reason) => {
    const { colleague, clerk, feishu } = world;
    feishu.setReach(colleague.openId, reach);
    await queued(colleague, words('收不到'));
    await queued(clerk, words(`照常 ${reach}`));
    const courier = courierWith();
    await courier.deliver(keyOf(colleague));
    await courier.deliver(keyOf(clerk));
    feishu.setReach(colleague.openId, 'reachable');
    expect(await lastRow(colleague)).toMatchObject({ state: 'parked', reason });
    expect(textsOf(clerk)).toContain(`照常 ${reach}`);
  },
);

test('what the platform will never take is parked with its code, and the next message goes out', async () => {
  const { clerk, feishu } = world;
  await queued(clerk, words('不被接受'), words('下一条'));
  feishu.faults.fail('send', { status: 400, code: 230001 });
  await courierWith().deliver(keyOf(clerk));
  const [refused, next] = (await rowsOf(clerk)).slice(-2);
  expect(refused).toMatchObject({ state: 'parked', reason: 'content 230001' });
  expect(next).toMatchObject({ state: 'sent' });
  expect(sends(refused!.id)).toHaveLength(1);
});

test.each([
  ['the app lacks a scope', 99991672, 'config'],
  ['the month is used up', 99991403, 'quota'],
])('while %s, the message waits until people have put it right, and is then sent once', async (what, code, kind) => {
  const { clerk, feishu } = world;
  await queued(clerk, words(what), words(`在${what}之后`));
  feishu.faults.fail('send', { status: 400, code });
  const courier = courierWith();
  await expect(courier.deliver(keyOf(clerk))).rejects.toMatchObject({ kind });
  expect((await rowsOf(clerk)).slice(-2).map(({ state }) => state)).toEqual(['waiting', 'waiting']);
  await resumed(courier);
  expect(textsOf(clerk).slice(-2)).toEqual([what, `在${what}之后`]);
});

test('trouble with the disk is no reason to give a file up: it waits and is then sent', async () => {
  const { clerk } = world;
  const kept = new Error('EIO: i/o error, read');
  await rename('磁盘出错研究所');
  const { rev } = await filingNow(world, filingId);
  const actor = { ...whoIs(world.clerk), name: '' };
  const freeze = { type: 'freeze', rev, declared: true } as const;
  const circumstances = { now: new Date(), actor, operators: [] };
  await world.db.$transaction((tx) => perform(tx, enqueue, filingId, freeze, circumstances));
  const failing = courierWith({ template: () => Promise.reject(kept) });
  await expect(failing.deliver(keyOf(clerk))).rejects.toBe(kept);
  expect(await lastRow(clerk)).toMatchObject({ kind: 'annex', state: 'waiting' });
  await courierWith().deliver(keyOf(clerk));
  expect(await lastRow(clerk)).toMatchObject({ kind: 'annex', state: 'sent' });
});

test('what no release can read, and what names nobody, is parked alone; everything else goes out', async () => {
  const { clerk, operator, db } = world;
  const broken = { ...whoIs(clerk), kind: 'status', notice: { filingId: 7 }, state: 'waiting', createdAt: new Date() };
  await db.outbox.create({ data: { ...broken, id: `broken-${n}` } });
  await queued(clerk, words('读得懂的'));
  await queued(operator, words('另一个人的'));
  const nobody = { id: `nobody-${n}`, tenantKey: '', openId: '', kind: 'home', notice: {}, state: 'waiting' };
  await db.outbox.create({ data: { ...nobody, createdAt: new Date() } });
  const courier = courierWith();
  await courier.deliver('person::');
  expect(await db.outbox.findUnique({ where: { id: nobody.id } })).toMatchObject({ state: 'parked', reason: 'nobody' });
  expect([(await lastRow(clerk)).state, (await lastRow(operator)).state]).toEqual(['waiting', 'waiting']);
  await resumed(courier);
  expect(await db.outbox.findUnique({ where: { id: `broken-${n}` } })).toMatchObject({
    state: 'parked',
    reason: 'bug',
  });
  expect([textsOf(clerk).at(-1), textsOf(operator).at(-1)]).toEqual(['读得懂的', '另一个人的']);
});

test('the wait the platform asks for is kept', async () => {
  const { clerk, feishu } = world;
  await queued(clerk, words('稍候'));
  feishu.faults.fail('send', { status: 400, code: 99991400, headers: { 'x-ogw-ratelimit-reset': '1' } });
  await courierWith({ limits: createLimits(world.db, { now, pause }) }).deliver(keyOf(clerk));
  const [refused, sent] = sends((await lastRow(clerk)).id);
  expect(sent!.at - refused!.at).toBeGreaterThanOrEqual(1000);
  expect((await lastRow(clerk)).state).toBe('sent');
});

test('a long wait is left to the queue: nothing more is sent meanwhile', async () => {
  const { clerk, feishu } = world;
  await queued(clerk, words('久候'), words('之后'));
  feishu.faults.fail('send', { status: 400, code: 99991400, headers: { 'x-ogw-ratelimit-reset': '60' } });
  const before = feishu.calls.length;
  const courier = courierWith();
  await expect(courier.deliver(keyOf(clerk))).rejects.toMatchObject({ kind: 'limited', retryAfterSeconds: 60 });
  expect(feishu.calls.slice(before).filter(({ name }) => name === 'send')).toHaveLength(1);
  await courier.deliver(keyOf(clerk));
  expect(textsOf(clerk).slice(-2)).toEqual(['久候', '之后']);
});

test('messages to one person arrive in their order, however often the courier is woken and one fails', async () => {
  const { clerk, feishu } = world;
  const said = ['一', '二', '三', '四'];
  await queued(clerk, ...said.map(words));
  feishu.faults.fail('send');
  const courier = courierWith();
  const woken = await Promise.allSettled([1, 2, 3].map(() => courier.deliver(keyOf(clerk))));
  expect(woken.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
  expect(textsOf(clerk).slice(-4)).toEqual(said);
});

test('many messages at once stay within what the platform allows for one person', async () => {
  const { operator, feishu } = world;
  const said = ['1', '2', '3', '4', '5', '6', '7'];
  await queued(operator, ...said.map(words));
  const before = feishu.calls.length;
  await courierWith({ limits: createLimits(world.db, { now, pause }) }).deliver(keyOf(operator));
  const made = feishu.calls.slice(before).filter(({ name }) => name === 'send');
  expect(made.map(({ code }) => code)).toEqual(said.map(() => 0));
  expect(textsOf(operator).slice(-said.length)).toEqual(said);
});

test('of two processes that draw one message, the one that is late finds it sent and lets it be', async () => {
  const { colleague, feishu } = world;
  await queued(colleague, { kind: 'home' });
  const nextMonth = new Date(Date.now() + 30 * 86_400_000);
  // The slow one has read the message and asks for the name; meanwhile the other one draws it and sends it.
  const asking = feishu.faults.hold('getUser', 'before');
  const slow = courierWith({ now: () => nextMonth }).deliver(keyOf(colleague));
  await asking.reached;
  await courierWith().deliver(keyOf(colleague));
  asking.release();
  await slow;
  const { id, content } = await lastRow(colleague);
  expect(sends(id).map(({ body }) => (body as { content: string }).content)).toEqual([content]);
  expect(colleague.messages().filter(({ card }) => card)).toHaveLength(1);
  expect(feishu.violations).toEqual([]);
});

test('a card whose filing moved on between two attempts comes with its first bytes and is then brought up to date', async () => {
  const { clerk, feishu } = world;
  const courier = courierWith();
  await queued(clerk, status());
  feishu.faults.fail('send', { drop: true, afterEffect: true });
  await expect(courier.deliver(keyOf(clerk))).rejects.toMatchObject({ kind: 'transient' });
  await rename('改过名字的研究所');
  asked = [];
  await courier.deliver(keyOf(clerk));
  expect(feishu.violations).toEqual([]);
  expect(clerk.messages().at(-1)!.card!.header.subtitle.content).toBe(sample.section1.name);
  expect(asked).toEqual([{ name: 'courier', filingId }]);
  await courier.refresh(filingId);
  expect(clerk.messages().at(-1)!.card!.header.subtitle.content).toBe('改过名字的研究所');
});

test('a card that is gone from the chat, or too old to change, retires and is left alone', async () => {
  const { clerk, feishu } = world;
  const courier = courierWith();
  await queued(clerk, status());
  await courier.deliver(keyOf(clerk));
  feishu.store.recall(clerk.messages().at(-1)!);
  await rename('又改名的研究所');
  await courier.refresh(filingId);
  expect((await lastRow(clerk)).state).toBe('retired');
  const before = feishu.calls.length;
  await courier.refresh(filingId);
  expect(feishu.calls.slice(before).filter(({ name }) => name === 'patch')).toEqual([]);
});

test('of many lists of contacts the last few of a person are kept up to date', async () => {
  const { db, operator } = world;
  const { roundId } = await filingNow(world, filingId);
  const list = (flash: string): Notice => ({ kind: 'contacts', roundId, flash });
  await queued(operator, ...['一', '二', '三', '四', '五'].map((one) => list(`第${one}张`)));
  const courier = courierWith();
  await courier.deliver(keyOf(operator));
  await db.$executeRaw`UPDATE "Outbox" SET "notice" = "notice" - 'flash' WHERE "kind" = 'contacts'`;
  await courier.refreshRound(roundId);
  const lists = operator
    .messages()
    .filter(({ card }) => JSON.stringify(card ?? '').includes('推荐部门联系人（附件2）'));
  expect(lists.map(({ updatedAt }) => updatedAt !== undefined)).toEqual([false, false, true, true, true]);
});

test('a card in which a form stands is never brought up to date', async () => {
  const { clerk, feishu } = world;
  const courier = courierWith();
  await queued(clerk, status(), { kind: 'step', filingId, step: 'identity' });
  await courier.deliver(keyOf(clerk));
  const [sent] = (await rowsOf(clerk)).slice(-2);
  const notice = { kind: 'step', filingId, step: 'basics' } as const;
  await nowShows(world.db, { messageId: sent!.messageId!, notice, content: '{}', who: whoIs(clerk), now: new Date(0) });
  await rename('填写中的研究所');
  const before = feishu.calls.length;
  await courier.refresh(filingId);
  expect(feishu.calls.slice(before).filter(({ name }) => name === 'patch')).toEqual([]);
});

test('a form opened in a card while its update waits for its turn is not overwritten', async () => {
  const { clerk, feishu } = world;
  await queued(clerk, status());
  await courierWith().deliver(keyOf(clerk));
  const { messageId } = await lastRow(clerk);
  await rename('等待中的研究所');
  const notice = { kind: 'step', filingId, step: 'basics' } as const;
  const opened = () =>
    nowShows(world.db, { messageId: messageId!, notice, content: '{"form":1}', who: whoIs(clerk), now: new Date(0) });
  const before = feishu.calls.length;
  await courierWith({ limits: { ...noLimits, patch: (_id, call) => opened().then(call) } }).refresh(filingId);
  expect(feishu.calls.slice(before).filter(({ name }) => name === 'patch')).toEqual([]);
  expect(await lastRow(clerk)).toMatchObject({ kind: 'step', state: 'sent', content: '{"form":1}' });
});

test('what a click led to after its answer had to go out is shown on its card; not later, and not over what came since', async () => {
  const { clerk, feishu } = world;
  const courier = courierWith();
  await queued(clerk, status());
  await courier.deliver(keyOf(clerk));
  const { messageId } = await lastRow(clerk);
  const drawnAs = (title: string) => {
    const card = structuredClone(clerk.messages().at(-1)!.card!);
    return { ...card, header: { ...card.header, title: { ...card.header.title, content: title } } };
  };
  const notice = { kind: 'step', filingId, step: 'basics' } as const;
  const shows = (card: object) =>
    nowShows(world.db, {
      ...{ messageId: messageId!, notice, content: JSON.stringify(card), who: whoIs(clerk), now: new Date(0) },
    });
  const body = eventOf('card.action.trigger', {
    operator: { tenant_key: 'tenant_local', open_id: clerk.openId },
    action: { tag: 'button', value: {} },
    context: { open_message_id: messageId, open_chat_id: 'oc' },
  });
  const lateJob = async (card: object) => {
    asked = [];
    await createLate({ db: world.db, enqueue, now })(body, { card: { type: 'raw', data: card } });
    return asked[0] as Parameters<typeof courier.catchUp>[0];
  };
  const patches = () => feishu.calls.filter(({ name }) => name === 'patch').length;
  const before = patches();
  const card = drawnAs('晚到的卡片');
  await shows(card);
  const job = await lateJob(card);
  await shows(drawnAs('后来的卡片'));
  await courier.catchUp(job);
  await shows(card);
  await courier.catchUp({ ...job, untilMs: now().getTime() - 1 });
  await courier.catchUp({ ...job, openId: 'ou_somebody_else' });
  expect(patches()).toBe(before);
  await courier.catchUp(job);
  expect(patches()).toBe(before + 1);
  expect((await clerk.expectCard('晚到的卡片', { earlier: true })).messageId).toBe(messageId);
});

test('a click that has to wait longer than the platform does is answered calmly, and then its card shows what came of it', async () => {
  const { clerk, url } = world;
  await clerk.say('首页');
  const home = await clerk.expectCard('备案助手');
  const blocker = new pg.Client({ connectionString: url });
  await blocker.connect();
  try {
    await blocker.query('BEGIN');
    await blocker.query('LOCK TABLE "Person" IN SHARE MODE');
    const value = { action: 'filing.open', filing: filingId };
    const { toast } = await post(world, 'card.action.trigger', clickOf(clerk, home.messageId, { value }));
    expect(toast?.content).toContain('还在处理，请稍候');
    await blocker.query('COMMIT');
    const shown = await clerk.expectCard('总览与检查', { earlier: true });
    expect(shown.messageId).toBe(home.messageId);
  } finally {
    await blocker.end();
  }
});

test('a message whose matter is gone is dropped with a reason, and the next one goes out', async () => {
  const { clerk } = world;
  await queued(clerk, { kind: 'status', filingId: 'nobody', event: 'none' }, words('还在'));
  await courierWith().deliver(keyOf(clerk));
  const [dropped, next] = (await rowsOf(clerk)).slice(-2);
  expect(dropped).toMatchObject({ state: 'dropped', reason: 'no_filing' });
  expect(next).toMatchObject({ state: 'sent' });
});

test('what an earlier process left waiting is sent at a start, and a recipient out of reach does not stop the others', async () => {
  const { clerk, operator, feishu } = world;
  await queued(clerk, words('留下的'));
  await queued(operator, words('也留下的'));
  feishu.faults.fail('send');
  await resumed(courierWith());
  const states = [await lastRow(clerk), await lastRow(operator)].map(({ state }) => state).sort();
  expect(states).toEqual(['sent', 'waiting']);
  await resumed(courierWith());
  expect([textsOf(clerk).at(-1), textsOf(operator).at(-1)]).toEqual(['留下的', '也留下的']);
  expect(await filingNow(world, filingId)).toMatchObject({ status: 'draft' });
});
