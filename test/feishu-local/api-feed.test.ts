import { expect, test } from 'vitest';
import { createVirtualClock } from '../feishu/clock.ts';
import { AUGUST, api, feishu, LI, WANG } from './bot.ts';

const PATH = 'im/v2/app_feed_card?user_id_type=open_id';
const feed = (change: object = {}) => ({ title: '备案', link: { link: 'https://example.com' }, ...change });

test('an entry of the message list reaches people once, and who cannot get it is told', async () => {
  const local = await feishu();
  const client = await api(local);
  local.setReach(WANG, 'out_of_range');
  const create = () =>
    client.call('POST', PATH, { app_feed_card: feed({ biz_id: 'b1', preview: '还有 3 天' }), user_ids: [LI, WANG] });
  const failed = { biz_id: 'b1', user_id: WANG, reason: '1' };
  expect((await create()).body).toMatchObject({ code: 0, data: { biz_id: 'b1', failed_cards: [failed] } });
  expect(local.tenant.feed).toMatchObject([{ bizId: 'b1', person: LI, title: '备案', preview: '还有 3 天' }]);
  const again = (await create()).body.data.failed_cards;
  expect(again).toEqual([{ biz_id: 'b1', user_id: LI, reason: '4' }, failed]);
});

const buttons = (count: number, text = '去办') => ({ buttons: { buttons: Array(count).fill({ text: { text } }) } });

test.each<[string, object, string[]]>([
  ['nobody', {}, []],
  ['more than 20 people', {}, Array(21).fill(LI)],
  ['a title over 60', { title: '字'.repeat(61) }, [LI]],
  ['a preview over 120', { preview: '字'.repeat(121) }, [LI]],
  ['a label over 20', { status_label: { text: '字'.repeat(21), type: 'primary' } }, [LI]],
  ['three buttons', buttons(3), [LI]],
  ['a button over 30', buttons(1, '字'.repeat(31)), [LI]],
  ['no link', { link: undefined }, [LI]],
  ['a link without https', { link: { link: 'http://example.com' } }, [LI]],
])('an entry is refused: %s', async (_, change, user_ids) => {
  const client = await api(await feishu());
  const answer = await client.call('POST', PATH, { app_feed_card: feed(change), user_ids });
  expect(answer).toMatchObject({ status: 400, body: { code: 230001 } });
});

test('an entry at all its limits is taken, ten in a second', async () => {
  const client = await api(await feishu({ clock: createVirtualClock(AUGUST) }));
  const full = feed({ title: '字'.repeat(60), preview: '字'.repeat(120), ...buttons(2, '字'.repeat(30)) });
  const create = () => client.call('POST', PATH, { app_feed_card: full, user_ids: Array(20).fill(LI) });
  for (let count = 0; count < 10; count += 1) expect((await create()).status).toBe(200);
  expect(await create()).toMatchObject({ status: 429, body: { code: 99991400 } });
});
