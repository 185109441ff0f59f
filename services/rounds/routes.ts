/**
 * Where a filing goes. The rows are data of a call (see notice-2023.ts): they are tried in order and the first that
 * holds decides. An unanswered question stops the walk, because a later row must not win over one not yet asked.
 */

/**
 * What the institution says about itself; an absent key is a question not answered yet. A given answer counts whatever
 * the category is, so answers to questions that no longer arise must be left out by whoever builds this.
 */
export type Standing = {
  /** One of the call's categories. */
  category?: string;
  /** Code of the province (registered address), 'XPCC' for 新疆生产建设兵团. */
  provinceCode?: string;
  isTisc?: boolean;
  isUniversityCenter?: boolean;
  /** Code of a listed central body, 'other_central', or 'none'. */
  affiliation?: string;
  isCultureLibrary?: boolean;
  isNationalOrg?: boolean;
  isProvincialOutlet?: boolean;
  /** The clerk's choice where a listed body and 全国性行业组织 both hold; it is never a missing answer. */
  preferDirect?: boolean;
  /**
   * The operator let the filing in although no row admits it, or sends it elsewhere than the rows would: `to` names a
   * department of the round, or with DIRECT_ROUTE the national office. It is never a missing answer.
   */
  admitted?: { reason: string; to?: string };
};

/** Names of the rows; the next year's call may add its own. */
export type Rule =
  | 'excluded'
  | 'culture_library'
  | 'affiliated'
  | 'national_body'
  | 'provincial_outlet'
  | 'other_central'
  | 'admitted'
  | 'no_route'
  /** A row that the operator of a round has added: own-routes.ts. */
  | `added_${number}`;

/** `why`, `next`: Chinese for the user. `quote`: the notice's own words. `cc`: codes of the provincial departments. */
export type Decided =
  | { kind: 'department'; code: string; cc: string[]; rule: Rule; why: string; quote: string }
  | { kind: 'direct'; cc: string[]; rule: Rule; why: string; quote: string };

export type Route =
  | Decided
  | { kind: 'choice'; options: Decided[]; why: string }
  | { kind: 'ineligible'; rule: Rule; why: string; next: string; quote: string }
  | { kind: 'undecided'; missing: (keyof Standing)[] };

/** A sentence of the notice and the section it stands in. */
export type Sentence = { section: string; text: string };

/** One test of one answer. 'listed' holds for the code of a central body that is a department of the round, `code` for one of them. */
export type Condition =
  | { ask: 'isTisc' | 'isUniversityCenter' | 'isCultureLibrary' | 'isNationalOrg' | 'isProvincialOutlet'; is: true }
  | { ask: 'affiliation'; is: 'listed' | 'other_central' | { code: string } }
  | { ask: 'category'; is: string }
  | { ask: 'admitted'; is: 'given' };

/** One row. In the words, {department}, {province}, {reason} and {copies} are filled in. */
export type RouteRow = {
  rule: Rule;
  /** For the operator: the institutions that it is about. */
  who: string;
  /** The row holds when any of these does; an empty list always holds. */
  when: readonly Condition[];
  goes:
    | { kind: 'department'; to: 'affiliation' | 'province' | { code: string } }
    | { kind: 'direct' }
    | { kind: 'ineligible'; next: string };
  /** 抄送: codes of departments, PROVINCE the one of the institution; only the province when absent. */
  cc?: readonly string[];
  why: string;
  /** The notice's own words; none where the operator has changed the row. */
  quote?: Sentence;
  /** An admitted filing passes over the row. */
  passedWhenAdmitted?: boolean;
  /** When the named row holds too, the clerk chooses between both, told with these words. */
  choice?: { with: Rule; why: string };
};

/** What of a call decides routes. A round whose departments were edited passes `{ ...call, departments }`. */
export type RoutingCall = {
  categories: readonly string[];
  /** Questions that arise only for some categories; for the others the unasked answer is no. */
  arisesFor: { readonly [question in keyof Standing]?: readonly string[] };
  departments: readonly { code: string; kind: string; name: string }[];
  routes: readonly RouteRow[];
};

/** Where a filing goes without any department. */
export const DIRECT_ROUTE = 'DIRECT';
/** In the place of a code: the department of the institution's province. */
export const PROVINCE = 'province';

/** The route of an institution, or the questions whose answers decide it next. Pure; never throws for user input. */
export function routeOf(call: RoutingCall, standing: Standing): Route {
  if (standing.admitted?.to && provinceOf(call, standing)) return overruled(call, standing, standing.admitted.to);
  for (const row of call.routes) {
    if (row.passedWhenAdmitted && standing.admitted) continue;
    const verdict = judge(call, row, standing);
    if (verdict === true) return conclude(call, row, standing);
    if (verdict !== false) return { kind: 'undecided', missing: verdict };
  }
  throw new Error('the rows of a call must end with one that always holds');
}

/** Whether a question arises for the category: false means that the form need not ask it. */
export function arises(call: RoutingCall, question: keyof Standing, category: string): boolean {
  return call.arisesFor[question]?.includes(category) ?? true;
}

