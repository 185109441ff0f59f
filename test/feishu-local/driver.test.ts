import { expect, test } from 'vitest';
import { api, bot, button, card, feishu, form, LI, submit, words } from './bot.ts';

test('a person and a bot talk: message in, card out, form submitted, card replaced', async () => {
  const local = await feishu();
  const li = local.as(LI);
  const its = await bot(async ({ payload }) => {
    if (payload.header.event_type === 'card.action.trigger') {
      const { form_value } = payload.event.action;
      const data = card({ tag: 'markdown', content: `已保存：**${form_value.unit}**` });
      return { toast: { type: 'success', content: '已保存' }, card: { type: 'raw', data } };
    }
    const client = await api(local);
    const input = { tag: 'input', name: 'unit', label: words('单位名称') };
    await client.card(LI, card(form(input, submit('保存', 'save'))));
    return {};
  });
  local.connect(its.webhook);
  expect(await local.verify()).toEqual([]);
  await li.say('开始');
  await li.expectCard('单位名称');
  li.fill({ 单位名称: '某大学' });
  await li.click('保存');
  expect(li.toast).toEqual({ type: 'success', content: '已保存' });
  expect((await li.expectCard('某大学')).text).toBe('已保存：某大学');
  expect(local.violations).toEqual([]);
  expect(button('x').behaviors).toHaveLength(1);
});
