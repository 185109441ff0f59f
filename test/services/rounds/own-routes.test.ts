import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Refusal } from '../../../services/refusal.ts';
import { callOf } from '../../../services/rounds/calls.ts';
import { MOST_ADDED, routesAfter } from '../../../services/rounds/edit-routes.ts';
import type { OwnRoutes, RouteEdit } from '../../../services/rounds/own-routes.ts';
import { routeOf, type Standing } from '../../../services/rounds/routes.ts';
import { endOf, routingOf, rowsOf } from '../../../services/rounds/routing.ts';
import { round } from '../filing/sample.ts';

const { routes, categories, departments } = callOf(round.call);
const changed = (before: typeof round, edit: RouteEdit) => ({ ...before, routes: routesAfter(before, edit) });
const after = (...edits: RouteEdit[]): typeof round => edits.reduce(changed, { ...round, routes: null });
const outlet: Standing = {
  ...{ category: '科技情报机构', provinceCode: '510000', isTisc: false, affiliation: 'none', isProvincialOutlet: true },
};
const association: Standing = { ...outlet, category: '行业组织', isNationalOrg: true, affiliation: 'CAST' };

test('without changes a round has the rows of its call, with the words of the notice', () => {
  expect(routingOf(round).routes).toBe(routes);
  expect(rowsOf(round).map(({ row }) => row)).toEqual(routes);
});

test('a changed row says that it is the operator who sends there, and quotes the notice no longer', () => {
  const other = after({ do: 'set', rule: 'provincial_outlet', to: 'MOE', cc: ['MOST', 'province', 'MOE'] });
  expect(routeOf(routingOf(other), outlet)).toEqual({
    ...{ kind: 'department', code: 'MOE', cc: ['MOST', '510000'], rule: 'provincial_outlet', quote: '' },
    why: '您单位属于“已是省级网点的单位”，按主办方为本年度设定的推荐路径，材料交教育部，同时抄送科技部、四川省知识产权服务促进中心。',
  });
});

test('where the second of two rows that hold leads to a department too, or is off, the first decides', () => {
  expect(routeOf(routingOf(round), association).kind).toBe('choice');
  const elsewhere = after({ do: 'set', rule: 'national_body', to: 'MOST', cc: [] });
  for (const either of [elsewhere, after({ do: 'off', rule: 'national_body' })]) {
    expect(routeOf(routingOf(either), association)).toMatchObject({ code: 'CAST', rule: 'affiliated' });
  }
  const other = after({ do: 'set', rule: 'affiliated', to: 'MOST', cc: [] });
  expect(routeOf(routingOf(other), association)).toMatchObject({ why: expect.stringContaining('可以交科技部推荐') });
});

test('a row that shuts out lets in whom the operator has admitted', () => {
  const shut = after({ do: 'add', when: 'body:CAST', to: 'none', cc: [] });
  expect(routeOf(routingOf(shut), association)).toMatchObject({ kind: 'ineligible', rule: 'added_1' });
  const admitted = { ...association, admitted: { reason: '情况特殊' }, preferDirect: true };
  expect(routeOf(routingOf(shut), admitted)).toMatchObject({ kind: 'direct' });
});

test('set back to what the notice says, nothing is left of a change', () => {
  const { to, cc } = endOf(routes.find(({ rule }) => rule === 'provincial_outlet')!);
  const set = (where: string): RouteEdit => ({ do: 'set', rule: 'provincial_outlet', to: where, cc });
  const back = after(set('MOE'), { do: 'off', rule: 'excluded' }, set(to), { do: 'on', rule: 'excluded' });
  expect(back.routes).toBeNull();
});

