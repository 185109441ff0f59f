import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decide } from '../../../services/filing/decide.ts';
import { type Circumstances, type Command, contactRole } from '../../../services/filing/decision.ts';
import { contextOf, DIRECT, type Filing, formOf, isHandedIn } from '../../../services/filing/filing.ts';
import { fingerprint } from '../../../services/filing/fill-commands.ts';
import { institutionSlots } from '../../../services/filing/seal-commands.ts';
import { isEditable, isFrozen, statuses } from '../../../services/filing/status.ts';
import { blocking, itemsAt, problemsOf, textAt } from '../../../services/form/read.ts';
import { Refusal } from '../../../services/refusal.ts';
import { yunhan } from '../../season.ts';
import { hash } from './arrows.ts';
import { answersWith, clerk, fileRef, noon, round, sampleFiling } from './sample.ts';

const circumstances: Circumstances = {
  now: noon,
  actor: { ...clerk, name: '沈若溪' },
  operators: [{ tenantKey: 'tenant', openId: 'ou_operator' }],
};
const colleague = { tenantKey: 'tenant', openId: 'ou_colleague', name: '顾清禾', role: 'editor' as const };

/** The status after the command ('=' where nothing changes), or the code of the refusal. */
const after = (filing: Filing, command: Command): string => {
  try {
    const { filing: next, outcome } = decide(filing, command, circumstances);
    return outcome === 'unchanged' ? '=' : next.status;
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
};

const item = { id: 'm0', name: '林知远', role: '主要负责人（专职）', bio: '简介' };
/** The first row of the team as a card of the sample has seen it. */
const seenRow = fingerprint(itemsAt(sampleFiling().answers, 'team', 'members')[0]);
const systemsFile = fileRef('知识产权信息公共服务管理办法.pdf');
const shownAt = noon.toISOString();
const crowd = (size: number) => Array.from({ length: size }, (_, i) => ({ id: `p${i}`, name: `第${i}位` }));
describe('what fills a filing in', () => {
  const shut = sampleFiling('draft', { answers: answersWith({ standing: { center: 'tisc' } }) }).answers;
  /** Where it may be changed, and what comes of it there. */
  const rows: [Command, ...(string | undefined)[]][] = [
    [{ type: 'save', step: 'basics', rev: 0, values: { name: '新名' } }],
    [{ type: 'saveItem', step: 'team', field: 'members', item: { ...item, id: 'new' }, was: '' }],
    [{ type: 'removeItem', step: 'team', field: 'members', item: 'm0', was: seenRow }],
    [{ type: 'removeItem', step: 'team', field: 'members', item: 'nobody', was: '' }, '='],
    [{ type: 'moveItem', step: 'team', field: 'members', item: 'm0', to: 2 }],
    [{ type: 'moveItem', step: 'team', field: 'members', item: 'm0', to: -1 }, '='],
    [{ type: 'restoreItem', step: 'team', field: 'members', item: { id: 'gone' }, order: [] }],
    [{ type: 'adoptItems', step: 'team', field: 'members', items: [{ id: 'new', name: '新人' }] }],
    [{ type: 'adoptItems', step: 'team', field: 'members', items: [] }, '='],
    [{ type: 'append', step: 'plan', field: 'plan', text: '再一段。' }],
    [{ type: 'attach', step: 'systems', field: 'systems', file: fileRef('新制度.pdf') }],
    [{ type: 'takeOut', file: systemsFile.id }],
    [{ type: 'choose', step: 'plan', rev: 0, at: shownAt, mine: true }, '='],
  ];
  test.each(rows.map(([command, result]) => [command.type, command, result] as const))(
    '%s',
    (_type, command, result) => {
      for (const status of statuses) {
        const answers = status === 'ineligible' ? shut : sampleFiling().answers;
        const filing = sampleFiling(status, { answers });
        expect([status, after(filing, command)]).toEqual([
          status,
          isEditable(filing) ? (result ?? status) : 'not_editable',
        ]);
      }
    },
  );
});

test('a colleague may be let in at any time', () => {
  for (const status of statuses) {
    const answers = status === 'ineligible' ? answersWith({ standing: { center: 'tisc' } }) : sampleFiling().answers;
    expect(after(sampleFiling(status, { answers }), { type: 'join', member: colleague })).toBe(status);
  }
});

const refusals: [what: string, filing: Filing, command: Command, code: string][] = [
  [
    '定稿 of what changed since the card was drawn',
    sampleFiling(),
    { type: 'freeze', rev: 6, declared: true },
    'changed_since',
  ],
  [
    '定稿 with a fault',
    sampleFiling('draft', { answers: answersWith({ staff: { staffFulltime: '4' } }) }),
    { type: 'freeze', rev: 7, declared: true },
    'not_complete',
  ],
  [
    '定稿 of nothing',
    sampleFiling('draft', { answers: {} }),
    { type: 'freeze', rev: 7, declared: true },
    'not_complete',
  ],
  [
    '定稿 with two texts of one section',
    sampleFiling('draft', {
      conflicts: { plan: [{ by: { ...clerk, name: '' }, at: '', values: { plan: '另一份' } }] },
    }),
    { type: 'freeze', rev: 7, declared: true },
    'conflict_open',
  ],
  ['提交 before the places are ticked', sampleFiling('frozen'), { type: 'submit', version: 1 }, 'not_sealed'],
  [
    '提交 from the card of an older version',
    sampleFiling('frozen', { version: 2 }),
    { type: 'submit', version: 1 },
    'old_version',
  ],
  [
    '撤回 from the card of an older version',
    sampleFiling('submitted', { version: 2 }),
    { type: 'withdraw', version: 1 },
    'old_version',
  ],
  ['退回 without words', sampleFiling('submitted'), { type: 'return', version: 1, remarks: ' \n' }, 'no_remarks'],
  [
    '退回 by a day that is past',
    sampleFiling('submitted'),
    { type: 'return', version: 1, remarks: '补', dueOn: '2026-11-22' },
    'due_past',
  ],
  [
    '退回 of a version the reviewer has not seen',
    sampleFiling('submitted', { version: 2, handedIn: 2 }),
    { type: 'return', version: 1, remarks: '补' },
    'old_version',
  ],
  ['推荐 without 第七部分', sampleFiling('under_review'), { type: 'recommend', version: 1, opinion: '' }, 'no_opinion'],
  [
    '推荐 of a direct filing',
    sampleFiling('submitted', { departmentCode: DIRECT }),
    { type: 'recommend', version: 1, opinion: '同意' },
    'direct',
  ],
  [
    '推荐 of a version the reviewer has not seen',
    sampleFiling('submitted', { version: 2, handedIn: 2 }),
    { type: 'recommend', version: 1, opinion: '同意' },
    'old_version',
  ],
  [
    'undoing a change after another one',
    sampleFiling('draft', { revs: { plan: 3 }, former: { plan: { rev: 2, values: {} } } }),
    { type: 'undo', step: 'plan', rev: 2 },
    'changed_since',
  ],
  [
    'undoing from a card of an earlier change',
    sampleFiling('draft', { revs: { plan: 3 }, former: { plan: { rev: 3, values: {} } } }),
    { type: 'undo', step: 'plan', rev: 2 },
    'changed_since',
  ],
  ['undoing where nothing was changed', sampleFiling(), { type: 'undo', step: 'plan', rev: 0 }, 'changed_since'],
  [
    'undoing what is sealed',
    sampleFiling('frozen', { revs: { plan: 3 }, former: { plan: { rev: 3, values: {} } } }),
    { type: 'undo', step: 'plan', rev: 3 },
    'not_editable',
  ],
  [
    'a message that makes a text too long',
    sampleFiling(),
    { type: 'append', step: 'plan', field: 'plan', text: '长'.repeat(6000) },
    'too_long',
  ],
  [
    'a form with a text that is too long',
    sampleFiling(),
    { type: 'save', step: 'plan', rev: 0, values: { plan: '长'.repeat(6001) } },
    'too_long',
  ],
  [
    'a person with a text that is too long',
    sampleFiling(),
    { type: 'saveItem', step: 'team', field: 'members', item: { id: 'new', bio: '长'.repeat(6001) }, was: '' },
    'too_long',
  ],
  [
    'a list that is too long',
    sampleFiling('draft', { answers: answersWith({ team: { members: crowd(60) } }) }),
    { type: 'saveItem', step: 'team', field: 'members', item: { id: 'new', name: '第61位' }, was: '' },
    'too_many',
  ],
  [
    'removing a row that changed since the card was drawn',
    sampleFiling(),
    { type: 'removeItem', step: 'team', field: 'members', item: 'm0', was: fingerprint(item) },
    'changed_since',
  ],
  [
    'a scan of an older version',
    sampleFiling('frozen', { version: 2 }),
    { type: 'scan', version: 1, file: fileRef('旧扫描.pdf') },
    'not_frozen',
  ],
  [
    '退回 by a day after the round has ended',
    sampleFiling('submitted'),
    { type: 'return', version: 1, remarks: '补', dueOn: '2027-01-19' },
    'due_past',
  ],
  [
    '退回 with words no card can hold',
    sampleFiling('submitted'),
    { type: 'return', version: 1, remarks: '长'.repeat(2001) },
    'no_remarks',
  ],
  [
    '推荐 with words no card can hold',
    sampleFiling('submitted'),
    { type: 'recommend', version: 1, opinion: '长'.repeat(2001) },
    'no_opinion',
  ],
];
test.each(refusals)('%s is refused', (_what, filing, command, code) => {
  expect(after(filing, command)).toBe(code);
});

test.each(['2026-11-23', round.materialsDueOn])("%s is a day for 补正: today and the round's last one are", (dueOn) => {
  expect(after(sampleFiling('submitted'), { type: 'return', version: 1, remarks: '补', dueOn })).toBe('returned');
});

test("after the round's last day any day to come may be given", () => {
  const filing = sampleFiling('submitted', { round: { ...round, materialsDueOn: '2026-11-20' } });
  expect(after(filing, { type: 'return', version: 1, remarks: '补', dueOn: '2026-12-01' })).toBe('returned');
});

test('what is as long as it may be is taken', () => {
  const longest = sampleFiling('draft', { answers: answersWith({ team: { members: crowd(59) } }) });
  const row = { id: 'new', bio: '长'.repeat(6000) };
  const save = { type: 'saveItem', step: 'team', field: 'members', item: row, was: '' } as const;
  const full = decide(longest, save, circumstances).filing;
  expect(itemsAt(full.answers, 'team', 'members')).toHaveLength(60);
  // A list that is full can still be corrected.
  const corrected = { ...row, bio: '短了' };
  const again = decide(full, { ...save, item: corrected, was: fingerprint(row) }, circumstances).filing;
  expect(itemsAt(again.answers, 'team', 'members').at(-1)).toEqual(corrected);
  expect(after(sampleFiling('submitted'), { type: 'return', version: 1, remarks: '长'.repeat(2000) })).toBe('returned');
});

describe('a place the form does not have', () => {
  const file = fileRef('新.pdf');
  const strange = ['gone', '__proto__', 'constructor', 'toString', 'hasOwnProperty', ''];
  const atStep: [string, (step: string) => Command][] = [
    ['save', (step) => ({ type: 'save', step, rev: 0, values: { name: '新名' } })],
    ['choose', (step) => ({ type: 'choose', step, rev: 0, at: '', mine: true })],
    ['undo', (step) => ({ type: 'undo', step, rev: 0 })],
  ];
  const atField: [string, string, (step: string, field: string) => Command][] = [
    ['saveItem', 'team', (step, field) => ({ type: 'saveItem', step, field, item: { id: 'new' }, was: '' })],
    ['removeItem', 'team', (step, field) => ({ type: 'removeItem', step, field, item: 'm0', was: seenRow })],
    ['moveItem', 'team', (step, field) => ({ type: 'moveItem', step, field, item: 'm0', to: 2 })],
    ['adoptItems', 'team', (step, field) => ({ type: 'adoptItems', step, field, items: [{ id: 'new' }] })],
    ['restoreItem', 'team', (step, field) => ({ type: 'restoreItem', step, field, item: { id: 'gone' }, order: [] })],
    ['append', 'plan', (step, field) => ({ type: 'append', step, field, text: '再一段。' })],
    ['attach', 'systems', (step, field) => ({ type: 'attach', step, field, file })],
  ];

  test.each([...atStep, ...atField.map(([type, , make]) => [type, (step: string) => make(step, 'members')] as const)])(
    "%s: no section but the form's own",
    (_type, make) => {
      for (const step of strange) expect(after(sampleFiling(), make(step))).toBe('no_step');
    },
  );

  test.each(atField)("%s: no question but the section's own, and of its kind", (_type, step, make) => {
    for (const field of strange) expect(after(sampleFiling(), make(step, field))).toBe('no_step');
    expect(after(sampleFiling(), make('identity', 'institutionName'))).toBe('no_step');
  });

  test('nothing of it reaches what every object inherits', () => {
    expect(({} as Record<string, unknown>).name).toBeUndefined();
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});

describe('who hears of it', () => {
  const told = (filing: Filing, command: Command): string[] =>
    decide(filing, command, circumstances).notices.map(
      ({ to, notice }) =>
        `${'role' in to ? to.role : to.who.openId}: ${notice.kind}${'event' in notice ? ` ${notice.event}` : ''}`,
    );
  const contact = contactRole(round.id, yunhan.code);
  const frozen = sampleFiling('inst_sealed', { scans: [fileRef('甲.pdf'), fileRef('乙.pdf')] });
  const members = [...frozen.members, colleague];

  test.each<[string, Filing, Command, string[]]>([
    [
      '定稿: the Word form to all who fill',
      { ...sampleFiling(), members },
      { type: 'freeze', rev: 7, declared: true },
      ['ou_clerk: annex', 'ou_colleague: annex'],
    ],
    [
      '提交: the others who fill (the clerk sees it on the card), and the contact with form and scans',
      { ...frozen, members },
      { type: 'submit', version: 1 },
      [
        'ou_colleague: status submitted',
        `${contact}: review`,
        `${contact}: annex`,
        `${contact}: reviewFile`,
        `${contact}: reviewFile`,
      ],
    ],
    [
      '提交 to a ministry: 抄送 to the province',
      sampleFiling('inst_sealed', {
        scans: [fileRef('甲.pdf')],
        departmentCode: 'MOE',
        answers: answersWith({ standing: { affiliation: 'MOE', outlet: '否' } }),
      }),
      { type: 'submit', version: 1 },
      [
        ...['review', 'annex', 'reviewFile'].map((kind) => `${contactRole(round.id, 'MOE')}: ${kind}`),
        `${contact}: copied`,
      ],
    ],
    [
      'filed directly in the national system: who fills, the operators, and the province',
      sampleFiling('inst_sealed', {
        scans: [fileRef('甲.pdf')],
        departmentCode: DIRECT,
        answers: answersWith({ standing: { affiliation: 'other_central', outlet: '否' } }),
      }),
      { type: 'fileOnline', version: 1, on: '2026-11-23', receipt: 'GG-1' },
      ['ou_clerk: status filed', 'ou_operator: office', `${contact}: copied`],
    ],
    [
      '撤回: the contact',
      sampleFiling('under_review'),
      { type: 'withdraw', version: 1 },
      [`${contact}: status withdrawn`],
    ],
    [
      '退回: who fills',
      sampleFiling('submitted'),
      { type: 'return', version: 1, remarks: '补' },
      ['ou_clerk: status returned'],
    ],
    [
      '推荐: who fills, and the contact with 第七部分 and its page to print',
      sampleFiling('submitted'),
      { type: 'recommend', version: 1, opinion: '同意' },
      ['ou_clerk: status recommended', 'ou_clerk: annex', `${contact}: annex`, `${contact}: opinionPage`],
    ],
    [
      'a colleague let in: the colleague',
      sampleFiling(),
      { type: 'join', member: colleague },
      ['ou_colleague: status joined'],
    ],
    ['a saved answer: nobody', sampleFiling(), { type: 'save', step: 'basics', rev: 0, values: { name: '新名' } }, []],
  ])('%s', (_what, filing, command, expected) => {
    expect(told(filing, command)).toEqual(expected);
  });
});

describe('two people at once', () => {
  test('a save of a section that changed meanwhile keeps both texts, and either can be taken', () => {
    const filing = sampleFiling('draft', { revs: { opinion: 2 } });
    const late = decide(
      filing,
      { type: 'save', step: 'opinion', rev: 1, values: { opinion: '后存的' } },
      circumstances,
    );
    expect(late.outcome).toBe('conflict');
    expect(textAt(late.filing.answers, 'opinion', 'opinion')).toBe(textAt(filing.answers, 'opinion', 'opinion'));
    expect(late.filing.conflicts.opinion).toMatchObject([{ by: { name: '沈若溪' }, values: { opinion: '后存的' } }]);
    const choice = { type: 'choose', step: 'opinion', rev: 2, at: shownAt } as const;
    const taken = decide(late.filing, { ...choice, mine: true }, circumstances).filing;
    expect([textAt(taken.answers, 'opinion', 'opinion'), taken.conflicts.opinion]).toEqual(['后存的', []]);
    const left = decide(late.filing, { ...choice, mine: false }, circumstances).filing;
    expect([textAt(left.answers, 'opinion', 'opinion'), left.conflicts.opinion]).toEqual([
      textAt(filing.answers, 'opinion', 'opinion'),
      [],
    ]);
  });

  test('a third text stands behind the second; the choice is between the two that were shown', () => {
    let filing = sampleFiling('draft', { revs: { opinion: 2 } });
    const late = (opinion: string, minutes: number): Command => {
      const save = { type: 'save', step: 'opinion', rev: 1, values: { opinion } } as const;
      const now = new Date(noon.getTime() + minutes * 60_000);
      filing = decide(filing, save, { ...circumstances, now }).filing;
      return { type: 'choose', step: 'opinion', rev: 2, at: now.toISOString(), mine: true };
    };
    const second = late('第二份', 1);
    const third = late('第三份', 2);
    expect(after(filing, third)).toBe('changed_since');
    expect(after(filing, { ...second, rev: 1 } as Command)).toBe('changed_since');
    filing = decide(filing, second, circumstances).filing;
    expect(textAt(filing.answers, 'opinion', 'opinion')).toBe('第二份');
    // The same click once more must not decide about the next pair.
    expect(after(filing, second)).toBe('changed_since');
    filing = decide(filing, { ...third, rev: 3 } as Command, circumstances).filing;
    expect([textAt(filing.answers, 'opinion', 'opinion'), filing.conflicts.opinion]).toEqual(['第三份', []]);
  });

  test('the same late text twice waits once, and five wait at most; what is refused changes nothing', () => {
    let filing = sampleFiling('draft', { revs: { opinion: 2 } });
    const late = (opinion: string): Command => ({ type: 'save', step: 'opinion', rev: 1, values: { opinion } });
    for (const text of ['一', '一', '二', '一', '三', '四', '五', '五']) {
      const { outcome, filing: next } = decide(filing, late(text), circumstances);
      expect(outcome).toBe('conflict');
      filing = next;
    }
    const waiting = filing.conflicts.opinion!.map(({ values }) => values.opinion);
    expect(waiting).toEqual(['一', '二', '三', '四', '五']);
    expect(after(filing, late('六'))).toBe('conflict_open');
    expect(after(filing, late('三'))).toBe('draft');
  });

  test('a save of another section goes through', () => {
    const filing = sampleFiling('draft', { revs: { opinion: 2 } });
    const { outcome } = decide(
      filing,
      { type: 'save', step: 'basics', rev: 0, values: { name: '新名' } },
      circumstances,
    );
    expect(outcome).toBe('done');
  });

  test('two texts of one row both stay in the list', () => {
    const answers = answersWith({ team: { members: [item] } });
    const filing = sampleFiling('draft', { answers });
    const edited = { ...item, bio: '甲改的' };
    const save = (was: string) =>
      decide(filing, { type: 'saveItem', step: 'team', field: 'members', item: edited, was }, circumstances);
    expect(save(fingerprint(item)).filing.answers.team?.members).toEqual([edited]);
    const late = save(fingerprint({ ...item, bio: '别的' }));
    expect(late.outcome).toBe('conflict');
    expect(late.filing.answers.team?.members).toEqual([item, { ...edited, id: 'm0~7' }]);
  });

  test('the fingerprint of a row does not depend on the order of its cells, and tells contents apart', () => {
    expect(fingerprint(Object.fromEntries(Object.entries(item).reverse()) as typeof item)).toBe(fingerprint(item));
    expect(fingerprint({ ...item, bio: '简 介' })).not.toBe(fingerprint(item));
    expect(fingerprint(undefined)).toBe('');
  });

  test('a row is removed as it was seen, and not when somebody has rewritten it meanwhile', () => {
    const filing = sampleFiling('draft', { answers: answersWith({ team: { members: [item] } }) });
    const remove = (was: string): Command => ({ type: 'removeItem', step: 'team', field: 'members', item: 'm0', was });
    expect(decide(filing, remove(fingerprint(item)), circumstances).filing.answers.team?.members).toEqual([]);
    expect(after(filing, remove(fingerprint({ ...item, bio: '删除的人看到的' })))).toBe('changed_since');
    expect(after(filing, remove(''))).toBe('changed_since');
  });
});

test('the same file sent twice is kept once, by its message or by its content', () => {
  const [first] = sampleFiling().answers.systems!.systems as ReturnType<typeof fileRef>[];
  const again = { ...fileRef('别名.pdf'), source: first!.source };
  const same = { ...fileRef('别名.pdf'), sha256: first!.sha256 };
  for (const file of [again, same]) {
    expect(after(sampleFiling(), { type: 'attach', step: 'systems', field: 'systems', file })).toBe('=');
  }
});

test('a change that is undone leaves what was there before it, and undoing that brings it back', () => {
  const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 50 });
  fc.assert(
    fc.property(fc.option(text), text, fc.boolean(), (before, added, replace) => {
      const filing = sampleFiling('draft', { answers: answersWith({ plan: { plan: before } }) });
      const undo = (from: Filing) =>
        decide(from, { type: 'undo', step: 'plan', rev: from.revs.plan! }, circumstances).filing;
      const append = { type: 'append', step: 'plan', field: 'plan', text: added, replace } as const;
      const changed = decide(filing, append, circumstances).filing;
      const undone = undo(changed);
      expect(undone.answers).toEqual(filing.answers);
      expect(undone.revs.plan).toBe(changed.revs.plan! + 1);
      expect(undo(undone).answers).toEqual(changed.answers);
    }),
  );
});

/** Commands as people give them, some on old cards, over a filing that is complete or becomes faulty. */
const command: fc.Arbitrary<(filing: Filing) => Command> = fc.oneof(
  ...(
    [
      ({ rev }) => ({ type: 'freeze', rev, declared: true }),
      ({ version }) => ({ type: 'reopen', version }),
      ({ version }) => ({ type: 'scan', version, file: fileRef('扫描件.pdf') }),
      ({ version }) => ({ type: 'scan', version: version - 1, file: fileRef('旧扫描.pdf') }),
      ({ version }) => ({ type: 'scan', version, file: fileRef('第二份.pdf') }),
      () => ({ type: 'takeOut', file: fileRef('扫描件.pdf').id }),
      () => ({ type: 'restore', file: fileRef('扫描件.pdf').id }),
      ({ version }) => ({ type: 'page', version, file: fileRef('照片.jpg') }),
      ({ version, pages }) => ({
        type: 'finishScan',
        version,
        pages: pages.map(({ id }) => id),
        file: fileRef('合成.pdf'),
      }),
      () => ({ type: 'receive', file: fileRef('待放.pdf') }),
      () => ({ type: 'placeFiles', files: [fileRef('待放.pdf').id], to: { step: '', field: 'scans' } }),
      ({ version }) => ({ type: 'seal', version, slots: Object.keys(institutionSlots), code: 'ab12', hash }),
      ({ version }) => ({ type: 'submit', version }),
      ({ version }) => ({ type: 'withdraw', version }),
      ({ version }) => ({ type: 'open', version }),
      ({ version }) => ({ type: 'return', version, remarks: '请补充' }),
      ({ version }) => ({ type: 'recommend', version, opinion: '同意' }),
      ({ version }) => ({ type: 'submit', version: version - 1 }),
      ({ version }) => ({ type: 'withdraw', version: version - 1 }),
      ({ revs }) => ({ type: 'save', step: 'staff', rev: revs.staff ?? 0, values: { staffFulltime: '4' } }),
      ({ revs }) => ({ type: 'save', step: 'staff', rev: revs.staff ?? 0, values: { staffFulltime: '8' } }),
      ({ revs }) => ({ type: 'save', step: 'staff', rev: (revs.staff ?? 0) + 1, values: { staffFulltime: '9' } }),
      ({ revs }) => ({ type: 'choose', step: 'staff', rev: revs.staff ?? 0, at: shownAt, mine: false }),
      ({ revs }) => ({ type: 'choose', step: 'staff', rev: (revs.staff ?? 0) - 1, at: shownAt, mine: true }),
      () => ({ type: 'takeOut', file: systemsFile.id }),
      () => ({ type: 'restore', file: systemsFile.id }),
      () => ({ type: 'join', member: colleague }),
    ] satisfies ((filing: Filing) => Command)[]
  ).map((make) => fc.constant(make as (filing: Filing) => Command)),
);

test('no sequence of commands reaches a state that cannot be', () => {
  fc.assert(
    fc.property(fc.array(command, { minLength: 1, maxLength: 40 }), (commands) => {
      let filing = sampleFiling();
      for (const make of commands) {
        const before = filing;
        try {
          const decision = decide(before, make(before), circumstances);
          if (decision.outcome === 'unchanged') {
            expect(decision.filing).toEqual(before);
            expect(decision.notices).toEqual([]);
          }
          // perform() counts the rev of every change.
          filing = decision.outcome === 'unchanged' ? before : { ...decision.filing, rev: before.rev + 1 };
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
        }
        expect(filing.version - before.version).toBe(isEditable(before) && isFrozen(filing) ? 1 : 0);
        const sent = !isEditable(filing) && !isFrozen(filing);
        // What the reviewing side may see is what was last submitted, and never anything after it.
        const submits = filing.status === 'submitted' && before.status === 'inst_sealed';
        expect(filing.handedIn).toBe(submits ? filing.version : before.handedIn);
        if (sent) expect(filing.handedIn).toBe(filing.version);
        if (sent) expect(filing.scans.length).toBeGreaterThan(0);
        if (isEditable(filing)) expect([filing.scans, filing.pages]).toEqual([[], []]);
        if (sent) expect(filing.pages).toEqual([]);
        if (!isEditable(filing)) {
          expect(filing.version).toBeGreaterThan(0);
          expect(blocking(problemsOf(formOf(filing.round), contextOf(filing)))).toEqual([]);
          expect(Object.values(filing.conflicts).flat()).toEqual([]);
          expect(filing.departmentCode).not.toBeNull();
          expect(filing.frozenAt).not.toBeNull();
        }
        if (sent) expect(filing.submittedAt).not.toBeNull();
        if (filing.status === 'recommended')
          expect(filing.review).toMatchObject({ version: filing.version, opinion: '同意' });
        if (filing.status === 'returned') expect(filing.review).not.toBeNull();
        if (filing.status === 'draft') expect(filing.review).toBeNull();
      }
    }),
    { numRuns: 300 },
  );
});

test('made out to another department it is nothing of its before it is handed in there, and of the former again when it comes back', () => {
  const leads = (affiliation: string) => answersWith({ standing: { affiliation } });
  const frozenFor = (affiliation: string, from: Filing): Filing => {
    const draft: Filing = { ...from, status: 'returned', answers: leads(affiliation) };
    return decide(draft, { type: 'freeze', rev: draft.rev, declared: true }, circumstances).filing;
  };
  const standing = (filing: Filing) => [filing.departmentCode, isHandedIn(filing), filing.moved?.from];
  const first = sampleFiling('returned');
  const second = frozenFor('MOE', first);
  const third = frozenFor('CAS', second);
  expect([first, second, third, frozenFor('none', third)].map(standing)).toEqual([
    [yunhan.code, true, undefined],
    ['MOE', false, yunhan.code],
    ['CAS', false, yunhan.code],
    [yunhan.code, true, undefined],
  ]);
  const sealed: Filing = { ...third, status: 'inst_sealed' };
  const submitted = decide(sealed, { type: 'submit', version: third.version }, circumstances).filing;
  expect(standing(submitted)).toEqual(['CAS', true, yunhan.code]);
});
