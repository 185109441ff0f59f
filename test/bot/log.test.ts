import { describe, expect, it } from 'vitest';
import { capturedLog } from './captured-log.ts';

const HIDDEN = 'must-not-be-seen';

describe('the log', () => {
  it.each([
    'app_secret',
    'appSecret',
    'token',
    'tenant_access_token',
    'Authorization',
    'encryptKey',
    'databaseUrl',
    'password',
    'mobile',
    'email',
    'answers',
    'form_value',
    'content',
  ])('hides the value of %s at any depth', (name) => {
    const { log, text } = capturedLog();
    log.info({ [name]: HIDDEN, deep: [{ er: { [name]: { inner: HIDDEN } } }] }, 'words');
    expect(text()).toContain('[hidden]');
    expect(text()).not.toContain(HIDDEN);
  });

  it('keeps what is needed to find a fault', () => {
    const { log, lines } = capturedLog();
    log.warn({ eventId: 'e', type: 'card.action.trigger', rev: 3, at: new Date(0) }, 'words');
    expect(lines()[0]).toMatchObject({
      level: 40,
      eventId: 'e',
      type: 'card.action.trigger',
      rev: 3,
      at: '1970-01-01T00:00:00.000Z',
      msg: 'words',
    });
  });

  it('writes an error with its cause and stack, but not what a library hung on it', () => {
    const { log, lines, text } = capturedLog();
    const cause = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED', config: { data: HIDDEN } });
    const error = Object.assign(new TypeError('outer', { cause }), { request: { headers: HIDDEN } });
    log.error(error);
    log.error({ err: error, step: 1 }, 'words');
    for (const line of lines()) {
      expect(line.err).toMatchObject({
        type: 'TypeError',
        message: 'outer',
        stack: expect.stringContaining('log.test.ts'),
        cause: { message: 'connect ECONNREFUSED', code: 'ECONNREFUSED' },
      });
    }
    expect(lines()).toHaveLength(2);
    expect(text()).not.toContain(HIDDEN);
  });

  it('survives an object that holds itself, and does not write bytes', () => {
    const { log, text } = capturedLog();
    const self: Record<string, unknown> = { file: Buffer.from(HIDDEN) };
    self.self = self;
    log.info(self);
    expect(text()).toContain('[16 bytes]');
    expect(text()).not.toContain(HIDDEN);
  });
});
