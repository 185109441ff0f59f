import { Document, ImageRun, Packer, Paragraph, Table, TableCell, TableRow, TextRun } from 'docx';
import { expect, test } from 'vitest';
import { readPlainText } from '../../../services/documents/read-plain-text.ts';
import { pngOf } from '../files/made.ts';
import { oleOf, wordParts, zipOf } from '../files/made-zip.ts';

const docxOf = (children: (Paragraph | Table)[]) => Packer.toBuffer(new Document({ sections: [{ children }] }));

test('a Word file gives its paragraphs, lines and cells, and nothing of its looks', async () => {
  const docx = await docxOf([
    new Paragraph({ text: '' }),
    new Paragraph({ children: [new TextRun({ text: '第一段', bold: true }), new TextRun('，接着。')] }),
    new Paragraph({ children: [new TextRun('换'), new TextRun({ break: 1, text: '行' })] }),
    new Table({
      rows: [
        new TableRow({ children: ['甲', '乙'].map((text) => new TableCell({ children: [new Paragraph(text)] })) }),
      ],
    }),
    new Paragraph({ text: '' }),
  ]);
  expect(await readPlainText(docx)).toBe('第一段，接着。\n换\n行\n甲\t乙');
});

test.each<[string, Buffer]>([
  ['UTF-8', Buffer.from('　　第一段\r\n\r\n第二段\n')],
  ['UTF-8 with its mark', Buffer.from('\ufeff　　第一段\n\n第二段')],
  ['UTF-16', Buffer.from('\ufeff　　第一段\r\n\r\n第二段', 'utf16le')],
  ['GBK', Buffer.from('a1a1a1a1b5dad2bbb6ce0d0a0d0ab5dab6feb6ce', 'hex')],
])('a text file in %s keeps its paragraphs', async (_, content) => {
  expect(await readPlainText(content)).toBe('　　第一段\n\n第二段');
});

test('a text with a sea of blanks is read as quickly as any other', async () => {
  const text = `甲${' '.repeat(600_000)}乙`;
  expect(await readPlainText(Buffer.from(`\n${text}  \n`))).toBe(text);
});

test('a picture in a Word file is passed over', async () => {
  const type = 'png';
  const picture = new ImageRun({ type, data: pngOf(4, 4), transformation: { width: 4, height: 4 } });
  const docx = await docxOf([new Paragraph({ children: [new TextRun('图前'), picture, new TextRun('图后')] })]);
  expect(await readPlainText(docx)).toBe('图前图后');
});

test.each<[string, Buffer, string]>([
  ['a text of megabytes', Buffer.from('长'.repeat(400_000)), 'file_long'],
  [
    'a Word file of megabytes of text',
    await zipOf({ ...wordParts, 'word/document.xml': [...Array(400_000).keys()].join(' ') }),
    'file_long',
  ],
  ['a file of blanks', Buffer.from(' \n\t\n'), 'file_blank'],
  ['bytes that are no text', Buffer.from([0xff, 0x81, 0xff]), 'file_not_text'],
  ['a PDF', Buffer.from('%PDF-1.7'), 'file_type'],
  ['an old Word file', oleOf('WordDocument'), 'file_old_word'],
  [
    'a Word file whose document is no XML',
    await zipOf({ ...wordParts, 'word/document.xml': '<w:document><w:body><w:p>' }),
    'file_damaged',
  ],
])('%s is refused', async (_, content, code) => {
  await expect(readPlainText(content)).rejects.toMatchObject({ code });
});
