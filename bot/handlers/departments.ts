import { randomInt } from 'node:crypto';
import { actingFor, mustAct } from '../../services/departments/acting.ts';
import {
  addDepartment,
  changeDepartment,
  type DepartmentForm,
  departmentErrors,
} from '../../services/departments/departments.ts';
import { isOperator, mustOperate } from '../../services/people/roles.ts';
import { Refusal } from '../../services/refusal.ts';
import { type Handler, type Reply, type Scene, saved } from './handler.ts';

/** What was typed into a form, as texts. */
export const textsOf = (form: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(Object.entries(form).filter((pair): pair is [string, string] => typeof pair[1] === 'string'));

export const showDepartments: Handler<'department.list'> = async ({ operators, who }, { round, page }) => {
  mustOperate(operators, who);
  return { show: { kind: 'departments', roundId: round, ...(page && { page }) } };
};

/** The operators see every department; whoever acts for one sees that one. */
export const openDepartment: Handler<'department.open'> = async (scene, { round, department }) => {
  await mayOpen(scene, round, department);
  return { show: { kind: 'department', roundId: round, departmentCode: department } };
};

/** Throws a Refusal unless this person runs the round or acts for the department now. */
export const mayOpen = async ({ tx, operators, who, now }: Scene, roundId: string, code: string): Promise<void> => {
  if (isOperator(operators, who)) return;
  const words = '只有主办方和这个部门的备案工作联系人可以办理，您的点击没有改动任何内容。';
  mustAct(await actingFor(tx, roundId, code), who, now, words);
};

export const showDepartmentForm: Handler<'department.form'> = async ({ operators, who }, { round, department }) => {
  mustOperate(operators, who);
  return { show: { kind: 'departmentForm', roundId: round, ...(department && { departmentCode: department }) } };
};

export const saveDepartment: Handler<'department.save'> = async (scene, payload, form) => {
  const { tx, enqueue, operators, who, now } = scene;
  mustOperate(operators, who);
  const { round: roundId, department, was = '' } = payload;
  const typed = textsOf(form);
  const again = (errors: Record<string, string>): Reply => {
    const at = department ? { departmentCode: department } : {};
    return { show: { kind: 'departmentForm', roundId, ...at, typed, errors } };
  };
  // Of a department that there is, the kind stays.
  const errors = departmentErrors({ ...(department && { kind: 'ministry' }), ...typed });
  if (Object.keys(errors).length) return again(errors);
  const made = { roundId, form: typed as DepartmentForm, by: who };
  try {
    if (department) await changeDepartment(tx, enqueue, { ...made, code: department, was }, now);
    const code = department ?? (await addDepartment(tx, { ...made, pick: randomInt }, now));
    const flash = department ? '已保存，记入年度历史。' : '已新增，填报人马上可以选到。';
    return { toast: saved('已保存'), show: { kind: 'department', roundId, departmentCode: code, flash } };
  } catch (error) {
    if (error instanceof Refusal && error.code === 'same_name') return again({ name: error.words });
    throw error;
  }
};
