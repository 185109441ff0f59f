import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decrypt, openEnvelope } from '../../bot/webhook.ts';
import { challengeOf, encrypted, eventOf, keys, signed, signedAs } from './sealed.ts';

const now = new Date('2026-11-22T10:00:00Z');
const HOUR_MS = 60 * 60 * 1000;
const event = eventOf('im.message.receive_v1', { words: '国家知识产权信息公共服务网点' });

const open = (raw: Buffer, headers: Record<string, string>) => openEnvelope(raw, headers, keys, now);
const rejected = (reason: string) => ({ kind: 'rejected', reason });

describe('a signed and encrypted event', () => {
  const raw = encrypted(event);

  it('opens to its body', () => {
    expect(open(raw, signed(raw, now))).toEqual({ kind: 'body', body: event });
  });

  it('opens when it is a v1 envelope with its token at the top', () => {
    const v1 = { uuid: 'u', token: keys.verificationToken, type: 'event_callback', event: { type: 'p2p_chat_create' } };
    const sealed = encrypted(v1);
    expect(open(sealed, signed(sealed, now))).toEqual({ kind: 'body', body: v1 });
  });

  it.each([
    ['23 hours old', -23 * HOUR_MS],
    ['2 minutes ahead', 2 * 60 * 1000],
  ])('opens when its timestamp is %s', (_, offsetMs) => {
    expect(open(raw, signed(raw, new Date(now.getTime() + offsetMs))).kind).toBe('body');
  });

  it('opens when its timestamp is in milliseconds', () => {
    expect(open(raw, signedAs(raw, String(now.getTime()))).kind).toBe('body');
  });

  it.each([
    ['a millisecond timestamp of the day before yesterday', String(now.getTime() - 48 * HOUR_MS)],
    ['a second timestamp of the day before yesterday', String(now.getTime() / 1000 - 48 * 3600)],
  ])('is refused for %s', (_, timestamp) => {
    expect(open(raw, signedAs(raw, timestamp))).toEqual(rejected('the request is older than 24 hours'));
  });

  it('is refused an hour before its time', () => {
    const ahead = signed(raw, new Date(now.getTime() + HOUR_MS));
    expect(open(raw, ahead)).toEqual(rejected('the request comes from the future'));
  });

  it.each(['', 'yesterday', '1e9', '-1', '99999999999999999999'])('is refused for the timestamp "%s"', (timestamp) => {
    expect(open(raw, signedAs(raw, timestamp))).toEqual(rejected('the timestamp cannot be read'));
  });

  it.each(['x-lark-request-timestamp', 'x-lark-request-nonce', 'x-lark-signature'])('is refused without %s', (name) => {
    const { [name]: _left, ...rest } = signed(raw, now);
    expect(open(raw, rest)).toEqual(rejected('a signature header is missing'));
  });

  it('is refused when signed with another key', () => {
    expect(open(raw, signed(raw, now, 'another key'))).toEqual(rejected('the signature is wrong'));
  });

  it('is refused when the signature belongs to the same JSON written with other blanks', () => {
    const spaced = Buffer.from(raw.toString().replace(':', ': '));
    expect(open(spaced, signed(raw, now))).toEqual(rejected('the signature is wrong'));
  });

  it('is refused when signed rightly but encrypted with another key', () => {
    const foreign = encrypted(event, 'another key');
    expect(open(foreign, signed(foreign, now))).toEqual(rejected('the body cannot be decrypted'));
  });

  it.each([
    ['wrong', 'not the token'],
    ['empty', ''],
  ])('is refused for a verification token that is %s', (_, token) => {
    const sealed = encrypted(eventOf('im.message.receive_v1', {}, token));
    expect(open(sealed, signed(sealed, now))).toEqual(rejected('the verification token is wrong'));
  });

  it('takes the token of a v2 envelope from its header only', () => {
    const sealed = encrypted({
      ...eventOf('x', { token: keys.verificationToken }, 'wrong'),
      token: keys.verificationToken,
    });
    expect(open(sealed, signed(sealed, now))).toEqual(rejected('the verification token is wrong'));
  });

  it('is refused, whichever bit of its body is flipped', () => {
    const headers = signed(raw, now);
    fc.assert(
      fc.property(fc.nat(raw.length * 8 - 1), (bit) => {
        const broken = Buffer.from(raw);
        broken[bit >> 3]! ^= 1 << (bit & 7);
        expect(open(broken, headers).kind).toBe('rejected');
      }),
      { numRuns: 500 },
    );
  });

  it('is refused, whichever character of its signature, timestamp or nonce is changed', () => {
    const headers = signed(raw, now);
    const names = ['x-lark-request-timestamp', 'x-lark-request-nonce', 'x-lark-signature'];
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.nat(63),
        fc.constantFrom(...'0123456789abcdefXYZ'),
        (name, at, other) => {
          const value = headers[name]!;
          const index = at % value.length;
          fc.pre(value[index] !== other);
          const changed = { ...headers, [name]: value.slice(0, index) + other + value.slice(index + 1) };
          expect(open(raw, changed).kind).toBe('rejected');
        },
      ),
    );
  });
});

describe('decrypt', () => {
  it("opens the sample of the platform's own page", () => {
    expect(decrypt('P37w+VZImNgPEO1RBhJ6RtKl7n6zymIbEG1pReEzghk=', 'test key')).toBe('hello world');
  });

  it('gives nothing for the same sample under another key', () => {
    expect(decrypt('P37w+VZImNgPEO1RBhJ6RtKl7n6zymIbEG1pReEzghk=', 'another key')).not.toBe('hello world');
  });
});

describe('url_verification', () => {
  const answer = { kind: 'challenge', challenge: 'say-this-again' };
  const plain = (body: unknown) => Buffer.from(JSON.stringify(body));

  it('is answered unsigned in the clear', () => {
    expect(open(plain(challengeOf()), {})).toEqual(answer);
  });

  it('is answered unsigned and encrypted', () => {
    expect(open(encrypted(challengeOf()), {})).toEqual(answer);
  });

  it('is answered encrypted and signed', () => {
    const raw = encrypted(challengeOf());
    expect(open(raw, signed(raw, now))).toEqual(answer);
  });

  it.each([
    ['in the clear', plain(challengeOf('wrong'))],
    ['encrypted', encrypted(challengeOf('wrong'))],
  ])('is refused for a wrong token, %s', (_, raw) => {
    expect(open(raw, {})).toEqual(rejected('the verification token is wrong'));
  });
});

describe('anything else', () => {
  it('is refused in the clear, even with the right token and a right signature', () => {
    const raw = Buffer.from(JSON.stringify(event));
    expect(open(raw, signed(raw, now))).toEqual(rejected('the body is not encrypted'));
  });

  it.each(['', 'null', '[]', '"text"', '1', '{', '{"encrypt":1}', '{"encrypt":""}', '{"encrypt":"AAAA"}'])(
    'is refused without a throw: %s',
    (body) => {
      const raw = Buffer.from(body);
      expect(open(raw, signed(raw, now)).kind).toBe('rejected');
    },
  );

  it('is refused without a throw, whatever the bytes and headers', () => {
    const names = ['x-lark-request-timestamp', 'x-lark-request-nonce', 'x-lark-signature'] as const;
    fc.assert(
      fc.property(fc.uint8Array(), fc.dictionary(fc.constantFrom(...names), fc.string()), (bytes, headers) => {
        expect(open(Buffer.from(bytes), headers).kind).toBe('rejected');
      }),
    );
  });
});
