import type { Payload } from '../../cards/actions.ts';
import { extendDepartment, setDepartmentDue } from '../../services/departments/department-due.ts';
import type { Filing } from '../../services/filing/filing.ts';
import { findByWords, loadFiling } from '../../services/filing/store.ts';
import { isOperator, mustOperate } from '../../services/people/roles.ts';
import { Refusal } from '../../services/refusal.ts';
import { isDay, longDay } from '../../services/time.ts';
import { mayOpen, textsOf } from './departments.ts';
import { act, type Handler, type Reply, type Scene, saved } from './handler.ts';
import { dayIn, restDayWords } from './operate.ts';

type At = Payload<'due.set'>;
const shown = ({ round, department }: Payload<'due.open'>) =>
  ({ kind: 'due', roundId: round, departmentCode: department }) as const;

/** The department's own people and the operators see and set its dates. */
export const openDue: Handler<'due.open'> = async (scene, at) => {
  await mayOpen(scene, at.round, at.department);
  return { show: shown(at) };
};

export const setDue: Handler<'due.set'> = async (scene, at, form) => {
  const on = dayIn(form, 'dueOn');
  return settle(form, shown(at), async () => {
    const rest = restDayWords(await changeDue(scene, at, on), on);
    const flash = `内部截止改为 ${longDay(on)}，还没提交的申报单位会收到通知。${rest}`;
    return { toast: saved('已保存'), show: { ...shown(at), flash } };
  });
};

export const clearDue: Handler<'due.clear'> = async (scene, at) => {
  await changeDue(scene, at, null);
  return { toast: saved('已取消'), show: { ...shown(at), flash: '内部截止已取消，按材料填报截止计算。' } };
};

const changeOf = ({ operators, who }: Scene, { round, department, was }: At) => ({
  ...{ roundId: round, code: department, was, by: who, operator: isOperator(operators, who) },
});

/** Who may is asked where the department is read. */
const changeDue = (scene: Scene, at: At, on: string | null) =>
  setDepartmentDue(scene.tx, scene.enqueue, { ...changeOf(scene, at), on }, scene.now);

export const extendForDepartment: Handler<'extend.department'> = async (scene, at, form) => {
  mustOperate(scene.operators, scene.who);
  const extension = { to: dayIn(form, 'to'), why: textsOf(form).why ?? '' };
  return settle(form, shown(at), async () => {
    const rest = restDayWords(await changeExtension(scene, at, extension), extension.to);
    const flash = `已延期到 ${longDay(extension.to)}，正在通知联系人和还没提交的申报单位。${rest}`;
    return { toast: saved('已延期'), show: { ...shown(at), flash } };
  });
};

export const endDepartmentExtension: Handler<'extend.endDepartment'> = async (scene, at) => {
  mustOperate(scene.operators, scene.who);
  await changeExtension(scene, at, null);
  return { toast: saved('已取消延期'), show: { ...shown(at), flash: '延期已取消，按材料填报截止计算。' } };
};

const changeExtension = (scene: Scene, at: At, extension: { to: string; why: string } | null) =>
  extendDepartment(scene.tx, scene.enqueue, { ...changeOf(scene, at), extension }, scene.now);

export const listExtensions: Handler<'extend.list'> = async ({ operators, who }, { round }) => {
  mustOperate(operators, who);
  return { show: { kind: 'extensions', roundId: round } };
};

export const findForExtension: Handler<'extend.find'> = async ({ tx, operators, who }, { round }, form) => {
  mustOperate(operators, who);
  const code = textsOf(form).code ?? '';
  const filingId = await findByWords(tx, round, code);
  if (filingId) return { show: { kind: 'extension', filingId } };
  const error = '这个年度里没有找到，请核对统一社会信用代码，或卡片上的查询号（例如 2026-1A2B3C4D）。';
  return { show: { kind: 'extensions', roundId: round, error, typed: code.slice(0, 100) } };
};

export const openExtension: Handler<'extend.open'> = async ({ operators, who }, { filing }) => {
  mustOperate(operators, who);
  return { show: { kind: 'extension', filingId: filing } };
};

export const extendFiling: Handler<'extend.filing'> = async (scene, { filing: id, was }, form) => {
  const filing = await operated(scene, id);
  const to = dayIn(form, 'to');
  return settle(form, { kind: 'extension', filingId: id }, async () => {
    await act(scene, filing, { type: 'extend', was, to, why: textsOf(form).why ?? '' });
    const flash = `已延期到 ${longDay(to)}，正在通知申报单位和推荐部门。${restDayWords(filing.round, to)}`;
    return { toast: saved('已延期'), show: { kind: 'extension', filingId: id, flash } };
  });
};

export const endFilingExtension: Handler<'extend.endFiling'> = async (scene, { filing: id, was }) => {
  await act(scene, await operated(scene, id), { type: 'extend', was, to: null, why: '' });
  const flash = '延期已取消，正在通知申报单位和推荐部门。';
  return { toast: saved('已取消延期'), show: { kind: 'extension', filingId: id, flash } };
};

const operated = async ({ tx, operators, who }: Scene, id: string): Promise<Filing> => {
  mustOperate(operators, who);
  return loadFiling(tx, id);
};

/** What is wrong with what was typed stands at its field, with the typed kept; any other refusal goes its usual way. */
const settle = async (
  form: Record<string, unknown>,
  show: Extract<Reply['show'], { kind: 'due' | 'extension' }>,
  change: () => Promise<Reply>,
): Promise<Reply> => {
  try {
    return await change();
  } catch (error) {
    if (!(error instanceof Refusal) || !['due_on', 'extension_to', 'extension_why'].includes(error.code)) throw error;
    const days = Object.fromEntries(
      ['dueOn', 'to'].map((name) => [name, dayIn(form, name)]).filter(([, day]) => isDay(day!)),
    );
    return { show: { ...show, typed: { ...textsOf(form), ...days }, errors: { [error.code]: error.words } } };
  }
};
