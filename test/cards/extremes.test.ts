import { describe, expect, test } from 'vitest';
import { render } from '../../cards/index.ts';
import { cardBytes, cardNodes } from '../../cards/kit/index.ts';
import type { Contact } from '../../services/departments/contacts.ts';
import { type Filing, type Status, statuses } from '../../services/filing/filing.ts';
import { form2023 } from '../../services/filing/form-2023.ts';
import type { TextBatch } from '../../services/filing/text-batch.ts';
import type { Answers, RawItem } from '../../services/form/define.ts';
import { filesAt } from '../../services/form/read.ts';
import type { Notice, NoticeKind } from '../../services/notice.ts';
import type { Department } from '../../services/rounds/round.ts';
import type { Views } from '../../services/view.ts';
import { yunhan } from '../season.ts';
import { answersWith, clerk, fileRef, noon, round, sampleAnswers, sampleFiling } from '../services/filing/sample.ts';

// render() checks every card against the platform's rules and throws a CardFault for one that would be refused.

const long = (length: number, sign = '长') => sign.repeat(length);
/** Long texts of several kinds: Han, signs that grow when they are escaped, and pairs of surrogates. */
const signs = ['长', '*', '𠮷', '"', '\n1. '];

const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));
const files = (count: number, name = '工作制度') => times(count, (i) => fileRef(`${i}${name}.pdf`));
const people = (count: number, name: string, bio: string): RawItem[] =>
  times(count, (i) => ({ id: `m${i}`, name, role: i ? '专职人员' : '主要负责人（专职）', bio }));
const cases = (count: number, name: string, content: string): RawItem[] =>
  times(count, (i) => ({ id: `c${i}`, name, period: name, content }));

/** Every text of the form as long as a person can make it: 1000 in a line of a card. */
const overgrown = (sign: string): Answers => {
  const line = long(1000 / sign.length, sign);
  return Object.fromEntries(
    Object.entries(form2023.steps).map(([key, { fields }]) => [
      key,
      Object.fromEntries(
        Object.entries(fields).map(([name, field]) => {
          const kept = sampleAnswers()[key]?.[name] ?? null;
          if (field.kind === 'line') return [name, line];
          if (field.kind === 'lines') return [name, line];
          if (field.kind === 'paragraph') return [name, long(6000 / sign.length, sign)];
          if (field.kind === 'files') return [name, files(40, long(200 / sign.length, sign))];
          if (field.kind === 'roster')
            return [name, name === 'members' ? people(20, line, line) : cases(2, line, line)];
          return [name, kept];
        }),
      ),
    ]),
  );
};

const department: Department = { ...yunhan, name: long(100) };
const contact = (i: number, text = ''): Contact => ({
  id: `contact${i}`,
  roundId: round.id,
  departmentCode: round.departments[i % round.departments.length]!.code,
  name: `韩示例${text}`.slice(0, 40),
  position: `公共服务处四级调研员${text}`.slice(0, 60),
  officePhone: '010-00000000',
  mobile: '13800000000',
  email: `liaison${i}@${'long-domain-name.'.repeat(10)}example.com`,
  tenantKey: null,
  openId: null,
  trouble: '按手机和邮箱都没有在飞书里找到这个人',
  appointedBy: 'tenant:ou_operator',
});

const drawn = <K extends NoticeKind>(notice: Extract<Notice, { kind: K }>, view: Views[K]) =>
  render(notice as never, view);
const base = { now: noon, me: clerk };
const filingId = 'f';
const steps = Object.keys(form2023.steps);
/** Somebody who may only read. */
const reader = { tenantKey: 'tenant', openId: 'ou_reader' };

