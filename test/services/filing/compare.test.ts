import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changesBetween, whereTheyDiffer } from '../../../services/filing/compare.ts';
import { contextOf } from '../../../services/filing/filing.ts';
import { form2023 } from '../../../services/filing/form-2023.ts';
import type { Answers, RawItem } from '../../../services/form/define.ts';
import { answersWith, fileRef, sampleAnswers, sampleFiling } from './sample.ts';

const between = (before: Answers, after: Answers) =>
  changesBetween(form2023, before, after, contextOf(sampleFiling('draft', { answers: after })));

test('nothing is different between a version and itself, however it was kept', () => {
  expect(between(sampleAnswers(), sampleAnswers())).toEqual([]);
  expect(between(sampleAnswers(), answersWith({ basics: { name: `${sampleAnswers().basics!.name} ` } }))).toEqual([]);
});

test('a line, a choice and a long text are named by their question, the choice in words and the mobile to be masked', () => {
  const after = answersWith({
    standing: { affiliation: 'other_central' },
    staff: { contactMobile: '13900000000' },
    plan: { plan: '新的思路。' },
    opinion: { opinion: null },
  });
  expect(between(sampleAnswers(), after)).toEqual([
    expect.objectContaining({ field: 'affiliation', before: '不属于中央部门', after: '其他中央部门' }),
    expect.objectContaining({ step: 'staff', title: '手机', after: '13900000000', masked: 'mobile' }),
    expect.objectContaining({ step: 'plan', after: '新的思路。' }),
    expect.objectContaining({ step: 'opinion', after: '' }),
  ]);
});

test('rows are followed by their ids: added, removed, changed in one column, moved', () => {
  const [first, second, ...others] = sampleAnswers().team!.members as RawItem[];
  const members = [
    second!,
    { ...first!, bio: '改过的简介' },
    ...others.slice(1),
    { id: 'n', name: '新人', role: '兼职人员', bio: '简介' },
  ];
  const changes = between(sampleAnswers(), answersWith({ team: { members } }));
  expect(changes.map(({ title }) => title)).toEqual([
    `服务团队人员：${others[0]!.name}`,
    `服务团队人员：${first!.name}，个人简介`,
    '服务团队人员：新人',
    '服务团队人员的顺序',
  ]);
  expect(changes[0]!.after).toBe('');
  expect(changes[2]!.before).toBe('');
  expect(changes[3]!.after.startsWith(`${second!.name}、${first!.name}`)).toBe(true);
});

test('files are followed by their bytes: removed, added, or only renamed', () => {
  const [old] = sampleAnswers().systems!.systems as ReturnType<typeof fileRef>[];
  const renamed = between(sampleAnswers(), answersWith({ systems: { systems: [{ ...old!, name: '新名.pdf' }] } }));
  expect(renamed).toEqual([
    expect.objectContaining({ before: old!.name, after: '新名.pdf', title: '工作制度全文，文件改名' }),
  ]);
  const other = between(sampleAnswers(), answersWith({ systems: { systems: [fileRef('另一份.pdf')] } }));
  expect(other.map(({ title, before, after }) => [title, before, after])).toEqual([
    ['工作制度全文，移除文件', old!.name, ''],
    ['工作制度全文，新增文件', '', '另一份.pdf'],
  ]);
});

test('a long text is cut to where it differs, on both sides, and never longer than asked for', () => {
  const long = '前文。'.repeat(300);
  const [was, is] = whereTheyDiffer(`${long}旧句${long}`, `${long}新话${long}`, 100);
  expect(was).toMatch(/^……[前文。]{20}旧句[前文。]{20}……$/);
  expect(is).toBe(was.replace('旧句', '新话'));
});

test('whatever two texts are, what is shown of each is a part of it and holds the difference', () => {
  const words = fc.string({ unit: 'binary', maxLength: 400 });
  fc.assert(
    fc.property(words, words, words, words, (head, a, b, tail) => {
      const [before, after] = [head + a + tail, head + b + tail];
      for (const [shown, whole] of whereTheyDiffer(before, after, 60).map(
        (one, i) => [one, [before, after][i]!] as const,
      )) {
        const bare = shown.replace(/^……/, '').replace(/……$/, '');
        expect(whole.includes(bare) || whole === shown).toBe(true);
        if (before.length > 60 || after.length > 60) expect(shown.length).toBeLessThanOrEqual(64);
      }
    }),
    { numRuns: 200 },
  );
});
