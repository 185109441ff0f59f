import { parentPort } from 'node:worker_threads';
import { type PdfTasks, pdfTasks } from './pdf-tasks.ts';

/** One task at a time; the answer is absent when it failed. */
parentPort?.on('message', async ({ task, given }: { task: keyof PdfTasks; given: never }) => {
  const answer = await pdfTasks[task](given).catch(() => undefined);
  parentPort?.postMessage(answer);
});
parentPort?.postMessage('ready');