// true or false when decided, else the questions to ask.
function judge(call: RoutingCall, row: RouteRow, standing: Standing): boolean | (keyof Standing)[] {
  if (row.when.length === 0) return true;
  const verdicts = row.when.map((condition) => test(call, condition, standing));
  if (verdicts.includes(true)) return true;
  const missing = verdicts.filter((verdict) => typeof verdict === 'string');
  return missing.length > 0 && missing;
}

// true or false when decided, else the question to ask.
function test(call: RoutingCall, condition: Condition, standing: Standing): boolean | keyof Standing {
  if (condition.ask === 'admitted') return standing.admitted !== undefined;
  if (condition.ask === 'category') {
    const known = standing.category !== undefined && call.categories.includes(standing.category);
    return known ? standing.category === condition.is : 'category';
  }
  if (condition.ask === 'affiliation') {
    const { is } = condition;
    const listed = call.departments.some(({ kind, code }) => kind === 'ministry' && code === standing.affiliation);
    if (listed) return typeof is === 'object' ? is.code === standing.affiliation : is === 'listed';
    if (standing.affiliation === 'other_central') return is === 'other_central';
    return standing.affiliation === 'none' ? false : 'affiliation';
  }
  const answer = standing[condition.ask];
  if (answer !== undefined) return answer;
  if (!call.arisesFor[condition.ask]) return condition.ask;
  if (standing.category === undefined || !call.categories.includes(standing.category)) return 'category';
  return arises(call, condition.ask, standing.category) && condition.ask;
}

function conclude(call: RoutingCall, row: RouteRow, standing: Standing): Route {
  if (row.goes.kind === 'ineligible') {
    const say = wording(call, standing);
    return { kind: 'ineligible', rule: row.rule, why: say(row.why), next: say(row.goes.next), quote: quoteOf(row) };
  }
  if (!provinceOf(call, standing)) return { kind: 'undecided', missing: ['provinceCode'] };
  const other = row.choice && call.routes.find(({ rule, goes }) => rule === row.choice?.with && goes.kind === 'direct');
  if (!row.choice || !other) return decide(call, row, standing);
  const verdict = judge(call, other, standing);
  if (verdict === false) return decide(call, row, standing);
  if (verdict !== true) return { kind: 'undecided', missing: verdict };
  if (standing.preferDirect !== undefined) return decide(call, standing.preferDirect ? other : row, standing);
  const first = decide(call, row, standing);
  const department = first.kind === 'department' ? departmentOf(call, first.code)?.name : undefined;
  const options = [first, decide(call, other, standing)];
  return { kind: 'choice', options, why: wording(call, standing, { department })(row.choice.why) };
}

function decide(call: RoutingCall, row: RouteRow, standing: Standing): Decided {
  const province = provinceOf(call, standing)!.code;
  const { rule, goes } = row;
  const named = (row.cc ?? [PROVINCE]).map((code) => (code === PROVINCE ? province : code));
  const copiedBeside = (receiver?: string) =>
    [...new Set(named)].filter((code) => code !== receiver && departmentOf(call, code));
  const quote = quoteOf(row);
  if (goes.kind !== 'department') {
    const cc = copiedBeside();
    return { kind: 'direct', cc, rule, why: wording(call, standing, { cc })(row.why), quote };
  }
  const to = typeof goes.to === 'object' ? goes.to.code : goes.to === 'province' ? province : standing.affiliation;
  const department = departmentOf(call, to);
  if (!department) throw new Error(`the round has no department ${to}`);
  const cc = copiedBeside(department.code);
  const why = wording(call, standing, { department: department.name, cc })(row.why);
  return { kind: 'department', code: department.code, cc, rule, why, quote };
}

const quoteOf = ({ quote }: RouteRow): string => quote?.text ?? '';

/** The operator's word stands above the rows; 抄送 stays with the province of the institution. */
function overruled(call: RoutingCall, standing: Standing, to: string): Decided {
  const province = provinceOf(call, standing)!.code;
  const say = wording(call, standing, { department: departmentOf(call, to)?.name });
  const known = { rule: 'admitted', quote: '' } as const;
  if (to === DIRECT_ROUTE) {
    return {
      kind: 'direct',
      cc: [province],
      why: say('管理员已确定直接报国家知识产权局（理由：{reason}）。'),
      ...known,
    };
  }
  const cc = to === province ? [] : [province];
  return { kind: 'department', code: to, cc, why: say('管理员已确定材料交{department}（理由：{reason}）。'), ...known };
}

function departmentOf(call: RoutingCall, code: string | undefined) {
  return call.departments.find((department) => department.code === code);
}

function provinceOf(call: RoutingCall, standing: Standing) {
  return call.departments.find(({ kind, code }) => kind === 'province' && code === standing.provinceCode);
}

type Said = { department?: string; cc?: readonly string[] };

function wording(call: RoutingCall, standing: Standing, { department = '推荐部门', cc = [] }: Said = {}) {
  const province = provinceOf(call, standing)?.name ?? '所在地省级知识产权管理部门';
  const copied = cc.map((code) => departmentOf(call, code)?.name).join('、');
  const copies = copied && `，同时抄送${copied}`;
  const words: Record<string, string> = { department, province, copies, reason: standing.admitted?.reason ?? '' };
  return (text: string) => text.replaceAll(/\{(\w+)\}/g, (_, name: string) => words[name] ?? '');
}
