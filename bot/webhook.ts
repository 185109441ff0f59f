import { createDecipheriv, createHash, timingSafeEqual } from 'node:crypto';

export type EnvelopeKeys = { encryptKey: string; verificationToken: string };

/** `reason` is for one log line: it holds nothing of the request or the keys. */
export type Opened =
  | { kind: 'challenge'; challenge: string }
  | { kind: 'body'; body: unknown }
  | { kind: 'rejected'; reason: string };

/**
 * Verifies and opens one request of the platform: signature over the raw bytes, freshness, decryption, verification token,
 * in this order. Everything must be encrypted and signed, except `url_verification`, which the platform does not sign and
 * may send in the clear; its token is checked all the same. Headers are Node's: names in lower case.
 * (Platform: "Encrypt Key encryption configuration" and "Send notifications to developer's server".)
 */
export function openEnvelope(
  raw: Buffer,
  headers: Record<string, string | string[] | undefined>,
  keys: EnvelopeKeys,
  now: Date,
): Opened {
  const outer = parseObject(raw.toString('utf8'));
  if (!outer) return rejected('the body is not a JSON object');

  const encrypted = typeof outer.encrypt === 'string';
  const distrust = encrypted ? faultOfSignature(raw, headers, keys.encryptKey, now) : 'the body is not encrypted';

  const body = encrypted ? parseObject(decrypt(String(outer.encrypt), keys.encryptKey)) : outer;
  const challenge =
    body?.type === 'url_verification' && typeof body.challenge === 'string' ? body.challenge : undefined;
  if (distrust && challenge === undefined) return rejected(distrust);
  if (!body) return rejected('the body cannot be decrypted');

  if (!sameText(tokenOf(body), keys.verificationToken)) return rejected('the verification token is wrong');
  return challenge === undefined ? { kind: 'body', body } : { kind: 'challenge', challenge };
}

/** AES-256-CBC, key = SHA-256(encrypt key), payload = base64(16 bytes iv ‖ ciphertext). '' when it does not fit. */
export function decrypt(payload: string, encryptKey: string): string {
  const bytes = Buffer.from(payload, 'base64');
  const key = createHash('sha256').update(encryptKey).digest();
  try {
    const decipher = createDecipheriv('aes-256-cbc', key, bytes.subarray(0, 16));
    return Buffer.concat([decipher.update(bytes.subarray(16)), decipher.final()]).toString('utf8');
  } catch {
    return '';
  }
}

// The last redelivery comes 7.5 h after the first attempt, and event ids are remembered for 48 h: within a day a replayed
// request is a known id, after it it is stale.
const MAX_AGE_MS = 24 * 60 * 60 * 1000;
const MAX_AHEAD_MS = 5 * 60 * 1000;

function faultOfSignature(
  raw: Buffer,
  headers: Record<string, string | string[] | undefined>,
  encryptKey: string,
  now: Date,
): string | undefined {
  const timestamp = headers['x-lark-request-timestamp'];
  const nonce = headers['x-lark-request-nonce'];
  const signature = headers['x-lark-signature'];
  if (typeof timestamp !== 'string' || typeof nonce !== 'string' || typeof signature !== 'string') {
    return 'a signature header is missing';
  }
  // A plain hash, not an HMAC, by the platform's definition.
  const expected = createHash('sha256').update(`${timestamp}${nonce}${encryptKey}`).update(raw).digest('hex');
  if (!sameText(signature, expected)) return 'the signature is wrong';

  if (!/^\d{10,13}$/.test(timestamp)) return 'the timestamp cannot be read';
  // Documented in seconds; other timestamps of the platform come in milliseconds, so both are read, told apart by length.
  const ageMs = now.getTime() - Number(timestamp) * (timestamp.length === 13 ? 1 : 1000);
  if (ageMs > MAX_AGE_MS) return 'the request is older than 24 hours';
  if (ageMs < -MAX_AHEAD_MS) return 'the request comes from the future';
  return undefined;
}

/** v2 carries its token in the header; v1 and url_verification at the top. */
function tokenOf(body: Record<string, unknown>): unknown {
  if (!('schema' in body)) return body.token;
  return typeof body.header === 'object' && body.header !== null
    ? (body.header as { token?: unknown }).token
    : undefined;
}

/** In constant time: comparing digests also hides the length. */
function sameText(given: unknown, expected: string): boolean {
  if (typeof given !== 'string') return false;
  const digest = (value: string) => createHash('sha256').update(value).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

function parseObject(json: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

const rejected = (reason: string): Opened => ({ kind: 'rejected', reason });
