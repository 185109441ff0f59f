import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { submit } from '../../cards/actions.ts';
import { perform } from '../../services/filing/perform.ts';
import { createFiling } from '../../services/filing/store.ts';
import { addDays, dayOf } from '../../services/time.ts';
import { type TestDatabase, testDatabase } from '../database.ts';
import { cardText } from '../feishu/card-text.ts';
import { seal } from '../feishu/envelope.ts';
import { startFeishu } from '../feishu/server.ts';
import { app, openSeason, people, yunhan } from '../season.ts';
import { sealing } from '../services/filing/kept.ts';
import { fileRef, sampleAnswers } from '../services/filing/sample.ts';
import { type BotProcess, startBotProcess } from './bot-process.ts';

const FILINGS = 50;
const PROCESSES = 3;
const tenantKey = 'tenant_local';

let database: TestDatabase;
let dataDir: string;
let feishu: Awaited<ReturnType<typeof startFeishu>>;
let bots: BotProcess[] = [];
beforeAll(async () => {
  database = await testDatabase();
  dataDir = await mkdtemp(path.join(tmpdir(), 'filing-place-'));
  feishu = await startFeishu({ ...app, people: Object.values(people) });
  const env = {
    ...{ DATABASE_URL: database.url, DATA_DIR: dataDir, FEISHU_BASE_URL: feishu.url },
    ...{ FEISHU_APP_ID: app.appId, FEISHU_APP_SECRET: app.appSecret, FEISHU_ENCRYPT_KEY: app.encryptKey },
    ...{ FEISHU_VERIFICATION_TOKEN: app.verificationToken, BOT_OPERATORS: people.operator.openId, LOG_LEVEL: 'info' },
  };
  bots = await Promise.all(Array.from({ length: PROCESSES }, () => startBotProcess(env)));
});
afterAll(async () => {
  await Promise.all(bots.map((bot) => bot.kill()));
  await feishu?.close();
  await database?.close();
  await rm(dataDir, { recursive: true, force: true });
});

/** The contact and a deputy on duty, straight in the database: how they come there is told elsewhere. */
const appoint = async (roundId: string, now: Date) => {
  const { db } = database;
  const row = { roundId, departmentCode: yunhan.code, position: '处长', officePhone: '010-1', email: 'a@example.com' };
  const contact = { ...row, id: randomUUID(), name: '韩示例', mobile: '13800000000', tenantKey };
  await db.contact.create({
    data: { ...contact, openId: people.contact.openId, appointedAt: now, appointedBy: '', activeKey: roundId },
  });
  const deputy = { ...row, id: randomUUID(), name: '顾清禾', mobile: '13800000001', tenantKey };
  const [fromOn, toOn] = [dayOf(now), addDays(dayOf(now), 3)];
  await db.deputy.create({
    data: { ...deputy, openId: people.colleague.openId, fromOn, toOn, namedAt: now, namedBy: '' },
  });
};

const openForReview = async (roundId: string, n: number, now: Date): Promise<string> => {
  const id = randomUUID();
  const owner = { tenantKey, openId: people.clerk.openId, name: '沈若溪' };
  const circumstances = { now, actor: owner, operators: [] };
  const sections = Object.entries(sampleAnswers()).map(([step, values]) => ({ step, rev: 0, values }));
  await database.db.$transaction(async (tx) => {
    await createFiling(tx, { id, roundId, creditCode: `last-place-${n}`, owner, now });
    const give = (command: Parameters<typeof perform>[3]) => perform(tx, async () => {}, id, command, circumstances);
    const { filing } = await give({ type: 'adopt', sections });
    await give({ type: 'freeze', rev: filing.rev, declared: true });
    await give({ type: 'scan', version: 1, file: fileRef(`扫描件${n}.pdf`) });
    await give(sealing(1));
    await give({ type: 'submit', version: 1 });
    await give({ type: 'open', version: 1 });
  });
  return id;
};

type Answer = { toast?: { type: string; content: string }; card?: { data: never } };

/** A click on 确认推荐 as the platform posts it, to one of the processes. */
const recommend = async (filing: string, n: number) => {
  const { name } = submit('确认推荐', 'review.recommend', { filing, version: 1 }) as { name: string };
  const event = {
    operator: { tenant_key: tenantKey, open_id: n % 2 ? people.contact.openId : people.colleague.openId },
    token: 'c-token',
    action: { tag: 'button', name, form_value: { opinion: '同意推荐。' } },
    context: { open_message_id: `om_${n}`, open_chat_id: 'oc_x' },
  };
  const header = {
    ...{ event_id: randomUUID(), event_type: 'card.action.trigger', token: app.verificationToken },
    tenant_key: tenantKey,
  };
  const sealed = seal({ schema: '2.0', header, event }, app.encryptKey, new Date());
  const url = `http://127.0.0.1:${bots[n % PROCESSES]!.port}/webhook/card`;
  const response = await fetch(url, { method: 'POST', body: sealed.body, headers: sealed.headers });
  return (await response.json()) as Answer;
};

test(`of ${FILINGS} recommendations at the same moment, with one place left, one is made and ${FILINGS - 1} are asked what to do`, {
  timeout: 120_000,
}, async () => {
  const { db } = database;
  const now = new Date();
  const roundId = await openSeason(db, now);
  const place = { roundId_code: { roundId, code: yunhan.code } };
  await appoint(roundId, now);
  const ids: string[] = [];
  for (let n = 0; n < FILINGS; n++) ids.push(await openForReview(roundId, n, now));
  await db.department.update({ where: place, data: { softQuota: 1 } });

  const settled: Answer[] = [];
  // Whoever is answered after 2.5 s is told to wait, and clicks again: on a busy machine that may be many of fifty.
  for (let left = ids; left.length; ) {
    const answers = await Promise.all(left.map(recommend));
    const late = (_: string, n: number) => answers[n]!.toast?.content.startsWith('还在处理');
    settled.push(...answers.filter((_, n) => !late('', n)));
    left = left.filter(late);
  }
  const asked = settled.filter(({ card }) => card && cardText(card.data).includes('[列为候补]'));
  const others = settled.filter((answer) => !asked.includes(answer)).map(({ toast }) => toast?.content);
  expect(others).toEqual([expect.stringMatching(/已推荐，申报单位马上收到|现在是“已推荐”，没有再次改动/)]);
  expect(asked).toHaveLength(FILINGS - 1);
  for (const { card } of asked) {
    expect(cardText(card!.data)).toMatch(/原则上不超过 1 个，现在已推荐 1 个[\s\S]*\[仍然推荐\]/);
    expect(cardText(card!.data)).toContain('同意推荐。');
  }
  expect(await db.filing.count({ where: { roundId, status: 'recommended', placed: true } })).toBe(1);
  expect(await db.filing.count({ where: { roundId, status: 'under_review' } })).toBe(FILINGS - 1);
  expect(await db.department.findUniqueOrThrow({ where: place })).toMatchObject({ taken: 1 });
});
