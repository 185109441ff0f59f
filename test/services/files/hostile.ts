import { jpegOf, pdfOf, pngOf } from './made.ts';
import { oleOf, wordParts, zipOf } from './made-zip.ts';

const MB = 1024 * 1024;

/** Files that nobody should have to keep: each with its name and a word of the refusal that belongs to it. */
export const hostileFiles = async (): Promise<[name: string, content: Buffer, words: string][]> => {
  const macro = await zipOf({ ...wordParts, 'word/vbaProject.bin': 'x' });
  const table = { 'xl/workbook.xml': '<workbook/>' };
  const tableMacro = await zipOf({ ...table, 'xl/vbaProject.bin': 'x' });
  const word = await zipOf(wordParts);
  return [
    ['炸弹.docx', await zipOf({ ...wordParts, 'word/1.bin': Buffer.alloc(40 * MB) }), '大得异常'],
    ['大量.docx', await zipOf({ ...wordParts, ...crowd('word') }), '大得异常'],
    ['炸弹.xlsx', await zipOf({ ...table, 'xl/worksheets/sheet1.xml': Buffer.alloc(40 * MB, ' ') }), '大得异常'],
    ['100 MB.pdf', Buffer.alloc(100 * MB, 'x'), '超过 30 MB'],
    ['超过 100 MB.docx', Buffer.alloc(100 * MB + 1, 'x'), '超过 30 MB'],
    ['其实是 PDF.docx', await pdfOf(1), '内容却是 PDF'],
    ['其实是 Word.pdf', word, '内容却是 Word'],
    ['其实是 Excel.docx', await zipOf(table), '内容却是 Excel'],
    ['其实是程序.pdf', Buffer.concat([Buffer.from('MZ\x90\0'), Buffer.alloc(5000)]), '用不上'],
    ['程序.exe', Buffer.concat([Buffer.from('MZ\x90\0'), Buffer.alloc(5000)]), '用不上'],
    ['带宏.docx', macro, '宏'],
    ['带宏.docm', macro, '宏'],
    ['带宏.xlsm', tableMacro, '宏'],
    ['旧版带宏.doc', oleOf('WordDocument', '_VBA_PROJECT'), '宏'],
    ['有密码.docx', oleOf('EncryptedPackage'), '密码'],
    ['有密码.xlsx', oleOf('EncryptedPackage'), '密码'],
    ['有密码.pdf', await pdfOf(1, { locked: true }), '密码'],
    ['全是空白.pdf', await pdfOf(2, { blank: true }), '没有内容'],
    ['截断.pdf', (await pdfOf(2)).subarray(0, 120), '打不开'],
    ['截断.docx', word.subarray(0, 90), '打不开'],
    ['截断.jpg', jpegOf(400, 300).subarray(0, -40), '只传来了一部分'],
    ['截断.png', pngOf(400, 300).subarray(0, -40), '只传来了一部分'],
    ['绕圈.pdf', circling(), '打不开'],
    ['一片空白.txt', Buffer.from(`甲${' '.repeat(900_000)}乙`), '长文字的部分'],
    ['空.pdf', Buffer.alloc(0), '空文件'],
  ];
};

const crowd = (folder: string) => Object.fromEntries([...Array(2100).keys()].map((n) => [`${folder}/${n}.xml`, 'x']));

/** The tree of pages of this one leads back to its own root. */
const circling = (): Buffer => {
  const objects = [
    '1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj',
    '2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj',
    '3 0 obj <</Type/Pages/Kids[2 0 R]/Count 1/Parent 2 0 R>> endobj',
  ];
  return Buffer.from(`%PDF-1.7\n${objects.join('\n')}\ntrailer <</Root 1 0 R>>\n%%EOF`);
};
