import type { Database } from '../prisma/client.ts';
import { perform } from '../services/filing/perform.ts';
import { finishClosing, markOf, startClosing, tallyOf, unfinishedIn } from '../services/rounds/closing.ts';
import { openRound } from '../services/rounds/open.ts';
import type { NewDepartment } from '../services/rounds/round.ts';
import { addDays, addWorkingDays, dayOf, type Holiday } from '../services/time.ts';

/** The fictional 41st department, for the sample filing: no real office gets to read it. */
export const yunhan: NewDepartment = {
  code: '999900',
  kind: 'province',
  name: '云汉省知识产权局（虚构）',
  sealName: '云汉省知识产权局（虚构）',
  softQuota: 2,
};

/** The tenant's people in the demo and in the journeys. */
export const people = {
  clerk: { openId: 'ou_clerk', name: '沈若溪', role: '申报单位填报人' },
  contact: {
    openId: 'ou_contact',
    name: '韩示例',
    role: '推荐部门联系人',
    mobile: '13800000000',
    email: 'liaison@example.com',
  },
  operator: { openId: 'ou_operator', name: '国知办', role: '主办方管理员' },
  colleague: { openId: 'ou_colleague', name: '顾清禾', role: '申报单位同事' },
};

export const app = {
  appId: 'cli_demo0000000000',
  appName: '备案助手',
  appSecret: 'demo-app-secret',
  encryptKey: 'demo-encrypt-key',
  verificationToken: 'demo-verification-token',
};

/**
 * Opens this year's round by the 2023 rules with dates ahead of `now`: contacts in about two weeks, materials in about
 * two months, and holidays of its own around the new year, which the public calendar may not know yet.
 */
export const openSeason = async (db: Database, now: Date): Promise<string> => {
  const today = dayOf(now);
  const year = Number(today.slice(0, 4));
  const holidays = newYear(year + 1);
  const by = { tenantKey: 'demo', openId: people.operator.openId };
  return db.$transaction((tx) =>
    openRound(
      tx,
      {
        call: 'notice-2023',
        year,
        annex2DueOn: addWorkingDays(today, 10, holidays),
        materialsDueOn: addWorkingDays(addDays(today, 55), 1, holidays),
        holidays,
        extraDepartments: [yunhan],
      },
      by,
      now,
    ),
  );
};

const unasked = async () => {};

/** Ends a round as its operator and the queue do, without a chat. */
export const closeSeason = async (db: Database, roundId: string, now: Date): Promise<void> => {
  const by = { tenantKey: 'demo', openId: people.operator.openId };
  const { rev } = await db.round.findUniqueOrThrow({ where: { id: roundId } });
  const closing = { roundId, rev, seen: markOf(await tallyOf(db, roundId)), by };
  await db.$transaction((tx) => startClosing(tx, unasked, closing, now));
  for (const id of await unfinishedIn(db, roundId, 1000)) {
    const circumstances = { now, actor: { ...by, name: '' }, operators: [] };
    await db.$transaction((tx) => perform(tx, unasked, id, { type: 'expire' }, circumstances));
  }
  await db.$transaction((tx) => finishClosing(tx, unasked, { roundId, by }, now));
};

const newYear = (year: number): Holiday[] =>
  [1, 2, 3].map((day) => ({ on: `${year}-01-0${day}`, work: false, name: '元旦' }));
