import { extname } from 'node:path';
import { fileTypeFromBuffer } from 'file-type';
import { Refusal } from '../refusal.ts';
import { checkArchive, locked } from './check-archive.ts';

/**
 * Makes sure that a .docx, .docm, .doc, .txt or .md file is what its name says and safe to open; throws a Refusal in words
 * that say what to do. Other files are none of its business. A sound .doc passes as the attachment it may be: only the form
 * itself in this format is refused, because nothing in it can be read.
 */
export async function checkWord(name: string, content: Buffer): Promise<void> {
  const check = checks[extname(name).toLowerCase()];
  if (check && content.length > 0) await check(content);
}

const checks: Record<string, (content: Buffer) => Promise<void>> = {
  '.docx': async (content) => {
    if (isOle(content)) throw holds(content, 'EncryptedPackage') ? locked() : notReally('.docx', '旧版 Word（.doc）');
    if (!content.subarray(0, 4).equals(ZIP)) throw notReally('.docx', await kindOf(content));
    const names = [...(await checkArchive(content)).keys()];
    if (names.some((entry) => /vbaProject\.bin$|vbaData\.xml$/i.test(entry))) throw macros();
    if (!names.includes('[Content_Types].xml') || !names.some((entry) => /^word\/document\d*\.xml$/.test(entry))) {
      throw notReally('.docx', await kindOf(content));
    }
  },
  '.docm': async () => {
    throw macros();
  },
  '.doc': async (content) => {
    if (!isOle(content)) throw notReally('.doc', await kindOf(content));
    if (holds(content, 'EncryptedPackage')) throw locked();
    if (holds(content, '服务网点备案表')) throw oldWord();
  },
  '.txt': async (content) => mustBeText('.txt', content),
  '.md': async (content) => mustBeText('.md', content),
};

export const oldWord = (): Refusal =>
  new Refusal(
    'file_old_word',
    '这是旧版 Word 格式（.doc），读不出里面的内容。请在 Word 或 WPS 里打开它，另存为 .docx 后再发。',
  );

const macros = (): Refusal =>
  new Refusal('file_macros', '文件里带有宏，为了安全不打开。请在 Word 或 WPS 里另存为不带宏的 .docx 后再发。');

const notReally = (extension: string, kind: string): Refusal =>
  new Refusal(
    'file_disguised',
    `文件名是 ${extension}，内容却是${kind}。请在 Word 或 WPS 里打开原文件，另存为 .docx 后再发。`,
  );

/** In words, what the content is by its first bytes. */
const kindOf = async (content: Buffer): Promise<string> => {
  const type = await fileTypeFromBuffer(content).catch(() => undefined);
  return type ? ` ${type.ext.toUpperCase()} 文件` : '别的东西';
};

const mustBeText = async (extension: string, content: Buffer): Promise<void> => {
  const type = await fileTypeFromBuffer(content).catch(() => undefined);
  if (type && !type.mime.startsWith('text/')) throw notReally(extension, await kindOf(content));
};

const ZIP = Buffer.from('PK\u0003\u0004', 'latin1');
const OLE = Buffer.from('d0cf11e0a1b11ae1', 'hex');
const isOle = (content: Buffer): boolean => content.subarray(0, OLE.length).equals(OLE);

/** Old Word files, and the shell around an encrypted new one, write their names and Chinese text in two bytes each. */
const holds = (content: Buffer, words: string): boolean => content.includes(Buffer.from(words, 'utf16le'));
