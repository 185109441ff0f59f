import type { Broadcast, BroadcastState } from '../../services/broadcasts/broadcasts.ts';
import type { Contact } from '../../services/departments/contacts.ts';
import type { Changes } from '../../services/filing/changes.ts';
import { changesBetween } from '../../services/filing/compare.ts';
import { keyOf } from '../../services/filing/desk-batch.ts';
import { contextOf, type Filing, formOf as formIn } from '../../services/filing/filing.ts';
import { form2023 } from '../../services/filing/form-2023.ts';
import { endsWithRound, type Status, statuses } from '../../services/filing/status.ts';
import type { Answers, RawItem } from '../../services/form/define.ts';
import { filesAt } from '../../services/form/read.ts';
import type { NoticeKind, NoticeOf } from '../../services/notice.ts';
import type { OfficeBatch } from '../../services/office/batch.ts';
import { type BatchDeed, batchDeeds, intakeStates, officeDeeds } from '../../services/office/states.ts';
import type { ReminderLine } from '../../services/reminders/lines.ts';
import { ruleAt, ruleKeys } from '../../services/reminders/rules.ts';
import { type Unheard, whys } from '../../services/reminders/unheard.ts';
import { callOf } from '../../services/rounds/calls.ts';
import { MOST_ADDED, MOST_COPIES } from '../../services/rounds/edit-routes.ts';
import type { Department } from '../../services/rounds/round.ts';
import { addDays } from '../../services/time.ts';
import { PAGE as PARKED_PAGE } from '../../services/undelivered.ts';
import type { Views } from '../../services/view.ts';
import { yunhan } from '../season.ts';
import { answersWith, clerk, fileRef, noon, round, sampleAnswers, sampleFiling } from '../services/filing/sample.ts';

/** What there is to be shown: a filing, and words as long as a person can make them in `sign`. */
export type Scene = { filing: Filing; sign: string };
type Shown<K extends NoticeKind> = [notice: Omit<NoticeOf<K>, 'kind'>, view: Views[K]];
type Maximal = { [K in NoticeKind]: (scene: Scene) => Shown<K>[] };

/** `length` UTF-16 units of `sign`; a whole number of times it. */
export const long = (length: number, sign: string): string =>
  sign.repeat(Math.max(1, Math.floor(length / sign.length)));
export const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));
export const files = (count: number, name: string) => times(count, (i) => fileRef(`${i}${name}.pdf`));
export const people = (count: number, name: string, bio: string): RawItem[] =>
  times(count, (i) => ({ id: `m${i}`, name, role: i ? '专职人员' : '主要负责人（专职）', bio }));
export const cases = (count: number, name: string, content: string): RawItem[] =>
  times(count, (i) => ({ id: `c${i}`, name, period: name, content }));

const steps = Object.keys(form2023.steps);
/** Somebody who may only read. */
export const reader = { tenantKey: 'tenant', openId: 'ou_reader' };
const at = noon.toISOString();
const end = new Date('2027-01-01');

/** Every text of the form as long as a person can make it: 1000 in a line of a card. */
const overgrown = (sign: string): Answers => {
  const line = long(1000, sign);
  const text = long(6000, sign);
  return Object.fromEntries(
    Object.entries(form2023.steps).map(([key, { fields }]) => [
      key,
      Object.fromEntries(
        Object.entries(fields).map(([name, field]) => {
          if (field.kind === 'line' || field.kind === 'lines') return [name, line];
          if (field.kind === 'paragraph') return [name, text];
          if (field.kind === 'files') return [name, files(40, long(200, sign))];
          if (field.kind === 'roster')
            return [name, name === 'members' ? people(20, line, line) : cases(2, line, long(4000, sign))];
          return [name, sampleAnswers()[key]?.[name] ?? null];
        }),
      ),
    ]),
  );
};

const maximalOffice = (sign: string): Filing['office'] => {
  const words = long(200, sign);
  const said = { by: words, at };
  return {
    filed: { on: '2026-12-01', receipt: words, ...said },
    publicity: { from: '2026-12-02', until: '2026-12-08', link: words, ...said },
    objections: times(10, (i) => ({ id: `${i}`, words, ...said, settled: { upheld: false, why: words, ...said } })),
    verdict: { approved: false, on: '2026-12-10', why: words, ...said },
    number: words,
    listed: { on: '2026-12-11', link: words, ...said },
  };
};

/** A filing in which everything is as much and as long as people can make it. */
export const maximalFiling = (status: Status, sign: string): Filing => {
  const words = long(1000, sign);
  const text = long(6000, sign);
  const answers = overgrown(sign);
  const other = Object.fromEntries(Object.keys(answers.basics!).map((name) => [name, `${words.slice(1)}！`]));
  const by = { ...clerk, name: words };
  return sampleFiling(status, {
    answers,
    version: 2,
    review: {
      ...{ items: times(30, (i) => ({ step: steps[i % steps.length]!, field: '', words: long(130, sign) })) },
      version: 1,
      remarks: words,
      dueOn: '2026-12-01',
      opinion: words,
      by: words.slice(0, 100),
      at,
    },
    scans: files(40, long(200, sign)),
    complete: files(40, long(170, sign)),
    office: maximalOffice(sign),
    copies: { [yunhan.code]: { version: 2, at, readAt: at, by: words, comment: long(500, sign) } },
    urges: (['institution', 'department'] as const).map((from) => ({ from, at, day: '2026-12-01', readAt: at })),
    pages: files(40, long(190, sign)),
    loose: files(40, long(180, sign)),
    members: [
      { ...clerk, name: words, role: 'owner' },
      { ...reader, name: words, role: 'editor', sections: [] },
      ...times(12, (i) => ({
        ...{ ...clerk, openId: `ou_${i}`, name: words, role: 'editor' as const, sections: steps },
        ...{ verdict: { state: 'objected' as const, at, remarks: words }, lostAt: noon },
      })),
    ],
    invitations: times(6, (i) => ({
      ...{ id: `i${i}`, role: 'editor' as const, sections: steps, code: 'ABCD2345', usesLeft: 10, trouble: words },
      ...{ mobile: '13800000000', email: `${words}@example.com`, byName: words, state: 'open' as const },
      ...{ tenantKey: 'tenant', openId: null, invitedBy: 'ou_clerk', createdAt: noon, endsAt: end },
    })),
    claim: { ...reader, name: words, at, dueAt: at },
    edits: Object.fromEntries(steps.map((step) => [step, { ...reader, name: words, at: '2026-11-01T00:00:00Z' }])),
    former: Object.fromEntries(steps.map((step) => [step, { rev: 1, values: {} }])),
    revs: Object.fromEntries(steps.map((step) => [step, 1])),
    conflicts: {
      basics: [{ by, at, values: other }],
      foundation: [{ by, at, values: { foundation: text } }],
    },
  });
};

