import { expect, test } from 'vitest';
import { phrases, verbs } from '../../../services/journal/entry-kinds.ts';
import { entryWords } from '../../../services/journal/entry-words.ts';
import { sampleFiling } from '../filing/sample.ts';

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
