import { expect, test } from 'vitest';
import { ClientError } from '../feishu/driver.ts';
import { api, bot, button, card, feishu, form, LI, submit, WANG, words } from './bot.ts';

const say = (content: string) => card({ tag: 'markdown', content });

/** Li is connected to a bot that answers nothing by itself. */
async function start() {
  const local = await feishu();
  const its = await bot();
  local.connect(its.webhook);
  return { local, its, li: local.as(LI), client: await api(local) };
}

test('a person and a bot talk: message in, card out, form submitted, card replaced', async () => {
  const local = await feishu();
  const li = local.as(LI);
  const its = await bot(async ({ payload }) => {
    if (payload.header.event_type === 'card.action.trigger') {
      const data = say(`已保存：**${payload.event.action.form_value.unit}**`);
      return { toast: { type: 'success', content: '已保存' }, card: { type: 'raw', data } };
    }
    const input = { tag: 'input', name: 'unit', label: words('单位名称') };
    await (await api(local)).card(LI, card(form(input, submit('保存', 'save'))));
    return {};
  });
  local.connect(its.webhook);
  await li.say('开始');
  await li.expectCard('单位名称');
  li.fill({ 单位名称: '某大学' });
  await li.click('保存');
  expect(li.toast).toEqual({ type: 'success', content: '已保存' });
  expect((await li.expectCard('某大学')).text).toBe('已保存：某大学');
  expect(local.violations).toEqual([]);
});

test('waiting ends when the card arrives later, and when a card changes', async () => {
  const { li, client } = await start();
  const waiting = li.expectCard('第一张');
  const { body } = await client.card(LI, say('第一张'));
  expect((await waiting).messageId).toBe(body.data.message_id);
  const changing = li.expectCard(/第.+稿/);
  await client.patch(body.data.message_id, say('第二稿'));
  expect((await changing).text).toBe('第二稿');
});

test('what was there before the last action does not count as its effect', async () => {
  const { li, client } = await start();
  await client.card(LI, say('首页'));
  await client.text(LI, '欢迎');
  await li.expectCard('首页');
  await li.say('再来');
  await expect(li.expectCard('首页', { within: 1 })).rejects.toThrow('after the last action');
  await expect(li.expectText('欢迎', { within: 1 })).rejects.toThrow('after the last action');
  expect((await li.expectCard('首页', { earlier: true })).text).toBe('首页');
  expect(li.card('首页').text).toBe('首页');
});

test('a failed look prints the conversation with its cards as words', async () => {
  const { li, client } = await start();
  await li.say('进度');
  await client.card(LI, card(form({ tag: 'input', name: 'a', label: words('名称') }, submit('保存', 's'))));
  const lines = ['李华: 进度', '机器人:', '    | 名称【】', '    | [保存]'].join('\n');
  expect(() => li.card('没有')).toThrow(lines);
  await expect(li.click('没有')).rejects.toThrow(lines);
  await expect(li.click('保存', { 没有: 1 })).rejects.toThrow('no control 「没有」, only 名称');
  await expect(li.expectText('没有', { within: 1 })).rejects.toThrow(lines);
});

test('the newest card that has the button is clicked', async () => {
  const { li, its, client } = await start();
  await client.card(LI, card(button('确认', { n: 1 })));
  await client.card(LI, card(button('确认', { n: 2 })));
  await client.card(LI, card(button('别的')));
  await li.click('确认');
  expect(its.received.at(-1)!.payload.event.action.value).toEqual({ n: 2 });
});

test('an error of the client fails a click and says what it shows', async () => {
  const { li, client } = await start();
  await client.card(LI, card({ ...button('确认'), disabled: true }));
  const failure = await li.click('确认').catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(ClientError);
  expect((failure as ClientError).code).toBe(0);
});

