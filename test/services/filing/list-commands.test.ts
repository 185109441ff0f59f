import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decide } from '../../../services/filing/decide.ts';
import type { Command } from '../../../services/filing/decision.ts';
import type { Filing } from '../../../services/filing/filing.ts';
import { fingerprint } from '../../../services/filing/fill-commands.ts';
import type { RawItem } from '../../../services/form/define.ts';
import { itemsAt } from '../../../services/form/read.ts';
import { Refusal } from '../../../services/refusal.ts';
import { byClerk } from './kept.ts';
import { answersWith, sampleFiling } from './sample.ts';

const place = { step: 'team', field: 'members' };
const rowsOf = (filing: Filing) => itemsAt(filing.answers, 'team', 'members');
const ids = (filing: Filing) => rowsOf(filing).map(({ id }) => id);
const withRows = (items: RawItem[]) => sampleFiling('draft', { answers: answersWith({ team: { members: items } }) });
const row = (id: string, name = id): RawItem => ({ id, name });
const listOf = (...names: string[]) => withRows(names.map((name) => row(name)));
const give = (filing: Filing, command: Command) => decide(filing, command, byClerk).filing;
const remove = (filing: Filing, id: string) => {
  const item = rowsOf(filing).find((one) => one.id === id)!;
  const left = give(filing, { type: 'removeItem', ...place, item: id, was: fingerprint(item) });
  return { left, back: { type: 'restoreItem', ...place, item, order: ids(filing) } as const };
};

test.each([
  ['up', 'c', 1, 'a c b d'],
  ['down', 'a', 1, 'b a c d'],
  ['to the front', 'd', 0, 'd a b c'],
  ['beyond the end', 'a', 99, 'b c d a'],
  ['before the front', 'a', -1, 'a b c d'],
  ['where it stands', 'b', 1, 'a b c d'],
])('a row moves %s', (_how, item, to, order) => {
  expect(ids(give(listOf('a', 'b', 'c', 'd'), { type: 'moveItem', ...place, item, to })).join(' ')).toBe(order);
});

test.each([
  ['the order is as it was', (filing: Filing) => filing, 'a b c'],
  [
    'a neighbour was rewritten',
    (f: Filing) => give(f, { type: 'saveItem', ...place, item: row('a', '改'), was: fingerprint(row('a')) }),
    'a b c',
  ],
  ['the one before it has moved', (f: Filing) => give(f, { type: 'moveItem', ...place, item: 'a', to: 1 }), 'c a b'],
  ['the one before it has gone too', (f: Filing) => remove(f, 'a').left, 'b c'],
])('a removed row comes back behind the one that stood before it: %s', (_case, meanwhile, order) => {
  const { left, back } = remove(listOf('a', 'b', 'c'), 'b');
  expect(ids(give(meanwhile(left), back)).join(' ')).toBe(order);
});

test('a row that was written anew since is not doubled, and a full list says so', () => {
  const { left, back } = remove(listOf('a', 'b'), 'b');
  const anew = give(left, { type: 'saveItem', ...place, item: row('b', '新写的'), was: fingerprint(row('b')) });
  expect(() => give(anew, back)).toThrow(
    new Refusal('changed_since', '没有放回：这一条删除后又重新写过，列表里的是新的内容。'),
  );
  const twice = give(give(left, back), back);
  expect(ids(twice)).toEqual(['a', 'b']);
  const cases = { step: 'cases', field: 'cases', item: { id: 'third' }, order: [] };
  expect(() => give(sampleFiling(), { type: 'restoreItem', ...cases })).toThrow('最多 2 个，请先删去一条');
  expect(() => give(listOf('a'), { type: 'moveItem', ...place, item: 'gone', to: 0 })).toThrow('已经不在列表里');
});

type Act = { kind: 'move'; at: number; to: number } | { kind: 'remove'; at: number } | { kind: 'undo' };
const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ kind: fc.constant('move' as const), at: fc.nat(20), to: fc.integer({ min: -2, max: 12 }) }),
  fc.record({ kind: fc.constant('remove' as const), at: fc.nat(20) }),
  fc.constant({ kind: 'undo' as const }),
);

test('property: whatever is moved and removed, undoing each removal at once gives the plain order, and none is lost', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), fc.array(act, { maxLength: 25 }), (count, acts) => {
      let filing = withRows(Array.from({ length: count }, (_, i) => row(`r${i}`)));
      let model = ids(filing);
      let last: { back: Command; model: string[] } | undefined;
      for (const one of acts) {
        if (one.kind === 'undo') {
          if (!last) continue;
          filing = give(filing, last.back);
          model = last.model;
          last = undefined;
        } else if (model.length) {
          const at = one.at % model.length;
          const id = model[at]!;
          if (one.kind === 'move') {
            filing = give(filing, { type: 'moveItem', ...place, item: id, to: one.to });
            const others = model.toSpliced(at, 1);
            model = others.toSpliced(Math.min(Math.max(one.to, 0), others.length), 0, id);
            last = undefined;
          } else {
            const removed = remove(filing, id);
            last = { back: removed.back, model };
            filing = removed.left;
            model = model.toSpliced(at, 1);
          }
        }
        expect(ids(filing)).toEqual(model);
      }
    }),
  );
});

test('property: undone late, in any order, every removed row is there again and the others keep theirs', () => {
  const plans = fc.record({
    count: fc.integer({ min: 2, max: 8 }),
    order: fc.array(fc.nat(20), { maxLength: 6 }),
    seed: fc.nat(),
  });
  fc.assert(
    fc.property(plans, ({ count, order, seed }) => {
      const start = withRows(Array.from({ length: count }, (_, i) => row(`r${i}`)));
      let filing = start;
      const undo: Command[] = [];
      for (const at of order) {
        const left = ids(filing);
        if (!left.length) break;
        const removed = remove(filing, left[at % left.length]!);
        filing = removed.left;
        undo.push(removed.back);
      }
      const kept = ids(filing);
      const shuffled = undo.map((one, i) => ({ one, key: (i * 7 + seed) % 11 })).sort((a, b) => a.key - b.key);
      for (const { one } of shuffled) filing = give(filing, one);
      expect(ids(filing).toSorted()).toEqual(ids(start).toSorted());
      expect(ids(filing).filter((id) => kept.includes(id))).toEqual(kept);
      expect(rowsOf(filing).toSorted((a, b) => a.id.localeCompare(b.id))).toEqual(rowsOf(start));
    }),
  );
});
