import { sniff } from '../files/sniff.ts';
import { Refusal } from '../refusal.ts';
import { printable } from './printable.ts';
import { wordBody, wordText } from './word-body.ts';

/**
 * The text of a .docx, .txt or .md file for a long answer: a line for each paragraph, blank lines at both ends dropped. Text
 * files may be UTF-8, UTF-16 or GBK, as the editors of the people here write them. Throws a Refusal that says what to do.
 */
export async function readPlainText(content: Buffer): Promise<string> {
  const kind = await sniff(content);
  if (kind === 'doc') throw oldWord();
  if (kind !== 'docx' && kind !== 'text') {
    throw new Refusal('file_type', '长文字请发 .docx、.txt 或 .md 文件，或直接粘贴在聊天里。');
  }
  if (kind === 'text' && content.length > MOST_TEXT_BYTES) {
    throw new Refusal('file_long', '文件里的文字太多，读不了。请只留下需要的部分，另存后再发。');
  }
  const read = kind === 'docx' ? (await wordBody(content)).map(wordText).join('\n') : decoded(content);
  const text = printable(read)
    .replace(/^(?:[^\S\n]*\n)+/, '')
    .trimEnd();
  if (!text.trim()) throw new Refusal('file_blank', '文件里没有文字。如果内容是图片，请把文字直接粘贴在聊天里。');
  return text;
}

/** Some 300,000 characters: fifty times what a filing holds. */
const MOST_TEXT_BYTES = 1024 * 1024;

export const oldWord = (): Refusal =>
  new Refusal(
    'file_old_word',
    '这是旧版 Word 格式（.doc），读不出里面的内容。请在 Word 或 WPS 里打开它，另存为 .docx 后再发。',
  );

/** By the mark at the beginning; else UTF-8 if it is that without fault, else GBK. */
const decoded = (content: Buffer): string => {
  const mark = content.subarray(0, 2).toString('hex');
  const marked = { fffe: 'utf-16le', feff: 'utf-16be' }[mark];
  for (const encoding of marked ? [marked] : ['utf-8', 'gb18030']) {
    const text = decodedAs(encoding, content);
    if (text !== undefined && !text.includes('\0')) return text;
  }
  throw new Refusal('file_not_text', '这不是文本文件，读不出文字。请另存为 .docx 或 UTF-8 的 .txt 后再发。');
};

const decodedAs = (encoding: string, content: Buffer): string | undefined => {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(content);
  } catch {
    return undefined;
  }
};
