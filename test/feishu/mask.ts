import { isObject, parseJson } from './http.ts';
import type { FeishuOptions } from './types.ts';

const MAX_BYTES = 64 * 1024;
const HIDDEN = '***';
const SECRET_KEYS = new Set([
  'token',
  'access_token',
  'tenant_access_token',
  'app_access_token',
  'app_secret',
  'authorization',
  'encrypt',
  'encrypt_key',
  'verification_token',
]);
/** The credentials the platform gives out: a letter and 32 hexadecimal digits. */
const CREDENTIAL = /\b[a-z]-[0-9a-f]{32}\b/g;

/** Makes bodies fit to be looked at: JSON text of at most 64 KB in which no token or secret of the app is left. */
export function createMask({ appSecret, encryptKey, verificationToken }: FeishuOptions) {
  const secrets = [appSecret, encryptKey, verificationToken].filter((secret) => secret !== '');
  // A short secret of a test may be an everyday word: it is hidden only where it stands alone.
  const telling = secrets.filter((secret) => secret.length >= 8);

  function clean(key: string, value: unknown): unknown {
    if (typeof value !== 'string') return value;
    if (SECRET_KEYS.has(key.toLowerCase()) || secrets.includes(value)) return HIDDEN;
    return telling.reduce((text, secret) => text.replaceAll(secret, HIDDEN), value.replace(CREDENTIAL, HIDDEN));
  }

  /** A text that is JSON is masked as what it says; `undefined` stays so. */
  return (body: unknown): string | undefined => {
    if (body === undefined) return undefined;
    const told = typeof body === 'string' ? parseJson(body) : body;
    const read = isObject(told) || Array.isArray(told) ? told : body;
    return cut(typeof read === 'string' ? String(clean('', read)) : JSON.stringify(read, clean));
  };
}

function cut(text: string): string {
  const bytes = Buffer.byteLength(text);
  if (bytes <= MAX_BYTES) return text;
  const kept = new TextDecoder().decode(Buffer.from(text).subarray(0, MAX_BYTES)).replace(/\uFFFD+$/, '');
  return `${kept}…（共 ${bytes} 字节）`;
}
