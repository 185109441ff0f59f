import { expect, test } from 'vitest';
import { createVirtualClock } from '../feishu/clock.ts';
import type { Card, Profile } from '../feishu/types.ts';
import { AUGUST, api, bot, button, card, feishu, form, LI, submit, WANG, words } from './bot.ts';

const DAY = 24 * 60 * 60 * 1000;
const option = (text: string, value: string) => ({ text: words(text), value });
const raw = (data: Card) => ({ card: { type: 'raw', data } });

/** Li has the card before them; the bot answers clicks with `answer`. */
async function before(shown: Card, answer: Parameters<typeof bot>[0] = () => ({}), options = {}) {
  const local = await feishu(options);
  const its = await bot(answer);
  local.connect(its.webhook);
  const client = await api(local);
  const { body } = await client.card(LI, shown);
  const callback = () => its.received.at(-1)?.payload;
  return { local, its, client, li: local.as(LI), messageId: body.data.message_id as string, callback };
}

test('a click arrives as card.action.trigger with its value, operator and context', async () => {
  const clock = createVirtualClock(AUGUST);
  const { li, callback, messageId } = await before(card(button('确认', { go: 'on' })), undefined, { clock });
  await li.click('确认');
  expect(callback()).toEqual({
    schema: '2.0',
    header: expect.objectContaining({
      event_type: 'card.action.trigger',
      create_time: `${clock.now()}000`,
      token: 'verification token',
    }),
    event: {
      operator: { tenant_key: 'tenant_local', open_id: LI, union_id: 'on_li' },
      token: expect.stringMatching(/^c-/),
      action: { tag: 'button', value: { go: 'on' } },
      host: 'im_message',
      context: { open_message_id: messageId, open_chat_id: li.chatId },
    },
  });
});

const everyControl = form(
  { tag: 'input', name: 'empty', label: words('空') },
  { tag: 'input', name: 'text', label: words('文字'), default_value: '原文' },
  { tag: 'select_static', name: 'one', placeholder: words('单选'), options: [option('甲', 'a')], initial_index: 1 },
  { tag: 'select_static', name: 'none', placeholder: words('未选'), options: [option('甲', 'a')] },
  {
    tag: 'multi_select_static',
    name: 'many',
    placeholder: words('多选'),
    options: [option('甲', 'a'), option('乙', 'b')],
    selected_values: ['b'],
  },
  { tag: 'multi_select_static', name: 'nobody', placeholder: words('都不选'), options: [option('甲', 'a')] },
  { tag: 'date_picker', name: 'date', initial_date: '2023-08-31' },
  { tag: 'picker_time', name: 'time', initial_time: '09:00' },
  { tag: 'picker_datetime', name: 'when', initial_datetime: '2023-08-31 09:00' },
  { tag: 'checker', name: 'agree', text: words('同意') },
  { ...submit('保存', 'save'), behaviors: [{ type: 'callback', value: { go: 'on' } }] },
);
const filled = {
  text: '原文',
  one: 'a',
  many: ['b'],
  date: '2023-08-31 +0800',
  time: '09:00 +0800',
  when: '2023-08-31 09:00 +0800',
  agree: false,
};

test.each<[Profile, object, unknown]>([
  ['kind', { ...filled, empty: '', none: '', nobody: [] }, { go: 'on' }],
  ['harsh', filled, undefined],
])('a submit of a form, %s: every control with what it holds, named by the button', async (profile, values, value) => {
  const { li, callback } = await before(card(everyControl), undefined, { profile });
  await li.click('保存');
  const { action } = callback().event;
  expect(action.form_value).toEqual(values);
  expect([action.tag, action.name, action.value]).toEqual(['button', 'save', value]);
});

test('what a person enters goes over what the card held', async () => {
  const { li, callback } = await before(card(everyControl));
  li.fill({ 空: '不空\n两行', 单选: '甲', 多选: ['甲', '乙'], 同意: true });
  await li.click('保存', { date: '2023-09-01', 文字: '' });
  expect(callback().event.action.form_value).toMatchObject({
    empty: '不空\n两行',
    text: '',
    one: 'a',
    many: ['a', 'b'],
    date: '2023-09-01 +0800',
    agree: true,
  });
});

