import { mayDo } from '../../services/people/roles.ts';
import { mine } from './fill.ts';
import { act, type Handler, saved } from './handler.ts';

export const askAbandon: Handler<'abandon.open'> = async (scene, { filing: id }) => {
  mayDo(await mine(scene, id), scene.who, 'carry');
  return { show: { kind: 'abandonForm', filingId: id } };
};

export const abandonFiling: Handler<'filing.abandon'> = async (scene, { filing: id, rev }, form) => {
  const reason = typeof form.reason === 'string' ? form.reason : '';
  await act(scene, await mine(scene, id), { type: 'abandon', rev, reason });
  return { toast: saved('已记下：本次不申报'), show: { kind: 'status', filingId: id, event: 'none' } };
};

export const resumeFiling: Handler<'filing.resume'> = async (scene, { filing: id }) => {
  await act(scene, await mine(scene, id), { type: 'resume' });
  return { toast: saved('可以接着填了'), show: { kind: 'check', filingId: id } };
};
