import { expect, test } from 'vitest';
import { actions } from '../../../cards/actions.ts';
import { phrases, verbs } from '../../../services/journal/entry-kinds.ts';
import { entryWords, triedWords } from '../../../services/journal/entry-words.ts';
import { routeEntryWords } from '../../../services/journal/route-entry-words.ts';
import { round, sampleFiling } from '../filing/sample.ts';

const filing = sampleFiling('draft');
const words = (what: string) => entryWords(what, filing);

// That a command writes no other kind of entry is the compiler's matter: EntryKind.
test('every kind of entry that a command may write is said in words', () => {
  const kinds = [...Object.keys(verbs).flatMap((verb) => [verb, `${verb} institution`]), ...Object.keys(phrases)];
  expect(kinds.filter((kind) => !/^\p{Script=Han}+[^a-z]*$/u.test(words(kind)))).toEqual([]);
});

test('with the version or the section it was about; what no release knows any more stays as it was written', () => {
  expect(words('acknowledge 110000 v2')).toBe('抄送已阅');
  expect(words('recommend v2')).toBe('拟推荐（第 2 版）');
  expect(words('save basics: name')).toBe('保存：机构基本情况');
  expect(words('constructor')).toBe('constructor');
});

test('every button that may be refused is said in words, its own name behind', () => {
  const kinds = [...Object.keys(actions), 'text', 'file', 'menu', 'entered', 'unsupported'];
  expect(kinds.filter((kind) => !/^\p{Script=Han}[^a-z]*（[\w.]+）$/u.test(triedWords(`refused ${kind}`)))).toEqual([]);
});

test.each([
  [
    ['routes set provincial_outlet', '', { changed: { provincial_outlet: { end: { to: 'MOE', cc: ['province'] } } } }],
    [
      '修改（已是省级网点的单位）',
      /已是省级网点的单位：交所在地省级部门；抄送：无$/,
      /：交教育部；抄送：所在地省级部门$/,
    ],
  ],
  [
    ['routes off provincial_outlet', '', { changed: { provincial_outlet: { off: true } } }],
    ['停用（已是省级网点的单位）', /交所在地省级部门/, /：停用$/],
  ],
  [
    ['routes on provincial_outlet', { changed: { provincial_outlet: { off: true } } }, ''],
    ['重新启用（已是省级网点的单位）', /：停用$/, /交所在地省级部门/],
  ],
  [
    ['routes add', '', { added: [{ rule: 'added_1', when: 'category:行业组织', to: 'DIRECT', cc: [] }] }],
    ['新增（单位类型为“行业组织”的单位）', /：没有这一条$/, /：直接报.*（不经推荐部门）；抄送：无$/],
  ],
  [
    ['routes drop added_1', { added: [{ rule: 'added_1', when: 'body:MOE', to: 'none', cc: [] }] }, ''],
    ['删除（主管部门为教育部的单位）', /：本年度不能申报$/, /：没有这一条$/],
  ],
  [
    ['routes reset', { changed: { provincial_outlet: { off: true }, national_body: { off: true } } }, ''],
    ['恢复通知原来的路径', /停用\n.*停用$/, /抄送：无/],
  ],
] as const)('the change %j of the routes is said in words, before and after', ([what, from, to], said) => {
  const stored = (routes: object | '') => routes && JSON.stringify({ changed: {}, added: [], ...routes });
  const words = routeEntryWords({ what, from: stored(from), to: stored(to) }, round);
  expect(words.what).toBe(`推荐路径：${said[0]}`);
  expect(words.from).toMatch(said[1]);
  expect(words.to).toMatch(said[2]);
});
