import { readWorkbook } from '../documents/read-office.ts';
import { Refusal } from '../refusal.ts';
import { separated } from './separated.ts';
import type { TableLine } from './understand.ts';

/** The sheets of an .xlsx, each as rows of text. Refusal when it cannot be read. */
export const readSheets = async (content: Buffer): Promise<TableLine[][]> =>
  (await readWorkbook(content)).map((rows) =>
    rows.map((cells, index) => ({ line: index + 1, cells: cells.map((cell) => asText(cell)) })),
  );

/** Far above any list of people or cases. */
const MOST_CSV_BYTES = 1024 * 1024;

/** A .csv, whatever Excel wrote it in: UTF-8, UTF-16 with its mark, or the GBK of a Chinese Windows. Refusal when it is far too long. */
export const readCsv = (content: Buffer): TableLine[] => {
  if (content.length > MOST_CSV_BYTES) {
    throw new Refusal('file_long', '表格太大，读不了。请只留下名单需要的行和列，另存后再发。');
  }
  const text = decoded(content);
  const head = text.slice(0, text.indexOf('\n') + 1 || undefined);
  const sign = ['\t', ';', ','].find((one) => head.includes(one)) ?? ',';
  return separated(text, sign);
};

const decoded = (content: Buffer): string => {
  if (content[0] === 0xff && content[1] === 0xfe) return new TextDecoder('utf-16le').decode(content);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    return new TextDecoder('gb18030').decode(content);
  }
};

/** A date cell holds midnight UTC of its day. */
const asText = (cell: unknown): string => {
  if (cell === null || cell === undefined) return '';
  return cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell);
};
