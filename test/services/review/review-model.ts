/**
 * What a round of reviews must come to, told in plain JavaScript from what people did: nothing here calls the product. A
 * department's places are counted from the filings, never kept.
 */
export type Route = 'province' | 'ministry' | 'direct';
export type FilingModel = {
  status: string;
  version: number;
  rev: number;
  /** Where the answers lead, and where it was made out to at 定稿. */
  route: Route;
  to: Route | null;
  placed: boolean;
  scans: number;
  complete: number;
  remarked: boolean;
  /** The last day of its 公示 is past. */
  over: boolean;
  /** Objections that nobody has settled. */
  open: number;
};
export type Model = { filings: FilingModel[]; quotas: Record<Route, number>; orders: Record<Route, number[]> };
export type Outcome = 'done' | 'unchanged' | 'refused';
/** `at`: which filing; `version` and `rev` as the card showed them; `why`: words beyond the quota. */
type Words = { why?: string; order?: number[]; by?: 1 | -1; route?: Route; late?: boolean };
export type Act = Words & { kind: string; at: number; version: number; rev: number };

export const newModel = (many: number): Model => ({
  filings: Array.from({ length: many }, () => ({
    ...{ status: 'draft', version: 0, rev: 2, route: 'province' as const, to: null, placed: false },
    ...{ scans: 0, complete: 0, remarked: false, over: false, open: 0 },
  })),
  quotas: { province: 2, ministry: 3, direct: 0 },
  orders: { province: [], ministry: [], direct: [] },
});

export const takenOf = ({ filings }: Model, route: Route): number =>
  filings.filter(({ placed, to }) => placed && to === route).length;

const EDITABLE = ['draft', 'returned'];
const AT_DESK = ['submitted', 'under_review'];
const UNDECIDED = [...EDITABLE, 'frozen', 'inst_sealed', ...AT_DESK, 'waiting', 'recommended', 'dept_sealed'];
/** From which states each act leads on. */
const FROM: Record<string, string[]> = {
  ...{ reroute: EDITABLE, freeze: EDITABLE, reopen: ['frozen', 'inst_sealed'], scan: ['frozen', 'inst_sealed'] },
  ...{ seal: ['frozen'], submit: ['inst_sealed'], withdraw: AT_DESK, open: ['submitted'] },
  ...{ return: [...AT_DESK, 'waiting'], turnDown: AT_DESK, recommend: AT_DESK, wait: AT_DESK, moveUp: ['waiting'] },
  ...{ takeBack: ['waiting', 'recommended', 'dept_sealed', 'not_recommended'], complete: ['recommended'] },
  ...{
    unseal: ['dept_sealed'],
    sealComplete: ['recommended'],
    officeReturn: ['filed_online'],
    refuse: ['filed_online'],
  },
  ...{ publicise: ['filed_online'], object: ['publicity', 'objection'], dismiss: ['objection'], uphold: ['objection'] },
  ...{ approve: ['publicity'], list: ['approved'], abandon: UNDECIDED, resume: ['abandoned'], expire: UNDECIDED },
};
const TO: Record<string, string> = {
  ...{ seal: 'inst_sealed', submit: 'submitted', open: 'under_review', return: 'returned', scan: 'frozen' },
  ...{ turnDown: 'not_recommended', recommend: 'recommended', wait: 'waiting', moveUp: 'recommended' },
  ...{
    takeBack: 'under_review',
    unseal: 'recommended',
    sealComplete: 'dept_sealed',
    fileOnline: 'filed_online',
    officeReturn: 'returned',
  },
  ...{ refuse: 'not_approved', publicise: 'publicity', object: 'objection', dismiss: 'publicity' },
  ...{ uphold: 'not_approved', approve: 'approved', list: 'listed', abandon: 'abandoned', expire: 'expired' },
};
const NO_VERSION = ['freeze', 'reroute', 'abandon', 'resume', 'expire', 'rank'];

/** Whether an act means anything in this state, whatever else stands in its way. */
export const isMeant = (kind: string, one: FilingModel): boolean => {
  if (kind === 'rank') return standsIn(one);
  if (kind === 'fileOnline') return one.status === (one.to === 'direct' ? 'inst_sealed' : 'dept_sealed');
  return FROM[kind]!.includes(one.status);
};

