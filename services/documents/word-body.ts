import mammoth from 'mammoth';
import { lookIntoZip } from '../files/look-into-zip.ts';
import { Refusal } from '../refusal.ts';

/** A node of mammoth's document tree; only what is read here. */
export type WordNode = { type: string; value?: string; children?: WordNode[]; rowSpan?: number };

/**
 * What stands in the body of a .docx file, in its order: paragraphs and tables. Styles, fonts, bookmarks, content controls
 * and deleted text are passed over. Throws a Refusal when it is no Word file, or none that is safe and sound.
 */
export async function wordBody(docx: Buffer): Promise<WordNode[]> {
  let xmlBytes = 0;
  for (const [name, bytes] of await lookIntoZip(docx)) if (/^word\/[^/]*\.xml$/.test(name)) xmlBytes += bytes;
  if (xmlBytes > MOST_XML_BYTES)
    throw new Refusal('file_long', '文件里的文字太多，读不了。请只留下需要的部分，另存后再发。');
  let body: WordNode[] = [];
  const transformDocument = (document: WordNode) => {
    body = document.children ?? [];
    // Nobody wants the HTML: pictures would be written into it in full.
    return { ...document, children: [] };
  };
  await mammoth.convertToHtml({ buffer: docx }, { transformDocument }).catch(() => {
    throw new Refusal('file_damaged', '文件已损坏，打不开。请在 Word 或 WPS 里打开它，另存一份后再发。');
  });
  return body;
}

/**
 * It is read in one piece, about a second for 2 MB, in which nobody else is answered. A filing of 6,000 characters has
 * some 0.3 MB, with the traces of much work in Word perhaps 1 MB.
 */
const MOST_XML_BYTES = 3 * 1024 * 1024;

/** The text of a node, character for character; a line for each paragraph of a cell. */
export function wordText(node: WordNode): string {
  if (node.type === 'text') return node.value ?? '';
  if (node.type === 'tab') return '\t';
  if (node.type === 'break') return '\n';
  return (node.children ?? []).map(wordText).join(SEPARATORS[node.type] ?? '');
}

const SEPARATORS: Record<string, string> = { tableCell: '\n', table: '\n', tableRow: '\t' };
