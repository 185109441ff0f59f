import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { contextOf } from '../../../services/filing/filing.ts';
import { form2023 } from '../../../services/filing/form-2023.ts';
import {
  type Answers,
  answers as answersSchema,
  aspect,
  choice,
  type Form,
  type FormContext,
  files,
  line,
  lines,
  optionsOf,
  paragraph,
  type Raw,
  roster,
  step,
} from '../../../services/form/define.ts';
import {
  blocking,
  entriesOf,
  fieldProblems,
  nextStep,
  problemsOf,
  progressOf,
  relevantFields,
  relevantSteps,
  stepState,
} from '../../../services/form/read.ts';
import { answersWith, fileRef, sampleAnswers, sampleFiling } from '../filing/sample.ts';

const digits = z.string().regex(/^\d+$/, '请只填整数');
const toy: Form = {
  revision: 'toy',
  steps: {
    first: step('一', '单位', { name: line('名称', z.string().min(1)), kind: choice('类别', optionsOf('甲', '乙')) }),
    onlyB: step('一', '乙类', { count: line('人数', digits) }, { when: ({ answers }) => answers.first?.kind === '乙' }),
    asksNothing: step('二', '去向', { proof: files('证明', 1, { when: ({ facts }) => facts.proof === 'yes' }) }),
    last: step('三', '其他', { note: line('备注', digits, { optional: true }) }),
  },
  checks: [
    ({ answers }) =>
      answers.first?.name === '坏' && { step: 'first', field: 'name', severity: 'block', words: '名称不能是坏' },
    ({ facts }) => facts.lost === 'yes' && { step: 'asksNothing', severity: 'block', words: '没有去向' },
    () => ({ step: 'onlyB', severity: 'warn', words: '只对乙类说' }),
  ],
};
const toyContext = (answers: Answers, facts: Record<string, string> = {}): FormContext => ({
  answers,
  departments: [],
  facts,
});

describe('the state of a section', () => {
  test.each<[what: string, key: string, answers: Answers, facts: Record<string, string>, state: string]>([
    ['nobody has been there', 'first', {}, {}, 'untouched'],
    ['everything was left blank', 'first', { first: { name: null, kind: '' } }, {}, 'untouched'],
    ['some of it is answered', 'first', { first: { name: '所', kind: null } }, {}, 'open'],
    ['an answer is no choice any more', 'first', { first: { name: '所', kind: '丙' } }, {}, 'faulty'],
    ['a rule over several answers is broken', 'first', { first: { name: '坏', kind: '甲' } }, {}, 'faulty'],
    ['all is answered', 'first', { first: { name: '所', kind: '甲' } }, {}, 'done'],
    ['an answer breaks its rule', 'onlyB', { first: { kind: '乙' }, onlyB: { count: '三' } }, {}, 'faulty'],
    ['it asks nothing and nothing is wrong', 'asksNothing', {}, {}, 'done'],
    ['it asks nothing and something is wrong', 'asksNothing', {}, { lost: 'yes' }, 'untouched'],
    ['what it asks is missing', 'asksNothing', {}, { proof: 'yes' }, 'untouched'],
    ['an optional question was never seen', 'last', {}, {}, 'untouched'],
    ['an optional question was left blank', 'last', { last: { note: null } }, {}, 'done'],
    ['an optional answer breaks its rule', 'last', { last: { note: 'x' } }, {}, 'faulty'],
  ])('%s: %s', (_what, key, answers, facts, state) => {
    const context = toyContext(answers, facts);
    expect(stepState(key, toy.steps[key]!, problemsOf(toy, context), context)).toBe(state);
  });
});

test.each<[answers: Answers, next: string | undefined, done: number, total: number]>([
  [{}, 'first', 1, 3],
  [{ first: { name: '所', kind: '甲' } }, 'last', 2, 3],
  [{ first: { name: '所', kind: '乙' } }, 'onlyB', 2, 4],
  [{ first: { name: '所', kind: '乙' }, onlyB: { count: '3' }, last: { note: null } }, undefined, 4, 4],
  // An answer to a section that no longer arises stays stored and counts for nothing.
  [{ first: { name: '所', kind: '甲' }, onlyB: { count: '三' }, last: { note: null } }, undefined, 3, 3],
])('after %j the next section is %s, %i of %i done', (answers, next, done, total) => {
  expect(nextStep(toy, toyContext(answers))).toBe(next);
  expect(progressOf(toy, toyContext(answers))).toEqual({ done, total });
});

