import { randomUUID } from 'node:crypto';
import type { Command } from '../../services/filing/decision.ts';
import type { Filing, Remark } from '../../services/filing/filing.ts';
import { questionsOf } from '../../services/filing/questions.ts';
import {
  addRemarkDraft,
  asRemarks,
  dropRemarkDraft,
  type Giver,
  type RemarkDraft,
  remarkDrafts,
} from '../../services/filing/remark-drafts.ts';
import { isReturnable } from '../../services/filing/status.ts';
import type { Notice, NoticeOf } from '../../services/notice.ts';
import { callOf } from '../../services/rounds/calls.ts';
import { isDay } from '../../services/time.ts';
import { act, type Handler, type Scene, saved } from './handler.ts';
import { before } from './office.ts';
import { assigned, changedSince, settle, typedAt, unchangedIn } from './reviewing.ts';

const MOST = 30;
/** Of all remarks together: they stand in full on the card that sends them. */
const MOST_WORDS = 4000;

/** Who gives it back: the department it was handed in to, or the national office once it is in the national system. */
type Side = {
  giver: Giver;
  form: 'returnForm' | 'officeReturnForm';
  command: 'return' | 'officeReturn';
  /** The filing, if this person decides for that side, and the name they do it under. */
  theirs: (scene: Scene, id: string) => Promise<{ filing: Filing; reviewer: string }>;
  isOpen: (filing: Filing) => boolean;
  sent: (place: { filingId: string; version: number }) => Notice;
};

const department: Side = {
  ...{ giver: 'department', form: 'returnForm', command: 'return', theirs: assigned, isOpen: isReturnable },
  sent: (place) => ({ kind: 'review', ...place, decided: true }),
};
const office: Side = {
  ...{ giver: 'office', form: 'officeReturnForm', command: 'officeReturn' },
  theirs: async (scene, id) => {
    const filing = await before(scene, id);
    return { filing, reviewer: callOf(filing.round.call).nationalOffice };
  },
  isOpen: ({ status }) => status === 'filed_online',
  sent: ({ filingId }) => ({ kind: 'office', filingId }),
};

type Place = { filing: string; version: number };
type Typing = Partial<NoticeOf<'returnForm'>> & { version: number };
type Step = (scene: Scene, place: Place, form: Record<string, unknown>) => ReturnType<Handler<'review.return'>>;

/** What the form of 退回补正 does, for the one side or the other. */
const returnsOf = (side: Side): { show: Step; add: Step; drop: Step; send: Step } => {
  const showing = (filingId: string, more: Typing) => ({ show: { kind: side.form, filingId, ...more } as const });
  return {
    show: async (scene, { filing: id, version }) => {
      const { filing } = await side.theirs(scene, id);
      unchangedIn(filing, version, side.isOpen);
      if (side.giver === 'department') await act(scene, filing, { type: 'open', version });
      return showing(id, { version });
    },

    /** One remark at a question, kept until all are sent together. */
    add: async (scene, { filing: id, version }, form) => {
      const { filing } = await side.theirs(scene, id);
      const again = { ...typedIn(form), ...asked(filing, version) };
      const typed = typedRemark(form);
      const problem = problemOf(filing, typed) ?? tooMany(await remarkDrafts(scene.tx, filing, side.giver), typed);
      if (problem) return showing(id, { ...again, ...typed, error: problem, wrong: 'item' });
      const draft = { ...remarkOf(typed), id: randomUUID().slice(0, 8) };
      await addRemarkDraft(scene.tx, filing, side.giver, draft, scene.now);
      return { toast: saved('已添加，还没有发出'), ...showing(id, again) };
    },

    drop: async (scene, { filing: id, version }, form) => {
      const { filing } = await side.theirs(scene, id);
      const drop = typedAt(form, 'drop');
      if (drop) await dropRemarkDraft(scene.tx, filing, side.giver, drop);
      const wrong = drop ? {} : ({ error: '请先选择要去掉哪一处。', wrong: 'item' } as const);
      return showing(id, { ...typedIn(form), ...typedRemark(form), ...wrong, ...asked(filing, version) });
    },

    send: async (scene, { filing: id, version }, form) => {
      const { filing, reviewer } = await side.theirs(scene, id);
      const typed = typedRemark(form);
      const again = { ...typedIn(form), ...typed };
      const newer = changedSince(filing, version);
      if (newer) return showing(id, { ...again, ...newer });
      // What stands in the input and was not added yet is meant all the same.
      const problem = typed.words && problemOf(filing, typed);
      if (problem) return showing(id, { version, ...again, error: problem, wrong: 'item' });
      const drafts = await remarkDrafts(scene.tx, filing, side.giver);
      const items = [...asRemarks(drafts), ...(typed.words ? [remarkOf(typed)] : [])];
      const { remarks, dueOn } = again;
      const command: Command = { type: side.command, version, remarks, items, ...(dueOn && { dueOn }) };
      return settle(
        async () => {
          await act(scene, filing, command, reviewer);
          return { toast: saved('已退回，申报单位马上收到'), show: side.sent({ filingId: id, version }) };
        },
        (error) => showing(id, { version, ...again, error }),
      );
    },
  };
};

export const departmentReturns = returnsOf(department);
export const officeReturns = returnsOf(office);

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
