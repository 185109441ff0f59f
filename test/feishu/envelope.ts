import { createCipheriv, createHash, randomBytes } from 'node:crypto';

/** What the platform posts: `{encrypt}` and the signature over exactly these bytes, with a nonce of its own. */
export function seal(
  payload: unknown,
  encryptKey: string,
  now: Date,
): { body: string; headers: Record<string, string> } {
  const body = JSON.stringify({ encrypt: encrypt(JSON.stringify(payload), encryptKey) });
  const timestamp = String(Math.floor(now.getTime() / 1000));
  const nonce = randomBytes(8).toString('hex');
  const signature = createHash('sha256')
    .update(timestamp + nonce + encryptKey + body)
    .digest('hex');
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'x-lark-request-timestamp': timestamp,
    'x-lark-request-nonce': nonce,
    'x-lark-signature': signature,
  };
  return { body, headers };
}

/** AES-256-CBC under SHA-256 of the key, PKCS7, base64 of iv and cipher text. */
export function encrypt(text: string, encryptKey: string, iv = randomBytes(16)): string {
  const cipher = createCipheriv('aes-256-cbc', createHash('sha256').update(encryptKey).digest(), iv);
  return Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final()]).toString('base64');
}
