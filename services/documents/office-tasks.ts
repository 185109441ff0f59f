import mammoth from 'mammoth';
import readXlsx from 'read-excel-file/node';

/** A node of mammoth's document tree; only what is read here. */
export type WordNode = { type: string; value?: string; children?: WordNode[]; rowSpan?: number };
/** What stands in a cell of a sheet; a date is midnight UTC of its day. */
export type Cell = string | number | boolean | Date | null;

/** What is done with Word and Excel files in a thread of its own: a megabyte of XML blocks for a second. */
export const officeTasks = {
  /** The body of a .docx file. */
  word: async (docx: Uint8Array): Promise<WordNode[]> => {
    let body: WordNode[] = [];
    const transformDocument = (document: WordNode) => {
      body = (document.children ?? []).map(bare);
      // Nobody wants the HTML: pictures would be written into it in full.
      return { ...document, children: [] };
    };
    await mammoth.convertToHtml({ buffer: Buffer.from(docx) }, { transformDocument });
    return body;
  },

  /** The sheets of an .xlsx file, each as rows of cells. */
  sheets: async (xlsx: Uint8Array): Promise<Cell[][][]> =>
    (await readXlsx(Buffer.from(xlsx))).map(({ data }) => data as Cell[][]),
};
export type OfficeTasks = typeof officeTasks;

/** Without what cannot travel, the functions of pictures above all. */
const bare = ({ type, value, children, rowSpan }: WordNode): WordNode => ({
  type,
  ...(value !== undefined && { value }),
  ...(children && { children: children.map(bare) }),
  ...(rowSpan !== undefined && { rowSpan }),
});
