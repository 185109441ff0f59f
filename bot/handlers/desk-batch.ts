import { actingFor, mustAct } from '../../services/departments/acting.ts';
import { decide } from '../../services/filing/decide.ts';
import type { Command } from '../../services/filing/decision.ts';
import { MOST_AT_ONCE, placesFor, recommendations, stillAsSeen } from '../../services/filing/desk-batch.ts';
import { type Filing, institutionName } from '../../services/filing/filing.ts';
import { asRemarks, remarkDraftsOf } from '../../services/filing/remark-drafts.ts';
import { statusNames } from '../../services/filing/status.ts';
import { filingsAt } from '../../services/filing/store.ts';
import { gathered } from '../../services/queue.ts';
import { isDay } from '../../services/time.ts';
import { act, circumstancesOf, type Handler, type Scene } from './handler.ts';
import { settle, typedAt } from './reviewing.ts';

type Desk = { round: string; department: string };

/** The name of whoever acts for the department; a Refusal for anybody else. */
const atDesk = async ({ tx, who, now }: Scene, { round, department }: Desk): Promise<string> => {
  const acting = await actingFor(tx, round, department);
  return mustAct(acting, who, now, '只有这个部门的备案工作联系人可以批量办理，您的点击没有改动任何内容。').name;
};

export const openBatch: Handler<'batch.open'> = async (scene, { round, department, deed }) => {
  await atDesk(scene, { round, department });
  return { show: { kind: 'batchForm', roundId: round, departmentCode: department, deed } };
};

export const previewDeskBatch: Handler<'batch.preview'> = async (scene, { round, department, deed }, form) => {
  await atDesk(scene, { round, department });
  const chosen = Array.isArray(form.chosen) ? form.chosen.filter((one) => typeof one === 'string') : [];
  const given = { roundId: round, departmentCode: department, deed, chosen, ...typedIn(form) };
  const problem = problemOf(chosen, given.words, deed);
  if (problem) return { show: { kind: 'batchForm', ...given, error: problem } };
  return { show: { kind: 'batchPreview', ...given } };
};

const problemOf = (chosen: string[], words: string, deed: 'recommend' | 'return'): string | undefined => {
  if (!chosen.length) return '请先选择材料。';
  if (chosen.length > MOST_AT_ONCE) return `一次最多 ${MOST_AT_ONCE} 份，请分几次办理。`;
  if (words.trim()) return undefined;
  return deed === 'recommend' ? '请填写第七部分“推荐部门意见”。' : '请写明需要补正什么，申报单位才好修改。';
};

/** Each for itself, with its own version and history; the places are counted for all of them, and if they do not fit nothing is done. */
export const recommendBatch: Handler<'batch.recommend'> = async (scene, payload, form) => {
  const { round, department, chosen, over = false, wait = false } = payload;
  const reviewer = await atDesk(scene, payload);
  const { words } = typedIn(form);
  const reason = typedAt(form, 'over').trim();
  const { ready, left } = stillAsSeen(await filingsAt(scene.tx, round, department), chosen, 'recommend');
  const again = { roundId: round, departmentCode: department, deed: 'recommend', chosen, words } as const;
  const { quota, taken, free, needed } = placesFor(ready);
  if (needed > free && !wait && !(over && reason)) {
    const question = `推荐名额原则上不超过 ${quota} 个，已推荐 ${taken} 个，还有 ${free} 个，这次选了 ${needed} 份（通知二（二））。还没有办理任何一份：可以把放不下的 ${needed - free} 份列为候补；确需超出，请写明理由。`;
    return { show: { kind: 'batchPreview', ...again, over: { words: question, reason } } };
  }
  const beyond = wait ? { wait } : over ? { over: reason } : {};
  return settle(
    async () => {
      const done = await inOne(scene, recommendations(ready, words, beyond), reviewer);
      return { show: { kind: 'batchDone', roundId: round, departmentCode: department, deed: 'recommend', done, left } };
    },
    (error) => ({ show: { kind: 'batchPreview', ...again, error } }),
  );
};

/** The words for all of them, and to each what has been written at its own questions. */
export const returnBatch: Handler<'batch.return'> = async (scene, payload, form) => {
  const { round, department, chosen } = payload;
  const reviewer = await atDesk(scene, payload);
  const { words, dueOn } = typedIn(form);
  const { ready, left } = stillAsSeen(await filingsAt(scene.tx, round, department), chosen, 'return');
  const again = { roundId: round, departmentCode: department, deed: 'return', chosen, words } as const;
  const drafts = await remarkDraftsOf(scene.tx, ready, 'department');
  return settle(
    async () => {
      const returns = ready.map((filing) => {
        const items = asRemarks(drafts.get(filing.id));
        const { version } = filing;
        return {
          filing,
          command: { type: 'return', version, remarks: words, items, ...(dueOn && { dueOn }) } as const,
        };
      });
      const done = await inOne(scene, returns, reviewer);
      return { show: { kind: 'batchDone', roundId: round, departmentCode: department, deed: 'return', done, left } };
    },
    (error) => ({ show: { kind: 'batchPreview', ...again, ...(dueOn && { dueOn }), error } }),
  );
};

/**
 * One after the other in this transaction, all or, where one of them may not be, none; what follows from them is queued once
 * for all.
 */
const inOne = async (scene: Scene, acts: { filing: Filing; command: Command }[], reviewer: string) => {
  for (const { filing, command } of acts) decide(filing, command, circumstancesOf(scene, filing, reviewer));
  const { enqueue, flush } = gathered(scene.enqueue);
  const done = [];
  for (const { filing, command } of acts) {
    done.push(resultOf((await act({ ...scene, enqueue }, filing, command, reviewer)).filing));
  }
  await flush(scene.tx);
  return done;
};

const resultOf = (filing: Filing) => ({ name: institutionName(filing), words: statusNames[filing.status] });

const typedIn = (form: Record<string, unknown>): { words: string; dueOn?: string } => {
  const dueOn = typedAt(form, 'dueOn').slice(0, 10);
  return { words: typedAt(form, 'words'), ...(isDay(dueOn) && { dueOn }) };
};
