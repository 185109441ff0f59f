import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AudienceKey } from '../../../services/broadcasts/audiences.ts';
import { isStillMeant, sizeOf } from '../../../services/broadcasts/audiences.ts';
import {
  confirmBroadcast,
  draftBroadcast,
  loadBroadcast,
  stopBroadcast,
} from '../../../services/broadcasts/broadcasts.ts';
import { formerOf, registerAgain, setOptOut } from '../../../services/broadcasts/opening.ts';
import { announceOpening, startDueBroadcasts, writeBroadcast } from '../../../services/broadcasts/writing.ts';
import { firstBreak } from '../../../services/journal/journal.ts';
import type { Enqueue } from '../../../services/queue.ts';
import { notice2023 } from '../../../services/rounds/notice-2023.ts';
import { openRound } from '../../../services/rounds/open.ts';
import { instantOf } from '../../../services/time.ts';
import { type TestDatabase, testDatabase } from '../../database.ts';
import { openSeason } from '../../season.ts';
import { keptFiling } from '../filing/kept.ts';
import { clerk, noon } from '../filing/sample.ts';

/** More than two batches. */
const PEOPLE = 450;
const by = { tenantKey: 'tenant', openId: 'ou_operator' };
const unasked: Enqueue = async () => {};

let database: TestDatabase;
let roundId: string;
let filingId: string;
beforeAll(async () => {
  database = await testDatabase({ max: 10 });
  roundId = await openSeason(database.db, noon);
  filingId = (await keptFiling(database.db, roundId, 'one')).id;
  // Somebody with two filings is one person.
  await keptFiling(database.db, roundId, 'two');
  await database.db.member.createMany({
    data: Array.from({ length: PEOPLE - 1 }, (_, i) => ({
      ...{ filingId, tenantKey: 'tenant', openId: `ou_${i}`, name: `同事${i}`, role: 'editor', joinedAt: noon },
    })),
  });
});
afterAll(() => database?.close());

const confirmed = async (audience: AudienceKey, startAt = noon): Promise<string> => {
  const { db } = database;
  const id = await draftBroadcast(db, { roundId, audience, text: '请尽快提交。' }, by, noon);
  await db.$transaction((tx) => confirmBroadcast(tx, unasked, { id, roundId, audience, startAt, by }, noon));
  return id;
};
const messagesOf = (id: string) =>
  database.db.outbox.findMany({ where: { kind: 'broadcast', notice: { path: ['broadcastId'], equals: id } } });

test('each has one message, wherever the job is killed and however many run it at once', async () => {
  const { db } = database;
  const id = await confirmed('unsubmitted');
  expect(await db.broadcastTo.count({ where: { broadcastId: id } })).toBe(PEOPLE);
  let left = 3;
  const killing: Enqueue = async () => {
    if (left-- > 0) throw new Error('killed');
  };
  const rounds = Array.from({ length: 12 }, () => writeBroadcast(db, killing, { broadcastId: id }, noon));
  const ended = await Promise.allSettled(rounds);
  expect(ended.filter(({ status }) => status === 'rejected')).toHaveLength(3);
  expect((await loadBroadcast(db, id)).state).toBe('written');
  const rows = await messagesOf(id);
  expect(rows).toHaveLength(PEOPLE);
  expect(new Set(rows.map(({ openId }) => openId)).size).toBe(PEOPLE);
});

test('confirmed twice it is sent once; it stands in the history of the round, with whom and how many and the words', async () => {
  const { db } = database;
  const id = await confirmed('unsubmitted');
  const again = db.$transaction((tx) =>
    confirmBroadcast(tx, unasked, { id, roundId, audience: 'unsubmitted', startAt: noon, by }, noon),
  );
  await expect(again).rejects.toMatchObject({ code: 'begun' });
  const nobody = confirmed('reviewing');
  await expect(nobody).rejects.toMatchObject({ code: 'nobody' });
  const entries = await db.journal.findMany({
    where: { subject: `round:${roundId}`, what: { startsWith: 'broadcast' } },
  });
  expect(entries.at(-1)).toMatchObject({
    ...{ what: `broadcast unsubmitted ${PEOPLE}`, why: '请尽快提交。', who: 'tenant:ou_operator' },
  });
  const { journalHead } = await db.round.findUniqueOrThrow({ where: { id: roundId } });
  expect(await firstBreak(db, `round:${roundId}`, journalHead)).toBeUndefined();
  await db.$transaction((tx) => stopBroadcast(tx, id, roundId));
});

