import type { WordNode } from './office-tasks.ts';
import { readWord } from './read-office.ts';

export type { WordNode };

/**
 * What stands in the body of a .docx file, in its order: paragraphs and tables. Styles, fonts, bookmarks, content controls
 * and deleted text are passed over. Throws a Refusal when it is no Word file, or none that is safe and sound.
 */
export const wordBody = (docx: Buffer): Promise<WordNode[]> => readWord(docx);

/** The text of a node, character for character; a line for each paragraph of a cell. */
export function wordText(node: WordNode): string {
  if (node.type === 'text') return node.value ?? '';
  if (node.type === 'tab') return '\t';
  if (node.type === 'break') return '\n';
  return (node.children ?? []).map(wordText).join(SEPARATORS[node.type] ?? '');
}

const SEPARATORS: Record<string, string> = { tableCell: '\n', table: '\n', tableRow: '\t' };
