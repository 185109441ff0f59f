import { randomUUID } from 'node:crypto';
import type { Filing, Remark } from '../../services/filing/filing.ts';
import { questionsOf } from '../../services/filing/questions.ts';
import {
  addRemarkDraft,
  asRemarks,
  dropRemarkDraft,
  type RemarkDraft,
  remarkDrafts,
} from '../../services/filing/remark-drafts.ts';
import { isReturnable } from '../../services/filing/status.ts';
import type { NoticeOf } from '../../services/notice.ts';
import { isDay } from '../../services/time.ts';
import { act, type Handler, saved } from './handler.ts';
import { assigned, changedSince, settle, stillOpen, typedAt } from './reviewing.ts';

const MOST = 30;
/** Of all remarks together: they stand in full on the card that sends them. */
const MOST_WORDS = 4000;

export const showReturnForm: Handler<'review.returnForm'> = async (scene, { filing: id, version }) => {
  const filing = await stillOpen(scene, id, version, isReturnable);
  await act(scene, filing, { type: 'open', version });
  return { show: { kind: 'returnForm', filingId: id, version } };
};

/** One remark at a question, kept until all are sent together. */
export const addRemark: Handler<'review.addRemark'> = async (scene, { filing: id, version }, form) => {
  const { filing } = await assigned(scene, id);
  const again = { ...typedIn(form), ...asked(filing, version) };
  const show = (more: Partial<NoticeOf<'returnForm'>>) => ({
    show: { kind: 'returnForm', filingId: id, ...again, ...more } as const,
  });
  const typed = typedRemark(form);
  const problem = problemOf(filing, typed) ?? tooMany(await remarkDrafts(scene.tx, filing), typed);
  if (problem) return show({ ...typed, error: problem, wrong: 'item' });
  await addRemarkDraft(scene.tx, filing, { ...remarkOf(typed), id: randomUUID().slice(0, 8) }, scene.now);
  return { toast: saved('已添加，还没有发出'), ...show({}) };
};

export const dropRemark: Handler<'review.dropRemark'> = async (scene, { filing: id, version }, form) => {
  const { filing } = await assigned(scene, id);
  const drop = typedAt(form, 'drop');
  if (drop) await dropRemarkDraft(scene.tx, filing, drop);
  const typed = typedRemark(form);
  const wrong = drop ? {} : ({ error: '请先选择要去掉哪一处。', wrong: 'item' } as const);
  return {
    show: { kind: 'returnForm', filingId: id, ...typedIn(form), ...typed, ...wrong, ...asked(filing, version) },
  };
};

export const returnFiling: Handler<'review.return'> = async (scene, { filing: id, version }, form) => {
  const { filing, reviewer } = await assigned(scene, id);
  const typed = typedRemark(form);
  const again = { ...typedIn(form), ...typed };
  const newer = changedSince(filing, version);
  if (newer) return { show: { kind: 'returnForm', filingId: id, ...again, ...newer } };
  // What stands in the input and was not added yet is meant all the same.
  const problem = typed.words && problemOf(filing, typed);
  if (problem) return { show: { kind: 'returnForm', filingId: id, version, ...again, error: problem, wrong: 'item' } };
  const drafts = await remarkDrafts(scene.tx, filing);
  const items = [...asRemarks(drafts), ...(typed.words ? [remarkOf(typed)] : [])];
  const { remarks = '', dueOn } = again;
  return settle(
    async () => {
      await act(scene, filing, { type: 'return', version, remarks, items, ...(dueOn && { dueOn }) }, reviewer);
      return {
        toast: saved('已退回，申报单位马上收到'),
        show: { kind: 'review', filingId: id, version, decided: true },
      };
    },
    (error) => ({ show: { kind: 'returnForm', filingId: id, version, ...again, error } }),
  );
};

const typedIn = (form: Record<string, unknown>): { remarks: string; dueOn?: string } => {
  const dueOn = typedAt(form, 'dueOn').slice(0, 10);
  return { remarks: typedAt(form, 'remarks'), ...(isDay(dueOn) && { dueOn }) };
};

type Typed = { at: string; words: string };
const typedRemark = (form: Record<string, unknown>): Typed => ({
  at: typedAt(form, 'at'),
  words: typedAt(form, 'words').trim(),
});

const remarkOf = ({ at, words }: Typed): Remark => {
  const [step = '', field = ''] = at.split('/');
  return { step, field, words };
};

const problemOf = (filing: Filing, { at, words }: Typed): string | undefined => {
  if (!words) return '请写明这一题要怎样改，再点“添加一处意见”。';
  if (words.length > 500) return '一处意见请控制在 500 字以内。';
  const known = questionsOf(filing).some(({ step, field }) => at === `${step}/${field}`);
  return known ? undefined : '请选择这处意见针对哪一题。';
};

const tooMany = (drafts: RemarkDraft[], { words }: Typed): string | undefined => {
  if (drafts.length >= MOST) return `逐题的意见最多 ${MOST} 处，请合并几处。`;
  const total = drafts.reduce((sum, one) => sum + one.words.length, words.length);
  return total > MOST_WORDS ? `意见合起来请控制在 ${MOST_WORDS} 字以内，其余的可以写在附件或电话里说明。` : undefined;
};

/** The version to ask for: the one seen, or the one that has come in since, with the difference shown. */
const asked = (filing: Filing, version: number): { version: number; seen?: number } =>
  changedSince(filing, version) ?? { version };
