import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { callOf } from '../../../services/rounds/calls.ts';
import type { Decided, Route, RoutingCall, Standing } from '../../../services/rounds/routes.ts';
import { arises, routeOf } from '../../../services/rounds/routes.ts';
import { expectedRoute } from './route-model.ts';

const call = callOf('notice-2023');

// A local 科技情报机构 in Sichuan to which no row applies; each case changes what it needs.
const plain: Standing = {
  category: '科技情报机构',
  provinceCode: '510000',
  isTisc: false,
  affiliation: 'none',
  isProvincialOutlet: false,
};

const SICHUAN = '四川省知识产权服务促进中心';

describe('every row of the 2023 notice', () => {
  test.each<[string, Standing, Partial<Decided>]>([
    [
      'a library of the culture system goes to its ministry, whatever its level',
      { ...plain, category: '公共图书馆', isCultureLibrary: true },
      {
        kind: 'department',
        code: 'MCT',
        cc: ['510000'],
        rule: 'culture_library',
        why: `文旅系统管理的公共图书馆，不论级别，都由文化和旅游部推荐，同时抄送${SICHUAN}（通知二（一））。`,
        quote: '文旅系统管理的各级公共图书馆由文化和旅游部推荐，并抄送所在地省级知识产权管理部门',
      },
    ],
    [
      'a university of the ministry goes to the ministry',
      { ...plain, category: '高校', isUniversityCenter: false, affiliation: 'MOE' },
      {
        kind: 'department',
        code: 'MOE',
        cc: ['510000'],
        rule: 'affiliated',
        why: `您单位属于教育部，材料交教育部，同时抄送${SICHUAN}（通知二（一））。`,
        quote:
          '教育部、科技部、工业和信息化部、文化和旅游部、国资委、中国科学院、中央军委装备发展部、中国科协等所属的服务机构，向教育部等主管部门提交备案材料及相关附件，并抄送所在地省级知识产权管理部门',
      },
    ],
    [
      'the ministry wins over the province when both hold',
      { ...plain, affiliation: 'CAS', isProvincialOutlet: true },
      { kind: 'department', code: 'CAS', cc: ['510000'], rule: 'affiliated' },
    ],
    [
      'a national association may file directly',
      { ...plain, category: '行业组织', isNationalOrg: true },
      {
        kind: 'direct',
        cc: ['510000'],
        rule: 'national_body',
        why: `全国性行业组织可以直接报国家知识产权局，不需要推荐部门，同时抄送${SICHUAN}（通知二（一））。`,
        quote: '全国性行业组织等其他服务机构可以直接向国家知识产权局提交备案材料，并抄送所在地省级知识产权管理部门',
      },
    ],
    [
      'a provincial outlet goes to its province, with no copy',
      { ...plain, isProvincialOutlet: true },
      {
        kind: 'department',
        code: '510000',
        cc: [],
        rule: 'provincial_outlet',
        why: `您单位已是省级网点，材料交${SICHUAN}（通知二（一））。`,
        quote: '已成为省级知识产权信息公共服务网点的服务机构向所在地省级知识产权管理部门提交备案材料',
      },
    ],
    [
      'an outlet of 新疆生产建设兵团 goes to its own unit, not to Xinjiang',
      { ...plain, provinceCode: 'XPCC', isProvincialOutlet: true },
      {
        kind: 'department',
        code: 'XPCC',
        cc: [],
        why: '您单位已是省级网点，材料交新疆生产建设兵团知识产权局（通知二（一））。',
      },
    ],
    [
      'an institution of another central department files directly',
      { ...plain, affiliation: 'other_central' },
      {
        kind: 'direct',
        cc: ['510000'],
        rule: 'other_central',
        why: `您单位属于通知未列名的中央部门，按“其他服务机构”直接报国家知识产权局，同时抄送${SICHUAN}（通知二（一））。`,
      },
    ],
    [
      'a local institution let in by the operator goes to its province',
      { ...plain, admitted: { reason: '省级网点认定公示中$&' } },
      {
        kind: 'department',
        code: '510000',
        cc: [],
        rule: 'admitted',
        why: `管理员已准予申报（理由：省级网点认定公示中$&），材料交${SICHUAN}。`,
      },
    ],
    [
      'a TISC let in by the operator takes the way it would otherwise have',
      { ...plain, isTisc: true, affiliation: 'MOST', admitted: { reason: '已退出 TISC' } },
      { kind: 'department', code: 'MOST', cc: ['510000'], rule: 'affiliated' },
    ],
  ])('%s', (_, standing, expected) => {
    expect(routeOf(call, standing)).toMatchObject(expected);
  });

  test.each<[string, Standing]>([
    ['a TISC', { isTisc: true }],
    ['a university centre', { category: '高校', isTisc: false, isUniversityCenter: true }],
  ])('%s does not take part, and nothing more is asked', (_, standing) => {
    expect(routeOf(call, standing)).toEqual({
      kind: 'ineligible',
      rule: 'excluded',
      why: '技术与创新支持中心（TISC）和高校国家知识产权信息服务中心不参与本次网点备案（通知第一部分）。',
      next: '如果填错了，改一下这两项就好；确有特殊情况，请联系本轮备案的管理员说明理由。',
      quote: '技术与创新支持中心(TISC)和高校国家知识产权信息服务中心不参与国家知识产权信息公共服务网点备案。',
    });
  });

  test.each([
    ['510000', SICHUAN],
    [undefined, '所在地省级知识产权管理部门'],
  ])('a local institution that is no outlet is sent to its province first (%s)', (provinceCode, name) => {
    expect(routeOf(call, { ...plain, provinceCode })).toEqual({
      kind: 'ineligible',
      rule: 'no_route',
      why: '您单位还不是省级网点，也不属于通知所列的部门或全国性行业组织，今年暂时不能申报（通知二（一））。',
      next: `建议先向${name}申报省级网点；确有特殊情况，请联系本轮备案的管理员说明理由。`,
      quote: '已成为省级知识产权信息公共服务网点的服务机构向所在地省级知识产权管理部门提交备案材料',
    });
  });

  test('a national association of a listed body is given the choice, and the choice is obeyed', () => {
    const standing: Standing = { ...plain, category: '行业组织', affiliation: 'CAST', isNationalOrg: true };
    const route = routeOf(call, standing);
    expect(route).toMatchObject({
      kind: 'choice',
      why: '您单位既属于中国科协，又是全国性行业组织：可以交中国科协推荐，也可以直接报国家知识产权局，请选一种（通知二（一））。',
      options: [{ kind: 'department', code: 'CAST', cc: ['510000'] }, { kind: 'direct' }],
    });
    const [toBody, direct] = route.kind === 'choice' ? route.options : [];
    expect(routeOf(call, { ...standing, preferDirect: false })).toEqual(toBody);
    expect(routeOf(call, { ...standing, preferDirect: true })).toEqual(direct);
  });
});