test('what is stopped keeps back what has not gone out, and nothing more is written', async () => {
  const { db } = database;
  const id = await confirmed('unsubmitted');
  await writeBroadcast(db, unasked, { broadcastId: id }, noon);
  const [first] = await messagesOf(id);
  await db.outbox.update({ where: { id: first!.id }, data: { state: 'sent', content: '{}' } });
  expect(await db.$transaction((tx) => stopBroadcast(tx, id, roundId))).toBe(PEOPLE - 1);
  await writeBroadcast(db, unasked, { broadcastId: id }, noon);
  const { tally, state } = await loadBroadcast(db, id);
  expect(state).toBe('stopped');
  expect(tally).toEqual([
    { state: '', reason: null, count: 250 },
    { state: 'dropped', reason: 'stopped', count: 199 },
    { state: 'sent', reason: null, count: 1 },
  ]);
});

test('what is put off begins at its time, not before, not twice, and not at night when its time was missed', async () => {
  const { db } = database;
  const at = instantOf('2026-11-23', '14:03');
  const id = await confirmed('fillers', at);
  expect(await startDueBroadcasts(db, unasked, noon)).toBe(0);
  await writeBroadcast(db, unasked, { broadcastId: id }, noon);
  expect(await messagesOf(id)).toEqual([]);
  const jobs: unknown[] = [];
  const asked: Enqueue = async (_tx, _name, data) => {
    jobs.push(...data);
  };
  expect(await startDueBroadcasts(db, asked, instantOf('2026-11-23', '22:03'))).toBe(0);
  expect(await startDueBroadcasts(db, asked, at)).toBe(1);
  expect(await startDueBroadcasts(db, asked, at)).toBe(0);
  expect(jobs).toEqual([{ broadcastId: id }]);
  // Its job was lost: it is asked for once more.
  expect(await startDueBroadcasts(db, asked, new Date(at.getTime() + 11 * 60_000))).toBe(1);
});

test('who is meant is whoever lacks it now: filings by their state, departments by what they have not done', async () => {
  const { db } = database;
  const departments = notice2023.departments.length + 1;
  const peopleOf = async (audience: AudienceKey) => (await sizeOf(db, audience, roundId, noon)).people;
  const [one, other] = notice2023.departments;
  for (const [openId, code] of [
    ['ou_one', one!.code],
    ['ou_other', other!.code],
  ] as const) {
    const row = { name: openId, position: '处长', officePhone: '010-1', mobile: '13800000000', email: 'a@b.cn' };
    const place = { roundId, departmentCode: code, activeKey: `${roundId}:${code}`, tenantKey: 'tenant', openId };
    await db.contact.create({ data: { id: openId, ...row, ...place, appointedAt: noon, appointedBy: 'x' } });
  }
  expect(await sizeOf(db, 'contacts', roundId, noon)).toEqual({ people: 2, unheld: departments - 2 });
  await db.department.updateMany({
    where: { roundId, code: one!.code },
    data: { annex2SentOn: '2026-11-20', annex2RecordedAt: noon },
  });
  expect(await isStillMeant(db, 'annex2', roundId, { tenantKey: 'tenant', openId: 'ou_one' }, noon)).toBe(false);
  expect(await peopleOf('annex2')).toBe(1);
  // Sent before the contact changed, it has to be sent again.
  const changedAt = new Date(noon.getTime() + 1);
  await db.contact.update({ where: { id: 'ou_one' }, data: { appointedAt: changedAt } });
  expect(await peopleOf('annex2')).toBe(2);
  await db.contact.update({ where: { id: 'ou_one' }, data: { appointedAt: noon } });
  // On duty the deputy is written to in the place of the contact.
  const deputy = { name: '代理', position: '副处长', officePhone: '010-1', mobile: '13800000001', email: 'c@b.cn' };
  const days = { fromOn: '2026-11-23', toOn: '2026-11-24', namedAt: noon, namedBy: 'x' };
  const place = { roundId, departmentCode: other!.code, tenantKey: 'tenant', openId: 'ou_deputy' };
  await db.deputy.create({ data: { id: 'deputy', ...deputy, ...days, ...place } });
  expect(await isStillMeant(db, 'annex2', roundId, { tenantKey: 'tenant', openId: 'ou_deputy' }, noon)).toBe(true);
  expect(await isStillMeant(db, 'annex2', roundId, { tenantKey: 'tenant', openId: 'ou_other' }, noon)).toBe(false);

  await db.filing.update({ where: { id: filingId }, data: { status: 'under_review', departmentCode: other!.code } });
  expect(await peopleOf('unsubmitted')).toBe(1);
  expect(await isStillMeant(db, 'unsubmitted', roundId, clerk, noon)).toBe(true);
  expect(await peopleOf('reviewing')).toBe(1);
  await db.filing.update({ where: { id: filingId }, data: { status: 'abandoned' } });
  expect(await peopleOf('fillers')).toBe(1);
  expect(await peopleOf('reviewing')).toBe(0);
});

