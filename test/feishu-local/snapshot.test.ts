import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { api, bot, card, feishu, LI } from './bot.ts';

test('with a folder, chats, files and uuids survive a restart', async () => {
  const stateDir = mkdtempSync(join(tmpdir(), 'feishu-'));
  const first = await feishu({ stateDir });
  const its = await bot();
  first.connect(its.webhook);
  const fileId = await first.as(LI).sendFile('申请.docx', Buffer.from('字节'));
  const sent = await (await api(first)).card(LI, card({ tag: 'markdown', content: '首页' }), { uuid: 'u1' });
  await first.close();

  const second = await feishu({ stateDir });
  const client = await api(second);
  expect(second.as(LI).card('首页').messageId).toBe(sent.body.data.message_id);
  const { fileKey } = second.store.messages.get(fileId)!;
  const file = await client.call('GET', `im/v1/messages/${fileId}/resources/${fileKey}?type=file`);
  expect(file.text).toBe('字节');
  const again = await client.card(LI, card({ tag: 'markdown', content: '首页' }), { uuid: 'u1' });
  expect(again.body.data.message_id).toBe(sent.body.data.message_id);
});
