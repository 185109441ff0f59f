import type { FeishuErrorKind } from './feishu.ts';

/** Trouble with the platform. `words` and `message` never hold answers, addresses, tokens or the platform's own echo of them. */
export class FeishuError extends Error {
  readonly kind: FeishuErrorKind;
  /** The platform's code in the body; undefined when there was no readable body (network, timeout, size). */
  readonly code: number | undefined;
  readonly words: string;
  readonly retryAfterSeconds: number | undefined;

  constructor(fault: { kind: FeishuErrorKind; words: string; code?: number; retryAfterSeconds?: number }) {
    super(fault.code === undefined ? fault.words : `${fault.words}（${fault.code}）`);
    this.name = 'FeishuError';
    this.kind = fault.kind;
    this.code = fault.code;
    this.words = fault.words;
    this.retryAfterSeconds = fault.retryAfterSeconds;
  }
}
