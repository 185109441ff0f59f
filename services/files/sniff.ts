import { fileTypeFromBuffer } from 'file-type';
import { Refusal } from '../refusal.ts';
import { lookIntoZip } from './look-into-zip.ts';

/** What a file is by its content; of plain texts the name says whether it is a table (`csv`). */
export type FileKind = 'pdf' | 'ofd' | 'docx' | 'doc' | 'xlsx' | 'csv' | 'text' | 'jpeg' | 'png' | 'bmp' | 'tiff';

/** What the bytes are, whatever the name says; undefined when of no use here. Refusals say how to make it useful. */
export const sniff = async (content: Buffer): Promise<FileKind | undefined> => {
  if (content.subarray(0, 1024).includes('%PDF-')) return 'pdf';
  if (content.subarray(0, 4).equals(ZIP)) return officeKind([...(await lookIntoZip(content)).keys()]);
  if (content.subarray(0, 8).equals(OLE)) return oleKind(content);
  // Only the beginning is looked at, and none of the containers whose inside would have to be walked through.
  const { ext = '' } = (await fileTypeFromBuffer(content.subarray(0, 4100))) ?? {};
  if (ext === 'heic' || ext === 'avif') throw new Refusal('file_heic', HEIC);
  if (ext === 'webp' || ext === 'gif') throw new Refusal('file_picture', '请把图片另存为 JPG 或 PNG 再发。');
  if (ext === 'rtf') return 'doc';
  if (ext) return ({ jpg: 'jpeg', png: 'png', bmp: 'bmp', tif: 'tiff' } as const)[ext as 'jpg'];
  return isText(content) ? 'text' : undefined;
};

const ZIP = Buffer.from('PK\x03\x04', 'latin1');
const OLE = Buffer.from('d0cf11e0a1b11ae1', 'hex');

const HEIC =
  '这是手机的 HEIC 格式，电脑上多半打不开。请在手机“设置—相机—格式”里选“兼容性最佳”后重拍，或把照片另存为 JPG 再发。';
const LOCKED = '这个文件设了打开密码，没有接收。请用 Word 或 Excel 打开它，去掉密码（文件—信息—保护）后再发。';
const MACRO = '这个文件带有宏，不能接收。请另存为不带宏的 Word（.docx）、Excel（.xlsx）或 PDF 再发。';

const officeKind = (names: string[]): FileKind | undefined => {
  if (names.some((name) => name.endsWith('vbaProject.bin'))) throw new Refusal('file_macro', MACRO);
  if (names.includes('word/document.xml')) return 'docx';
  if (names.includes('xl/workbook.xml')) return 'xlsx';
  return names.includes('OFD.xml') ? 'ofd' : undefined;
};

/** The old container of Office: its directory names its streams in UTF-16. */
const oleKind = (content: Buffer): FileKind | undefined => {
  const holds = (stream: string) => content.includes(Buffer.from(stream, 'utf16le'));
  if (holds('EncryptedPackage')) throw new Refusal('file_locked', LOCKED);
  if (holds('_VBA_PROJECT')) throw new Refusal('file_macro', MACRO);
  if (isLockedDoc(content)) throw new Refusal('file_locked', LOCKED);
  if (holds('Workbook')) throw new Refusal('file_xls', '这是旧版 Excel（.xls），请另存为 .xlsx 再发。');
  return holds('WordDocument') ? 'doc' : undefined;
};

/** Word 97–2003 marks a text that is enciphered in its head (FibBase, fEncrypted), which mostly follows the container's own. */
const isLockedDoc = (content: Buffer): boolean =>
  content.length > 524 && content.readUInt16LE(512) === 0xa5ec && (content.readUInt16LE(522) & 0x0100) !== 0;

const isText = (content: Buffer): boolean => {
  const utf16 = content[0] === 0xff && content[1] === 0xfe;
  return utf16 || !content.subarray(0, 65_536).includes(0);
};
