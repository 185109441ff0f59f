import { createLog } from '../../bot/log.ts';

/** A real log at the finest level whose lines can be read back. */
export function capturedLog() {
  const written: string[] = [];
  const log = createLog('trace', { write: (line: string) => written.push(line) });
  return {
    log,
    text: () => written.join(''),
    lines: () => written.map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}
