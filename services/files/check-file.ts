import { extname } from 'node:path';
import { Refusal } from '../refusal.ts';
import { checkPicture, countPages } from './pdf.ts';
import { type FileKind, sniff } from './sniff.ts';

/** What the check found: `name` as it should be kept, and `pages` of a PDF. */
export type Checked = { kind: FileKind; name: string; pages?: number };

/** Says what a file is by its content, or throws a Refusal in words that say what to do. Takes less than three seconds. */
export const checkFile = async (name: string, content: Buffer): Promise<Checked> => {
  if (content.length === 0) throw new Refusal('file_empty', '这是空文件，请检查后重新发送。');
  const extension = extname(name).toLowerCase();
  const found = await sniff(content);
  const kind = found === 'text' && extension === '.csv' ? 'csv' : found;
  if (kind === undefined) throw new Refusal('file_type', PLEASE);
  // Cameras and chat programs name one picture format like another, and any program opens them all the same.
  if (PICTURES.includes(kind)) {
    if (kind === 'jpeg' || kind === 'png') await checkPicture(content);
    return { kind, name: named(name, kind) };
  }
  if (!endings[kind].includes(extension)) {
    const words = `扩展名是“${extension || '空的'}”，内容却是${kindNames[kind]}。请用原来的软件打开，另存后再发。`;
    throw new Refusal('file_extension', words);
  }
  return kind === 'pdf' ? { kind, name, pages: await countPages(content) } : { kind, name };
};

const PLEASE = '这种文件用不上，请发 PDF、Word 或照片（JPG、PNG）；名单可以发 Excel（.xlsx）。';
const PICTURES: FileKind[] = ['jpeg', 'png', 'bmp', 'tiff'];

const kindNames: Record<FileKind, string> = {
  pdf: ' PDF',
  ofd: ' OFD',
  docx: ' Word（.docx）',
  doc: '旧版 Word（.doc）',
  xlsx: ' Excel（.xlsx）',
  csv: '表格文字（.csv）',
  text: '纯文字',
  jpeg: ' JPG 图片',
  png: ' PNG 图片',
  bmp: ' BMP 图片',
  tiff: ' TIFF 图片',
};

const endings: Record<FileKind, string[]> = {
  pdf: ['.pdf'],
  ofd: ['.ofd'],
  docx: ['.docx', '.wps'],
  doc: ['.doc', '.wps'],
  xlsx: ['.xlsx'],
  csv: ['.csv'],
  text: ['.txt', '.md'],
  jpeg: ['.jpg', '.jpeg'],
  png: ['.png'],
  bmp: ['.bmp'],
  tiff: ['.tif', '.tiff'],
};

const named = (name: string, kind: FileKind): string => {
  const extension = extname(name);
  if (endings[kind].includes(extension.toLowerCase())) return name;
  const known = PICTURES.flatMap((one) => endings[one]).includes(extension.toLowerCase());
  return `${known ? name.slice(0, -extension.length) : name}${endings[kind][0]}`;
};
