import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Inbound, readInbound } from '../../bot/inbound.ts';
import { eventOf } from './sealed.ts';

const EVENT_ID = 'event-0123456789abcdef';
const person = { tenantKey: 'tenant-of-person', openId: 'ou_person', unionId: 'on_person' };
const personId = { open_id: 'ou_person', union_id: 'on_person', user_id: null };

const message = (type: string, content: unknown, more: object = {}, sender: object = {}) =>
  eventOf('im.message.receive_v1', {
    sender: { sender_id: personId, sender_type: 'user', tenant_key: 'tenant-of-person', ...sender },
    message: {
      message_id: 'om_1',
      chat_id: 'oc_1',
      chat_type: 'p2p',
      message_type: type,
      content: typeof content === 'string' ? content : JSON.stringify(content),
      ...more,
    },
  });

const said = { key: 'om_1', who: person, chatId: 'oc_1', direct: true, messageId: 'om_1' };

describe('a message', () => {
  it('is read as a text under its message_id', () => {
    expect(readInbound(message('text', { text: ' 第一段\n第二段 ' }))).toEqual({
      ...said,
      kind: 'text',
      text: '第一段\n第二段',
    });
  });

  it('knows a group from the direct chat, and the message it answers', () => {
    const inbound = readInbound(message('text', { text: 'x' }, { chat_type: 'group', parent_id: 'om_0' }));
    expect(inbound).toMatchObject({ direct: false, parentId: 'om_0' });
  });

  it("loses the bot's mention and keeps another person's name", () => {
    const mentions = [
      { key: '@_user_1', name: '备案助手', mentioned_type: 'bot', id: {} },
      { key: '@_user_10', name: '张三', mentioned_type: 'user', id: {} },
    ];
    const inbound = readInbound(message('text', { text: '@_user_1 负责人是@_user_10，@_all 请看' }, { mentions }));
    expect(inbound).toMatchObject({ kind: 'text', text: '负责人是张三， 请看' });
  });

  it("takes the app's tenant when the sender carries none", () => {
    const inbound = readInbound(message('text', { text: 'x' }, {}, { tenant_key: '' }));
    expect(inbound).toMatchObject({ who: { tenantKey: 'tenant-of-app' } });
  });

  it('is read as a file', () => {
    expect(readInbound(message('file', { file_key: 'file_1', file_name: '备案表.docx' }))).toEqual({
      ...said,
      kind: 'file',
      files: [{ fileKey: 'file_1', name: '备案表.docx', type: 'file' }],
    });
  });

  it('is read as a file with a made name when it is a picture', () => {
    expect(readInbound(message('image', { image_key: 'img_v3_abcdef' }))).toEqual({
      ...said,
      kind: 'file',
      files: [{ fileKey: 'img_v3_abcdef', name: '图片-abcdef.png', type: 'image' }],
    });
  });

  const words = [
    { tag: 'text', text: '第一段，' },
    { tag: 'a', href: 'https://example.com', text: '链接' },
    { tag: 'at', user_id: '@_user_1', user_name: '备案助手' },
    { tag: 'emotion', emoji_type: 'OK' },
  ];
  const picture = [{ tag: 'img', image_key: 'img_v3_abcdef' }];
  const files = [{ fileKey: 'img_v3_abcdef', name: '图片-abcdef.png', type: 'image' }];

  it.each([
    [
      'words only',
      { title: '', content: [words, [{ tag: 'text', text: '第二段' }]] },
      { kind: 'text', text: '第一段，链接\n第二段' },
    ],
    ['a title', { title: '标题', content: [words] }, { kind: 'text', text: '标题\n第一段，链接' }],
    ['words and a picture', { title: '', content: [words, picture] }, { kind: 'text', text: '第一段，链接', files }],
    ['a picture only', { title: '', content: [picture] }, { kind: 'file', files }],
  ])('is read as text first when it is rich: %s', (_, content, expected) => {
    expect(readInbound(message('post', content))).toEqual({ ...said, ...expected });
  });

  it.each(['sticker', 'audio', 'media', 'folder', 'merge_forward', 'share_chat'])(
    'is told apart when the bot can take nothing from it: %s',
    (type) => {
      expect(readInbound(message(type, { file_key: 'f' }))).toEqual({ ...said, kind: 'unsupported', type });
    },
  );

  it.each([
    ['recalled before it came', message('text', '')],
    ['not of the documented shape', message('text', { words: 'x' })],
    ['not even JSON', message('text', '{')],
    ['sent by a bot', message('text', { text: 'x' }, {}, { sender_type: 'bot' })],
    ['sent by nobody', message('text', { text: 'x' }, {}, { sender_id: null })],
  ])('is unknown when it is %s', (_, body) => {
    expect(readInbound(body)).toEqual({ kind: 'unknown', key: EVENT_ID, type: 'im.message.receive_v1' });
  });
});