test('only the form of the button is submitted', async () => {
  const input = (name: string) => ({ tag: 'input', name, label: words(name) });
  const { li, callback } = await before(
    card(
      { ...form(input('a'), submit('存一', 's1')), name: 'f1' },
      { ...form(input('b'), submit('存二', 's2')), name: 'f2' },
    ),
  );
  await li.click('存二', { b: 'x' });
  expect(callback().event.action).toMatchObject({ name: 's2', form_value: { b: 'x' } });
});

test.each<[string, Card, unknown, object]>([
  ['select', { tag: 'select_static', options: [option('甲', 'a')] }, '甲', { option: 'a' }],
  ['overflow', { tag: 'overflow', options: [option('改期', 'later')] }, '改期', { option: 'later' }],
  [
    'date picker',
    { tag: 'date_picker', placeholder: words('x') },
    '2023-09-01',
    { option: '2023-09-01 +0800', timezone: 'Asia/Shanghai' },
  ],
  ['input', { tag: 'input', name: 'q' }, '词', { input_value: '词' }],
  [
    'checker',
    { tag: 'checker', text: words('x'), behaviors: [{ type: 'callback', value: {} }] },
    true,
    { checked: true },
  ],
])('a %s outside a form calls back at once', async (_, control, value, sent) => {
  const { li, callback } = await before(card({ tag: 'markdown', content: '选一个' }, control));
  await li.choose(control.tag === 'checker' ? 'x' : '选一个', value);
  expect(callback().event.action).toMatchObject({ tag: control.tag, ...sent });
});

test('pictures are chosen by their values: at once outside a form, several with the submit of a form', async () => {
  const { local, client, li, callback } = await before(card());
  const { key: img_key } = local.store.addFile({ kind: 'image', name: 'x', bytes: Buffer.from('x'), by: 'bot' });
  const options = [
    { img_key, value: 'a' },
    { img_key, value: 'b' },
  ];
  const several = { tag: 'select_img', name: 'many', multi_select: true, options };
  await client.card(
    LI,
    card(
      { tag: 'markdown', content: '选一张' },
      { tag: 'select_img', options, value: { go: 'on' } },
      form({ tag: 'markdown', content: '选几张' }, several, submit('x', 'x')),
    ),
  );
  await li.choose('选一张', 'b');
  expect(callback().event.action).toMatchObject({ tag: 'select_img', option: 'b', value: { go: 'on' } });
  await li.click('x', { 选几张: ['a', 'b'] });
  expect(callback().event.action.form_value).toEqual({ many: ['a', 'b'] });
  await li.click('x');
  expect(callback().event.action.form_value).toEqual({ many: [] });
});

test.each<[string, Card]>([
  [
    'a link',
    { tag: 'button', text: words('x'), behaviors: [{ type: 'open_url', default_url: 'https://example.com' }] },
  ],
  ['a button that does nothing', { tag: 'button', text: words('x') }],
  ['a reset', form({ ...submit('x', 'x'), form_action_type: 'reset' }, submit('y', 'y'))],
])('%s sends nothing', async (_, element) => {
  const { li, its } = await before(card(element));
  expect(await li.click('x')).toEqual({});
  expect(its.received).toEqual([]);
});

test.each<[string, Card, Record<string, unknown>, string]>([
  [
    'a required control left empty',
    form({ tag: 'input', name: 'a', label: words('名称'), required: true }, submit('x', 'x')),
    {},
    '必填',
  ],
  [
    'an input over its max_length',
    form({ tag: 'input', name: 'a', label: words('名称'), max_length: 2 }, submit('x', 'x')),
    { 名称: '三个字' },
    '不能超过 2 字',
  ],
  [
    'an input over 1000',
    form({ tag: 'input', name: 'a', label: words('名称') }, submit('x', 'x')),
    { 名称: '字'.repeat(1001) },
    '不能超过 1000 字',
  ],
  [
    'a disabled button',
    { ...button('x'), disabled: true, disabled_tips: words('已提交，不可再点') },
    {},
    '已提交，不可再点',
  ],
])('%s is stopped by the client, without a callback', async (_, element, values, said) => {
  const { li, its } = await before(card(element));
  const { error } = await li.tryClick('x', values);
  expect(error).toEqual({ code: 0, words: expect.stringContaining(said) });
  expect(its.received).toEqual([]);
});

test('a submit whose form has a control without a name is stopped by the client: 200530', async () => {
  const { li, its } = await before(card(form({ tag: 'input', label: words('名称') }, submit('x', 'x'))));
  expect((await li.tryClick('x')).error?.code).toBe(200530);
  expect(its.received).toEqual([]);
});

