import { once } from 'node:events';
import { parentPort, Worker } from 'node:worker_threads';

/** Work for a thread of its own: what blocks, or follows whatever a hostile file tells it. Given and answer travel as copies. */
export type Tasks = Record<string, (given: never) => Promise<unknown>>;

/** In the thread's own file: one task at a time; the answer is absent when it failed. */
export const serveTasks = (tasks: Tasks): void => {
  parentPort?.on('message', async ({ task, given }: { task: string; given: never }) => {
    const answer = await tasks[task]!(given).catch(() => undefined);
    parentPort?.postMessage(answer);
  });
  parentPort?.postMessage('ready');
};

/**
 * Runs the tasks of the thread that begins with this file, one after the other in this process. Resolves with the answer, or with
 * undefined when the task failed or took longer than `withinMs`; the thread is then given up for a new one.
 */
export const openThread = <T extends Tasks>(file: URL) => {
  let thread: Promise<Worker> | undefined;
  let last: Promise<unknown> = Promise.resolve();

  const asked = async (task: unknown, given: unknown, withinMs: number): Promise<unknown> => {
    thread ??= start(file).catch((error: unknown) => {
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

  return <K extends keyof T>(task: K, given: Parameters<T[K]>[0], withinMs: number) => {
    const answer = last.then(() => asked(task, given, withinMs));
    last = answer.catch(() => {});
    return answer as Promise<Awaited<ReturnType<T[K]>> | undefined>;
  };
};

const LOST = Symbol('no answer came');

/** The next message of a thread; rejects when it ends before, or after `withinMs`. */
const messageOf = async (own: Worker, withinMs: number): Promise<unknown> => {
  const [message] = await once(own, 'message', { signal: AbortSignal.timeout(withinMs) });
  return message;
};

/** Resolves when the thread has read its libraries: that is no part of what a task may take. */
const start = async (file: URL): Promise<Worker> => {
  // What a parser remarks on a damaged file is nobody's news.
  const started = new Worker(file, { stdout: true, stderr: true });
  await once(started, 'message');
  return started;
};
