import { loadFiling } from '../../services/filing/store.ts';
import { mayDo } from '../../services/people/roles.ts';
import { Refusal } from '../../services/refusal.ts';
import { mine } from './fill.ts';
import { act, type Handler, type Scene, saved } from './handler.ts';
import { chosenSections } from './invite.ts';

type Place = { filing: string; tenant: string; who: string };

const whoIn = ({ tenant, who }: Place) => ({ tenantKey: tenant, openId: who });

export const openTeam: Handler<'team.open'> = async (scene, { filing: id }) => {
  await mine(scene, id);
  return { show: { kind: 'team', filingId: id } };
};

export const openMember: Handler<'member.open'> = async (scene, place) => {
  mayDo(await mine(scene, place.filing), scene.who, 'lead');
  return { show: { kind: 'member', filingId: place.filing, who: whoIn(place) } };
};

export const assignMember: Handler<'member.assign'> = async (scene, place, form) => {
  const filing = await mine(scene, place.filing);
  await act(scene, filing, { type: 'assign', who: whoIn(place), sections: chosenSections(filing, form) });
  return { toast: saved('分工已保存'), show: { kind: 'team', filingId: place.filing } };
};

export const askMember: Handler<'member.ask'> = async (scene, place) => {
  await act(scene, await mine(scene, place.filing), { type: 'askLook', who: whoIn(place) });
  return { toast: saved('已请对方过目'), show: { kind: 'team', filingId: place.filing } };
};

export const handOver: Handler<'member.handOver'> = async (scene, place) => {
  await act(scene, await mine(scene, place.filing), { type: 'handOver', to: whoIn(place) });
  return { toast: saved('已移交'), show: { kind: 'team', filingId: place.filing } };
};

export const removeMember: Handler<'member.remove'> = async (scene, place) => {
  await act(scene, await mine(scene, place.filing), { type: 'remove', who: whoIn(place) });
  return { toast: saved('已移除'), show: { kind: 'team', filingId: place.filing } };
};

export const leaveTeam: Handler<'team.leave'> = async (scene, { filing: id }) => {
  await act(scene, await mine(scene, id), { type: 'leave' });
  return { toast: saved('已退出'), show: { kind: 'teamNews', filingId: id, event: 'gone', name: '' } };
};

export const askToTakeOver: Handler<'claim.ask'> = async (scene, { filing: id }) => {
  await act(scene, await mine(scene, id), { type: 'claim' });
  return { toast: saved('已告诉填报人和主办方'), show: { kind: 'team', filingId: id } };
};

export const openClaim: Handler<'claim.open'> = async (scene, { filing: id, at }) => {
  mayDo(await mine(scene, id), scene.who, 'lead');
  return { show: { kind: 'claim', filingId: id, at } };
};

/** The owner answers, or an operator, who is no member: the command itself knows who may. */
export const answerClaim: Handler<'claim.answer'> = async (scene, { filing: id, at, yes }) => {
  scene.known = await loadFiling(scene.tx, id);
  await act(scene, scene.known, { type: 'settleClaim', at, yes }, operatorName(scene));
  return { toast: saved(yes ? '已移交' : '已回复对方'), show: { kind: 'claim', filingId: id, at } };
};

const operatorName = ({ known, who }: Scene): string | undefined =>
  known?.members.some(({ openId }) => openId === who.openId) ? undefined : '主办方';

export const openLook: Handler<'look.open'> = async (scene, { filing: id }) => {
  mayDo(await mine(scene, id), scene.who, 'judge');
  return { show: { kind: 'look', filingId: id } };
};

export const agree: Handler<'look.agree'> = async (scene, { filing: id }) => {
  await act(scene, await mine(scene, id), { type: 'judge', agree: true, remarks: '' });
  return { toast: saved('已告诉填报人'), show: { kind: 'look', filingId: id } };
};

export const showLookForm: Handler<'look.form'> = async (scene, { filing: id }) => {
  mayDo(await mine(scene, id), scene.who, 'judge');
  return { show: { kind: 'lookForm', filingId: id } };
};

export const giveRemarks: Handler<'look.object'> = async (scene, { filing: id, agree: yes }, form) => {
  const remarks = typeof form.remarks === 'string' ? form.remarks : '';
  try {
    await act(scene, await mine(scene, id), { type: 'judge', agree: yes, remarks });
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'no_remarks') throw error;
    return { show: { kind: 'lookForm', filingId: id, remarks, error: error.words } };
  }
  return { toast: saved('意见已发给填报人'), show: { kind: 'look', filingId: id, flash: '意见已发给填报人。' } };
};
