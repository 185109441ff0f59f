import { Prisma, type Tx } from '../../prisma/client.ts';
import { DIRECT, type Filing, institutionName, routeOfFiling, stored, type Who } from '../filing/filing.ts';
import { perform } from '../filing/perform.ts';
import { isEditable, isFrozen, isWithDepartment, type Status, statuses } from '../filing/status.ts';
import { filingsIn, loadFiling } from '../filing/store.ts';
import { takeOnce } from '../inbox.ts';
import type { Enqueue, Job } from '../queue.ts';
import { Refusal } from '../refusal.ts';
import { replanningDrafts } from '../reminders/replan.ts';
import { callOf } from './calls.ts';
import { routesAfter } from './edit-routes.ts';
import { type LockedRound, mustBeOpen, noteInRound } from './history.ts';
import { type OwnRoutes, ownRoutes, type RouteEdit } from './own-routes.ts';
import { isOver, type Round } from './round.ts';
import type { Route } from './routes.ts';
import { loadRound } from './store.ts';

/** Drafts that other rows lead elsewhere, and how many only have other copies; `stay`: sealed or handed in, each where it is. */
export type Rerouted = { moving: Moving[]; copied: number; stay: { frozen: number; handedIn: number } };
/** `was`: where it went, as endIn() says; the rest in words. */
export type Moving = { filingId: string; name: string; from: string; to: string; was: string };

type Row = Pick<Filing, 'id' | 'creditCode' | 'departmentCode'> & {
  status: Status;
  answers: unknown;
  admission: unknown;
};

/** What a change of the routes would mean for the filings of the round. One statement that reads only the answers that decide. */
export const reroutedBy = async (tx: Tx, round: Round, next: OwnRoutes | null): Promise<Rerouted> => {
  const open = statuses.filter((status) => [isEditable, isFrozen, isWithDepartment].some((is) => is({ status })));
  const rows = await tx.$queryRaw<Row[]>`
    SELECT "id", "creditCode", "departmentCode", "status", "admission", jsonb_build_object(
      'identity', coalesce("answers" -> 'identity', '{}'), 'standing', coalesce("answers" -> 'standing', '{}'),
      'route', coalesce("answers" -> 'route', '{}')) AS "answers"
    FROM "Filing" WHERE "roundId" = ${round.id} AND "status" = ANY(${open}) ORDER BY "createdAt", "id"`;
  const found: Rerouted = { moving: [], copied: 0, stay: { frozen: 0, handedIn: 0 } };
  for (const { id, status, departmentCode, creditCode, ...row } of rows) {
    const answers = stored.answers.parse(row.answers);
    const asked = { answers, admission: stored.admission.parse(row.admission) };
    const after = routeOfFiling({ ...asked, round: { ...round, routes: next } });
    const before = routeOfFiling({ ...asked, round });
    const turned = endIn(before) !== endIn(after);
    if (!isEditable({ status })) {
      // What an earlier change has left behind is not this one's doing.
      if (turned && endIn(after) !== departmentCode) found.stay[isFrozen({ status }) ? 'frozen' : 'handedIn'] += 1;
      continue;
    }
    const [from, to] = [endWords(round, before), endWords(round, after)];
    if (turned || !standsAs(status, after)) {
      const was = endIn(before);
      found.moving.push({ filingId: id, name: institutionName({ answers, creditCode }), from, to, was });
    } else if (copiesIn(before) !== copiesIn(after)) found.copied += 1;
  }
  return found;
};

/** Not where answers were saved under routes that have been changed back since. */
const standsAs = (status: Status, route: Route): boolean =>
  status === 'returned' || (status === 'ineligible') === (route.kind === 'ineligible');

const endIn = (route: Route): string =>
  route.kind === 'department' ? route.code : route.kind === 'direct' ? DIRECT : route.kind;
const copiesIn = (route: Route): string => ('cc' in route ? route.cc.toSorted().join() : '');

const endWords = ({ departments, call }: Round, route: Route): string => {
  if (route.kind === 'department') return departments.find(({ code }) => code === route.code)?.name ?? route.code;
  const words = { ineligible: '不能申报', choice: '由填报人选择', undecided: '还没有答完' };
  return route.kind === 'direct' ? `${callOf(call).nationalOffice}（直接申报）` : words[route.kind];
};

