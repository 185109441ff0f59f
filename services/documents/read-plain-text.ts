import { extname } from 'node:path';
import { checkWord, oldWord } from '../files/check-word.ts';
import { Refusal } from '../refusal.ts';
import { printable } from './printable.ts';
import { wordBody, wordText } from './word-body.ts';

/**
 * The text of a .docx, .txt or .md file for a long answer: a line for each paragraph, blank lines at both ends dropped. Text
 * files may be UTF-8, UTF-16 or GBK, as the editors of the people here write them. Throws a Refusal that says what to do.
 */
export async function readPlainText(content: Buffer, name: string): Promise<string> {
  await checkWord(name, content);
  const read = readers[extname(name).toLowerCase()];
  if (!read) throw new Refusal('file_type', '长文字请发 .docx、.txt 或 .md 文件，或直接粘贴在聊天里。');
  const text = printable(await read(content)).replace(/^(?:[^\S\n]*\n)+|\s+$/g, '');
  if (!text.trim()) throw new Refusal('file_blank', '文件里没有文字。如果内容是图片，请把文字直接粘贴在聊天里。');
  return text;
}

const readers: Record<string, (content: Buffer) => Promise<string>> = {
  '.docx': async (content) => {
    try {
      return (await wordBody(content)).map(wordText).join('\n');
    } catch {
      throw new Refusal('file_broken', '文件已损坏，打不开。请在 Word 或 WPS 里打开它，另存一份后再发。');
    }
  },
  '.doc': async () => {
    throw oldWord();
  },
  '.txt': async (content) => decoded(content),
  '.md': async (content) => decoded(content),
};

/** By the mark at the beginning; else UTF-8 if it is that without fault, else GBK. */
const decoded = (content: Buffer): string => {
  const marked =
    content[0] === 0xff && content[1] === 0xfe
      ? 'utf-16le'
      : content[0] === 0xfe && content[1] === 0xff
        ? 'utf-16be'
        : undefined;
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
