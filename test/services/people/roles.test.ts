import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decide } from '../../../services/filing/decide.ts';
import type { Command } from '../../../services/filing/decision.ts';
import type { Filing, Member } from '../../../services/filing/filing.ts';
import { form2023 } from '../../../services/filing/form-2023.ts';
import { CODE_SIGNS, codeIn, newCode } from '../../../services/people/invitations.ts';
import { Refusal } from '../../../services/refusal.ts';
import { fileRef, noon, sampleFiling } from '../filing/sample.ts';

const tenantKey = 'tenant';
const place = (openId: string) => ({ tenantKey, openId, name: openId });
const people: Record<string, Member> = {
  owner: { ...place('owner'), role: 'owner' },
  editor: { ...place('editor'), role: 'editor' },
  partial: { ...place('partial'), role: 'editor', sections: ['basics', 'team'] },
  head: { ...place('head'), role: 'head', verdict: { state: 'asked', at: noon.toISOString() } },
};
const filingOf = (status: 'draft' | 'frozen' | 'submitted'): Filing =>
  sampleFiling(status, {
    members: Object.values(people),
    claim: { ...place('editor'), at: 'then', dueAt: '2026-12-31T00:00:00.000Z' },
  });

const other = { tenantKey, openId: 'editor' };
const item = { id: 'new', name: '新人', role: '专职人员', bio: '简介' };
type Row = [name: string, status: 'draft' | 'frozen' | 'submitted', command: Command, may: string[]];
const all = ['owner', 'editor', 'partial', 'head'];
const whole = ['owner', 'editor'];
const own = ['owner', 'editor', 'partial'];

/** Who may do what; whoever is not named, and every stranger, may not. */
const table: Row[] = [
  ['save a section of theirs', 'draft', { type: 'save', step: 'basics', rev: 0, values: { address: '新' } }, own],
  ['save another section', 'draft', { type: 'save', step: 'staff', rev: 0, values: { contactName: '新' } }, whole],
  ['keep a second text', 'draft', { type: 'save', step: 'staff', rev: 9, values: { contactName: '新' } }, whole],
  ['add a row of theirs', 'draft', { type: 'saveItem', step: 'team', field: 'members', item, was: '' }, own],
  ['add another row', 'draft', { type: 'saveItem', step: 'cases', field: 'cases', item, was: '' }, whole],
  ['append to a text', 'draft', { type: 'append', step: 'plan', field: 'plan', text: '新' }, whole],
  ['attach a file', 'draft', { type: 'attach', step: 'systems', field: 'systems', file: fileRef('新.pdf') }, whole],
  ['定稿', 'draft', { type: 'freeze', rev: 7, declared: true }, whole],
  ['send a scan', 'frozen', { type: 'scan', version: 1, file: fileRef('扫描.pdf') }, whole],
  ['reopen', 'frozen', { type: 'reopen', version: 1 }, whole],
  ['withdraw', 'submitted', { type: 'withdraw', version: 1 }, whole],
  ['assign', 'draft', { type: 'assign', who: other, sections: ['plan'] }, ['owner']],
  ['remove', 'draft', { type: 'remove', who: other }, ['owner']],
  ['hand over', 'draft', { type: 'handOver', to: other }, ['owner']],
  ['ask to look', 'draft', { type: 'askLook', who: other }, ['owner']],
  ['leave', 'draft', { type: 'leave' }, ['editor', 'partial', 'head']],
  ['answer a claim', 'draft', { type: 'settleClaim', at: 'then', yes: false }, ['owner']],
  ['grant a claim', 'draft', { type: 'settleClaim', at: 'then', yes: true }, ['owner']],
  ['say yes', 'draft', { type: 'judge', agree: true, remarks: '' }, ['head']],
];

test.each(table)('who may %s', (_name, status, command, may) => {
  const passes = [...all, 'stranger'].filter((name) => allowed(filingOf(status), name, command));
  expect(passes).toEqual(may);
});

const allowed = (filing: Filing, openId: string, command: Command): boolean => {
  try {
    decide(filing, command, { now: noon, actor: place(openId), operators: [] });
    return true;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    expect(error.words).toMatch(/[。？]$/);
    return false;
  }
};

const steps = Object.keys(form2023.steps);
const fieldOf = (step: string) => Object.keys(form2023.steps[step]!.fields)[0] ?? 'x';

test('whatever members do in any order, a section is changed only by somebody who may change it then', () => {
  const sections = fc.option(fc.subarray(steps, { minLength: 1 }), { nil: null });
  const who = fc.constantFrom('owner', 'editor', 'partial', 'head', 'stranger');
  const deed: fc.Arbitrary<[string, Command]> = fc.tuple(
    who,
    fc.oneof(
      fc
        .record({ step: fc.constantFrom(...steps), rev: fc.nat(2), text: fc.string({ maxLength: 3 }) })
        .map(({ step, rev, text }): Command => ({ type: 'save', step, rev, values: { [fieldOf(step)]: text } })),
      fc
        .record({ name: who, sections })
        .map((one): Command => ({ type: 'assign', who: { tenantKey, openId: one.name }, sections: one.sections })),
      who.map((name): Command => ({ type: 'handOver', to: { tenantKey, openId: name } })),
      who.map((name): Command => ({ type: 'remove', who: { tenantKey, openId: name } })),
      fc.constant<Command>({ type: 'leave' }),
    ),
  );
  fc.assert(
    fc.property(fc.array(deed, { maxLength: 30 }), (deeds) => {
      let filing: Filing = { ...filingOf('draft'), revs: {} };
      for (const [name, command] of deeds) {
        const before = filing;
        try {
          filing = decide(filing, command, { now: noon, actor: place(name), operators: [] }).filing;
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
          continue;
        }
        expect(filing.members.filter(({ role }) => role === 'owner')).toHaveLength(1);
        const actor = before.members.find(({ openId }) => openId === name);
        expect(actor).toBeDefined();
        for (const step of steps) {
          if (before.answers[step] === filing.answers[step] && before.conflicts[step] === filing.conflicts[step])
            continue;
          expect(actor!.role).not.toBe('head');
          if (actor!.role === 'editor' && actor!.sections) expect(actor!.sections).toContain(step);
          if (before.answers[step] !== filing.answers[step]) expect(filing.edits[step]?.openId).toBe(name);
        }
      }
    }),
    { numRuns: 300 },
  );
});

test('a code is read however it is typed, and ordinary words are none', () => {
  fc.assert(
    fc.property(fc.infiniteStream(fc.nat(CODE_SIGNS.length - 1)), (numbers) => {
      const code = newCode(() => numbers.next().value!);
      expect(code).toMatch(/^[A-HJ-NP-Z2-9]{8}$/);
      const typed = `邀请码：${code.slice(0, 4).toLowerCase()}-${code.slice(4)} `;
      expect(codeIn(typed)).toBe(code);
    }),
  );
  for (const words of ['继续', 'feedback', '23456789', '2026-11-23', 'ABCD12345', 'ABCD234O', '谢谢'])
    expect(codeIn(words)).toBeUndefined();
});