/**
 * The round's routes are others from now on, if it still stands as the card showed it. Whom that concerns is found and told in the
 * queue, for a round may hold thousands; what is sealed or handed in stays where it is.
 */
export const changeRoutes = async (
  tx: Tx,
  enqueue: Enqueue,
  { roundId, rev, edit, by }: { roundId: string; rev: number; edit: RouteEdit; by: Who },
  now: Date,
): Promise<void> => {
  const round = await hold(tx, roundId);
  if (round.rev !== rev) throw new Refusal('changed_since', '刚被其他管理员改过，请看最新的再操作。');
  const was = round.routes;
  const next = routesAfter(round, edit);
  const what = `routes ${edit.do}${edit.rule ? ` ${edit.rule}` : ''}`;
  const set = Prisma.sql`"routes" = ${next ? JSON.stringify(next) : null}::jsonb,`;
  const [from, to] = [was, next].map((routes) => (routes ? JSON.stringify(routes) : ''));
  await noteInRound(tx, round, { what, from, to, by, set }, now, [replanningDrafts(roundId, drafts, now)]);
  const { tenantKey, openId } = by;
  await enqueue(tx, 'dues', [{ rerouted: roundId, roundRev: rev + 1, was, by: { tenantKey, openId } }]);
};

/** The round, held until the transaction ends, with its departments. One statement. */
const hold = async (tx: Tx, id: string) => {
  type Row = LockedRound & Pick<Round, 'call' | 'departments'> & { closedAt: Date | null; routes: unknown };
  const [row] = await tx.$queryRaw<Row[]>`
    SELECT "id", "rev", "journalHead", "call", "routes", coalesce("closingAt", "closedAt") AS "closedAt",
      (SELECT coalesce(jsonb_agg(to_jsonb(one)), '[]') FROM "Department" AS one WHERE one."roundId" = ${id}) AS "departments"
    FROM "Round" WHERE "id" = ${id} FOR UPDATE`;
  mustBeOpen(row);
  return { ...row, routes: ownRoutes.nullable().parse(row.routes) };
};

/** Each draft that other rows lead elsewhere is told of it for itself; all cards that name a department are brought up to date. */
export const findRerouted = async (
  tx: Tx,
  enqueue: Enqueue,
  { rerouted: roundId, roundRev, was, by }: Extract<Job<'dues'>, { rerouted: string }>,
  now: Date,
): Promise<void> => {
  const key = (rev: number) => `routes:${roundId}:${rev}`;
  if (!(await takeOnce(tx, key(roundRev), now))) return;
  const round = await loadRound(tx, roundId);
  // What was changed again meanwhile is found here too: nobody hears of ways that were only passed through.
  for (let rev = roundRev + 1; rev <= round.rev; rev++) await takeOnce(tx, key(rev), now);
  const { moving } = await reroutedBy(tx, { ...round, routes: was }, round.routes ?? null);
  await enqueue(
    tx,
    'dues',
    moving.map(({ filingId, was: from }) => ({ filingId, roundRev, from, by })),
  );
  await enqueue(tx, 'courier', await filingsIn(tx, roundId));
};

/** A draft that other rows lead elsewhere stands as these say, and whoever fills it in hears of it: once. */
export const tellRerouted = async (
  tx: Tx,
  enqueue: Enqueue,
  { filingId, roundRev, from, by }: Extract<Job<'dues'>, { filingId: string }>,
  now: Date,
): Promise<void> => {
  if (!(await takeOnce(tx, `rerouted:${filingId}:${roundRev}`, now))) return;
  const filing = await loadFiling(tx, filingId);
  // A round that has ended since changes nothing any more.
  if (isOver(filing.round)) return;
  // The routes as they stand now are told once, also where they were changed again before anybody heard.
  const { rev } = filing.round;
  if (rev !== roundRev && !(await takeOnce(tx, `rerouted:${filingId}:${rev}`, now))) return;
  const route = routeOfFiling(filing);
  if (endIn(route) === from && standsAs(filing.status, route)) return;
  await perform(tx, enqueue, filing, { type: 'reroute' }, { now, actor: { ...by, name: '' }, operators: [] });
};

const drafts = statuses.filter((status) => isEditable({ status }));
