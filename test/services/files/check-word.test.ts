import { readFile } from 'node:fs/promises';
import JSZip from 'jszip';
import { expect, test } from 'vitest';
import { checkWord } from '../../../services/files/check-word.ts';
import { Refusal } from '../../../services/refusal.ts';
import { bombDocx, lockedDocx, lyingDocx, macroDocx, oldDoc } from './hostile-files.ts';

const template = await readFile(new URL('../../../services/documents/templates/annex1-2023.docx', import.meta.url));
const pdf = Buffer.from('%PDF-1.7\n1 0 obj\n');
const manyEntries = async () => {
  const zip = await JSZip.loadAsync(template);
  for (let n = 0; n < 2100; n++) zip.file(`word/media/${n}.bin`, `${n}`);
  return zip.generateAsync({ type: 'nodebuffer' });
};

const refusalOf = async (name: string, content: Buffer): Promise<Refusal> => {
  const error = await checkWord(name, content).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(Refusal);
  return error as Refusal;
};

test.each<[string, string, () => Promise<Buffer> | Buffer, string]>([
  ['a bomb', '表.docx', bombDocx, 'file_bomb'],
  ['a bomb whose sizes are lies', '表.docx', lyingDocx, 'file_broken'],
  ['thousands of entries', '表.docx', manyEntries, 'file_bomb'],
  ['a password', '表.docx', lockedDocx, 'file_locked'],
  ['macros in a .docx', '表.docx', () => macroDocx(template), 'file_macros'],
  ['a .docm', '表.docm', () => template, 'file_macros'],
  ['an old Word file by the new name', '表.docx', () => oldDoc('别的'), 'file_disguised'],
  ['the form as an old Word file', '表.doc', () => oldDoc('国家知识产权信息公共服务网点备案表'), 'file_old_word'],
  ['a new Word file by the old name', '表.doc', () => template, 'file_disguised'],
  ['a PDF by the name of a Word file', '表.docx', () => pdf, 'file_disguised'],
  [
    'an archive that is no Word file',
    '表.docx',
    () => new JSZip().file('a.txt', 'a').generateAsync({ type: 'nodebuffer' }),
    'file_disguised',
  ],
  ['a Word file that was cut off', '表.docx', () => template.subarray(0, 5000), 'file_broken'],
  ['a PDF by the name of a text', '文.txt', () => pdf, 'file_disguised'],
])('%s is refused in words that say what to do', async (_, name, content, code) => {
  const refusal = await refusalOf(name, await content());
  expect(refusal.code).toBe(code);
  expect(refusal.words).toContain('另存');
});

test('sound files pass: Word old and new, texts, and kinds that are not looked at here', async () => {
  await checkWord('备案表.docx', template);
  await checkWord('制度.DOC', oldDoc('知识产权管理制度'));
  await checkWord('说明.txt', Buffer.from('第一段\n第二段'));
  await checkWord('扫描.pdf', Buffer.from('anything'));
});