/** The sample with so many people, cases and files of each kind. */
export const crowdedFiling = (status: Status, count: number): Filing =>
  sampleFiling(status, {
    answers: answersWith({
      systems: { systems: files(count, '工作制度') },
      route: { proof: files(count, '认定文件') },
      team: { members: people(count, '陈示例', '长'.repeat(300)) },
      cases: { cases: cases(count, '案例', '长'.repeat(300)) },
    }),
    scans: files(count, '扫描件'),
    pages: files(count, '照片'),
    loose: files(count, '待放'),
  });

const filingId = 'f';
/** Many rounds of 退回. */
const longCourse = times(400, (i) => ({
  ...{ at: noon, who: 'tenant:ou_clerk', to: 'submitted' },
  what: `${['freeze', 'seal', 'submit', 'return'][i % 4]} v${i}`,
}));
const base = { now: noon, me: clerk };
const words = ({ sign }: Scene): string => long(1000, sign);
const department = ({ sign }: Scene): Department => ({ ...yunhan, taken: 2, ranking: [], name: long(100, sign) });
const file = { file: { name: '', content: Buffer.alloc(0) } };

/** The same filing for these notices. */
const same =
  <K extends NoticeKind>(...notices: ((scene: Scene) => Omit<NoticeOf<K>, 'kind'>[])[]) =>
  (scene: Scene): [Omit<NoticeOf<K>, 'kind'>, Views['check']][] =>
    notices.flatMap((of) => of(scene)).map((notice) => [notice, { ...base, filing: scene.filing }]);

const ofFiling = ({ filing }: Scene): [{ filingId: string }, Views['check']][] => [[{ filingId }, { ...base, filing }]];
const asFile =
  (notice: object): (() => [never, typeof file][]) =>
  () => [[notice as never, file]];

const contact = ({ sign }: Scene, i: number): Contact => ({
  id: `contact${i}`,
  roundId: round.id,
  departmentCode: round.departments[i % round.departments.length]!.code,
  name: long(40, sign),
  position: long(60, sign),
  officePhone: '010-00000000',
  mobile: '13800000000',
  email: `liaison${i}@${'long-domain-name.'.repeat(10)}example.com`,
  tenantKey: null,
  openId: null,
  trouble: '按手机和邮箱都没有在飞书里找到这个人',
  appointedBy: 'tenant:ou_operator',
});
const contactsOf = (scene: Scene) => ({ ...base, round, contacts: times(41, (i) => contact(scene, i)) });
const days = { fromOn: '2026-11-20', toOn: '2026-12-20' };
const colleague = (scene: Scene, i: number) => ({
  ...{ id: `colleague${i}`, roundId: round.id, departmentCode: yunhan.code, tenantKey: 'tenant', openId: `ou_${i}` },
  ...{ name: long(20, scene.sign), addedAt: noon, addedBy: 'tenant:ou_contact' },
});
const opinion = ({ sign }: Scene, i: number, answer?: 'agreed' | 'objected') => ({
  ...{ id: `o${i}`, tenantKey: 'tenant', openId: `ou_${i}`, name: long(20, sign), version: 2, askedAt: at },
  ...{
    kind: i % 2 ? ('approval' as const) : ('opinion' as const),
    at,
    words: long(500, sign),
    ...(answer && { answer }),
  },
});
/** Handed on, and everybody asked who can be. */
const shared = (scene: Scene): Filing => ({
  ...scene.filing,
  assignee: { ...reader, name: long(20, scene.sign), departmentCode: yunhan.code, by: words(scene), at },
  opinions: times(6, (i) => opinion(scene, i, i % 3 ? 'objected' : undefined)),
  handedIn: 2,
});
const me = (i: number) => (i ? {} : clerk);
const code = (scene: Scene, role: 'contact' | 'deputy' | 'colleague') => ({
  ...{ id: role, roundId: round.id, departmentCode: yunhan.code, role, code: 'ABCD2345', ...days, createdAt: noon },
  name: long(20, scene.sign),
  ...{ tenantKey: 'tenant', invitedBy: 'ou_operator', guests: ['tenant:ou_clerk'], state: 'open', endsAt: end },
  department: { ...departmentRow(scene), round: { title: round.title, closedAt: null } },
});
const departmentRow = (scene: Scene) => ({
  ...{ ...yunhan, roundId: round.id, order: 40, name: long(60, scene.sign), sealName: long(60, scene.sign) },
  ...{ annex2SentOn: '2026-11-20', annex2RecordedAt: noon, annex2RecordedBy: long(40, scene.sign) },
});
const registration = (scene: Scene, state = 'pending', role = 'deputy') => ({
  ...{ ...contact(scene, 0), ...clerk, ...days, id: 'r', role, state, invitedBy: 'tenant:ou_operator' },
  ...{ why: long(200, scene.sign), registeredAt: noon, settledAt: null, correctedAt: noon },
  department: { ...departmentRow(scene), round: { title: round.title } },
});
const seen = (scene: Scene) =>
  [clerk, null].flatMap((one) =>
    ['pending', 'confirmed', 'refused'].flatMap((state) =>
      ['contact', 'deputy'].map((role) => ({ ...base, me: one, registration: registration(scene, state, role) })),
    ),
  );
const departmentsOf = (scene: Scene): Views['departments'] => ({
  ...{ ...base, round },
  departments: round.departments.map((one, i) => ({
    ...{ ...one, ...extended(scene), name: long(60, scene.sign), sealName: long(60, scene.sign) },
    ...{ annex2SentOn: '2026-11-20', annex2RecordedAt: noon, annex2RecordedBy: long(40, scene.sign) },
    contact: i % 2 ? null : { ...contact(scene, i), ...me(i), appointedAt: noon },
    deputies: times(6, (n) => ({ ...contact(scene, i), ...days, id: `deputy${n}`, namedBy: 'tenant:ou_operator' })),
    colleagues: times(30, (n) => colleague(scene, n)),
    searches: times(9, (n) => sought(scene, n)),
    codes: (['contact', 'deputy', 'colleague'] as const).map((role) => code(scene, role)),
    registrations: times(9, () => registration(scene)),
  })),
});
const copiesOf = (count: number) => round.departments.slice(-count).map(({ code }) => code);
/** A round whose operator has changed all that can be. */
const rerouted = (scene: Scene): Views['routes']['round'] => {
  const end = { to: round.departments[0]!.code, cc: copiesOf(MOST_COPIES) };
  return {
    ...round,
    departments: round.departments.map((one) => ({ ...one, name: long(60, scene.sign) })),
    routes: {
      changed: Object.fromEntries(
        callOf(round.call).routes.map(({ rule }) => [
          rule,
          { end, ...(rule === 'excluded' && { off: true as const }) },
        ]),
      ),
      added: times(MOST_ADDED, (i) => ({
        ...{ rule: `added_${i}` as const, when: `body:${round.departments[i]!.code}` },
        ...end,
      })),
    },
  };
};
const oneContact = (scene: Scene) => [
  { ...contactsOf(scene), contact: { ...contact(scene, 0), openId: clerk.openId } },
  { ...contactsOf(scene), me: null, contact: contact(scene, 0) },
];
const search = (scene: Scene, i: number) => ({
  ...{ id: `s${i}`, tenantKey: 'tenant', byOpenId: clerk.openId, mobile: '13800000000', trouble: words(scene) },
  email: `${words(scene)}@example.com`,
});
const sought = (scene: Scene, i: number) => ({
  ...{
    ...search(scene, i),
    roundId: round.id,
    departmentCode: yunhan.code,
    name: long(20, scene.sign),
    createdAt: noon,
  },
});
/** With the longest reason that can be given. */
const extended = ({ sign }: Scene) => ({ dueOn: '2026-12-21', extendedTo: '2027-03-01', extendedWhy: long(200, sign) });
const dueShown = (scene: Scene): Shown<'due'>[] =>
  [true, false].map((operator) => [
    {
      ...{ roundId: round.id, departmentCode: yunhan.code, flash: words(scene), typed: typed(scene, 'why') },
      errors: typed(scene, 'due_on', 'extension_to', 'extension_why'),
    },
    { ...base, round, operator, department: { ...departmentsOf(scene).departments[0]!, ...extended(scene) } },
  ]);