const RARE = '\u{20BB7}';
test.each<[Profile, number | undefined]>([
  ['kind', undefined],
  ['harsh', 0],
])('a character of two units counts once or twice for max_length, %s', async (profile, code) => {
  const box = form({ tag: 'input', name: 'a', label: words('姓名'), max_length: 3 }, submit('x', 'x'));
  const { li, its } = await before(card(box), undefined, { profile });
  expect((await li.tryClick('x', { 姓名: RARE.repeat(2) })).error?.code).toBe(code);
  expect(its.received).toHaveLength(code === undefined ? 1 : 0);
});

test('a default longer than max_length is shown cut, kind, and what was cut is gone', async () => {
  const box = form({ tag: 'input', name: 'a', max_length: 3, default_value: '一二三四' }, submit('x', 'x'));
  const { li, callback } = await before(card(box), undefined, { profile: 'kind' });
  expect(li.card().text).toBe('【一二三】\n[x]');
  await li.click('x');
  expect(callback().event.action.form_value).toEqual({ a: '一二三' });
});

test('a default longer than max_length is refused, harsh', async () => {
  const { li, client } = await before(card(button('x')), undefined, { profile: 'harsh' });
  const box = form({ tag: 'input', name: 'a', max_length: 3, default_value: '一二三四' }, submit('x', 'x'));
  expect((await client.card(LI, card(box))).body.msg).toContain('ErrCode: 11310');
  expect(li.messages()).toHaveLength(1);
});

test.each<[Profile, object]>([
  ['kind', { a: '打好的字', b: '后来' }],
  ['harsh', { b: '后来' }],
])('what was typed when the card is patched, %s', async (profile, values) => {
  const box = (title: string) =>
    card(
      { tag: 'markdown', content: title },
      form(
        { tag: 'input', name: 'a', label: words('甲') },
        { tag: 'input', name: 'b', label: words('乙') },
        submit('x', 'x'),
      ),
    );
  const { li, client, messageId, callback } = await before(box('旧'), undefined, { profile });
  li.fill({ 甲: '打好的字' });
  await client.patch(messageId, box('新'));
  await li.click('x', { 乙: '后来' });
  expect(callback().event.action.form_value).toEqual(values);
  li.fill({ 甲: '再打一次' });
  await li.click('x');
  expect(callback().event.action.form_value).toMatchObject({ a: '再打一次' });
});

test('a card can be clicked for 14 days and not after, nor when recalled', async () => {
  const clock = createVirtualClock(AUGUST);
  const { li, its, local, messageId } = await before(card(button('x')), undefined, { clock });
  const seen = li.card();
  await clock.jump(clock.now() + 14 * DAY);
  expect(await li.clickOn(seen, 'x')).toEqual({});
  await clock.jump(clock.now() + 1);
  expect((await li.clickOn(seen, 'x')).error).toEqual({ code: 0, words: '卡片已过期，无法操作' });
  expect(() => li.card()).toThrow('no card');
  local.store.recall(local.store.messages.get(messageId)!);
  expect((await li.clickOn(seen, 'x')).error).toEqual({ code: 0, words: '消息已撤回' });
  expect(its.received).toHaveLength(1);
});

test('the answer replaces the card and shows its toast', async () => {
  const next = card({ tag: 'markdown', content: '已确认' });
  const { li } = await before(card(button('x')), () => ({ toast: { type: 'info', content: '好' }, ...raw(next) }));
  expect(await li.click('x')).toEqual({ toast: { type: 'info', content: '好' } });
  expect(li.toast).toEqual({ type: 'info', content: '好' });
  expect(li.messages()).toMatchObject([{ card: next, updatedAt: expect.any(Number) }]);
});

test('a toast may have its words by language, and no kind', async () => {
  const { li } = await before(card(button('x')), () => ({ toast: { i18n: { zh_cn: '好', en_us: 'ok' } } }));
  expect(await li.click('x')).toEqual({ toast: { type: 'info', content: '好' } });
});