test('a control is named by its label, the words before it, its placeholder or its name', async () => {
  const { li, its, client } = await start();
  const option = (text: string) => ({ text: words(text), value: `v-${text}` });
  await client.card(
    LI,
    card(
      form(
        { tag: 'input', name: 'a', label: words('单位名称（全称）') },
        { tag: 'markdown', content: '**单位类型**' },
        { tag: 'markdown', content: '请按营业执照选择' },
        { tag: 'select_static', name: 'b', options: [option('高校'), option('企业')] },
        { tag: 'input', name: 'c', placeholder: words('联系电话') },
        { tag: 'input', name: 'd' },
        submit('保存', 's'),
      ),
    ),
  );
  await li.click('保存', { 单位名称: '某大学', 单位类型: '高校', 联系电话: '1', d: '2' });
  expect(its.received.at(-1)!.payload.event.action.form_value).toEqual({ a: '某大学', b: 'v-高校', c: '1', d: '2' });
});

test('what cannot be entered is not entered', async () => {
  const { li, client } = await start();
  const two = [
    { tag: 'input', name: 'a', label: words('名称一') },
    { tag: 'input', name: 'b', label: words('名称二') },
  ];
  const choice = {
    tag: 'select_static',
    name: 'c',
    placeholder: words('类型'),
    options: [{ text: words('甲'), value: 'a' }],
  };
  const shut = { tag: 'input', name: 'd', label: words('编号'), disabled: true };
  await client.card(LI, card(form(...two, choice, shut, submit('保存', 's')), button('返回')));
  await expect(li.click('保存', { 名称: 'x' })).rejects.toThrow('names 2 controls');
  await expect(li.click('保存', { 类型: '乙' })).rejects.toThrow('no option 「乙」, only 甲');
  await expect(li.click('保存', { 编号: 'x' })).rejects.toThrow('is disabled');
  await expect(li.click('返回', { 名称一: 'x' })).rejects.toThrow('stands in no form');
});

test('each person sees the own chat only, and a group when asked', async () => {
  const { local, li, client } = await start();
  local.addGroup({ chatId: 'oc_group', name: '群', members: [LI, WANG] });
  await client.text(WANG, '给王芳');
  await client.call('POST', 'im/v1/messages?receive_id_type=chat_id', {
    receive_id: 'oc_group',
    msg_type: 'text',
    content: '{"text":"请私聊"}',
  });
  expect(await li.expectText('', { in: 'oc_group' })).toBe('请私聊');
  expect(li.messages()).toEqual([]);
  expect(await local.as(WANG).expectText()).toBe('给王芳');
});

test('the words of a card are read without marks, in the order of the card', async () => {
  const { li, client } = await start();
  const columns = (...texts: string[]) => ({
    tag: 'column_set',
    columns: texts.map((content) => ({ tag: 'column', elements: [{ tag: 'markdown', content }] })),
  });
  const option = { text: words('甲'), value: 'a' };
  await client.card(LI, {
    schema: '2.0',
    header: { title: words('备案表'), text_tag_list: [{ tag: 'text_tag', text: words('草稿') }] },
    body: {
      elements: [
        {
          tag: 'markdown',
          content: '## 第一步\n**粗** [链接](https://example.com) <font color=red>红</font> &#42;&#60;',
        },
        columns('左', '右'),
        {
          tag: 'collapsible_panel',
          header: { title: words('详情') },
          elements: [{ tag: 'div', text: words('**原样**') }],
        },
        { tag: 'select_static', options: [option], initial_option: 'a' },
        { tag: 'table', columns: [{ name: 'k', display_name: '项' }], rows: [{ k: '值' }] },
        { ...button('提交'), disabled: true },
      ],
    },
  });
  expect(li.card().text.split('\n')).toEqual([
    '# 备案表〔草稿〕',
    '第一步',
    '粗 链接 红 *<',
    '左',
    '右',
    '▸ 详情',
    '  **原样**',
    '【甲 ▾ 甲】',
    '项',
    '值',
    '[提交]（不可点）',
  ]);
});
