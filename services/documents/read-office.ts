import { lookIntoZip } from '../files/look-into-zip.ts';
import { Refusal } from '../refusal.ts';
import { openThread } from '../thread.ts';
import type { Cell, OfficeTasks, WordNode } from './office-tasks.ts';

/**
 * A filing of 6,000 characters has some 0.3 MB of XML, with the traces of much work in Word perhaps 1 MB; a roster less. What
 * is far above is no answer to anything here, and would keep others waiting.
 */
const MOST_XML_BYTES = 2 * 1024 * 1024;
/** Far more than that much XML takes; whoever sent the file still waits. */
const READ_MS = 2500;

const inThread = openThread<OfficeTasks>(new URL('./office-worker.ts', import.meta.url));

/** The body of a .docx file. Throws a Refusal when it is none, or none that is safe and sound, or far too long. */
export const readWord = async (docx: Buffer): Promise<WordNode[]> => {
  const tooLong = '文件里的文字太多，读不了。请只留下需要的部分，另存后再发。';
  await measure(docx, /^word\/[^/]*\.xml$/, tooLong);
  const body = await inThread('word', docx, READ_MS);
  if (body) return body;
  throw new Refusal('file_damaged', '文件已损坏，打不开。请在 Word 或 WPS 里打开它，另存一份后再发。');
};

/** The sheets of an .xlsx file, each as rows of cells. Throws a Refusal as above. */
export const readWorkbook = async (xlsx: Buffer): Promise<Cell[][][]> => {
  const tooLong = '表格太大，读不了。请只留下需要的那个工作表和有内容的行，另存后再发。';
  await measure(xlsx, /\.xml$/, tooLong);
  const sheets = await inThread('sheets', xlsx, READ_MS);
  if (sheets) return sheets;
  throw new Refusal(
    'sheet_unreadable',
    '这份 Excel 打不开。请用 Excel 或 WPS 打开后另存为 .xlsx 再发，或把表格复制后粘贴到聊天里。',
  );
};

const measure = async (content: Buffer, read: RegExp, words: string): Promise<void> => {
  let bytes = 0;
  for (const [name, size] of await lookIntoZip(content)) if (read.test(name)) bytes += size;
  if (bytes > MOST_XML_BYTES) throw new Refusal('file_long', words);
};
