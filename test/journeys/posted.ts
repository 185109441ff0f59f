import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { PersonDriver } from '../feishu/driver.ts';
import { seal } from '../feishu/envelope.ts';
import { app } from '../season.ts';
import type { World } from './world.ts';

const TENANT = 'tenant_local';

/** Posts an event as the platform does, of a kind or a shape that no driver makes; resolves with the bot's answer. */
export const post = async (
  world: World,
  type: string,
  event: object,
  eventId: string = randomUUID(),
): Promise<{ toast?: { type: string; content: string }; card?: object }> => {
  const header = { event_id: eventId, event_type: type, token: app.verificationToken, tenant_key: TENANT };
  const sealed = seal({ schema: '2.0', header, event }, app.encryptKey, world.feishu.store.now());
  const response = await fetch(world.eventUrl(), { method: 'POST', body: sealed.body, headers: sealed.headers });
  expect(response.status).toBe(200);
  return (await response.json()) as { toast?: { type: string; content: string } };
};

/** What a person's message of this type looks like to the bot. */
export const messageOf = (person: PersonDriver, type: string, content: object, messageId: string) => ({
  sender: { sender_id: { open_id: person.openId }, sender_type: 'user', tenant_key: TENANT },
  message: {
    message_id: messageId,
    create_time: '1700000000000',
    chat_id: person.chatId,
    chat_type: 'p2p',
    message_type: type,
    content: JSON.stringify(content),
  },
});

/** A click on a message of the person's chat with an action of the test's own making. */
export const clickOf = (person: PersonDriver, messageId: string, action: object) => ({
  operator: { tenant_key: TENANT, open_id: person.openId },
  token: 'c-token',
  action: { tag: 'button', ...action },
  context: { open_message_id: messageId, open_chat_id: person.chatId },
});