test.each<[string, number, Parameters<typeof bot>[0]]>([
  ['a status other than 200', 200671, (_, response) => void response.writeHead(204).end()],
  ['a redirect', 200671, (_, response) => void response.writeHead(302, { location: '/' }).end()],
  ['no JSON', 200672, (_, response) => void response.end('ok')],
  ['no object', 200672, () => []],
  ['an unknown key', 200672, () => ({ message: 'x' })],
  ['a malformed toast', 200672, () => ({ toast: 'x' })],
  ['a toast without words', 200672, () => ({ toast: { type: 'info' } })],
  ['a toast with a title', 200672, () => ({ toast: { type: 'info', content: 'x', title: 'x' } })],
  ['a template, which nobody made', 200673, () => ({ card: { type: 'template', data: { template_id: 'AAq' } } })],
  ['a toast of no kind', 200672, () => ({ toast: { type: 'ok', content: 'x' } })],
  ['a card that is not raw', 200673, () => ({ card: card() })],
  ['a bad card', 200673, () => raw(card({ tag: 'hr', colour: 'red' }))],
  ['a card of 1.0', 200830, () => raw({ elements: [] })],
])('%s shows an error and leaves the card, once and for all', async (_, code, answer) => {
  const { li, its, local } = await before(card(button('x')), answer);
  const { error } = await li.tryClick('x');
  expect(error).toEqual({ code, words: expect.stringContaining(String(code)) });
  expect(li.card().text).toBe('[x]');
  expect(its.received).toHaveLength(1);
  expect(local.violations.at(-1)).toMatchObject({ kind: 'bad callback answer' });
});

test('a late answer has its code', async () => {
  const { li } = await before(card(button('x')), () => undefined, { deadlines: { callback: 30 } });
  expect((await li.tryClick('x')).error?.code).toBe(200341);
});

test('a connection that breaks has its code', async () => {
  const { li } = await before(card(button('x')), (_, response) => void response.destroy());
  expect((await li.tryClick('x')).error?.code).toBe(200080);
});

test('an address nobody knows has its code', async () => {
  const { li, local } = await before(card(button('x')));
  local.connect({ eventUrl: [], cardUrl: 'http://bot.invalid/card' });
  expect((await li.tryClick('x')).error?.code).toBe(200343);
});

test('an unreachable bot and a missing address have their codes', async () => {
  const { li, local, its } = await before(card(button('x')));
  await its.close();
  expect((await li.tryClick('x')).error?.code).toBe(200342);
  local.connect({ eventUrl: [], cardUrl: [] });
  expect((await li.tryClick('x')).error?.code).toBe(200340);
});

test('a second click while the first is being answered is held off by the client', async () => {
  const { li, its, local } = await before(card(button('x')));
  const hold = local.faults.hold('callback', 'after');
  const first = li.click('x');
  await hold.reached;
  expect((await li.tryClick('x')).error?.code).toBe(200810);
  hold.release();
  await first;
  expect(await li.click('x')).toEqual({});
  expect(its.received).toHaveLength(2);
});

test('a stale card still sends the click it shows', async () => {
  const { li, client, messageId, callback } = await before(card(button('旧', { v: 1 })));
  const old = li.card('旧');
  await client.patch(messageId, card(button('新', { v: 2 })));
  await li.clickOn(old, '旧');
  expect(callback().event.action.value).toEqual({ v: 1 });
});

test('two devices of a person: the second shows the old card, and its click still comes', async () => {
  const { li, its, callback } = await before(card(button('确认', { v: 1 })), () => raw(card(button('撤回', { v: 2 }))));
  const onPhone = li.card();
  await li.click('确认');
  expect(li.card().text).toBe('[撤回]');
  await li.clickOn(onPhone, '确认');
  expect(its.received).toHaveLength(2);
  expect(callback().event.action.value).toEqual({ v: 1 });
});

test('in a group everybody may click, and everybody sees the card that answers', async () => {
  const groups = [{ chatId: 'oc_group', name: '讨论', members: [LI, WANG] }];
  const { local, client, callback } = await before(card(), () => raw(card(button('已确认'))), { groups });
  await client.call('POST', 'im/v1/messages?receive_id_type=chat_id', {
    receive_id: 'oc_group',
    msg_type: 'interactive',
    content: JSON.stringify(card(button('x'))),
  });
  const seen = await local.as(WANG).expectCard('x', { in: 'oc_group' });
  await local.as(WANG).clickOn(seen, 'x');
  const { operator, context } = callback().event;
  expect([operator.open_id, context.open_chat_id]).toEqual([WANG, 'oc_group']);
  expect((await local.as(LI).expectCard('', { in: 'oc_group', earlier: true })).text).toBe('[已确认]');
});

test('whoever clicks is the operator', async () => {
  const { local, client, callback } = await before(card(button('x')));
  await client.card(WANG, card(button('x')));
  await local.as(WANG).click('x');
  expect(callback().event.operator.open_id).toBe(WANG);
});
