import { actingFor, mustAct } from '../../services/departments/acting.ts';
import { DIRECT, type Filing } from '../../services/filing/filing.ts';
import { isOpenForReview } from '../../services/filing/status.ts';
import { loadForReview, sealedAs } from '../../services/filing/store.ts';
import { appendNotices, toPerson } from '../../services/outbox.ts';
import { mustOperate, mustReview } from '../../services/people/roles.ts';
import { Refusal } from '../../services/refusal.ts';
import { callOf } from '../../services/rounds/calls.ts';
import { isDay } from '../../services/time.ts';
import { allFiles } from '../../services/view.ts';
import { act, type Handler, type Reply, type Scene, saved } from './handler.ts';

/**
 * The filing, if this person reviews for the department it was submitted to, and the reviewer's name as 附件2 has it; the
 * operators act for the national office.
 */
const assigned = async (scene: Scene, id: string): Promise<{ filing: Filing; reviewer: string }> => {
  const { filing, acting } = await loadForReview(scene.tx, id);
  const name = mustReview(scene.operators, filing, acting, scene.who, scene.now);
  scene.known = filing;
  return { filing, reviewer: name ?? callOf(filing.round.call).nationalOffice };
};

export const openReview: Handler<'review.open'> = async (scene, { filing: id, version }) => {
  const { filing } = await assigned(scene, id);
  await act(scene, filing, { type: 'open', version });
  // A next version that is sealed but not handed in yet is not the department's to see.
  return { show: { kind: 'review', filingId: id, version: filing.handedIn } };
};

export const showReturnForm: Handler<'review.returnForm'> = async (scene, { filing: id, version }) => {
  const filing = await stillOpen(scene, id, version);
  await act(scene, filing, { type: 'open', version });
  return { show: { kind: 'returnForm', filingId: id, version } };
};

export const showRecommendForm: Handler<'review.recommendForm'> = async (scene, { filing: id, version }) => {
  const filing = await stillOpen(scene, id, version);
  await act(scene, filing, { type: 'open', version });
  return { show: { kind: 'recommendForm', filingId: id, version } };
};

const stillOpen = async (scene: Scene, id: string, version: number): Promise<Filing> => {
  const { filing } = await assigned(scene, id);
  if (filing.version === version && isOpenForReview(filing)) return filing;
  throw new Refusal('not_open', '这份材料的状态已经变化，卡片已更新，请按最新情况办理。');
};

export const returnFiling: Handler<'review.return'> = async (scene, { filing: id, version }, form) => {
  const { filing, reviewer } = await assigned(scene, id);
  const remarks = typeof form.remarks === 'string' ? form.remarks : '';
  const dueOn = typeof form.dueOn === 'string' ? form.dueOn.slice(0, 10) : '';
  const again = (error: string): Reply => ({
    show: { kind: 'returnForm', filingId: id, version, remarks, ...(isDay(dueOn) && { dueOn }), error },
  });
  const command = { type: 'return', version, remarks, ...(isDay(dueOn) && { dueOn }) } as const;
  return settle(async () => {
    await act(scene, filing, command, reviewer);
    return { toast: saved('已退回，申报单位马上收到'), show: { kind: 'review', filingId: id, version } };
  }, again);
};

export const recommendFiling: Handler<'review.recommend'> = async (scene, payload, form) => {
  const { filing: id, version, over = false, wait = false } = payload;
  const { filing, reviewer } = await assigned(scene, id);
  const opinion = typeof form.opinion === 'string' ? form.opinion : '';
  const reason = typeof form.over === 'string' ? form.over : '';
  const command = { type: 'recommend', version, opinion, wait, ...(over && { over: reason }) } as const;
  return settle(
    async () => {
      await act(scene, filing, command, reviewer);
      const words = wait ? '已列为候补，有名额空出会自动递补' : '已推荐，申报单位马上收到';
      return { toast: saved(words), show: { kind: 'review', filingId: id, version } };
    },
    (error, code) => {
      const full = code === 'over_quota' || code === 'no_over';
      const question = { over: { words: error, reason } };
      return { show: { kind: 'recommendForm', filingId: id, version, opinion, ...(full ? question : { error }) } };
    },
  );
};

const AT_FIELDS = ['no_remarks', 'due_past', 'no_opinion', 'no_reason', 'over_quota', 'no_over'];

/** What is wrong with the words typed is said at the field with the words kept; any other refusal goes its usual way. */
const settle = async (
  decision: () => Promise<Reply>,
  again: (error: string, code: string) => Reply,
): Promise<Reply> => {
  try {
    return await decision();
  } catch (error) {
    if (error instanceof Refusal && AT_FIELDS.includes(error.code)) return again(error.words, error.code);
    throw error;
  }
};

export const sendFiles: Handler<'review.files'> = async (scene, { filing: id, version }) => {
  const { filing } = await assigned(scene, id);
  if (filing.handedIn !== version)
    throw new Refusal('old_version', `申报单位已更新到第 ${filing.handedIn} 版，请看新版。`);
  const sealed = await sealedAs(scene.tx, filing, version);
  const files = [
    toPerson(scene.who, { kind: 'annex', filingId: id, version }),
    ...allFiles(sealed).map(({ id: fileId }) =>
      toPerson(scene.who, { kind: 'reviewFile', filingId: id, version, fileId }),
    ),
  ];
  await appendNotices(scene.tx, scene.enqueue, files, scene.now);
  return { toast: { type: 'info', content: `${files.length} 份文件马上发到聊天里` } };
};

export const openDesk: Handler<'desk.open'> = async (scene, { round, department }) => {
  if (department === DIRECT) mustOperate(scene.operators, scene.who);
  else {
    const acting = await actingFor(scene.tx, round, department);
    mustAct(acting, scene.who, scene.now, '只有这个部门的备案工作联系人可以看审核列表。');
  }
  return { show: { kind: 'desk', roundId: round, departmentCode: department } };
};