test('problems of sections that do not arise are left out, the others stand in the order of the form', () => {
  const without = problemsOf(toy, toyContext({ last: { note: 'x' } }, { lost: 'yes' }));
  expect(without.map(({ step: key, words }) => `${key} ${words}`)).toEqual([
    'first 请填写“名称”',
    'first 请选择“类别”',
    'asksNothing 没有去向',
    'last 备注：请只填整数',
  ]);
  expect(problemsOf(toy, toyContext({ first: { name: '所', kind: '乙' } })).map(({ step: key }) => key)).toEqual([
    'onlyB',
    'onlyB',
  ]);
});

const place = paragraph('发展思路', 10, [aspect('场地', '平方米'), aspect('资金', '经费')]);
const team = roster(
  '人员',
  '人',
  { name: line('姓名', z.string().max(3, '太长')), bio: paragraph('简介', 2, []) },
  { min: 1, max: 2, title: (item) => item.name || '未写姓名' },
);
const services = lines('清单', ['事项', '类型'], '检索；基础');

test.each<[what: string, field: Parameters<typeof fieldProblems>[0], raw: Raw | undefined, words: string[]]>([
  ['a line left out', line('名称', digits), undefined, ['block 请填写“名称”']],
  ['a line of blanks', line('名称', digits), ' \n', ['block 请填写“名称”']],
  ['an optional line left out', line('名称', digits, { optional: true }), null, []],
  ['a line with blanks around', line('名称', digits), ' 12 ', []],
  ['a line against its rule', line('名称', digits), '十二', ['block 名称：请只填整数']],
  ['a choice left out', choice('类别', optionsOf('甲')), null, ['block 请选择“类别”']],
  ['a choice that is none', choice('类别', optionsOf('甲')), '乙', ['block 请重新选择“类别”']],
  ['a text of the right length', place, '场地一百平方，资金足', []],
  ['a text that names an aspect by another word', place, '百平方米经费都足够了', []],
  [
    'a text that is far too short and leaves an aspect out',
    place,
    '场地大',
    ['warn 发展思路现有 3 字，要求 10 字左右，明显偏短，建议补充', 'warn 发展思路似乎没有写到：资金'],
  ],
  ['a text that is a little short', place, '场地和资金都有', ['warn 发展思路现有 7 字，要求 10 字左右，略短']],
  [
    'a text that is long',
    place,
    '场地和资金都有场地和资金都有',
    ['warn 发展思路现有 14 字，要求 10 字左右，偏长（确需增加的可以保留）'],
  ],
  ['lines, in either kind of separator', services, '检索；基础\n\n分析;专业\n导航｜专业\n咨询|基础\n培训\t基础', []],
  ['a line without its second column', services, '检索；基础\n分析', ['block 清单第 2 行缺少类型，写法如：检索；基础']],
  ['no rows', team, [], ['block 请添加“人员”']],
  ['a good row', team, [{ id: 'a', name: '甲', bio: '简介' }], []],
  [
    'a row with faults',
    team,
    [{ id: 'a', name: '甲乙丙丁' }],
    ['block 甲乙丙丁：姓名：太长', 'block 甲乙丙丁：请填写“简介”'],
  ],
  [
    'too many rows',
    team,
    ['a', 'b', 'c'].map((id) => ({ id, name: id, bio: '简介' })),
    ['block 人员最多 2 人，现有 3，请删去'],
  ],
  ['no files', files('制度', 2), undefined, ['block 请发送“制度”']],
  ['too few files', files('制度', 2), [fileRef('a')], ['block 请发送“制度”']],
  ['files that need not be there', files('制度', 0), undefined, []],
  ['a list where a text belongs', line('名称', digits), [{ id: 'a' }], ['block 请重新填写“名称”']],
  ['a text where files belong', files('制度', 1), '制度', ['block 请重新填写“制度”']],
])('%s', (_what, field, raw, words) => {
  expect(fieldProblems(field, raw, toyContext({})).map((found) => `${found.severity} ${found.words}`)).toEqual(words);
});