describe('a click', () => {
  const click = (action: object, more: object = {}) =>
    eventOf('card.action.trigger', {
      operator: { tenant_key: 'tenant-of-person', ...personId },
      token: 'c-not-the-verification-token',
      action: { tag: 'button', timezone: 'Asia/Shanghai', ...action },
      host: 'im_message',
      context: { open_message_id: 'om_1', open_chat_id: 'oc_1' },
      ...more,
    });
  const clicked = { kind: 'click', key: EVENT_ID, who: person, messageId: 'om_1', chatId: 'oc_1' };

  it.each<[string, { form?: object; [more: string]: unknown }]>([
    ['a button', { value: { a: 'open', n: 1 } }],
    ['a submit without a value', { name: 'save', form: { q1: '第一行\n第二行', q2: ['a', 'b'], q3: true } }],
    ['a select that stands alone', { name: 'pick', option: 'o1' }],
  ])('is read with what it carries and nothing else: %s', (_, { form, ...rest }) => {
    const inbound = readInbound(click({ ...rest, ...(form ? { form_value: form } : {}) }));
    expect(inbound).toEqual({ ...clicked, ...rest, ...(form ? { form } : {}) });
  });

  it('leaves out a value that is no object', () => {
    expect(readInbound(click({ value: 'text' }))).toEqual(clicked);
  });

  it('is unknown without a message to belong to', () => {
    expect(readInbound(click({}, { context: {} })).kind).toBe('unknown');
  });
});

describe('the other events', () => {
  const cases: [string, unknown, Inbound][] = [
    [
      'entering the direct chat',
      eventOf('im.chat.access_event.bot_p2p_chat_entered_v1', { chat_id: 'oc_1', operator_id: personId }),
      { kind: 'entered', key: EVENT_ID, who: { ...person, tenantKey: 'tenant-of-app' }, chatId: 'oc_1' },
    ],
    [
      'the first conversation ever, an old envelope',
      {
        ts: '1770000000.123',
        uuid: 'uuid-1',
        token: 't',
        type: 'event_callback',
        event: {
          type: 'p2p_chat_create',
          app_id: 'cli_test',
          tenant_key: 'tenant-1',
          chat_id: 'oc_1',
          operator: { open_id: 'ou_operator', user_id: 'u' },
          user: { open_id: 'ou_person', user_id: 'u', name: '张三' },
        },
      },
      { kind: 'entered', key: 'uuid-1', who: { tenantKey: 'tenant-1', openId: 'ou_person' }, chatId: 'oc_1' },
    ],
    [
      'a choice of the menu',
      eventOf('application.bot.menu_v6', {
        operator: { operator_name: '张三', operator_id: personId },
        event_key: 'progress',
        timestamp: 1770000000,
      }),
      { kind: 'menu', key: EVENT_ID, who: { ...person, tenantKey: 'tenant-of-app' }, eventKey: 'progress' },
    ],
    [
      'a recalled message',
      eventOf('im.message.recalled_v1', { message_id: 'om_1', chat_id: 'oc_1', recall_type: 'message_owner' }),
      { kind: 'recalled', key: EVENT_ID, messageId: 'om_1' },
    ],
    [
      'messages that were read',
      eventOf('im.message.message_read_v1', {
        reader: { reader_id: { open_id: 'ou_1', union_id: null }, read_time: '1', tenant_key: 'tenant' },
        message_id_list: ['om_1', 'om_2'],
      }),
      { kind: 'read', key: EVENT_ID, who: { tenantKey: 'tenant', openId: 'ou_1' }, messageIds: ['om_1', 'om_2'] },
    ],
    [
      'an event nobody asked for',
      eventOf('im.message.message_read_v1', {}),
      { kind: 'unknown', key: EVENT_ID, type: 'im.message.message_read_v1' },
    ],
    [
      'an event named like a method of every object',
      eventOf('constructor', {}),
      { kind: 'unknown', key: EVENT_ID, type: 'constructor' },
    ],
  ];
  it.each(cases)('are read: %s', (_, body, expected) => {
    expect(readInbound(body)).toEqual(expected);
  });
});

describe('an odd shape', () => {
  it('is unknown, whatever it is', () => {
    fc.assert(
      fc.property(fc.anything(), (body) => {
        expect(readInbound(body).kind).toBe('unknown');
      }),
    );
  });

  it('never makes it throw, wherever a known event is damaged', () => {
    const whole = [
      message('text', { text: 'x' }, { mentions: [{ key: '@_user_1', name: 'n' }] }),
      message('post', { title: 't', content: [[{ tag: 'text', text: 'x' }]] }),
      eventOf('card.action.trigger', {
        operator: personId,
        action: { value: {}, form_value: {} },
        context: { open_message_id: 'om', open_chat_id: 'oc' },
      }),
    ];
    fc.assert(
      fc.property(fc.constantFrom(...whole), fc.nat(), fc.jsonValue(), (body, at, other) => {
        const inbound = readInbound(damaged(body, at, other));
        expect(inbound).toHaveProperty('key', expect.any(String));
      }),
      { numRuns: 500 },
    );
  });
});

/** A copy in which the n-th value, counted through the whole tree, is another one. */
function damaged(body: unknown, at: number, other: unknown): unknown {
  let count = 0;
  JSON.stringify(body, (_, value) => {
    count += 1;
    return value;
  });
  let index = 0;
  return JSON.parse(
    JSON.stringify(body, (_, value) => {
      const here = index === at % count;
      index += 1;
      return here ? other : value;
    }),
  );
}
