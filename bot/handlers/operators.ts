import { seekOperator, soughtErrors } from '../../services/people/operator-search.ts';
import { removeOperator } from '../../services/people/operators.ts';
import { mustOperate } from '../../services/people/roles.ts';
import { type Handler, saved } from './handler.ts';

export const openOperators: Handler<'operators.open'> = async ({ operators, who }) => {
  mustOperate(operators, who);
  return { show: { kind: 'operators' } };
};

export const showOperatorForm: Handler<'operators.form'> = async ({ operators, who }, { search }) => {
  mustOperate(operators, who);
  return { show: { kind: 'operatorForm', ...(search && { search }) } };
};

/** The search follows after the answer; its result comes as a message. */
export const addByLookUp: Handler<'operators.add'> = async ({ tx, enqueue, operators, who, now }, _payload, form) => {
  mustOperate(operators, who);
  const typed = { mobile: word(form.mobile).replace(/[\s-]/g, ''), email: word(form.email) };
  const errors = soughtErrors(typed);
  if (Object.keys(errors).length) return { show: { kind: 'operatorForm', typed, errors } };
  await seekOperator(tx, enqueue, typed, who, now);
  const flash = '正在飞书里查找，找到后马上开通并告诉您和对方；没有找到也会告诉您。';
  return { toast: saved('正在查找'), show: { kind: 'operators', flash } };
};

const word = (value: unknown): string => (typeof value === 'string' ? value.normalize('NFKC').trim() : '');

/** Whoever removes themselves has no list to see any more. */
export const removeByCard: Handler<'operators.remove'> = async (scene, { tenant, who: openId }) => {
  const { tx, enqueue, operators, who, now } = scene;
  mustOperate(operators, who);
  await removeOperator(tx, enqueue, { tenantKey: tenant, openId }, who, now);
  const self = openId === who.openId;
  const show = self
    ? ({ kind: 'operatorNews', event: 'dismissed', name: '' } as const)
    : ({ kind: 'operators' } as const);
  return { toast: saved('已移除，马上生效'), show };
};