describe('what is still to be asked', () => {
  test.each<[string, Standing, (keyof Standing)[]]>([
    ['nothing is known', {}, ['isTisc', 'category']],
    ['the category raises a question', { isTisc: false, category: '高校' }, ['isUniversityCenter']],
    ['the category raises none', { isTisc: false, category: '科研院所' }, ['affiliation']],
    ['the category is not one of this call', { isTisc: false, category: '博物馆' }, ['category']],
    ['the affiliation is unknown to the round', { ...plain, affiliation: 'MOT' }, ['affiliation']],
    ['only the province is missing', { ...plain, isProvincialOutlet: true, provinceCode: undefined }, ['provinceCode']],
    ['the province does not exist', { ...plain, isProvincialOutlet: true, provinceCode: '999900' }, ['provinceCode']],
    ['a listed body may leave a choice', { ...plain, category: '行业组织', affiliation: 'SASAC' }, ['isNationalOrg']],
  ])('%s', (_, standing, missing) => {
    expect(routeOf(call, standing)).toEqual({ kind: 'undecided', missing });
  });

  test('questions bound to a category arise only there', () => {
    expect(arises(call, 'isCultureLibrary', '公共图书馆')).toBe(true);
    expect(arises(call, 'isCultureLibrary', '高校')).toBe(false);
    expect(arises(call, 'isNationalOrg', '其他社会化信息服务机构（含市场化服务机构）')).toBe(true);
    expect(arises(call, 'isTisc', '高校')).toBe(true);
  });
});

