import { writeFile } from 'node:fs/promises';
import {
  AlignmentType,
  Document,
  type FileChild,
  Footer,
  type IRunOptions,
  Packer,
  PageNumber,
  Tab,
  TabStopType,
  TextRun,
} from 'docx';
import { cover } from './annex1-2023/cover.ts';
import { lastPage, sections } from './annex1-2023/table.ts';
import { FONT, PAGE, paragraph, SIZE_4, TEXT_WIDTH } from './annex1-2023/typesetting.ts';

/**
 * The tagged Word template of Annex 1 of the 2023 notice (国知办函服字〔2023〕284号), as the bytes of a .docx file. It is
 * built because the ministry's own file is not at hand; a copy of that file with the same tags can take its place.
 */
export function buildAnnex1Template(): Promise<Buffer> {
  const pages = [new Tab(), '第 ', PageNumber.CURRENT, ' 页，共 ', PageNumber.TOTAL_PAGES, ' 页'];
  return built('国家知识产权信息公共服务网点备案表', pages, [...cover(), ...sections()]);
}

/**
 * 七 and 八 by themselves: what the department prints with its words and binds behind the pages that bear the institution's
 * seal. Its footer names the page by its parts, because where it stands among the others is not known here.
 */
export function buildOpinionTemplate(): Promise<Buffer> {
  const where = [new Tab(), '第七、八部分，附于备案表之后'];
  return built('国家知识产权信息公共服务网点备案表（第七、八部分）', where, lastPage());
}

function built(title: string, where: FooterPart[], children: FileChild[]): Promise<Buffer> {
  const { width, height, ...margin } = PAGE;
  const document = new Document({
    title,
    creator: '备案助手',
    lastModifiedBy: '备案助手',
    styles: {
      default: { document: { run: { font: FONT, size: SIZE_4, language: { value: 'zh-CN', eastAsia: 'zh-CN' } } } },
    },
    compatibility: { version: 15 },
    sections: [
      {
        properties: { page: { size: { width, height }, margin: { ...margin, footer: 1134, header: 851 } } },
        footers: { default: footer(where) },
        children,
      },
    ],
  });
  return Packer.toBuffer(document);
}

type FooterPart = NonNullable<IRunOptions['children']>[number];

/** Number, version and check code on every page let a sealed scan be compared with the text it claims to be. */
function footer(where: FooterPart[]): Footer {
  const small = { font: FONT, size: 18 };
  return new Footer({
    children: [
      paragraph(
        [
          new TextRun({ ...small, text: '{reference}  第{version}版  校验码 {hashShort}' }),
          new TextRun({ ...small, children: where }),
        ],
        { alignment: AlignmentType.LEFT, tabStops: [{ type: TabStopType.RIGHT, position: TEXT_WIDTH }] },
      ),
    ],
  });
}

if (import.meta.main) {
  await writeFile(new URL('templates/annex1-2023.docx', import.meta.url), await buildAnnex1Template());
  await writeFile(new URL('templates/annex1-2023-opinion.docx', import.meta.url), await buildOpinionTemplate());
}