/** Every card that shows one filing, in every section and form it can take. */
const cardsOf = (filing: Filing, words: string): Notice[] => [
  ...Object.keys(form2023.steps).flatMap((step): Notice[] => [
    { kind: 'step', filingId, step },
    {
      kind: 'step',
      filingId,
      step,
      checked: true,
      flash: words,
    },
    { kind: 'step', filingId, step, checked: true, back: true },
  ]),
  ...['m0', 'new'].map(
    (item): Notice => ({ kind: 'item', filingId, step: 'team', field: 'members', item, checked: true }),
  ),
  ...['c0', 'new'].map(
    (item): Notice => ({ kind: 'item', filingId, step: 'cases', field: 'cases', item, checked: true }),
  ),
  { kind: 'textPreview', filingId, step: 'plan', field: 'plan', batch: 'b' },
  { kind: 'held', filingId },
  { kind: 'held', filingId, asked: true },
  { kind: 'check', filingId, flash: words },
  { kind: 'check', filingId, undeclared: true },
  ...[1, 2, 3, 99].map((page): Notice => ({ kind: 'answers', filingId, page })),
  { kind: 'abandonForm', filingId },
  { kind: 'offer', filingId, step: 'staff', field: 'contactName', text: words },
  { kind: 'frozen', filingId, flash: words },
  { kind: 'received', filingId, files: ['nothing', ...placedOf(filing)], said: times(30, () => words) },
  ...placedOf(filing)
    .slice(-9)
    .flatMap((file): Notice[] => [
      { kind: 'file', filingId, step: '', file, flash: words },
      { kind: 'file', filingId, step: 'systems', file, replacing: true },
    ]),
  ...(
    ['submitted', 'opened', 'returned', 'recommended', 'withdrawn', 'abandoned', 'resumed', 'joined', 'none'] as const
  ).map((event): Notice => ({ kind: 'status', filingId, event })),
  { kind: 'joinAsk', filingId, who: clerk, name: words },
  { kind: 'joinAsk', filingId, who: { tenantKey: 't', openId: 'other' }, name: words },
  { kind: 'joinDenied', filingId },
  { kind: 'team', filingId, flash: words },
  { kind: 'inviteForm', filingId, role: 'editor', error: words },
  { kind: 'inviteForm', filingId, role: 'head' },
  { kind: 'invited', filingId, invitationId: 'i0' },
  { kind: 'invited', filingId, invitationId: 'none' },
  { kind: 'member', filingId, who: reader },
  { kind: 'teamNews', filingId, event: 'assigned', name: words },
  { kind: 'claim', filingId, at: noon.toISOString() },
  { kind: 'look', filingId, flash: words },
  { kind: 'lookForm', filingId, remarks: words, error: words },
  { kind: 'judged', filingId, name: words, agree: false, remarks: long(2000) },
  { kind: 'review', filingId, version: filing.version },
  { kind: 'review', filingId, version: filing.version + 1 },
  { kind: 'returnForm', filingId, version: filing.version, remarks: words, error: words, dueOn: '2026-12-01' },
  { kind: 'recommendForm', filingId, version: filing.version, opinion: words, error: words },
  { kind: 'copied', filingId, version: filing.version },
];

/** Texts that wait, as many and as long as they can be, among them some that could not be read or were edited. */
const batchOf = ({ answers }: Filing): TextBatch => {
  const text = String(answers.plan?.plan ?? '');
  return {
    ...{ id: 'b', who: clerk, filingId, step: 'plan', field: 'plan', state: 'checking', rev: 1, trouble: text },
    parts: times(40, (i) => ({
      ...{ messageId: `m${i}`, key: '', source: 'message', sentAtMs: i, text, name: text.slice(0, 200) },
      ...(i % 3 === 0 && { was: `${text}旧` }),
      ...(i % 3 === 1 && { text: '', trouble: text }),
    })),
  };
};

/** Files that wait for a place, and such as have one. */
const placedOf = (filing: Filing): string[] =>
  [...filesAt(filing.answers, 'systems', 'systems').slice(0, 60), ...filing.loose.slice(0, 60)].map(({ id }) => id);

/** Cards that keep well below the limits, because they grow with the form. */
const roomy: NoticeKind[] = ['check', 'answers', 'abandonForm', 'offer'];

/** Which of these cards the platform would refuse, or have no room left. */
const refused = (notices: Notice[], filing: Filing, me = base.me): string[] =>
  notices.flatMap((notice) => {
    try {
      const outgoing = drawn(notice as never, { ...base, me, filing, batch: batchOf(filing) } as never);
      if (!roomy.includes(notice.kind) || outgoing.type !== 'card') return [];
      const [bytes, nodes] = [cardBytes(outgoing.card), cardNodes(outgoing.card)];
      return bytes < 26 * 1024 && nodes < 180 ? [] : [`${notice.kind}: ${bytes} bytes, ${nodes} nodes`];
    } catch (error) {
      const { kind, ...data } = notice;
      const place = 'step' in data ? ` ${data.step}` : '';
      return [`${kind}${place}: ${String((error as Error).message).slice(0, 300)}`];
    }
  });

const said = (words: string, version = 1) => ({
  version,
  remarks: words,
  dueOn: '2026-12-01',
  opinion: words,
  by: words.slice(0, 100),
  at: noon.toISOString(),
});

