import { findPerson, type IdType } from './api-people.ts';
import { barred } from './api-reach.ts';
import { readContent } from './message-content.ts';
import { type Answer, type ApiRequest, type Platform, refuse } from './platform.ts';
import { newId } from './store.ts';
import type { Person } from './types.ts';

const MAX_IDS = 200;
/** The platform promises no speed; this is long enough for a bot that counts on one to be wrong. */
const LATER_MS = 1000;
const TYPES = ['text', 'image', 'post', 'interactive'];

/**
 * POST message/v4/batch_send/: one message for many people, sent later and known only by its `bm-` id, so that nothing can be
 * edited or patched. An old API: every refusal is HTTP 200 with a code of its own, and content and card are objects.
 */
export function batchSend(platform: Platform, { body }: ApiRequest): Answer {
  const { store, tenant } = platform;
  if (!tenant.botEnabled) return refuseOld(11205, 'App do not have bot.');
  if (tenant.batchQuotaSpent) return refuseOld(11247, 'Internal send message trigger rate limit.');
  const wanted = (['open_id', 'union_id', 'user_id'] as const).map((type) => ({ type, ids: list(body[`${type}s`]) }));
  const count = wanted.reduce((sum, { ids }) => sum + ids.length, 0);
  if (count === 0 || wanted.some(({ ids }) => ids.length > MAX_IDS) || !TYPES.includes(String(body.msg_type)))
    return refuseOld(10003, 'Invalid parameter.');
  const read = readContent(platform, body.msg_type, JSON.stringify(contentOf(body)));
  if ('refused' in read) return refuseContent(read.refused);
  const { people, unknown } = sorted(platform, wanted);
  if (people.length === 0) return refuseOld(11101, 'Open_id not exist.');
  const chats = people.map((person) => store.p2pOf(person.openId)!);
  store.clock.setTimeout(() => {
    const reached = chats.filter((chat) => !barred(platform, chat, 'speak'));
    for (const { chatId } of reached) store.addMessage({ chatId, from: 'bot', ...read.content });
  }, LATER_MS);
  const data = { message_id: newId('bm-'), ...unknown };
  return { code: 0, msg: 'ok', data, summary: `${read.content.type} for ${people.length}` };
}

function contentOf({ msg_type, content, card }: Record<string, unknown>): unknown {
  if (msg_type === 'interactive') return card;
  return msg_type === 'post' ? (content as { post?: unknown } | undefined)?.post : content;
}

function sorted(platform: Platform, wanted: { type: IdType; ids: string[] }[]) {
  const people = new Set<Person>();
  const unknown: Record<string, string[]> = {};
  for (const { type, ids } of wanted) {
    const nobody = ids.filter((id) => !findPerson(platform, type, id));
    for (const id of ids) if (!nobody.includes(id)) people.add(findPerson(platform, type, id)!);
    unknown[`invalid_${type}s`] = nobody;
  }
  return { people: [...people], unknown };
}

function refuseContent({ code, msg }: Answer): Answer {
  if (code === 230017) return refuseOld(11227, 'Image key not exist.');
  if (code === 230022 || code === 230028) return refuseOld(11312, 'Bot messages do not pass the audit.');
  return refuseOld(11246, `Create message content fail. ${msg}`);
}

function refuseOld(code: number, msg: string): Answer {
  return refuse(code, msg, { status: 200 });
}

function list(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
