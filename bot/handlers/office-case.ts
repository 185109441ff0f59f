import { loadFiling } from '../../services/filing/store.ts';
import { BY_PROVINCE } from '../../services/office/states.ts';
import { mustOperate } from '../../services/people/roles.ts';
import { Refusal } from '../../services/refusal.ts';
import { callOf } from '../../services/rounds/calls.ts';
import { act, type Handler, type Reply, saved } from './handler.ts';
import { typedIn } from './office.ts';

export const showSearch: Handler<'office.find'> = async ({ operators, who }, { round }) => {
  mustOperate(operators, who);
  return { show: { kind: 'officeSearch', roundId: round } };
};

export const searchFilings: Handler<'office.search'> = async ({ operators, who }, { round }, form) => {
  mustOperate(operators, who);
  return { show: { kind: 'officeSearch', roundId: round, words: typedIn(form).words ?? '' } };
};

export const openCase: Handler<'office.case'> = async (scene, { filing: id }) => {
  mustOperate(scene.operators, scene.who);
  scene.known = await loadFiling(scene.tx, id);
  return { show: { kind: 'officeCase', filingId: id } };
};

/** 准予申报, or another way than the rows of the call say, with a reason that the institution reads. */
export const admitFiling: Handler<'office.admit'> = async (scene, { filing: id }, form) => {
  mustOperate(scene.operators, scene.who);
  const filing = await loadFiling(scene.tx, id);
  scene.known = filing;
  const typed = typedIn(form);
  const { to = '', reason = '' } = typed;
  const again = (errors: Record<string, string>): Reply => ({
    show: { kind: 'officeCase', filingId: id, typed, errors },
  });
  if (!to) return again({ to: '请选择材料交给谁。' });
  try {
    const command = { type: 'admit', reason, ...(to !== BY_PROVINCE && { to }) } as const;
    await act(scene, filing, command, callOf(filing.round.call).nationalOffice);
    return {
      toast: saved('已决定，填报人马上收到'),
      show: { kind: 'officeCase', filingId: id, flash: '已决定，填报人马上收到。' },
    };
  } catch (error) {
    if (error instanceof Refusal && error.code === 'no_reason') return again({ reason: error.words });
    if (error instanceof Refusal && error.code === 'no_department') return again({ to: error.words });
    throw error;
  }
};