describe.each(statuses.map((status) => [status] as [Status]))('every card of one filing that is %s', (status) => {
  test('empty', () => {
    const filing = sampleFiling(status, { answers: {} });
    expect(refused(cardsOf(filing, ''), filing)).toEqual([]);
  });

  test('as the sample', () => {
    const filing = sampleFiling(status);
    expect(refused(cardsOf(filing, '已收到并保存。'), filing)).toEqual([]);
  });

  test.each(signs)('overgrown with %j', (sign) => {
    const words = long(1000 / sign.length, sign);
    const answers = overgrown(sign);
    const other = Object.fromEntries(Object.keys(answers.basics!).map((name) => [name, `${words.slice(1)}！`]));
    const filing = sampleFiling(status, {
      answers,
      version: 2,
      review: said(words),
      scans: files(40, long(200 / sign.length, sign)),
      pages: files(40, long(190 / sign.length, sign)),
      loose: files(40, long(180 / sign.length, sign)),
      members: [
        { ...clerk, name: words, role: 'owner' },
        { ...reader, name: words, role: 'editor', sections: [] },
        ...times(12, (i) => ({
          ...{ ...clerk, openId: `ou_${i}`, name: words, role: 'editor' as const, sections: steps },
          ...{ verdict: { state: 'objected' as const, at: noon.toISOString(), remarks: words }, lostAt: noon },
        })),
      ],
      invitations: times(6, (i) => ({
        ...{ id: `i${i}`, role: 'editor' as const, sections: steps, code: 'ABCD2345', usesLeft: 10, trouble: words },
        ...{ mobile: '13800000000', email: `${words}@example.com`, byName: words, state: 'open' as const },
        ...{
          tenantKey: 'tenant',
          openId: null,
          invitedBy: 'ou_clerk',
          createdAt: noon,
          endsAt: new Date('2027-01-01'),
        },
      })),
      claim: { ...reader, name: words, at: noon.toISOString(), dueAt: noon.toISOString() },
      edits: Object.fromEntries(steps.map((step) => [step, { ...reader, name: words, at: '2026-11-01T00:00:00Z' }])),
      conflicts: {
        basics: [{ by: { ...clerk, name: words }, at: noon.toISOString(), values: other }],
        foundation: [
          {
            by: { ...clerk, name: words },
            at: noon.toISOString(),
            values: { foundation: long(6000 / sign.length, sign) },
          },
        ],
      },
    });
    expect(refused(cardsOf(filing, words), filing)).toEqual([]);
    const read = cardsOf(filing, words).filter(({ kind }) => kind === 'step' || kind === 'check' || kind === 'team');
    expect(refused(read, filing, reader)).toEqual([]);
  });

  test.each([1, 16, 17, 40, 41, 300])('%i people, files and scans', (count) => {
    const answers = answersWith({
      systems: { systems: files(count) },
      route: { proof: files(count) },
      team: { members: people(count, '陈示例', long(300)) },
      cases: { cases: cases(count, '案例', long(300)) },
    });
    const filing = sampleFiling(status, {
      answers,
      scans: files(count, '扫描件'),
      pages: files(count, '照片'),
      loose: files(count, '待放'),
    });
    expect(refused(cardsOf(filing, '已收到并保存。'), filing)).toEqual([]);
  });
});

test('200 problems fit the check card', () => {
  const answers = answersWith({
    team: { members: people(200, '', '').map((one) => ({ ...one, name: `陈${one.id}` })) },
    cases: { cases: cases(30, '', '') },
  });
  const filing = sampleFiling('draft', { answers });
  const card = JSON.stringify(drawn({ kind: 'check', filingId }, { ...base, filing }));
  expect(card).toMatch(/必须处理：2\d\d 处/);
  expect(card).toMatch(/另有 [12]\d\d 处/);
});

const named = (count: number, name: string, status: Status = 'submitted') =>
  times(count, () => sampleFiling(status, { answers: answersWith({ identity: { institutionName: name } }) }));

test.each(signs)('the lists of a person with many roles, names of 1000 in %j', (sign) => {
  const name = long(1000 / sign.length, sign);
  for (const count of [1, 10, 60]) {
    const home = {
      ...base,
      round,
      operator: true,
      filings: named(count, name, 'draft'),
      desks: times(Math.min(count, 41), () => ({ department, filings: named(60, name) })),
      direct: named(60, name),
    };
    expect(drawn({ kind: 'home' }, home).type).toBe('card');
    expect(drawn({ kind: 'home' }, { ...home, operator: false, desks: [], direct: [] }).type).toBe('card');
    const desk = { ...base, round, department, filings: named(count, name) };
    expect(drawn({ kind: 'desk', roundId: round.id, departmentCode: department.code }, desk).type).toBe('card');
    expect(
      drawn({ kind: 'desk', roundId: round.id, departmentCode: 'DIRECT' }, { ...desk, department: null }).type,
    ).toBe('card');
  }
});

