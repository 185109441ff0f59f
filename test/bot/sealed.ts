import { createCipheriv, createHash, randomBytes } from 'node:crypto';

export const keys = { encryptKey: 'an encrypt key for tests', verificationToken: 'a verification token for tests' };

/** The body as the platform sends it: encrypted with the key. */
export function encrypted(body: unknown, encryptKey = keys.encryptKey): Buffer {
  const iv = randomBytes(16);
  const cipher = createCipheriv('aes-256-cbc', createHash('sha256').update(encryptKey).digest(), iv);
  const bytes = Buffer.concat([iv, cipher.update(JSON.stringify(body), 'utf8'), cipher.final()]);
  return Buffer.from(JSON.stringify({ encrypt: bytes.toString('base64') }));
}

/** The headers the platform signs a raw body with. */
export function signed(raw: Buffer, at: Date, encryptKey = keys.encryptKey): Record<string, string> {
  return signedAs(raw, String(Math.floor(at.getTime() / 1000)), encryptKey);
}

/** The same for a timestamp written in any way. */
export function signedAs(raw: Buffer, timestamp: string, encryptKey = keys.encryptKey): Record<string, string> {
  const nonce = randomBytes(8).toString('hex');
  const signature = createHash('sha256')
    .update(Buffer.concat([Buffer.from(timestamp + nonce + encryptKey), raw]))
    .digest('hex');
  return {
    'x-lark-request-timestamp': timestamp,
    'x-lark-request-nonce': nonce,
    'x-lark-signature': signature,
    'content-type': 'application/json',
  };
}

/** A v2 envelope with the right token, unless told otherwise. */
export const eventOf = (type: string, event: unknown, token: string = keys.verificationToken) => ({
  schema: '2.0',
  header: {
    event_id: 'event-0123456789abcdef',
    event_type: type,
    token,
    tenant_key: 'tenant-of-app',
    app_id: 'cli_test',
  },
  event,
});

export const challengeOf = (token: string = keys.verificationToken) => ({
  type: 'url_verification',
  challenge: 'say-this-again',
  token,
});
