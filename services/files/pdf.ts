import { Refusal } from '../refusal.ts';
import { openThread } from '../thread.ts';
import type { PictureFault } from './jpeg-fault.ts';
import type { PdfFault, PdfTasks } from './pdf-tasks.ts';

const inThread = openThread<PdfTasks>(new URL('./pdf-worker.ts', import.meta.url));

/** A PDF of 30 MB is read in well under a second; one that takes longer leads the parser astray. */
const COUNT_MS = 2500;

/** Pages of a PDF that opens, is not locked and not blank; throws a Refusal otherwise. */
export const countPages = async (content: Buffer): Promise<number> => {
  const found = await inThread('count', content, COUNT_MS);
  if (typeof found === 'number') return found;
  throw new Refusal(`pdf_${found ?? 'damaged'}`, faults[found ?? 'damaged']);
};

const faults: Record<PdfFault, string> = {
  locked: '这份 PDF 加了密码或限制编辑，审核和归档都打不开。请去掉密码，或用“打印—另存为 PDF”重新生成后再发。',
  damaged: '这份 PDF 打不开，可能没有传完或已损坏。请在电脑上打开看看，重新导出或扫描后再发。',
  blank: '这份 PDF 里没有内容，每一页都是空白的。请重新导出或扫描后再发。',
};

/** Throws a Refusal for a JPEG or PNG that is torn, too large, or of a kind that becomes no page. */
export const checkPicture = async (content: Buffer): Promise<void> => {
  const found = await inThread('picture', content, PICTURE_MS);
  // One that takes too long to walk through is looked at once more when it becomes a page.
  if (!found || found === 'sound') return;
  throw new Refusal(`picture_${found}`, pictureFaults[found]);
};

/** Every code of 30 MB is read in about a second. */
const PICTURE_MS = 2500;

const pictureFaults: Record<PictureFault, string> = {
  damaged: '这张照片打不开或只传来了一部分。请在手机或电脑上打开看看，重拍或重新发送。',
  odd: '这张图片的格式很少见，放不进扫描件。请用手机重拍，或把它另存为普通的 JPG 再发。',
  huge: '这张图片的像素太多，打不开。请用普通清晰度重拍，或用 300 dpi 扫描后再发。',
};

/** Photographs of 60 pages are joined in a few seconds; none may keep the thread for ever. */
const JOIN_MS = 60_000;

/** JPEG and PNG pictures as the pages of one A4 PDF, in this order; or the numbers, from 1, of those that cannot be read. */
export const joinPages = async (pictures: { content: Uint8Array }[]): Promise<Buffer | number[]> => {
  const joined = await inThread('join', pictures, JOIN_MS);
  if (joined instanceof Uint8Array) return Buffer.from(joined);
  return joined ?? pictures.map((_, index) => index + 1);
};
