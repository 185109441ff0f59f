import { randomUUID } from 'node:crypto';
import type { Tx } from '../../prisma/client.ts';
import type { Who } from '../filing/filing.ts';
import { newestRevision } from '../filing/forms.ts';
import { appendEntry } from '../journal/journal.ts';
import { Refusal } from '../refusal.ts';
import { replanRound } from '../reminders/replan.ts';
import type { Windows } from '../reminders/windows.ts';
import type { Day, Holiday } from '../time.ts';
import { callOf } from './calls.ts';
import type { NewDepartment } from './round.ts';

export type Opening = {
  call: string;
  year: number;
  annex2DueOn: Day;
  materialsDueOn: Day;
  /** Overrides of the public calendar; the call's own when absent. */
  holidays?: readonly Holiday[];
  /** Departments beside the call's. */
  extraDepartments?: readonly NewDepartment[];
};

/**
 * Opens a year's round with the call's departments and quotas, also beside others. Refusal when one of the same call and
 * year is open already.
 */
export const openRound = async (tx: Tx, opening: Opening, by: Who, now: Date): Promise<string> => {
  const call = callOf(opening.call);
  const openKey = `${opening.call}:${opening.year}`;
  if (await tx.round.count({ where: { openKey } })) {
    throw new Refusal(
      'round_open',
      `${opening.year} 年度已经在进行，不能再开启一个。如需调整日期，请在首页点“调整截止日期”。`,
    );
  }
  const id = randomUUID();
  const title = `${opening.year}年度国家知识产权信息公共服务网点备案`;
  const entry = { subject: `round:${id}`, seq: 1, at: now, who: `${by.tenantKey}:${by.openId}`, what: 'open' };
  await tx.round.create({
    data: {
      id,
      year: opening.year,
      title,
      call: opening.call,
      formRevision: newestRevision(opening.call),
      annex2DueOn: opening.annex2DueOn,
      materialsDueOn: opening.materialsDueOn,
      holidays: [...(opening.holidays ?? call.holidays)],
      openedAt: now,
      openKey,
      rev: 1,
      journalHead: await appendEntry(tx, '', entry),
      departments: {
        create: [...call.departments, ...(opening.extraDepartments ?? [])].map(
          ({ code, kind, name, sealName, softQuota }, order) => ({
            ...{ code, kind, name, sealName, softQuota, order },
            remindAt: now,
          }),
        ),
      },
    },
  });
  return id;
};

/** Moves the round's dates, guarded by the rev the operator's card showed. */
export const moveDeadlines = async (
  tx: Tx,
  id: string,
  rev: number,
  days: { annex2DueOn: Day; materialsDueOn: Day },
  by: Who,
  now: Date,
): Promise<void> => {
  await changeRound(tx, id, rev, days, `deadlines ${days.annex2DueOn} ${days.materialsDueOn}`, by, now);
  await replanRound(tx, id, now);
};

/** One change of an open round, in its history and guarded by the rev that a card showed. */
export const changeRound = async (
  tx: Tx,
  id: string,
  rev: number,
  data:
    | { annex2DueOn: Day; materialsDueOn: Day }
    | { closingAt: Date }
    | { formRevision: number }
    | { windows: Windows }
    | { holidays: Holiday[] },
  what: string,
  by: Who,
  now: Date,
  why?: string,
): Promise<void> => {
  const round = await tx.round.findUnique({ where: { id } });
  if (!round || round.closingAt || round.closedAt) throw new Refusal('round_closed', '这个年度已经结束，不能再改动。');
  const stale = () => new Refusal('changed_since', '刚被其他管理员改过，请看最新的再操作。');
  if (round.rev !== rev) throw stale();
  const entry = {
    subject: `round:${id}`,
    seq: rev + 1,
    at: now,
    who: `${by.tenantKey}:${by.openId}`,
    what,
    ...(why && { why }),
  };
  const journalHead = await appendEntry(tx, round.journalHead, entry);
  const { count } = await tx.round.updateMany({ where: { id, rev }, data: { ...data, rev: rev + 1, journalHead } });
  if (count === 0) throw stale();
};
