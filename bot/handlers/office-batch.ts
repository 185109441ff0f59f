import { keepBatch, loadOfficeBatch, planBatch, startBatch } from '../../services/office/batch.ts';
import { intakeOf } from '../../services/office/intake.ts';
import { mustOperate } from '../../services/people/roles.ts';
import { loadRound } from '../../services/rounds/store.ts';
import { dayOf } from '../../services/time.ts';
import { type Handler, saved } from './handler.ts';
import { daysIn, typedIn } from './office.ts';

export const showBatchForm: Handler<'office.batchForm'> = async ({ operators, who }, { round, deed }) => {
  mustOperate(operators, who);
  return { show: { kind: 'officeBatchForm', roundId: round, deed } };
};

/** The preview: nothing is done yet, but what is confirmed is exactly what it shows. */
export const previewBatch: Handler<'office.batchLook'> = async (scene, { round: roundId, deed }, form) => {
  const { tx, operators, who, now } = scene;
  mustOperate(operators, who);
  const { from = '', days = '', on = '', link = '', number = '', ...rest } = typedIn(form);
  const typed = { ...rest, from, days, on, link, number };
  const chosen = Array.isArray(form.chosen) ? form.chosen.filter((one) => typeof one === 'string') : [];
  const given = { from, days: daysIn(days), on, link: link.trim().slice(0, 300), chosen };
  const planned = planBatch(deed, {
    round: await loadRound(tx, roundId),
    rows: await intakeOf(tx, roundId),
    typed: { ...given, number: number.normalize('NFKC').trim() },
    today: dayOf(now),
  });
  if ('errors' in planned) {
    return { show: { kind: 'officeBatchForm', roundId, deed, typed, chosen, errors: planned.errors } };
  }
  const batchId = await keepBatch(tx, { roundId, deed, ...planned }, who, now);
  return { show: { kind: 'officeBatch', roundId, batchId } };
};

export const confirmBatch: Handler<'office.batchDo'> = async ({ tx, enqueue, operators, who }, payload) => {
  mustOperate(operators, who);
  const { round: roundId, batch: batchId } = payload;
  await loadOfficeBatch(tx, batchId);
  await startBatch(tx, enqueue, batchId);
  return { toast: saved('开始办了，结果马上告诉您'), show: { kind: 'officeBatch', roundId, batchId } };
};

export const showBatch: Handler<'office.batchShow'> = async (
  { operators, who },
  { round: roundId, batch: batchId, page },
) => {
  mustOperate(operators, who);
  return { show: { kind: 'officeBatch', roundId, batchId, page } };
};