test('a department that the operator added or renamed counts at once', () => {
  const transport = { code: 'MOT', kind: 'ministry', name: '交通运输部' };
  const renamed = call.departments.map((one) => (one.code === '510000' ? { ...one, name: '四川省知识产权局' } : one));
  const edited: RoutingCall = { ...call, departments: [...renamed, transport] };
  expect(routeOf(edited, { ...plain, affiliation: 'MOT' })).toMatchObject({
    code: 'MOT',
    why: '您单位属于交通运输部，材料交交通运输部，同时抄送四川省知识产权局（通知二（一））。',
  });
});

const codes = (kind: string) => call.departments.filter((one) => one.kind === kind).map((one) => one.code);
const questions = {
  category: fc.constantFrom(...call.categories),
  provinceCode: fc.constantFrom(...codes('province')),
  isTisc: fc.boolean(),
  isUniversityCenter: fc.boolean(),
  affiliation: fc.constantFrom(...codes('ministry'), 'other_central', 'none', 'none'),
  isCultureLibrary: fc.boolean(),
  isNationalOrg: fc.boolean(),
  isProvincialOutlet: fc.boolean(),
};
const extras = { preferDirect: fc.boolean(), admitted: fc.constant({ reason: '情况特殊' }) };
const complete = fc
  .tuple(fc.record(questions), fc.record(extras, { requiredKeys: [] }))
  .map(([answers, more]) => ({ ...answers, ...more }));

test('with every question answered the table agrees with the notice read as a chain of questions', () => {
  fc.assert(
    fc.property(complete, (answers) => {
      expect(label(routeOf(call, answers))).toBe(expectedRoute(answers));
    }),
    { numRuns: 2000 },
  );
});

test('asking only what is missing leads to the route of the full answers in a few steps', () => {
  fc.assert(
    fc.property(complete, (answers) => {
      const { preferDirect, admitted } = answers;
      let asked: Standing = { preferDirect, admitted };
      let route = routeOf(call, asked);
      for (let turn = 0; route.kind === 'undecided' && turn < 10; turn += 1) {
        for (const key of route.missing) {
          expect(asked[key]).toBeUndefined();
          asked = { ...asked, [key]: answers[key] };
        }
        route = routeOf(call, asked);
      }
      expect(label(route)).toBe(expectedRoute(withoutIdleAnswers(answers)));
    }),
    { numRuns: 2000 },
  );
});

test('a route decided on some of the answers stands when the rest come in', () => {
  const some = fc.subarray(Object.keys(questions) as (keyof typeof questions)[]);
  fc.assert(
    fc.property(complete, some, (given, kept) => {
      const answers = withoutIdleAnswers(given);
      const partial: Standing = { preferDirect: answers.preferDirect, admitted: answers.admitted };
      const early = routeOf(call, Object.assign(partial, ...kept.map((key) => ({ [key]: answers[key] }))));
      fc.pre(early.kind !== 'undecided');
      expect(label(early)).toBe(expectedRoute(answers));
    }),
  );
});

// A question that does not arise for the category is never asked, so its answer is no.
function withoutIdleAnswers<T extends { category: string }>(answers: T): T {
  const idle = Object.keys(call.arisesFor).filter((key) => !arises(call, key as keyof Standing, answers.category));
  return Object.assign({ ...answers }, ...idle.map((key) => ({ [key]: false })));
}

function label(route: Route): string {
  if (route.kind === 'undecided') return `missing ${route.missing.join(', ')}`;
  if (route.kind === 'ineligible') return 'not eligible';
  if (route.kind === 'choice') return route.options.map(label).join(' or ');
  const copy = route.cc.length === 0 ? 'no copy' : `copy to ${route.cc.join(', ')}`;
  return `${route.kind === 'department' ? route.code : 'direct'}, ${copy}`;
}
