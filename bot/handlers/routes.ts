import { mustOperate } from '../../services/people/roles.ts';
import { Refusal } from '../../services/refusal.ts';
import { changeRoutes } from '../../services/rounds/change-routes.ts';
import { routesAfter } from '../../services/rounds/edit-routes.ts';
import type { RouteEdit } from '../../services/rounds/own-routes.ts';
import { loadRound } from '../../services/rounds/store.ts';
import { textsOf } from './departments.ts';
import { type Handler, saved } from './handler.ts';

export const showRoutes: Handler<'round.routes'> = async ({ operators, who }, { round }) => {
  mustOperate(operators, who);
  return { show: { kind: 'routes', roundId: round } };
};

export const showRouteForm: Handler<'round.routeForm'> = async ({ operators, who }, { round, rule }) => {
  mustOperate(operators, who);
  return { show: { kind: 'routeForm', roundId: round, ...(rule !== undefined && { rule }) } };
};

/** What was chosen, and what it would mean; what cannot be stands at its field. */
export const lookAtRoute: Handler<'round.routeLook'> = async ({ tx, operators, who }, payload, form) => {
  mustOperate(operators, who);
  const { round: roundId, rev, rule } = payload;
  const { when, to } = textsOf(form);
  const cc = Array.isArray(form.cc) ? form.cc.filter((one) => typeof one === 'string') : [];
  const chosen = { ...(when && { when }), ...(to && { to }), cc };
  const edit: RouteEdit = { do: rule === undefined ? 'add' : 'set', ...(rule !== undefined && { rule }), ...chosen };
  try {
    routesAfter(await loadRound(tx, roundId), edit);
  } catch (error) {
    if (!(error instanceof Refusal) || !['when', 'to', 'cc'].includes(error.code)) throw error;
    const errors = { [error.code]: error.words };
    return { show: { kind: 'routeForm', roundId, ...(rule !== undefined && { rule }), typed: chosen, errors } };
  }
  return { show: { kind: 'routePreview', roundId, rev, edit } };
};

export const askRoute: Handler<'round.routeAsk'> = async ({ operators, who }, { round, rev, edit }) => {
  mustOperate(operators, who);
  return { show: { kind: 'routePreview', roundId: round, rev, edit } };
};

export const keepRoute: Handler<'round.routeKeep'> = async (scene, { round: roundId, rev, edit }) => {
  const { tx, enqueue, operators, who, now } = scene;
  mustOperate(operators, who);
  await changeRoutes(tx, enqueue, { roundId, rev, edit, by: who }, now);
  const flash = '已保存。去向变了的材料，正在告诉填报人。';
  return { toast: saved('已保存'), show: { kind: 'routes', roundId, flash } };
};