describe('what cannot be is refused', () => {
  const added: RouteEdit = { do: 'add', when: 'body:MOE', to: 'MOST', cc: [] };
  test.each<[string, string, RouteEdit[]]>([
    ['the last row stays', 'must_stay', [{ do: 'off', rule: 'no_route' }]],
    ['whom the operator admits goes somewhere', 'to', [{ do: 'set', rule: 'admitted', to: 'none', cc: [] }]],
    ['the row of those admitted stays', 'must_stay', [{ do: 'off', rule: 'admitted' }]],
    ['a department of no round', 'to', [{ do: 'set', rule: 'no_route', to: 'XYZ', cc: [] }]],
    ['a copy to a department of no round', 'cc', [{ do: 'set', rule: 'no_route', to: 'MOE', cc: ['XYZ'] }]],
    ['their own body, of institutions that have none', 'to', [{ do: 'set', rule: 'no_route', to: 'body', cc: [] }]],
    ['a row that there is not', 'no_row', [{ do: 'set', rule: 'toString', to: 'MOE', cc: [] }]],
    ['a row dropped twice', 'no_row', [added, { do: 'drop', rule: 'added_1' }, { do: 'drop', rule: 'added_1' }]],
    ['an exception for nobody', 'when', [{ ...added, when: 'category:学校' }]],
    ['two exceptions for the same', 'when', [added, added]],
    [
      'more exceptions than a card shows',
      'when',
      [...categories, 'x', 'y'].map((one, i) => ({
        ...added,
        when: i < categories.length ? `category:${one}` : `body:${departments[i]!.code}`,
      })),
    ],
    ['a change of nothing', 'to', [{ do: 'set', rule: 'provincial_outlet', to: 'province', cc: ['province'] }]],
    [
      'switched off twice',
      'no_change',
      [
        { do: 'off', rule: 'excluded' },
        { do: 'off', rule: 'excluded' },
      ],
    ],
    ['a reset of nothing', 'no_change', [{ do: 'reset' }]],
  ])('%s', (_, code, edits) => {
    expect(() => after(...edits)).toThrow(expect.objectContaining({ code }));
  });
});

test('whatever is changed, every institution that has answered is led somewhere or told why not', () => {
  const codes = departments.map(({ code }) => code);
  const ends = fc.record({
    to: fc.constantFrom('province', 'DIRECT', 'body', 'none', ...codes),
    cc: fc.subarray(['province', ...codes], { maxLength: 4 }),
  });
  const rules = fc.constantFrom<string>(...routes.map(({ rule }) => rule), 'added_1', 'added_2');
  const edits = fc.oneof(
    fc.tuple(rules, ends).map(([rule, end]): RouteEdit => ({ do: 'set', rule, ...end })),
    fc.tuple(fc.constantFrom('off', 'on', 'drop', 'reset'), rules).map(([how, rule]): RouteEdit => ({ do: how, rule })),
    fc
      .tuple(fc.constantFrom(...categories.map((one) => `category:${one}`), 'body:MOE', 'body:CAS'), ends)
      .map(([when, end]): RouteEdit => ({ do: 'add', when, ...end })),
  );
  const standings = fc.record({
    category: fc.constantFrom(...categories),
    provinceCode: fc.constantFrom('110000', '510000', 'XPCC'),
    affiliation: fc.constantFrom('MOE', 'CAST', 'other_central', 'none'),
    ...{ isTisc: fc.boolean(), isUniversityCenter: fc.boolean(), isCultureLibrary: fc.boolean() },
    ...{ isNationalOrg: fc.boolean(), isProvincialOutlet: fc.boolean() },
    admitted: fc.constantFrom(undefined, { reason: '情况特殊' }),
  });
  const changedBy = (before: typeof round, edit: RouteEdit) => {
    try {
      return changed(before, edit);
    } catch (error) {
      if (error instanceof Refusal) return before;
      throw error;
    }
  };
  fc.assert(
    fc.property(fc.array(edits, { maxLength: 12 }), standings, (list, standing) => {
      const own: OwnRoutes | null | undefined = list.reduce(changedBy, { ...round, routes: null }).routes;
      expect(own?.added.length ?? 0).toBeLessThanOrEqual(MOST_ADDED);
      const route = routeOf(routingOf({ ...round, routes: own }), standing);
      expect(route.kind).not.toBe('undecided');
      if (standing.admitted) expect(route.kind).not.toBe('ineligible');
      if (route.kind === 'department') {
        expect([...codes, '999900']).toContain(route.code);
        expect(route.cc).not.toContain(route.code);
        expect(route.why).not.toMatch(/[{}]/);
      }
    }),
    { numRuns: 500 },
  );
});