test('a list that is cut says how much is left out', () => {
  const desk = { ...base, round, department, filings: named(60, '星澜市情报所') };
  const card = JSON.stringify(drawn({ kind: 'desk', roundId: round.id, departmentCode: department.code }, desk));
  expect(card).toContain('另有 42 份');
  const filing = sampleFiling('draft', { answers: answersWith({ systems: { systems: files(50) } }) });
  expect(JSON.stringify(drawn({ kind: 'step', filingId, step: 'systems' }, { ...base, filing }))).toContain(
    '另有 10 份',
  );
});

test('every file of forty can be taken away from the card', () => {
  const filing = sampleFiling('draft', { answers: answersWith({ systems: { systems: files(40) } }) });
  const card = JSON.stringify(drawn({ kind: 'step', filingId, step: 'systems' }, { ...base, filing }));
  expect(card.match(/"action":"file\.open"/g)).toHaveLength(40);
});

test.each(['', ...signs.map((sign) => long(60, sign))])('41 contacts, and words of %j', (text) => {
  const view = { ...base, round, contacts: times(41, (i) => contact(i, text)) };
  const flash = text || undefined;
  const typed = Object.fromEntries(
    ['departmentCode', 'name', 'position', 'officePhone', 'mobile', 'email'].map((field) => [field, long(17, text)]),
  );
  expect(drawn({ kind: 'contacts', roundId: round.id, flash }, view).type).toBe('card');
  expect(drawn({ kind: 'contacts', roundId: round.id }, { ...view, contacts: [] }).type).toBe('card');
  expect(
    drawn(
      {
        kind: 'appointForm',
        roundId: round.id,
        typed,
        errors: { name: '请控制在 40 字以内', email: '请填写完整的邮箱，例如 name@example.com' },
      },
      view,
    ).type,
  ).toBe('card');
  for (const me of [clerk, null]) {
    const one = { ...view, me, contact: { ...contact(0, text), openId: clerk.openId } };
    expect(drawn({ kind: 'appointed', contactId: 'contact0' }, one).type).toBe('card');
    expect(drawn({ kind: 'lookUpFailed', contactId: 'contact0' }, one).type).toBe('card');
  }
  expect(drawn({ kind: 'deadlines', roundId: round.id, error: text, flash }, view).type).toBe('card');
  expect(
    drawn({ kind: 'openRound', error: text, typed: { year: long(17, text) } }, { ...base, round: null }).type,
  ).toBe('card');
  expect(drawn({ kind: 'openRound' }, { ...base, round }).type).toBe('card');
  expect(drawn({ kind: 'creditCode', typed: long(1, text), error: text }, { ...base, round }).type).toBe('card');
  expect(
    drawn({ kind: 'home' }, { ...base, round: null, operator: false, filings: [], desks: [], direct: [] }).type,
  ).toBe('card');
});

describe.each(signs)('lists and tables of %j', (sign) => {
  const name = long(1000 / sign.length, sign);
  const small = (notice: Notice, view: Views[NoticeKind]) => {
    const outgoing = drawn(notice, view as never);
    if (outgoing.type !== 'card') throw new Error('no card');
    expect(cardBytes(outgoing.card)).toBeLessThan(26 * 1024);
    expect(cardNodes(outgoing.card)).toBeLessThan(180);
  };

  test.each([2, 12, 13, 60])('a list of %i', (count) => {
    const filing = sampleFiling('draft', { answers: answersWith({ team: { members: people(count, name, name) } }) });
    const removed = { field: 'members', aside: 'a'.repeat(13) };
    small({ kind: 'step', filingId, step: 'team', flash: name, removed, picked: 'm1' }, { ...base, filing });
  });

  test.each(['skip', 'replace'] as const)('a table of 60, faulty and known, to %s', (same) => {
    const filing = sampleFiling('draft', { answers: answersWith({ team: { members: people(60, name, name) } }) });
    const row = (line: number) => ({ line, values: { name, role: name, bio: name }, faults: [name, name, name] });
    const table = {
      from: name,
      rows: times(60, row),
      ignored: times(40, () => name),
      lacking: ['身份'],
      left: 9,
      field: 'members',
    };
    small({ kind: 'tablePreview', filingId, step: 'team', aside: 'a', same, flash: name }, { ...base, filing, table });
  });
});