test('an opening is told once to all who filed or acted before, and to those who were invited; nobody is listed again who does not file', async () => {
  const { db } = database;
  const [one] = notice2023.departments;
  const guest = { tenantKey: 'tenant', openId: 'ou_invited' };
  const code = {
    id: 'code',
    roundId,
    departmentCode: one!.code,
    role: 'contact',
    code: 'ABCD2345',
    tenantKey: 'tenant',
  };
  const given = {
    invitedBy: 'ou_operator',
    guests: ['tenant:ou_invited'],
    state: 'open',
    createdAt: noon,
    endsAt: noon,
  };
  await db.departmentCode.create({ data: { ...code, ...given } });
  const next = new Date(noon.getTime() + 86_400_000);
  const opening = { call: 'notice-2023', year: 2099, annex2DueOn: '2026-12-20', materialsDueOn: '2026-12-30' };
  const second = await db.$transaction(async (tx) => {
    const id = await openRound(tx, opening, by, next);
    await announceOpening(tx, unasked, { id, holidays: [] }, by, next);
    return id;
  });
  const { id, startAt } = await db.broadcast.findFirstOrThrow({ where: { roundId: second } });
  // At noon people rest.
  await writeBroadcast(db, unasked, { broadcastId: id }, next);
  expect(await db.outbox.count({ where: { kind: 'roundOpened' } })).toBe(0);
  expect(startAt).toEqual(instantOf('2026-11-24', '14:03'));
  expect(await startDueBroadcasts(db, unasked, startAt!)).toBeGreaterThan(0);
  const jobs = Array.from({ length: 8 }, () => writeBroadcast(db, unasked, { broadcastId: id }, next));
  await Promise.all(jobs);
  const told = await db.outbox.findMany({ where: { kind: 'roundOpened' } });
  // The two contacts, whoever has the code, and all who filled; the deputy was only that.
  expect(told).toHaveLength(PEOPLE + 3);
  expect(new Set(told.map(({ openId }) => openId)).size).toBe(told.length);

  const known = async () => (await sizeOf(db, 'known', second, next)).people;
  expect(await known()).toBe(PEOPLE);
  await setOptOut(db, second, clerk, true, next);
  expect(await known()).toBe(PEOPLE - 1);

  expect((await formerOf(db, second, guest)).posts).toMatchObject([{ code: one!.code, seated: false, asked: false }]);
  const again = { roundId: second, department: one!.code, operators: [by] };
  expect(await registerAgain(db, unasked, { ...again, who: guest }, next)).toBeNull();
  expect(await db.outbox.count({ where: { kind: 'department', openId: by.openId } })).toBe(1);
  const contact = { tenantKey: 'tenant', openId: 'ou_one' };
  const registered = await registerAgain(db, unasked, { ...again, who: contact }, next);
  expect(await db.registration.findUnique({ where: { id: registered! } })).toMatchObject({
    ...{ name: 'ou_one', state: 'pending', roundId: second, mobile: '13800000000' },
  });
  await expect(registerAgain(db, unasked, { ...again, who: contact }, next)).rejects.toMatchObject({ code: 'asked' });
  const stranger = { ...again, who: { tenantKey: 'tenant', openId: 'ou_stranger' } };
  await expect(registerAgain(db, unasked, stranger, next)).rejects.toMatchObject({ code: 'not_registered' });
});
