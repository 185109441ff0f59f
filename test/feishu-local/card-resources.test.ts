import { expect, test } from 'vitest';
import { createVirtualClock } from '../feishu/clock.ts';
import type { Card } from '../feishu/types.ts';
import { AUGUST, api, card, feishu, LI, words } from './bot.ts';

/** A platform, and what it says of a card sent to Li: 0 or the sub-code in its message. */
async function judge() {
  const clock = createVirtualClock(AUGUST);
  const local = await feishu({ clock });
  const client = await api(local);
  const own = (kind: 'file' | 'image') =>
    local.store.addFile({ kind, name: 'x', bytes: Buffer.from('x'), by: 'bot' }).key;
  const theirs = local.store.addFile({ kind: 'image', name: 'x', bytes: Buffer.from('x'), by: LI }).key;
  const said = async (shown: Card) => {
    const { body } = await client.card(LI, shown);
    // Five a second are the most a person gets.
    await clock.jump(clock.now() + 1000);
    return body.code === 0 ? 0 : Number(/ErrCode: (\d+)/.exec(body.msg)?.[1] ?? body.code);
  };
  return { local, said, own, theirs };
}

const img = (img_key: string, more: Card = {}) => ({ tag: 'img', img_key, alt: words(''), ...more });
const markdown = (content: string) => ({ tag: 'markdown', content });
const table = (data_type: string, k: unknown) => ({ tag: 'table', columns: [{ name: 'k', data_type }], rows: [{ k }] });

test('pictures of a card are those the bot uploaded, wherever they stand: 200570', async () => {
  const { said, own, theirs } = await judge();
  const key = own('image');
  const places = (one: string): Card[] => [
    img(one),
    img(key, { i18n_img_key: { en_us: one } }),
    markdown(`看 ![图](${one})`),
    { tag: 'div', text: words('x'), icon: { tag: 'custom_icon', img_key: one } },
    { tag: 'img_combination', combination_mode: 'double', img_list: [{ img_key: one }] },
    { tag: 'select_img', options: [{ img_key: one, value: 'a' }] },
    table('markdown', `![图](${one})`),
  ];
  expect(await said(card(...places(key)))).toBe(0);
  for (const place of [...places('img_nowhere'), img(theirs), img(own('file'))])
    expect([place, await said(card(place))]).toEqual([place, 200570]);
});

test('sounds of a card are those the bot uploaded: 300240', async () => {
  const { said, own } = await judge();
  const still = (file_key: string) => ({ ...card({ tag: 'audio', file_key }), config: { enable_forward: false } });
  expect(await said(still(own('file')))).toBe(0);
  expect(await said(still('file_nowhere'))).toBe(300240);
});

test('people of a card exist, wherever they stand: 100290', async () => {
  const { said } = await judge();
  const places = (id: string): Card[] => [
    { tag: 'person', user_id: id },
    { tag: 'person_list', persons: [{ id }] },
    markdown(`<at id=${id}></at>`),
    markdown(`<at ids="ou_wang,${id}"></at>`),
    markdown(`<person id='${id}'></person>`),
    { tag: 'div', text: { tag: 'lark_md', content: `<at id="${id}"></at>` } },
    table('persons', [id]),
    table('lark_md', `<at id=${id}></at>`),
  ];
  expect(await said(card(...places('ou_li'), markdown('<at email=li@example.com></at>')))).toBe(0);
  expect(await said(card({ tag: 'person', user_id: 'on_li' }))).toBe(0);
  for (const place of [...places('ou_nobody'), markdown('<at email=nobody@example.com></at>')])
    expect([place, await said(card(place))]).toEqual([place, 100290]);
  expect(await said(card({ tag: 'person_list', persons: [{ id: 'ou_nobody' }], drop_invalid_user_id: true }))).toBe(0);
  expect(await said(card({ tag: 'div', text: words('<at id=ou_nobody></at>') }))).toBe(0);
});

test('a fault the platform lets pass is a violation all the same', async () => {
  const { local, said } = await judge();
  const nameless = {
    tag: 'form',
    name: 'f',
    elements: [{ tag: 'button', text: words('x'), form_action_type: 'submit' }],
  };
  expect(await said(card(nameless))).toBe(0);
  expect(local.violations).toMatchObject([{ kind: 'bad card', detail: expect.stringContaining('200530') }]);
});
