import { extname } from 'node:path';
import { Refusal } from '../refusal.ts';

/** What a file is. */
export type FileKind =
  | 'pdf'
  | 'ofd'
  | 'docx'
  | 'doc'
  | 'wps'
  | 'jpeg'
  | 'png'
  | 'bmp'
  | 'tiff'
  | 'xlsx'
  | 'csv'
  | 'text';
/** What the check found: `pages` of a PDF. */
export type Checked = { kind: FileKind; pages?: number };

/** Says what a file is, or throws a Refusal in words that say what to do. */
export const checkFile = async (name: string, content: Buffer): Promise<Checked> => {
  const kind = kinds[extname(name).toLowerCase()];
  if (!kind) throw new Refusal('file_type', '请发 PDF、Word 或图片。');
  if (content.length === 0) throw new Refusal('file_empty', '这是空文件，请检查后重新发送。');
  return { kind };
};

const kinds: Record<string, FileKind> = {
  '.pdf': 'pdf',
  '.ofd': 'ofd',
  '.docx': 'docx',
  '.doc': 'doc',
  '.wps': 'wps',
  '.jpg': 'jpeg',
  '.jpeg': 'jpeg',
  '.png': 'png',
  '.bmp': 'bmp',
  '.tif': 'tiff',
  '.tiff': 'tiff',
  '.xlsx': 'xlsx',
  '.csv': 'csv',
  '.txt': 'text',
  '.md': 'text',
};