const typed = ({ sign }: Scene, ...names: string[]) =>
  Object.fromEntries(names.map((name) => [name, long(1000, sign)]));

const named = (scene: Scene, count: number, status: Status): Filing[] =>
  times(count, () => sampleFiling(status, { answers: answersWith({ identity: { institutionName: words(scene) } }) }));

/** What lies with the national office, every name as long as it can be. */
const intake = (scene: Scene): Views['officeList']['rows'] =>
  times(90, (i) => ({
    ...{ id: `f${i}`, status: intakeStates[i % intakeStates.length]!, departmentCode: yunhan.code, creditCode: '12' },
    ...{ version: 1, name: long(100, scene.sign), office: maximalOffice(scene.sign)!, over: true },
  }));

const broadcastIn = (scene: Scene, state: BroadcastState): Broadcast => ({
  ...{ ...clerk, id: 'b', roundId: round.id, audience: 'unsealed', text: long(500, scene.sign), state },
  ...{ createdAt: noon, startAt: noon, round },
  tally: ['', 'sent', 'waiting', 'parked', 'dropped'].map((one) => ({ state: one, reason: null, count: 9999 })),
  lost: times(15, () => ({ name: words(scene), reason: words(scene) })),
});

const officeBatch = (scene: Scene, deed: BatchDeed, state: OfficeBatch['state']): OfficeBatch => ({
  ...{ id: 'b', roundId: round.id, deed, state, ...clerk },
  params: {
    round: round.title,
    from: '2026-12-01',
    until: '2026-12-07',
    on: '2026-12-20',
    link: long(300, scene.sign),
  },
  items: intake(scene).map(({ id, version, name }, i) => ({
    ...{ filingId: `${id}${i}`, version, name, department: long(60, scene.sign), number: long(60, scene.sign) },
  })),
  results: Object.fromEntries(intake(scene).map(({ id }, i) => [`${id}${i}`, i % 2 ? long(200, scene.sign) : ''])),
});

/** Files that wait for a place, and such as have one. */
const placed = ({ filing }: Scene): string[] =>
  [...filesAt(filing.answers, 'systems', 'systems').slice(0, 60), ...filing.loose.slice(0, 60)].map(({ id }) => id);

/** Texts that wait, as many and as long as they can be, among them some that could not be read or were edited. */
const batch = (scene: Scene): NonNullable<Views['textPreview']['batch']> => {
  const text = long(6000, scene.sign);
  return {
    ...{ id: 'b', who: clerk, filingId, step: 'plan', field: 'plan', state: 'checking', rev: 1, trouble: text },
    parts: times(40, (i) => ({
      ...{ messageId: `m${i}`, key: '', source: 'message', sentAtMs: i, text, name: text.slice(0, 200) },
      ...(i % 3 === 0 && { was: `${text}旧` }),
      ...(i % 3 === 1 && { text: '', trouble: text }),
    })),
  };
};

/** Every answer of the form offered anew, and much that could not be read. */
const brought = (scene: Scene): NonNullable<Views['brought']['brought']> => ({
  ...{ id: 'b', filingId, source: words(scene), taken: {}, unread: times(40, () => words(scene)) },
  proposals: Object.entries(overgrown(scene.sign)).flatMap(([step, fields]) =>
    Object.entries(fields)
      .filter(([, value]) => value !== null)
      .map(([field, value]) => ({ step, field, value, source: '第一部分 · 服务事项清单（专业化服务）' })),
  ),
});

const table = (scene: Scene) => {
  const one = words(scene);
  const row = (line: number) => ({ line, values: { name: one, role: one, bio: one }, faults: [one, one, one] });
  return {
    from: one,
    rows: times(60, row),
    ignored: times(40, () => one),
    lacking: ['身份'],
    left: 9,
    field: 'members',
  };
};

/** Once `longCorrection` is issued: the same filing, or the one who runs the round, while every section has changed. */
const correctedRound = { ...round, formRevision: 2, adopted: 2 };
const corrected = ({ filing }: Scene): Filing => ({ ...filing, round: correctedRound });
const concerned = { drafts: [], frozen: [], handedIn: 1000 };

const person = { tenantKey: 't', openId: 'other' };

const desked = { roundId: round.id, departmentCode: yunhan.code };
const manyAtDesk = (scene: Scene): Views['batchForm'] => ({
  ...{
    ...base,
    round,
    acting: { contact: contact(scene, 0), deputies: [], colleagues: [] },
    department: department(scene),
  },
  filings: named(scene, 60, 'under_review'),
});
/** Every question of the form answered otherwise than before. */
const changes = (scene: Scene): Changes => {
  const { round, answers } = scene.filing;
  const before = overgrown(`${scene.sign}旧`);
  return { from: 1, list: changesBetween(formIn(round), before, answers, contextOf(scene.filing)) };
};
const changed = <T extends object>(scene: Scene, typed: T) => {
  const notice = { filingId, version: scene.filing.version, ...typed };
  const view: Views['recommendForm'] = { ...base, filing: scene.filing };
  const both: [typeof notice & { seen?: number }, typeof view][] = [
    [notice, view],
    [
      { ...notice, seen: 1 },
      { ...view, changes: changes(scene) },
    ],
  ];
  return both;
};

/** The form of both that give back: the department and the national office. */
const givingBack = (scene: Scene): Shown<'returnForm'>[] => {
  const { filing } = scene;
  const typed = { remarks: words(scene), words: long(500, scene.sign), error: words(scene), dueOn: '2026-12-01' };
  const drafts = times(30, (i) => ({ id: `d${i}`, step: 'basics', field: 'name', words: long(130, scene.sign) }));
  return [
    [
      { filingId, version: filing.version, ...typed },
      { ...base, filing, drafts },
    ],
    [
      { filingId, version: filing.version, ...typed, seen: 1 },
      { ...base, filing, drafts, changes: changes(scene) },
    ],
  ];
};

