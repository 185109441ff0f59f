import readXlsx from 'read-excel-file/node';
import { Refusal } from '../refusal.ts';
import { separated } from './separated.ts';
import type { TableLine } from './understand.ts';

/** The sheets of an .xlsx, each as rows of text. The file has been checked before: its archive is no bomb. Refusal when it cannot be read. */
export const readSheets = async (content: Buffer): Promise<TableLine[][]> => {
  try {
    const sheets = await readXlsx(content);
    return sheets.map(({ data }) =>
      data.map((cells, index) => ({ line: index + 1, cells: cells.map((cell) => asText(cell)) })),
    );
  } catch {
    throw new Refusal(
      'sheet_unreadable',
      '这份 Excel 打不开。请用 Excel 或 WPS 打开后另存为 .xlsx 再发，或把表格复制后粘贴到聊天里。',
    );
  }
};

/** A .csv, whatever Excel wrote it in: UTF-8, UTF-16 with its mark, or the GBK of a Chinese Windows. */
export const readCsv = (content: Buffer): TableLine[] => {
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
