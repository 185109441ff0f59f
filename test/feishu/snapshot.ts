import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Message, StoredFile } from './types.ts';

type Sent = { messageId: string; body: string; at: number };
type Saved = { messages: Message[]; files: StoredFile[]; uuids: [string, Sent][] };

/** Reads what `saveSnapshot` wrote; an empty folder is an empty platform. */
export function loadSnapshot(dir: string): Saved {
  const path = join(dir, 'chats.json');
  if (!existsSync(path)) return { messages: [], files: [], uuids: [] };
  const saved = JSON.parse(readFileSync(path, 'utf8'));
  const files = saved.files.map((file: StoredFile) => ({ ...file, bytes: readFileSync(join(dir, 'files', file.key)) }));
  return { messages: saved.messages, files, uuids: saved.uuids };
}

/** Writes beside the old file and renames, so that a kill in the middle loses nothing. Files never change once written. */
export function saveSnapshot(
  dir: string,
  state: { messages: Map<string, Message>; files: Map<string, StoredFile>; uuids: Map<string, Sent> },
): void {
  mkdirSync(join(dir, 'files'), { recursive: true });
  for (const file of state.files.values()) {
    const path = join(dir, 'files', file.key);
    if (!existsSync(path)) writeFileSync(path, file.bytes);
  }
  const saved = {
    messages: [...state.messages.values()],
    files: [...state.files.values()].map(({ bytes: _, ...rest }) => rest),
    uuids: [...state.uuids],
  };
  writeFileSync(join(dir, 'chats.json.new'), JSON.stringify(saved));
  renameSync(join(dir, 'chats.json.new'), join(dir, 'chats.json'));
}
