import { type Calendar, type Day, plus, walk } from './reminder-days.ts';

/**
 * Who has to be reminded of what on which day, told in plain JavaScript from what happened in a season and from the days off
 * alone: nothing here calls the product. reminder-check.ts compares what was received with it.
 */
export type FilingFacts = {
  status: string;
  /** A department's code, or DIRECT: then the operators decide. */
  to: string;
  members: string[];
  handedTo?: string;
  /** Given back with remarks, by a day or (null) by the usual one. */
  correction?: { by: Day | null };
  extended?: Day;
  publicUntil?: Day;
};
export type DepartmentFacts = { due?: Day; extended?: Day; contact?: string; sent: boolean };
/** Everything that matters at one moment. */
export type State = {
  annex2: Day;
  materials: Day;
  departments: Record<string, DepartmentFacts>;
  filings: Record<string, FilingFacts>;
  operators: string[];
  /** The last day on which somebody wants to be left alone. */
  quiet: Record<string, Day>;
};
/** One thing told by a message; `subject` is a filing or a department. */
export type Line = { subject: string; rule: string; dueOn: Day };
export type Message = { at: number; person: string; lines: Line[] };
export type Facts = {
  off: ReadonlySet<Day>;
  worked: ReadonlySet<Day>;
  states: { at: number; state: State }[];
  /** When the alarm struck for a process that lived to do its work. */
  strikes: number[];
  messages: Message[];
  /** 明早再说, of what a message told. */
  later: { at: number; person: string; lines: Line[] }[];
};

export type Thing = Line & { recipient: string };
export type Span = Thing & { key: string; from: number; until: number };

const ALL = [30, 14, 7, 3, 1, 0];
const DAYS: Record<string, number[]> = { correct: [7, 3, 1, 0], publicity: [1, -1] };
const BEING_FILLED = ['draft', 'frozen', 'inst_sealed', 'returned'];

/** T-n, and the working day on which it is told. */
export const milestones = (calendar: Calendar, { rule, dueOn }: Line): { n: number; day: Day }[] =>
  (DAYS[rule] ?? ALL).map((n) => ({ n, day: walk(calendar, plus(dueOn, -n), n < 0 ? 1 : -1) }));

/** What is to be done at this moment, and by whom. */
export const thingsOf = (state: State): Thing[] => [
  ...Object.entries(state.departments).flatMap(([code, { contact, sent }]): Thing[] => {
    const of = { subject: code, dueOn: state.annex2 };
    if (sent || code === 'DIRECT') return [];
    if (contact) return [{ ...of, rule: 'annex2', recipient: `contact:${code}` }];
    return state.operators.map((recipient) => ({ ...of, rule: 'annex2Missing', recipient }));
  }),
  ...Object.entries(state.filings).flatMap(([subject, one]): Thing[] => {
    const { last, handIn } = dueDays(state, one);
    const reviewers = one.to === 'DIRECT' ? state.operators : [one.handedTo ?? `contact:${one.to}`];
    const told = (rule: string, dueOn: Day, recipients: string[]) =>
      recipients.map((recipient) => ({ subject, rule, dueOn, recipient }));
    if (BEING_FILLED.includes(one.status)) return told(one.correction ? 'correct' : 'fill', handIn, one.members);
    if (['submitted', 'under_review'].includes(one.status)) return told('review', last, reviewers);
    if (one.status === 'publicity') return told('publicity', one.publicUntil!, state.operators);
    if (!['recommended', 'dept_sealed'].includes(one.status)) return [];
    return [...told('sealByInstitution', last, one.members), ...told('sealByDepartment', last, reviewers)];
  }),
];

/** The department's own day comes before the round's; an extension replaces what is earlier; a correction has a day of its own. */
const dueDays = ({ materials, departments }: State, { to, correction, extended = '' }: FilingFacts) => {
  const later = (a: Day, b: Day) => (a > b ? a : b);
  const department = departments[to];
  const last = later(materials, department?.extended ?? '');
  const usual = department?.due && department.due < last ? department.due : last;
  return { handIn: later(correction?.by ?? usual, extended), last: later(last, extended > usual ? extended : '') };
};

/** From when to when each thing was somebody's to do. */
export const spansOf = ({ states }: Facts): Span[] => {
  const spans: Span[] = [];
  const open = new Map<string, Span>();
  for (const { at, state } of states) {
    const now = new Map(thingsOf(state).map((thing) => [keyOf(thing), thing]));
    for (const [key, span] of open) if (!now.has(key)) open.delete(key) && Object.assign(span, { until: at });
    for (const [key, thing] of now) {
      if (open.has(key)) continue;
      const span = { ...thing, key, from: at, until: Number.POSITIVE_INFINITY };
      open.set(key, span);
      spans.push(span);
    }
  }
  return spans;
};
const keyOf = ({ recipient, subject, rule, dueOn }: Thing) => `${recipient} ${subject} ${rule} ${dueOn}`;
