import fc from 'fast-check';
import JSZip from 'jszip';
import { expect, test } from 'vitest';
import { exported, filing, imported, printedOf } from './generated-filing.ts';
import { sampleAnswers } from './sample.ts';

/** The same document after somebody cleaned it: no properties, custom XML, bookmarks or content controls, no proofing marks. */
const stripped = async (docx: Buffer): Promise<Buffer> => {
  const zip = await JSZip.loadAsync(docx);
  for (const path of Object.keys(zip.files)) if (/^(docProps|customXml)\//.test(path)) zip.remove(path);
  const xml = await zip.file('word/document.xml')!.async('string');
  const bare = xml
    .replaceAll(/<w:bookmark(Start|End)[^>]*\/>|<w:proofErr[^>]*\/>|<\/?w:sdt(Content)?>/g, '')
    .replaceAll(/<w:sdt(Pr|EndPr)>.*?<\/w:sdt\1>/gs, '');
  return zip.file('word/document.xml', Buffer.from(bare)).generateAsync({ type: 'nodebuffer' });
};

/** The same document as other programs dress it: every paragraph in a content control, with a bookmark in it. */
const dressed = async (docx: Buffer): Promise<Buffer> => {
  const zip = await JSZip.loadAsync(docx);
  const xml = await zip.file('word/document.xml')!.async('string');
  let id = 0;
  const control = (paragraph: string) =>
    `<w:sdt><w:sdtPr><w:id w:val="${++id}"/></w:sdtPr><w:sdtContent>${paragraph.replace(/<w:r>/, `<w:bookmarkStart w:id="${id}" w:name="b${id}"/><w:bookmarkEnd w:id="${id}"/><w:r>`)}</w:sdtContent></w:sdt>`;
  const more = xml.replaceAll(/<w:p>.*?<\/w:p>/gs, control);
  return zip.file('word/document.xml', Buffer.from(more)).generateAsync({ type: 'nodebuffer' });
};

test('the sample comes back from its own Word form, answer by answer', async () => {
  const answers = sampleAnswers();
  const back = await imported(await exported(answers));
  expect(back.unread).toEqual([]);
  expect(printedOf(back.answers)).toEqual(printedOf(answers));
});

test('200 filings come back equal, as they were exported or stripped bare', { timeout: 120_000 }, async () => {
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(filing, fc.boolean(), async (answers, plain) => {
      const docx = await exported(answers);
      const variant = plain ? docx : await stripped(docx);
      const back = await imported(variant);
      expect(printedOf(back.answers)).toEqual(printedOf(answers));
      expect(back.unread).toEqual([]);
      compared++;
    }),
    { numRuns: 200 },
  );
  expect(compared).toBeGreaterThanOrEqual(200);
});

test('content controls and bookmarks change nothing, and nothing is missed when they are gone', async () => {
  const answers = sampleAnswers();
  const dressedUp = await dressed(await exported(answers));
  for (const docx of [dressedUp, await stripped(dressedUp)])
    expect(printedOf((await imported(docx)).answers)).toEqual(printedOf(answers));
});
