import { expect, test } from 'vitest';
import { createVirtualClock } from '../feishu/clock.ts';
import type { Card } from '../feishu/types.ts';
import { AUGUST, api, bot, button, card, feishu, LI } from './bot.ts';

const MINUTE = 60_000;
const hello = (content: string) => card({ tag: 'markdown', content });
const raw = (data: Card) => ({ card: { type: 'raw', data } });

/** Li has a card with two buttons; the bot answers clicks with `answer`, and can update the card by the click's token. */
async function clicked(answer: Parameters<typeof bot>[0] = () => ({})) {
  const clock = createVirtualClock(AUGUST);
  const local = await feishu({ clock });
  const its = await bot(answer);
  local.connect(its.webhook);
  const client = await api(local);
  const { body } = await client.card(LI, card(button('甲'), button('乙')));
  const token = () => String(its.received.at(-1)?.payload.event.token);
  const update = async (more: object = {}) => {
    const sent = { token: token(), card: hello('已更新'), ...more };
    return (await client.call('POST', 'interactive/v1/card/update', sent)).body.code as number;
  };
  const li = local.as(LI);
  return { local, client, clock, its, li, token, update, messageId: String(body.data.message_id) };
}

test('after the answer to a click its card can be updated by its token, twice', async () => {
  const { li, update, local } = await clicked();
  await li.click('甲');
  expect(await update()).toBe(0);
  expect(li.card().text).toBe('已更新');
  expect(await update({ card: hello('再次') })).toBe(0);
  expect(li.card().text).toBe('再次');
  expect(await update()).toBe(300040);
  expect(li.card().text).toBe('再次');
  expect(local.violations).toEqual([]);
});

test('the token of a click lives for 30 minutes', async () => {
  const { li, update, clock } = await clicked();
  await li.click('甲');
  await clock.jump(clock.now() + 30 * MINUTE);
  expect(await update()).toBe(0);
  await clock.jump(clock.now() + 1);
  expect(await update()).toBe(300030);
});

test.each<[string, object, number]>([
  ['a token of another shape', { token: 't-1' }, 300020],
  ['no token', { token: undefined }, 300020],
  ['a token nobody was given', { token: `c-${'0'.repeat(32)}` }, 300030],
  ['no card', { card: undefined }, 10002],
  ['a card as a string', { card: '{}' }, 10002],
  ['a wrong card', { card: card({ tag: 'hr', colour: 'red' }) }, 11311],
  ['a card of 1.0', { card: { elements: [] } }, 11311],
  ['readers, which only cards of 1.0 have', { card: { ...hello('x'), open_ids: [LI] } }, 11311],
  ['a card that is too large', { card: hello('字'.repeat(11_000)) }, 100000],
])('an update with %s is refused', async (_, more, code) => {
  const { li, update } = await clicked();
  await li.click('甲');
  expect(await update(more)).toBe(code);
  expect(li.card().text).toBe('[甲]\n[乙]');
});

test('an update that is no JSON is refused', async () => {
  const { client, local } = await clicked();
  const headers = { authorization: `Bearer ${client.token}`, 'content-type': 'application/json' };
  const url = `${local.url}/open-apis/interactive/v1/card/update`;
  const response = await fetch(url, { method: 'POST', headers, body: '{"token":' });
  expect(await response.json()).toMatchObject({ code: 100030 });
});

test('a recalled card and a forwarded copy can not be updated', async () => {
  const { li, update, local, messageId } = await clicked();
  const seen = li.card();
  await li.click('甲');
  local.store.recall(local.store.messages.get(messageId)!);
  expect(await update()).toBe(200000);

  const open = { ...card(button('甲')), config: { enable_forward_interaction: true } };
  local.store.messages.get(messageId)!.recalled = false;
  local.store.replaceCard(local.store.messages.get(messageId)!, open);
  await li.clickOn(li.forward(seen, 'ou_wang'), '甲');
  expect(await update()).toBe(200310);
});

test('an update before the answer is taken, and undone when the answer comes', async () => {
  const codes: number[] = [];
  const made = await clicked(async () => {
    codes.push(await made.update());
    expect(made.li.card().text).toBe('已更新');
    return { toast: { type: 'info', content: '好' } };
  });
  await made.li.click('甲');
  expect(codes).toEqual([0]);
  expect(made.li.card().text).toBe('[甲]\n[乙]');
  expect(made.local.violations).toMatchObject([{ kind: 'card updated before its click was answered' }]);
});

test('an update before the answer is undone also by a card in the answer', async () => {
  const made = await clicked(async () => {
    await made.update();
    return raw(hello('答复'));
  });
  await made.li.click('甲');
  expect(made.li.card().text).toBe('答复');
});

test('an update sent at once after the answer is never too early', async () => {
  const codes: Promise<number>[] = [];
  const made = await clicked((_, response) => {
    response.on('finish', () => codes.push(made.update()));
    return {};
  });
  await made.li.click('甲');
  expect(await Promise.all(codes)).toEqual([0]);
  expect(made.li.card().text).toBe('已更新');
  expect(made.local.violations).toEqual([]);
});

test('while another click on a card is being answered, updates by an older click and patches find it locked', async () => {
  const { li, its, update, local, client, messageId } = await clicked();
  await li.click('甲');
  const older = its.received.at(-1)?.payload.event.token;
  const hold = local.faults.hold('callback', 'after');
  const second = li.click('乙');
  await hold.reached;
  expect(await update({ token: older })).toBe(11310);
  expect((await client.patch(messageId, hello('x'))).body.msg).toContain('card action is lock');
  expect(li.card().text).toBe('[甲]\n[乙]');
  hold.release();
  await second;
  expect(await update({ token: older })).toBe(0);
});
