import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

const root = path.join(import.meta.dirname, '../..');

export type Ended = { code: number | null; signal: NodeJS.Signals | null; output: string };
export type BotProcess = Awaited<ReturnType<typeof startBotProcess>>;

/** `node bot/main.ts` with these settings and nothing else of ours; resolves when it has ended, with all it said. */
export const runBot = (env: Record<string, string>): { child: ChildProcess; ended: Promise<Ended> } => {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, ['bot/main.ts'], { cwd: root, env: { PATH, HOME, ...env } });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (words: string) => {
      output += words;
    });
  }
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal, output }) as Ended);
  return { child, ended };
};

/** The bot as a process of its own, listening: what is to be killed must be one. */
export const startBotProcess = async (env: Record<string, string>) => {
  const { child, ended } = runBot({ PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'info', ...env });
  const lines: Record<string, unknown>[] = [];
  const port = await new Promise<number>((resolve, reject) => {
    createInterface(child.stdout!).on('line', (line) => {
      const said = JSON.parse(line) as { msg?: string; port?: number };
      lines.push(said);
      if (said.msg === 'listening') resolve(said.port!);
    });
    ended.then(({ output }) => reject(new Error(`the bot did not start:\n${output}`)), reject);
  });
  const end = (signal: NodeJS.Signals): Promise<Ended> => {
    child.kill(signal);
    return ended;
  };
  return {
    port,
    /** What it has logged so far. */
    lines,
    /** kill -9: no handler of the process runs. */
    kill: () => end('SIGKILL'),
    /** An orderly end is asked for. */
    terminate: () => end('SIGTERM'),
  };
};