test('a fault in a row names the row', () => {
  expect(fieldProblems(team, [{ id: 'a7', name: '' }], toyContext({}))).toEqual([
    { severity: 'block', words: '未写姓名：请填写“姓名”', item: 'a7' },
    { severity: 'block', words: '未写姓名：请填写“简介”', item: 'a7' },
  ]);
});

test('entries are cut at every separator and trimmed', () => {
  expect(entriesOf(' 检索 ； 基础 ;免费\n \n分析｜专业')).toEqual([
    ['检索', '基础', '免费'],
    ['分析', '专业'],
  ]);
});

/** Answers of the real form: often right, often blank, sometimes of another kind than the field. */
const likely = (raw: Raw | undefined): fc.Arbitrary<Raw | undefined> =>
  fc.oneof(
    { weight: 4, arbitrary: fc.constant(raw) },
    fc.constantFrom<Raw | undefined>(undefined, null, '', '5', '是', '否', 'none', 'other_central', '教育部', '高校'),
    fc.string(),
    fc.array(
      fc
        .dictionary(fc.constantFrom('name', 'role', 'bio', 'content'), fc.string())
        .chain((item) => fc.uuid().map((id) => ({ ...item, id }))),
      { maxLength: 3 },
    ),
    fc.array(fc.string().map(fileRef), { maxLength: 2 }),
  );
const anyAnswers: fc.Arbitrary<Answers> = fc
  .record(
    Object.fromEntries(
      Object.entries(form2023.steps).map(([key, { fields }]) => [
        key,
        fc.record(Object.fromEntries(Object.keys(fields).map((name) => [name, likely(sampleAnswers()[key]?.[name])]))),
      ]),
    ),
  )
  .map((all) =>
    Object.fromEntries(
      Object.entries(all).map(([key, fields]) => [
        key,
        Object.fromEntries(Object.entries(fields).filter(([, raw]) => raw !== undefined)) as Record<string, Raw>,
      ]),
    ),
  );

test('answers of any shape are read without a crash, and state, next section and progress agree', () => {
  fc.assert(
    fc.property(anyAnswers, (answers) => {
      const context = contextOf(sampleFiling('draft', { answers: answersSchema.parse(answers) }));
      const problems = problemsOf(form2023, context);
      const states = new Map(
        relevantSteps(form2023, context).map(([key, one]) => [key, stepState(key, one, problems, context)]),
      );
      const next = nextStep(form2023, context);
      if (next === undefined) expect([...states.values()].every((state) => state === 'done')).toBe(true);
      else {
        expect(states.get(next)).not.toBe('done');
        for (const [key, state] of states) {
          if (key === next) break;
          expect(state).toBe('done');
        }
      }
      const { done, total } = progressOf(form2023, context);
      expect(done).toBe([...states.values()].filter((state) => state === 'done').length);
      expect(total).toBe(states.size);
      for (const problem of problems) {
        expect(states.has(problem.step)).toBe(true);
        if (problem.severity === 'block') expect(states.get(problem.step)).not.toBe('done');
        const fields = relevantFields(form2023.steps[problem.step]!, context).map(([name]) => name);
        if (problem.field) expect(fields).toContain(problem.field);
      }
    }),
  );
});

test('the sample is complete: nothing blocks and no section is left', () => {
  const context = contextOf(sampleFiling());
  expect(blocking(problemsOf(form2023, context))).toEqual([]);
  expect(nextStep(form2023, context)).toBeUndefined();
});

test.each([
  ['a ministry’s own institution', { affiliation: 'MOE', outlet: '否', outletYear: null }],
  ['an institution of another central body', { affiliation: 'other_central', outlet: '否', outletYear: null }],
])('%s, of which 材料交给谁 asks nothing, can come to the end as well', (_who, standing) => {
  const answers = answersWith({ standing });
  delete answers.route;
  const context = contextOf(sampleFiling('draft', { answers }));
  expect(relevantFields(form2023.steps.route!, context)).toEqual([]);
  expect(nextStep(form2023, context)).toBeUndefined();
});

test('who may not file is told so at 材料交给谁 and is not led on', () => {
  const context = contextOf(sampleFiling('draft', { answers: answersWith({ standing: { center: 'tisc' } }) }));
  expect(nextStep(form2023, context)).toBe('route');
});
