import { writeFile } from 'node:fs/promises';
import { AlignmentType, Document, Footer, Packer, PageNumber, Tab, TabStopType, TextRun } from 'docx';
import { cover } from './annex1-2023/cover.ts';
import { sections } from './annex1-2023/table.ts';
import { FONT, PAGE, paragraph, SIZE_4, TEXT_WIDTH } from './annex1-2023/typesetting.ts';

/**
 * The tagged Word template of Annex 1 of the 2023 notice (国知办函服字〔2023〕284号), as the bytes of a .docx file. It is
 * built because the ministry's own file is not at hand; a copy of that file with the same tags can take its place.
 */
export function buildAnnex1Template(): Promise<Buffer> {
  const { width, height, ...margin } = PAGE;
  const document = new Document({
    title: '国家知识产权信息公共服务网点备案表',
    creator: '备案助手',
    lastModifiedBy: '备案助手',
    styles: {
      default: { document: { run: { font: FONT, size: SIZE_4, language: { value: 'zh-CN', eastAsia: 'zh-CN' } } } },
    },
    compatibility: { version: 15 },
    sections: [
      {
        properties: { page: { size: { width, height }, margin: { ...margin, footer: 1134, header: 851 } } },
        footers: { default: footer() },
        children: [...cover(), ...sections()],
      },
    ],
  });
  return Packer.toBuffer(document);
}

/** Number, version and check code on every page let a sealed scan be compared with the text it claims to be. */
function footer(): Footer {
  const small = { font: FONT, size: 18 };
  return new Footer({
    children: [
      paragraph(
        [
          new TextRun({ ...small, text: '{reference}  第{version}版  校验码 {hashShort}' }),
          new TextRun({
            ...small,
            children: [new Tab(), '第 ', PageNumber.CURRENT, ' 页，共 ', PageNumber.TOTAL_PAGES, ' 页'],
          }),
        ],
        { alignment: AlignmentType.LEFT, tabStops: [{ type: TabStopType.RIGHT, position: TEXT_WIDTH }] },
      ),
    ],
  });
}

if (import.meta.main) {
  await writeFile(new URL('templates/annex1-2023.docx', import.meta.url), await buildAnnex1Template());
}
