import { type DestinationStream, type Logger, pino } from 'pino';
import type { LogLevel } from './config.ts';

/**
 * The log: JSON lines on stdout (or `destination`). Whatever a caller hands over, the values of secret or personal names are
 * replaced at any depth, and an error is cut down to its name, words, code and stack: libraries hang requests with tokens
 * and answers on their errors. Only the fields of a line are looked at, not its message nor the bindings of a child.
 */
export function createLog(level: LogLevel, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: undefined,
    formatters: { log: (fields: object) => censor(fields, 0) as Record<string, unknown> },
    // By now an error is a plain object; pino's own serializer would dress it up once more.
    serializers: { err: (error: unknown) => error },
  };
  return destination ? pino(options, destination) : pino(options);
}

const SECRET_NAME =
  /secret|token|authorization|cookie|passw|encrypt_?key|database_?url|mobile|phone|e-?mail|^(?:answers?|form|form_?values?|content|text)$/i;

const MAX_DEPTH = 8;

function censor(value: unknown, depth: number): unknown {
  if (value instanceof Error) return depth > MAX_DEPTH ? value.message : plainError(value, depth);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (depth > MAX_DEPTH) return '[…]';
  if (Buffer.isBuffer(value)) return `[${value.length} bytes]`;
  if (Array.isArray(value)) return value.map((item) => censor(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      SECRET_NAME.test(name) && inner !== undefined && inner !== null ? '[hidden]' : censor(inner, depth + 1),
    ]),
  );
}

function plainError(error: Error, depth: number) {
  const { kind, code } = error as { kind?: unknown; code?: unknown };
  return {
    type: error.name,
    message: error.message,
    ...(typeof kind === 'string' ? { kind } : {}),
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    stack: error.stack,
    ...(error.cause === undefined ? {} : { cause: censor(error.cause, depth + 1) }),
  };
}