/** For each kind of notice what makes its message largest; the compiler asks for one for each new kind. */
export const maximal: Maximal = {
  home: (scene) => {
    const many = times(41, () => ({ department: department(scene), filings: named(scene, 1, 'submitted') }));
    const one = { round, desks: [], direct: [], handed: named(scene, 9, 'under_review'), filings: [scene.filing] };
    const filings = named(scene, 60, 'draft');
    const full = { ...one, round: { ...round, closingAt: noon }, filings, desks: many, direct: filings };
    const home = { ...base, operator: false, rounds: [one] };
    return [
      [{}, home],
      [{}, { ...home, rounds: [] }],
      [{}, { ...home, rounds: [{ ...one, filings: [] }] }],
      [{}, { ...home, operator: true, rounds: [full] }],
      [{}, { ...home, operator: true, rounds: [{ ...full, filings: [scene.filing] }] }],
      ...[2, 4, 9].map((count): Shown<'home'> => [{}, { ...home, operator: true, rounds: times(count, () => full) }]),
      [{}, { ...home, rounds: times(3, () => ({ ...one, filings: [] })) }],
    ];
  },
  words: (scene) => [[{ words: words(scene) }, base]],
  creditCode: (scene) => [
    [
      { typed: long(18, scene.sign), error: words(scene) },
      { ...base, rounds: [round] },
    ],
    [{}, { ...base, rounds: times(20, () => round) }],
    [{}, { ...base, rounds: [] }],
  ],
  held: same(() => [{ filingId }, { filingId, asked: true }]),
  step: (scene) => {
    const flash = words(scene);
    const earlier = { filing: 'e', year: 2025 };
    const list = { picked: 'm1', removed: { field: 'members', aside: 'a'.repeat(13) } };
    const notices = steps.flatMap((step) => [
      { filingId, step },
      { filingId, step, checked: true, flash, earlier },
      { filingId, step, checked: true, flash, back: true, undo: 'x', ...(step === 'team' && list) },
    ]);
    const read = steps.map(
      (step): Shown<'step'> => [
        { filingId, step },
        { ...base, me: reader, filing: scene.filing },
      ],
    );
    const changed = steps.map(
      (step): Shown<'step'> => [
        { filingId, step, checked: true, flash },
        { ...base, filing: corrected(scene) },
      ],
    );
    return [
      ...notices.map((notice): Shown<'step'> => [notice, { ...base, filing: scene.filing }]),
      ...read,
      ...changed,
    ];
  },
  brought: (scene) => {
    const { filing } = scene;
    const taken = { basics: { rev: 1, before: {}, absent: [] } };
    return [
      [
        { filingId, brought: 'b' },
        { ...base, filing, brought: brought(scene) },
      ],
      [
        { filingId, brought: 'b' },
        { ...base, filing, brought: { ...brought(scene), taken } },
      ],
      [
        { filingId, brought: 'b' },
        { ...base, filing, brought: null },
      ],
    ];
  },
  textPreview: (scene) =>
    [batch(scene), { ...batch(scene), state: 'landed' as const }, null].map((one) => [
      { filingId, step: 'plan', field: 'plan', batch: 'b' },
      { ...base, filing: scene.filing, batch: one },
    ]),
  item: same(() => [
    ...['m0', 'new'].map((item) => ({ filingId, step: 'team', field: 'members', item, checked: true })),
    ...['c0', 'new'].map((item) => ({ filingId, step: 'cases', field: 'cases', item, checked: true })),
  ]),
  tablePreview: (scene) =>
    (['skip', 'replace'] as const).map((how) => [
      { filingId, step: 'team', aside: 'a', same: how, flash: words(scene) },
      { ...base, filing: scene.filing, table: table(scene) },
    ]),
  tableTemplate: asFile({ filingId, step: 'team', field: 'members' }),
  check: (scene) => {
    const flash = words(scene);
    const notices = [
      { filingId, flash, brought: 'b' },
      { filingId, undeclared: true },
    ];
    return [clerk, reader].flatMap((me) =>
      notices.flatMap((notice): Shown<'check'>[] => [
        [notice, { ...base, me, filing: scene.filing }],
        [notice, { ...base, me, filing: corrected(scene) }],
      ]),
    );
  },
  answers: same(() => [1, 2, 3, 99].map((page) => ({ filingId, page }))),
  abandonForm: ofFiling,
  receipt: (scene) => {
    const receiver = words(scene);
    const one = { hash: 'a'.repeat(64), receiver, submittedAt: noon, submittedBy: receiver, scans: 40 };
    const receipts = times(40, (i) => ({ ...one, version: i + 1 }));
    return [1, 40, 99].map((version) => [
      { filingId, version },
      { ...base, filing: scene.filing, receipts },
    ]);
  },
  draft: asFile({ filingId }),
  textPack: asFile({ filingId, version: 1 }),
  offer: same((scene) => [{ filingId, step: 'staff', field: 'contactName', text: words(scene) }]),
  frozen: same((scene) => [{ filingId, flash: words(scene), undo: 'x' }]),
  received: same((scene) => [{ filingId, files: ['nothing', ...placed(scene)], said: times(30, () => words(scene)) }]),
  file: same((scene) =>
    placed(scene)
      .slice(-9)
      .flatMap((one) => [
        { filingId, step: '', file: one, flash: words(scene) },
        { filingId, step: 'systems', file: one, replacing: true },
      ]),
  ),
  ownFile: asFile({ filingId, fileId: 'x' }),
  annex: asFile({ filingId, version: 1 }),
  status: same(() =>
    (
      [
        ...(['submitted', 'opened', 'returned', 'recommended', 'frozen'] as const),
        ...(['withdrawn', 'abandoned', 'resumed', 'joined', 'none'] as const),
      ] as const
    ).map((event) => ({ filingId, event })),
  ),
  joinAsk: same((scene) => [clerk, person].map((who) => ({ filingId, who, name: words(scene) }))),
  joinDenied: ofFiling,
  team: (scene) =>
    [clerk, reader].map((me) => [
      { filingId, flash: words(scene) },
      { ...base, me, filing: scene.filing },
    ]),
  inviteForm: same((scene) => (['editor', 'head'] as const).map((role) => ({ filingId, role, error: words(scene) }))),
  inviteText: ({ filing }) => [
    [
      { filingId, invitationId: 'i0' },
      { ...base, filing, botLink: 'https://example.com' },
    ],
  ],
  invited: same(() => ['i0', 'none'].map((invitationId) => ({ filingId, invitationId }))),
  member: same(() => [reader, { ...clerk, openId: 'ou_3' }, person].map((who) => ({ filingId, who }))),
  teamNews: same((scene) =>
    (
      [
        ...(['assigned', 'removed', 'left', 'gone', 'received', 'handedOver'] as const),
        ...(['ownerLost', 'claimRefused', 'joined', 'declined'] as const),
      ] as const
    ).map((event) => ({ filingId, event, name: words(scene) })),
  ),
  claim: same(() => [
    { filingId, at },
    { filingId, at: '2026-11-01T00:00:00Z' },
  ]),
  look: same((scene) => [{ filingId, flash: words(scene) }]),
  lookForm: same((scene) => [{ filingId, remarks: words(scene), error: words(scene) }]),
  judged: same((scene) => [{ filingId, name: words(scene), agree: false, remarks: long(2000, scene.sign) }]),
  review: (scene) =>
    [scene.filing, shared(scene)].flatMap((filing) =>
      [filing.version, filing.version + 1].map(
        (version): Shown<'review'> => [
          { filingId, version },
          { ...base, filing, changes: changes(scene) },
        ],
      ),
    ),
  reviewPeople: (scene) =>
    [true, false].map((acts) => [
      { filingId, version: 2, error: words(scene) },
      {
        ...{ ...base, filing: shared(scene), acts },
        acting: { contact: null, deputies: [], colleagues: times(60, (i) => colleague(scene, i)) },
      },
    ]),
  opinionAsk: (scene) =>
    [null, opinion(scene, 0), opinion(scene, 1), opinion(scene, 1, 'objected')].map((asked) => [
      { filingId, version: 2, opinionId: 'o0', words: words(scene), error: words(scene) },
      { ...base, filing: shared(scene), asked },
    ]),
  opinionNews: (scene) =>
    ['o0', 'o1', 'none'].map((opinionId) => [
      { filingId, opinionId },
      { ...base, filing: shared(scene) },
    ]),
  handover: (scene) =>
    (['handed', 'ended', 'dropped'] as const).map((event) => [
      { filingId, event },
      { ...base, filing: shared(scene) },
    ]),
  returnForm: givingBack,
  recommendForm: (scene) => changed(scene, { opinion: words(scene), error: words(scene) }),
  turnDownForm: (scene) => changed(scene, { reason: words(scene), error: words(scene) }),
  moveUpForm: same((scene) => [
    { filingId, version: scene.filing.version, over: { words: words(scene), reason: words(scene) } },
  ]),
  reviewFile: asFile({ filingId, version: 1, fileId: 'x' }),
  opinionPage: asFile({ filingId, version: 1 }),
  seals: (scene) =>
    [clerk, person].map((me) => [
      {
        ...{ filingId, flash: words(scene), error: words(scene), ticked: ['coverSeal'] },
        typed: { code: words(scene), on: '2026-12-01', receipt: words(scene) },
      },
      { ...base, me, filing: scene.filing },
    ]),
  completeFile: asFile({ filingId, fileId: 'x' }),
  timeline: (scene) =>
    [clerk, person].map((me) => [
      { filingId, flash: words(scene) },
      { ...base, me, filing: scene.filing, entries: longCourse, copies: [], operator: false },
    ]),
  urged: same(() => (['institution', 'department'] as const).map((from) => ({ filingId, from, at }))),
  withdrawAsk: ofFiling,
  scanAsk: (scene) => [
    [
      { messageId: 'om', files: times(9, (i) => ({ fileKey: `f${i}`, name: words(scene), type: 'file' as const })) },
      { ...base, filings: named(scene, 40, 'recommended') },
    ],
    [
      { messageId: 'om', files: [] },
      { ...base, filings: [] },
    ],
  ],
  copied: same((scene) =>
    [undefined, yunhan.code].map((departmentCode) => ({
      ...{ filingId, version: scene.filing.version, comment: words(scene), error: words(scene) },
      ...(departmentCode && { departmentCode }),
    })),
  ),
  copySaid: same(() => [{ filingId, departmentCode: yunhan.code }]),
  copies: (scene) => [
    [
      { roundId: round.id, departmentCode: yunhan.code },
      { ...base, round, filings: named(scene, 60, 'submitted') },
    ],
  ],
  office: ofFiling,
  officeList: (scene) => {
    const rows = intake(scene);
    return [
      [
        { roundId: round.id, page: 2, flash: words(scene) },
        { ...base, round, rows },
      ],
      [
        { roundId: round.id, state: 'publicity' },
        { ...base, round, rows },
      ],
      [{ roundId: round.id }, { ...base, round, rows: [] }],
    ];
  },
  officeReturnForm: givingBack,
  officeForm: same(({ filing: { version }, sign }) =>
    officeDeeds.map((deed) => ({
      ...{ filingId, version, deed },
      typed: typed({ sign } as Scene, 'reason', 'days', 'link', 'words', 'why', 'number'),
      errors: typed({ sign } as Scene, 'reason', 'days', 'words', 'why', 'number', 'from', 'on', ''),
    })),
  ),
  officeFile: asFile({ filingId, fileId: 'x' }),
  board: (scene) => {
    const counts = { filling: 100, reviewing: 100, recommended: 100, office: 100, approved: 100, ended: 100 };
    const row = { name: long(60, scene.sign), counts, total: 600, places: { taken: 10, quota: 3 } };
    const rows = times(90, () => ({ ...row, due: { on: '2026-12-31', left: 100 } }));
    const board = { rows, idle: 40, sum: counts, total: 600 };
    const view = { ...base, round, board };
    return [
      [{ roundId: round.id }, view],
      [{ roundId: round.id, page: 2 }, view],
      [{ roundId: round.id }, { ...view, board: { ...board, rows: [], total: 0 } }],
    ];
  },
  officeSearch: (scene) => [
    [
      { roundId: round.id, words: words(scene) },
      {
        ...base,
        round,
        found: intake(scene)
          .slice(0, 11)
          .map((one) => ({ ...one, status: 'under_review' })),
      },
    ],
    [
      { roundId: round.id, words: '' },
      { ...base, round, found: [] },
    ],
  ],
  officeCase: (scene) => {
    const admission = { reason: long(200, scene.sign), to: yunhan.code, by: words(scene), at };
    const notice = {
      filingId,
      flash: words(scene),
      typed: typed(scene, 'reason'),
      errors: typed(scene, 'to', 'reason'),
    };
    return [
      [notice, { ...base, filing: { ...scene.filing, admission } }],
      [{ filingId }, { ...base, filing: scene.filing }],
    ];
  },
  officePaper: asFile({ roundId: round.id, what: 'list' }),
  officeBatchForm: (scene) =>
    batchDeeds.map((deed) => [
      {
        ...{ roundId: round.id, deed, typed: typed(scene, 'days', 'link', 'number') },
        errors: typed(scene, 'from', 'days', 'on', 'number', ''),
      },
      {
        ...base,
        round,
        rows: times(9, () => intake(scene))
          .flat()
          .map((one, i) => ({ ...one, id: `f${i}` })),
      },
    ]),
  officeBatch: (scene) =>
    batchDeeds.flatMap((deed) =>
      (['preview', 'working', 'done'] as const).map((state) => [
        { roundId: round.id, batchId: 'b', page: 2 },
        { ...base, batch: officeBatch(scene, deed, state) },
      ]),
    ),
  overQuota: ofFiling,
  reviewText: same(({ filing: { version } }) => [1, 2, 9, 99].map((page) => ({ filingId, version, page }))),
  reviewFiles: same(({ filing: { version } }) => [1, 2, 99].map((page) => ({ filingId, version, page }))),
  batchForm: (scene) =>
    (['recommend', 'return'] as const).map((deed) => [
      { ...desked, deed, words: words(scene), error: words(scene) },
      manyAtDesk(scene),
    ]),
  batchPreview: (scene) => {
    const view = manyAtDesk(scene);
    const chosen = view.filings.slice(0, 20).map(keyOf);
    const over = { words: words(scene), reason: words(scene) };
    const written = times(30, (i) => ({ id: `d${i}`, step: 'basics', field: 'name', words: words(scene) }));
    const drafts = new Map(view.filings.map(({ id }) => [id, written]));
    return (['recommend', 'return'] as const).map((deed) => [
      { ...desked, deed, chosen, words: words(scene), error: words(scene), over },
      { ...view, drafts },
    ]);
  },
  batchDone: (scene) => {
    const named = times(20, () => ({ name: words(scene), words: '已推荐' }));
    return [[{ ...desked, deed: 'recommend', done: named, left: named }, base]];
  },
  desk: (scene) => {
    const deputies = times(2, (i) => ({ ...contact(scene, i), ...days }));
    const acting = { contact: contact(scene, 0), deputies, colleagues: [] };
    const filings = named(scene, 60, 'submitted');
    const ranked = named(scene, 20, 'recommended');
    const desk = { ...base, acting, round, filings: [...filings, ...ranked] };
    const busy = { ...department(scene), ranking: ranked.map(({ id }) => id) };
    const flash = words(scene);
    return [
      ...[1, 2, 3, 4, 5, 99].map(
        (page): Shown<'desk'> => [
          { roundId: round.id, departmentCode: yunhan.code, page, flash },
          { ...desk, department: busy },
        ],
      ),
      [
        { roundId: round.id, departmentCode: 'DIRECT' },
        { ...desk, department: null },
      ],
    ];
  },
  departments: (scene) =>
    [1, 2, 99].map((page) => [{ roundId: round.id, page, flash: words(scene) }, departmentsOf(scene)]),
  department: (scene) =>
    [true, false].flatMap((operator) =>
      departmentsOf(scene)
        .departments.slice(0, 2)
        .map(
          (one): Shown<'department'> => [
            { roundId: round.id, departmentCode: one.code, flash: words(scene) },
            { ...base, round, department: one, operator },
          ],
        ),
    ),
  departmentForm: (scene) => {
    const names = ['kind', 'name', 'sealName', 'softQuota'];
    const errors = Object.fromEntries(names.map((name) => [name, '请控制在 60 字以内']));
    const filled = { roundId: round.id, typed: typed(scene, ...names), errors };
    return [{}, { departmentCode: round.departments[0]!.code }].map((at) => [
      { ...filled, ...at },
      departmentsOf(scene),
    ]);
  },
  departmentCode: (scene) =>
    (['contact', 'deputy', 'colleague'] as const).map((role) => [
      { codeId: 'c' },
      { ...base, code: code(scene, role), botLink: 'https://example.com' },
    ]),
  registerForm: (scene) => {
    const names = ['name', 'position', 'officePhone', 'mobile', 'email'];
    const errors = Object.fromEntries(names.map((name) => [name, '请填写完整的邮箱，例如 name@example.com']));
    return (['contact', 'deputy'] as const).map((role) => [
      { codeId: 'c', typed: typed(scene, ...names), errors },
      { ...base, code: code(scene, role) },
    ]);
  },
  registration: (scene) => seen(scene).map((view) => [{ registrationId: 'r' }, view]),
  entryForm: (scene) => {
    const names = ['name', 'position', 'officePhone', 'mobile', 'email'];
    const errors = Object.fromEntries(names.map((name) => [name, '请填写完整的邮箱，例如 name@example.com']));
    return seen(scene).map((view) => [{ registrationId: 'r', typed: typed(scene, ...names), errors }, view]);
  },
  refuseForm: (scene) =>
    seen(scene).map((view) => [{ registrationId: 'r', typed: words(scene), error: words(scene) }, view]),
  ownContact: (scene) => {
    const names = ['name', 'position', 'officePhone', 'mobile', 'email'];
    const errors = Object.fromEntries(names.map((name) => [name, '请填写完整的邮箱，例如 name@example.com']));
    const filled = { roundId: round.id, departmentCode: yunhan.code, typed: typed(scene, ...names), errors };
    const view = { ...base, round, departmentName: long(60, scene.sign), row: contact(scene, 0) };
    return [
      [{ ...filled, flash: words(scene) }, view],
      [{ roundId: round.id, departmentCode: yunhan.code }, view],
    ];
  },
  annex2Word: asFile({ roundId: round.id, departmentCode: yunhan.code }),
  annex2Book: asFile({ roundId: round.id }),
  annex2Form: (scene) => [
    [{ roundId: round.id, departmentCode: yunhan.code, on: '2026-11-20', error: words(scene) }, departmentsOf(scene)],
  ],
  colleagues: (scene) => [
    [
      {
        ...{ roundId: round.id, departmentCode: yunhan.code, flash: words(scene) },
        ...{
          typed: typed(scene, 'name', 'mobile', 'email'),
          errors: { name: '姓名请控制在 20 字以内', email: '请填写完整的邮箱，例如 name@example.com' },
        },
      },
      { ...base, round, operator: false, department: departmentsOf(scene).departments[0]! },
    ],
  ],
  colleagueSought: (scene) =>
    [sought(scene, 0), null].map((search) => [
      { roundId: round.id, departmentCode: yunhan.code, searchId: 's0' },
      { ...base, search },
    ]),
  colleagueNews: (scene) =>
    (['joined', 'ended'] as const).flatMap((event) =>
      [clerk, { tenantKey: 'tenant', openId: 'ou_0' }].map(
        (one): Shown<'colleagueNews'> => [
          { colleagueId: 'colleague0', event },
          {
            ...{ ...base, me: one },
            colleague: {
              ...colleague(scene, 0),
              department: { ...departmentRow(scene), round: { title: round.title } },
            },
          },
        ],
      ),
    ),
  deputyForm: (scene) => {
    const names = ['fromOn', 'toOn', 'name', 'position', 'officePhone', 'mobile', 'email'];
    const errors = Object.fromEntries(names.map((name) => [name, '请填写完整的邮箱，例如 name@example.com']));
    const filled = { ...typed(scene, ...names), ...days };
    return [[{ roundId: round.id, departmentCode: yunhan.code, typed: filled, errors }, departmentsOf(scene)]];
  },
  deputyNews: (scene) =>
    (['named', 'failed', 'begun', 'over', 'ended'] as const).flatMap((event) =>
      [clerk, null].map(
        (one): Shown<'deputyNews'> => [
          { deputyId: 'd', event },
          {
            ...base,
            me: one,
            deputy: { ...registration(scene), ...days, trouble: words(scene), namedBy: 'tenant:ou_operator' },
          },
        ],
      ),
    ),
  contactEnded: (scene) => oneContact(scene).map((view) => [{ contactId: 'contact0' }, view]),
  contacts: (scene) => [
    [
      { roundId: round.id, flash: words(scene) },
      { ...departmentsOf(scene), ...contactsOf(scene) },
    ],
    [{ roundId: round.id }, { ...departmentsOf(scene), contacts: [] }],
  ],
  appointForm: (scene) => {
    const names = ['departmentCode', 'name', 'position', 'officePhone', 'mobile', 'email'];
    const errors = Object.fromEntries(names.map((name) => [name, '请填写完整的邮箱，例如 name@example.com']));
    return [[{ roundId: round.id, typed: typed(scene, ...names), errors }, contactsOf(scene)]];
  },
  appointed: (scene) => oneContact(scene).map((view) => [{ contactId: 'contact0' }, view]),
  lookUpFailed: (scene) => oneContact(scene).map((view) => [{ contactId: 'contact0' }, view]),
  deadlines: (scene) => [[{ roundId: round.id, error: words(scene), flash: words(scene) }, contactsOf(scene)]],
  due: (scene) => dueShown(scene),
  extensions: (scene) => [
    [
      { roundId: round.id, error: words(scene), typed: words(scene) },
      {
        ...departmentsOf(scene),
        filings: named(scene, 60, 'draft').map((filing) => ({ ...filing, ...extended(scene) })),
      },
    ],
  ],
  extension: (scene) => [
    [
      {
        filingId,
        flash: words(scene),
        typed: typed(scene, 'why'),
        errors: typed(scene, 'extension_to', 'extension_why'),
      },
      { ...base, filing: { ...scene.filing, ...extended(scene) } },
    ],
  ],
  dueChanged: (scene) =>
    (['extended', 'ended', 'department'] as const).flatMap((event) =>
      [clerk, null].map(
        (me): Shown<'dueChanged'> => [
          { filingId, event },
          { ...base, me, filing: { ...scene.filing, ...extended(scene) } },
        ],
      ),
    ),
  departmentDue: (scene) =>
    (['set', 'cleared', 'extended', 'ended'] as const).map((event) => [
      { roundId: round.id, departmentCode: yunhan.code, event },
      dueShown(scene)[0]![1],
    ]),
  reminder: (scene) =>
    ruleKeys.flatMap((rule) =>
      [1, 10].map((count): Shown<'reminder'> => {
        const annex2 = ruleAt(rule).while === 'annex2';
        const one = (filing: Filing) => ({
          filing: annex2 ? null : filing,
          department: annex2 ? department(scene) : null,
        });
        const lines = named(scene, count, scene.filing.status).map((filing, i) => ({
          ...{ round, rule, milestone: 0, dueOn: addDays('2026-12-31', i), next: '2026-12-31' },
          ...(one(filing) as Pick<ReminderLine, 'filing' | 'department'>),
        }));
        return [
          { digest: 'digest', ...(count === 1 && { later: '2026-12-31' }) },
          { ...base, lines },
        ];
      }),
    ),
  escalated: (scene) =>
    (
      [
        ['fill', 'heads'],
        ['review', 'deputies'],
        ['annex2', 'deputies'],
        ['review', 'operators'],
      ] as const
    ).flatMap(([rule, step]) =>
      [1, 12].map((count): Shown<'escalated'> => {
        const lines = named(scene, count, scene.filing.status).map((filing, i) => ({
          ...{ round, rule, step, dueOn: addDays('2026-12-31', i), unread: 3, acts: i % 2 === 0 },
          ...{
            unreadNames: times(9, () => words(scene)),
            contact: words(scene),
            reached: i % 2 === 0,
            nextTold: i % 3 === 0,
          },
          ...((rule === 'annex2'
            ? { filing: null, department: department(scene) }
            : { filing: { ...filing, id: `f${i}` }, department: null }) as Pick<ReminderLine, 'filing' | 'department'>),
        }));
        return [{ digest: 'digest' }, { ...base, lines }];
      }),
    ),
  unheard: (scene) => {
    const name = words(scene);
    const role = (i: number) => `contact:${round.id}:${departmentsOf(scene).departments[i]!.code}`;
    const taken = (['buzz', 'heads', 'deputies', 'operators', 'call', 'heads'] as const).map((step) => ({
      ...{ step, person: 'person:tenant:ou_x', name, state: 'failed', reason: 'unreachable 230053', at },
    }));
    const rows = times(8, (i): Unheard => {
      const why = whys[i % whys.length]!;
      const things = times(3, (n) => ({
        ...{
          rule: ruleKeys[n]!,
          subject: `filing:f${n}`,
          dueOn: '2026-12-31',
          institution: name,
          mobile: words(scene),
        },
      }));
      const recipient = why === 'unregistered' || why === 'nobody' ? role(i) : `person:tenant:ou_${i}`;
      const rest = { count: 200, things, sentAt: noon, reason: 'unreachable 230013', steps: taken };
      return { why, recipient, name, ...rest };
    });
    const telephones = new Map(
      times(8, (i) => [role(i), { name, officePhone: name, mobile: name, from: 'earlier' as const }]),
    );
    const found = { counts: { unreached: 12_345, unread: 12_345 }, page: 2, pages: 99, rows };
    const none = { counts: { unreached: 0, unread: 0 }, page: 1, pages: 1, rows: [] };
    return [
      [
        { roundId: round.id, half: 'unreached', page: 2, flash: name },
        { ...base, ...departmentsOf(scene), found, telephones },
      ],
      [{ roundId: round.id }, { ...base, ...departmentsOf(scene), found: none, telephones }],
    ];
  },
  quiet: (scene) => [
    [
      { flash: words(scene), error: words(scene) },
      { ...base, quietUntil: '2026-12-31' },
    ],
  ],
  past: (scene) => [60, 0].map((count) => [{}, { ...base, filings: named(scene, count, 'expired') }]),
  closing: (scene) => {
    const tally = statuses.map((status) => ({ status, count: 12_345 }));
    const ends = tally.filter(endsWithRound);
    return [
      { round, tally },
      { round, tally: ends },
      { round, tally: [] },
      { round: { ...round, closingAt: noon }, tally },
      { round: { ...round, closingAt: noon, closedAt: noon }, tally },
    ].map((view) => [
      { roundId: round.id, flash: words(scene) },
      { ...base, ...view },
    ]);
  },
  correction: (scene) => [
    [
      { roundId: round.id, flash: words(scene) },
      { ...base, round, newest: 2, concerned },
    ],
    [
      { roundId: round.id, flash: words(scene) },
      { ...base, round: correctedRound, newest: 2, concerned },
    ],
  ],
  formCorrected: (scene) =>
    [scene.filing, corrected(scene), { ...corrected(scene), round: { ...correctedRound, formRevision: 1 } }].map(
      (filing) => [
        { filingId, from: 1, to: 2 },
        { ...base, filing },
      ],
    ),
  histories: (scene) => {
    const filings = times(18, (i) => ({ id: `f${i}`, name: words(scene), status: 'submitted' as Status }));
    return [
      [
        { roundId: round.id, page: 2 },
        { ...base, round, filings, total: 60 },
      ],
      [
        { roundId: round.id, page: 1 },
        { ...base, round, filings: [], total: 0 },
      ],
    ];
  },
  history: asFile({ filingId }),
  operators: (scene) => {
    const name = words(scene);
    const one = { tenantKey: 'tenant', name, addedBy: name, addedAt: noon };
    const operators = times(60, (i) => ({ ...one, openId: i ? `ou_${i}` : clerk.openId, name: i % 2 ? name : '' }));
    const searches = times(40, (i) => ({ ...search(scene, i), createdAt: noon }));
    return [
      [{ flash: name }, { ...base, operators, searches }],
      [{}, { ...base, operators: operators.slice(0, 1), searches: [] }],
    ];
  },
  operatorForm: (scene) => [
    [{}, { ...base, search: search(scene, 0) }],
    [
      { typed: { mobile: words(scene), email: words(scene) }, errors: { mobile: words(scene), email: words(scene) } },
      { ...base, search: null },
    ],
  ],
  operatorNews: (scene) =>
    (['welcome', 'dismissed', 'added', 'removed', 'already', 'notFound'] as const).map((event) => [
      { event, name: words(scene) },
      { ...base, search: search(scene, 0) },
    ]),
  undelivered: (scene) => {
    const name = words(scene);
    const one = { institution: name, department: '', createdAt: noon, kind: 'annex', openId: clerk.openId };
    const rows = times(PARKED_PAGE, (i) => ({
      ...{ ...one, id: long(36, 'a'), reason: i ? 'unreachable 230013' : name },
      ...(i % 2 ? { department: name, name: '' } : { name }),
    }));
    return [
      [
        { page: 2, flash: name },
        { ...base, rows, total: 30, spent: 5000, calls: 123_456 },
      ],
      [{}, { ...base, rows: [], total: 0, spent: 0, calls: 0 }],
    ];
  },
  apiBudget: () => [80, 100].map((percent) => [{ month: '2026-12', percent, budget: 999_999_999 }, base]),
  broadcast: (scene) => [[{ broadcastId: 'b' }, { ...base, broadcast: broadcastIn(scene, 'written') }]],
  roundOpened: (scene) =>
    [false, true].map((begun) => [
      { roundId: round.id, flash: words(scene) },
      {
        ...base,
        round,
        former: {
          ...{ institutions: times(5, () => words(scene)), begun, optedOut: !begun },
          posts: times(9, (i) => ({
            ...{ code: `${i}`, name: words(scene), seated: i === 1, mine: i === 2, asked: i === 3 },
          })),
        },
      },
    ]),
  broadcasts: (scene) => [
    [
      { roundId: round.id },
      {
        ...base,
        round,
        sent: times(12, (i) => ({
          ...{ ...clerk, id: `b${i}`, roundId: round.id, audience: 'unsealed', text: long(500, scene.sign) },
          ...{ state: 'sending', createdAt: noon, startAt: noon, _count: { recipients: 9999 } },
        })),
      },
    ],
    [{ roundId: round.id }, { ...base, round, sent: [] }],
  ],
  roundCalendar: (scene) => {
    const days = times(60, (i) => ({ on: addDays('2031-01-01', i), work: i % 2 > 0, name: long(20, scene.sign) }));
    const wrong = typed(scene, 'first', 'second', 'day', 'drop');
    const input = typed(scene, 'firstFrom', 'firstTo', 'secondFrom', 'secondTo', 'name');
    return [
      [
        { roundId: round.id, flash: words(scene), typed: input, errors: wrong },
        { ...base, round: { ...round, materialsDueOn: '2039-01-01', holidays: days } },
      ],
      [{ roundId: round.id }, { ...base, round }],
    ];
  },
  routes: (scene) => [
    [
      { roundId: round.id, flash: words(scene) },
      { ...base, round: rerouted(scene) },
    ],
    [{ roundId: round.id }, { ...base, round }],
  ],
  routeForm: (scene) => {
    const shown = { ...base, round: rerouted(scene) };
    const errors = typed(scene, 'when', 'to', 'cc');
    return [
      [{ roundId: round.id, errors }, shown],
      ...['affiliated', 'excluded', 'added_1', 'no_route'].map(
        (rule): Shown<'routeForm'> => [
          { roundId: round.id, rule, typed: { to: round.departments[0]!.code, cc: copiesOf(MOST_COPIES) }, errors },
          shown,
        ],
      ),
    ];
  },
  routePreview: (scene) => {
    const ends = { from: words(scene), to: words(scene), was: 'A' };
    const moving = times(99, (i) => ({ filingId: `f${i}`, name: words(scene), ...ends }));
    const found = { moving, copied: 99, stay: { frozen: 99, handedIn: 99 } };
    const none = { moving: [], copied: 0, stay: { frozen: 0, handedIn: 0 } };
    return [
      [
        { roundId: round.id, rev: 1, edit: { do: 'reset' } },
        { ...base, round: rerouted(scene), next: null, found },
      ],
      [
        { roundId: round.id, rev: 1, edit: { do: 'set', rule: 'no_route', to: 'province', cc: copiesOf(MOST_COPIES) } },
        { ...base, round, next: rerouted(scene).routes ?? null, found: none },
      ],
    ];
  },
  deadlineFile: asFile({ roundId: round.id, rule: 'fill', on: '2026-12-31' }),
  broadcastForm: (scene) => [
    [
      { roundId: round.id, typed: typed(scene, 'text'), errors: typed(scene, 'audience', 'text') },
      { ...base, round },
    ],
  ],
  broadcastSheet: (scene) => [
    ...(['scheduled', 'listing', 'sending', 'written', 'stopped'] as const).map(
      (state): Shown<'broadcastSheet'> => [
        { roundId: round.id, broadcastId: 'b', flash: words(scene) },
        { ...base, broadcast: broadcastIn(scene, state) },
      ],
    ),
    ...[noon, new Date('2026-11-22T04:00:00Z')].map(
      (now): Shown<'broadcastSheet'> => [
        { roundId: round.id, broadcastId: 'b' },
        { ...base, now, broadcast: broadcastIn(scene, 'preview'), size: { people: 99_999, unheld: 40 } },
      ],
    ),
  ],
  openRound: (scene) => [
    [
      { error: words(scene), typed: typed(scene, 'year') },
      { ...base, rounds: [] },
    ],
    [{}, { ...base, rounds: times(9, () => round) }],
  ],
};