/** What becomes of an act, which the model then holds. */
export const expected = (model: Model, act: Act): Outcome => {
  const one = model.filings[act.at]!;
  if (act.kind === 'rank') return ranked(model, act, one);
  const right = NO_VERSION.includes(act.kind) || act.version === one.version;
  if (!right || !isMeant(act.kind, one)) return idle(act.kind, one);
  if (!holds(model, act, one)) return 'refused';
  const before = { ranked: standsIn(one), to: one.to };
  change(act, one);
  one.rev += 1;
  reorder(model, act.at, before);
  return 'done';
};

/** Some acts come to nothing without a word where they have no meaning. */
const idle = (kind: string, { status }: FilingModel): Outcome => {
  if (kind === 'open' || kind === 'resume' || kind === 'expire') return 'unchanged';
  return kind === 'abandon' && status === 'abandoned' ? 'unchanged' : 'refused';
};

const holds = (model: Model, { kind, rev, why }: Act, one: FilingModel): boolean => {
  if (kind === 'freeze' || kind === 'abandon') return rev === one.rev;
  if (kind === 'seal') return one.scans > 0;
  if (kind === 'submit') return one.to !== 'direct';
  if (kind === 'sealComplete') return one.complete > 0;
  if (kind === 'approve') return one.over;
  if (kind !== 'recommend' && kind !== 'moveUp') return true;
  return one.placed || Boolean(why) || takenOf(model, one.to!) < model.quotas[one.to!];
};

const change = ({ kind, route, late }: Act, one: FilingModel): void => {
  if (kind === 'reroute') one.route = route!;
  if (kind === 'scan') one.scans += 1;
  if (kind === 'complete') one.complete += 1;
  if (kind === 'publicise') one.over = !late;
  if (kind === 'object') one.open += 1;
  if (kind === 'dismiss') one.open -= 1;
  if (kind === 'freeze') {
    if (one.to !== one.route) one.placed = false;
    Object.assign(one, { status: 'frozen', version: one.version + 1, to: one.route });
  }
  if (['recommend', 'moveUp'].includes(kind)) one.placed = true;
  if (['wait', 'turnDown', 'takeBack', 'abandon'].includes(kind)) one.placed = false;
  if (['recommend', 'wait', 'turnDown'].includes(kind)) one.remarked = false;
  if (['return', 'officeReturn'].includes(kind)) one.remarked = true;
  if (['freeze', 'reopen', 'withdraw', 'return', 'resume', 'officeReturn'].includes(kind)) one.scans = 0;
  if (['freeze', 'reopen', 'withdraw', 'return', 'resume', 'officeReturn', 'takeBack', 'unseal'].includes(kind))
    one.complete = 0;
  if (kind === 'dismiss' && one.open) return;
  if (['reopen', 'withdraw', 'resume'].includes(kind)) one.status = one.remarked ? 'returned' : 'draft';
  else one.status = TO[kind] ?? one.status;
};

const standsIn = ({ placed, status }: FilingModel): boolean => placed || status === 'waiting';

/** Who comes into an order stands last; who leaves it stands nowhere. */
const reorder = (model: Model, at: number, before: { ranked: boolean; to: Route | null }): void => {
  const one = model.filings[at]!;
  if (before.ranked && !standsIn(one)) model.orders[before.to!] = model.orders[before.to!].filter((id) => id !== at);
  if (!before.ranked && standsIn(one)) model.orders[one.to!].push(at);
};

const ranked = (model: Model, { at, order, by }: Act, one: FilingModel): Outcome => {
  if (!standsIn(one)) return 'refused';
  const now = model.orders[one.to!];
  if (now.join() !== order!.join()) return 'refused';
  const from = now.indexOf(at);
  const to = from + by!;
  if (to < 0 || to >= now.length) return 'unchanged';
  model.orders[one.to!] = now.toSpliced(from, 1).toSpliced(to, 0, at);
  one.rev += 1;
  return 'done';
};

/** While there is a place, the first that waits for it moves up. */
export const moveUpAll = (model: Model, route: Route): void => {
  for (;;) {
    const next = model.orders[route].find((at) => model.filings[at]!.status === 'waiting');
    if (next === undefined || takenOf(model, route) >= model.quotas[route]) return;
    const one = model.filings[next]!;
    expected(model, { kind: 'moveUp', at: next, version: one.version, rev: one.rev });
  }
};
