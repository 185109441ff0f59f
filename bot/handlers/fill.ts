import type { Go } from '../../cards/actions.ts';
import { readForm } from '../../cards/form-values.ts';
import { contextOf, everStep, type Filing, formOf, memberOf, stepAt, type Who } from '../../services/filing/filing.ts';
import { isEditable, isFrozen } from '../../services/filing/status.ts';
import { loadFiling } from '../../services/filing/store.ts';
import { blocking, neighbours, nextStep, problemsOf, relevantFields } from '../../services/form/read.ts';
import type { Notice } from '../../services/notice.ts';
import { isAllowed, mayDo } from '../../services/people/roles.ts';
import { isOver } from '../../services/rounds/round.ts';
import { timeOf } from '../../services/time.ts';
import { act, type Handler, type Reply, type Scene, saved } from './handler.ts';

/** The filing, if this person may fill it. */
export const mine = async (scene: Scene, id: string): Promise<Filing> => {
  const filing = await loadFiling(scene.tx, id);
  scene.known = filing;
  mayDo(filing, scene.who, 'read');
  return filing;
};

/** Where a filing's work goes on for this person: their first section that is not done, the check, the scan, or how it stands. */
export const whereToGo = (filing: Filing, who: Who): Notice => {
  const filingId = filing.id;
  if (isOver(filing.round)) return { kind: 'status', filingId, event: 'none' };
  const member = memberOf(filing, who);
  if (member?.role === 'head' && isEditable(filing)) return { kind: 'look', filingId };
  if (isFrozen(filing)) return { kind: 'frozen', filingId };
  if (!isEditable(filing)) return { kind: 'status', filingId, event: 'none' };
  const step = nextStep(formOf(filing.round), contextOf(filing), (key) => isAllowed(filing, who, 'edit', key));
  return step ? { kind: 'step', filingId, step } : { kind: 'check', filingId };
};

export const openFiling: Handler<'filing.open'> = async (scene, { filing: id }) => ({
  show: whereToGo(await mine(scene, id), scene.who),
});

export const openCheck: Handler<'check.open'> = async (scene, { filing: id }) => {
  const filing = await mine(scene, id);
  return {
    show: isEditable(filing) && !isOver(filing.round) ? { kind: 'check', filingId: id } : whereToGo(filing, scene.who),
  };
};

export const openStep: Handler<'step.open'> = async (scene, { filing: id, step, back }) => {
  const filing = await mine(scene, id);
  if (!isEditable(filing) || isOver(filing.round)) return { show: whereToGo(filing, scene.who) };
  stepAt(filing, step);
  // Who comes from the check wants to see what is wrong.
  return { show: { kind: 'step', filingId: id, step, ...(back && { back, checked: true }) } };
};

/** Everything typed is committed first, wrong or half-done as it may be; then the way on is decided. */
export const saveStep: Handler<'step.save'> = async (scene, payload, form) => {
  const { filing: id, step, rev, go, form: drawnBy = 1 } = payload;
  const filing = await mine(scene, id);
  const fields = fieldsDrawn(filing, step, drawnBy);
  const stale = (filing.revs[step] ?? 0) !== rev;
  const values = readForm(fields, form, filing.answers[step] ?? {}, stale);
  const performed = await act(scene, filing, {
    type: 'save',
    step,
    rev,
    values,
    ...(looksAt(go) && { looked: drawnBy }),
  });
  const at = timeOf(scene.now);
  const here = (extra: object = {}): Notice => ({ kind: 'step', filingId: id, step, ...extra });
  if (performed.outcome === 'conflict') {
    return { toast: { type: 'warning', content: '这一部分刚被改过，两份内容都已保留，请选一份' }, show: here() };
  }
  const done = performed.filing;
  if (drawnBy < done.round.formRevision && isEditable(done)) return afterOldForm(done, step, `已保存 ${at}`);
  const faults = blocking(problemsOf(formOf(done.round), contextOf(done))).filter((problem) => problem.step === step);
  // A missing file or an empty list is asked for on its own card, so only what the form could have given holds one back.
  if (go === 'next' && faults.length) {
    return {
      toast: { type: 'warning', content: `已保存 ${at}，还有 ${faults.length} 处要改` },
      show: here({ checked: true }),
    };
  }
  const { before, after } = neighbours(formOf(done.round), contextOf(done), step);
  const target = { next: after, skip: after, back: before, stay: step, check: undefined }[go];
  const show: Notice = target ? { kind: 'step', filingId: id, step: target } : { kind: 'check', filingId: id };
  return { toast: saved(`已保存 ${at}`), show };
};

/** What a card held that was drawn by this revision of the form: not what it asks since, but also what it no longer asks. */
const fieldsDrawn = (filing: Filing, step: string, drawnBy: number): ReturnType<typeof relevantFields> => {
  const formRevision = Math.min(drawnBy, filing.round.formRevision);
  const then = { ...filing, round: { ...filing.round, formRevision } };
  return relevantFields(stepAt(then, step), contextOf(then));
};

/** Whoever goes on without asking for more, or back, has not said that they looked at what changed. */
const looksAt = (where: Go): boolean => where !== 'skip' && where !== 'back';

/** Saved from a card older than a correction: the section as it is asked now, or the overview where it is asked no more. */
const afterOldForm = (filing: Filing, step: string, toast: string): Reply => {
  const title = everStep(filing, step).title;
  if (!Object.hasOwn(formOf(filing.round).steps, step)) {
    const flash = `官方表格有更正，“${title}”不用再填。您写的已经保存。`;
    return { toast: saved(toast), show: { kind: 'check', filingId: filing.id, flash } };
  }
  const flash = '官方表格有更正，这张卡片已换成新的。您写的都已保存，请看一眼这一部分。';
  return {
    toast: { type: 'warning', content: `${toast}，表格有更正，请看一眼` },
    show: { kind: 'step', filingId: filing.id, step, flash },
  };
};

/** Somebody has looked at what a correction changed in a section, and goes on. */
export const confirmStep: Handler<'step.confirm'> = async (scene, { filing: id, step, form }) => {
  const { filing } = await act(scene, await mine(scene, id), { type: 'confirm', step, form });
  if (contextOf(filing).corrected?.[step]) return { show: { kind: 'step', filingId: id, step } };
  return { toast: saved(`已记下 ${timeOf(scene.now)}`), show: whereToGo(filing, scene.who) };
};

/** The last change of a section is taken back, whoever made it; somebody's newer change never is. */
export const undoStep: Handler<'step.undo'> = async (scene, { filing: id, step, rev }) => {
  const filing = await mine(scene, id);
  stepAt(filing, step);
  const show = { kind: 'step', filingId: id, step } as const;
  if (isEditable(filing) && (filing.revs[step] ?? 0) !== rev) {
    const by = filing.edits[step]?.name || '同事';
    return { toast: { type: 'warning', content: `没有撤销：${by}又有新的改动，请先看一眼` }, show };
  }
  await act(scene, filing, { type: 'undo', step, rev });
  return { toast: saved(`已撤销，回到修改前的内容 ${timeOf(scene.now)}`), show };
};

export const chooseConflict: Handler<'conflict.choose'> = async (scene, payload) => {
  const { filing: id, ...choice } = payload;
  const { step } = choice;
  await act(scene, await mine(scene, id), { type: 'choose', ...choice });
  return { toast: saved('已选定'), show: { kind: 'step', filingId: id, step } };
};
