import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';

/** Reads a whole request body. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Reads a body that should be a JSON object; anything else is an empty object. */
export function parseObject(body: Buffer): Record<string, unknown> {
  const value = parseJson(body.toString('utf8'));
  return isObject(value) ? value : {};
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Parses multipart/form-data with Node's own parser. It takes a part without a file name for text and spoils its bytes, but
 * the official SDK sends a Buffer in this way, with a type and no name: such a part gets its field as its name.
 */
export async function parseForm(request: IncomingMessage, body: Buffer): Promise<FormData> {
  const type = request.headers['content-type'] ?? '';
  const boundary = /boundary="?([^";]+)/.exec(type)?.[1] ?? '';
  const nameless = new RegExp(
    `(--${boundary.replaceAll(/[^\w-]/g, '\\$&')}\\r\\n[^\\r]+; name="([^"]+)")(?=\\r\\nContent-Type:)`,
    'gi',
  );
  const named = body.toString('latin1').replace(nameless, '$1; filename="$2"');
  return new Response(Buffer.from(named, 'latin1'), { headers: { 'content-type': type } }).formData();
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(JSON.stringify(body));
}

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
};

/** Serves a file of the built page, or 404; a path can never leave the folder. */
export async function sendStatic(response: ServerResponse, dir: string, path: string): Promise<void> {
  const root = normalize(dir);
  const file = join(root, path === '/' ? 'index.html' : decodeURIComponent(path));
  const bytes = file.startsWith(root + sep) ? await readFile(file).catch(() => undefined) : undefined;
  if (!bytes) return void response.writeHead(404).end('not found');
  response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
  response.end(bytes);
}
