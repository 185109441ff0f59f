import { expect, test } from 'vitest';
import { createVirtualClock } from '../feishu/clock.ts';
import type { Card, FeishuOptions, Profile } from '../feishu/types.ts';
import { AUGUST, api, bot, button, card, feishu, LI, WANG, words } from './bot.ts';

const DAY = 24 * 60 * 60 * 1000;
const link = {
  tag: 'button',
  text: words('网页'),
  behaviors: [{ type: 'open_url', default_url: 'https://example.com' }],
};
const withConfig = (config: object, ...elements: Card[]) => ({ ...card(...elements), config });
const open = (...elements: Card[]) => withConfig({ enable_forward_interaction: true }, ...elements);

/** Li has the card before them, and Wang is somebody it may be forwarded to. */
async function before(shown: Card, options: Partial<FeishuOptions> = {}) {
  const local = await feishu({ groups: [{ chatId: 'oc_group', name: '讨论', members: [LI, WANG] }], ...options });
  const its = await bot();
  local.connect(its.webhook);
  const client = await api(local);
  await client.card(LI, shown);
  const li = local.as(LI);
  return { local, its, client, li, wang: local.as(WANG), seen: li.card() };
}

test('a card that may not be forwarded stays where it is', async () => {
  const { li, seen, local } = await before(withConfig({ enable_forward: false }, button('x')));
  expect(() => li.forward(seen, WANG)).toThrow('该卡片不支持转发');
  expect(local.store.messages.size).toBe(1);
});

test.each(['ou_wang', 'oc_group', 'oc_elsewhere'])(
  'a forwarded copy in %s calls nobody back, its links open',
  async (to) => {
    const { li, wang, seen, its } = await before(card(button('x'), link));
    const copy = li.forward(seen, to);
    expect(copy.text).toBe('[x]\n[网页]');
    expect((await wang.clickOn(copy, 'x')).error).toEqual({ code: 0, words: '转发的卡片不支持操作' });
    expect(await wang.clickOn(copy, '网页')).toEqual({});
    expect(its.received).toEqual([]);
    expect(await li.clickOn(seen, 'x')).toEqual({});
  },
);

test.each<[Profile, 'original' | 'copy']>([
  ['kind', 'original'],
  ['harsh', 'copy'],
])(
  'with enable_forward_interaction whoever sees a copy may click it, %s: the callback names the %s',
  async (profile, named) => {
    const { li, wang, seen, its } = await before(open(button('x')), { profile });
    const copy = li.forward(seen, WANG);
    expect(await wang.clickOn(copy, 'x')).toEqual({});
    const { operator, context } = its.received[0]!.payload.event;
    expect(operator.open_id).toBe(WANG);
    expect(context.open_message_id).toBe({ original: seen, copy }[named].messageId);
    expect(context.open_chat_id === li.chatId).toBe(named === 'original');
  },
);

test('a copy of a copy still is no card of the bot, and dies with the first', async () => {
  const clock = createVirtualClock(AUGUST);
  const { li, wang, seen } = await before(open(button('x')), { clock });
  await clock.jump(clock.now() + 7 * DAY);
  const copy = wang.forward(li.forward(seen, WANG), 'oc_group');
  await clock.jump(clock.now() + 7 * DAY);
  expect(await li.clickOn(copy, 'x')).toEqual({});
  await clock.jump(clock.now() + 1);
  expect((await li.clickOn(copy, 'x')).error?.words).toBe('卡片已过期，无法操作');
});

test('the bot can neither patch a copy nor speak in the chat of two people', async () => {
  const { li, seen, client, local } = await before(card(button('x')));
  const copy = li.forward(seen, WANG);
  const patched = await client.patch(copy.messageId, card());
  const content = JSON.stringify({ text: '在吗' });
  const spoken = await client.call('POST', `im/v1/messages/${copy.messageId}/reply`, { msg_type: 'text', content });
  expect([patched.status, spoken.status]).toEqual([400, 400]);
  expect([...local.store.messages.values()].map((message) => message.card)).toEqual([seen.card, seen.card]);
});

test('a recalled card can not be forwarded', async () => {
  const { li, seen, local } = await before(card(button('x')));
  local.store.recall(local.store.messages.get(seen.messageId)!);
  expect(() => li.forward(seen, WANG)).toThrow('消息已撤回');
});
