import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { Refusal } from '../refusal.ts';
import type { PictureFault } from './jpeg-fault.ts';
import type { PdfFault, PdfTasks } from './pdf-tasks.ts';

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

let thread: Promise<Worker> | undefined;
let last: Promise<unknown> = Promise.resolve();

/** Photographs of 60 pages are joined in a few seconds; none may keep the thread for ever. */
const JOIN_MS = 60_000;

/** JPEG and PNG pictures as the pages of one A4 PDF, in this order; or the numbers, from 1, of those that cannot be read. */
export const joinPages = async (pictures: { content: Uint8Array }[]): Promise<Buffer | number[]> => {
  const joined = await inThread('join', pictures, JOIN_MS);
  if (joined instanceof Uint8Array) return Buffer.from(joined);
  return joined ?? pictures.map((_, index) => index + 1);
};

/** The task's answer, or undefined when it failed or took longer than `withinMs`. One after the other in this process. */
const inThread = <T extends keyof PdfTasks>(task: T, given: Parameters<PdfTasks[T]>[0], withinMs: number) => {
  const answer = last.then(() => asked(task, given, withinMs));
  last = answer.catch(() => {});
  return answer as Promise<Awaited<ReturnType<PdfTasks[T]>> | undefined>;
};

const asked = async (task: string, given: unknown, withinMs: number): Promise<unknown> => {
  thread ??= startThread().catch((error: unknown) => {
    thread = undefined;
    throw error;
  });
  const own = await thread;
  own.ref();
  own.postMessage({ task, given });
  const answer = await messageOf(own, withinMs).catch(() => LOST);
  // An idle thread must not keep the process from ending.
  own.unref();
  if (answer !== LOST) return answer;
  thread = undefined;
  void own.terminate();
  return undefined;
};

const LOST = Symbol('no answer came');

/** The next message of a thread; rejects when it ends before, or after `withinMs`. */
const messageOf = async (own: Worker, withinMs: number): Promise<unknown> => {
  const [message] = await once(own, 'message', { signal: AbortSignal.timeout(withinMs) });
  return message;
};

/** Resolves when the thread has read its libraries: that is no part of what a task may take. */
const startThread = async (): Promise<Worker> => {
  // What the parser remarks on a damaged file is nobody's news.
  const started = new Worker(new URL('./pdf-worker.ts', import.meta.url), { stdout: true, stderr: true });
  await once(started, 'message');
  return started;
};
