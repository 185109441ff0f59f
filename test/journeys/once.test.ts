import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { textAt } from '../../services/form/read.ts';
import { readSample } from './play.ts';
import { clickOf, messageOf, post } from './posted.ts';
import { expectSound, now, openSection, readyDraft } from './ready-made.ts';
import { startWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.stop());

test('the same message five times, across a restart in the middle, is taken once', async () => {
  const { clerk } = world;
  const id = await readyDraft(world, await readSample(), { n: 1 });
  await openSection(clerk, '未来发展思路和支持措施');
  const before = textAt((await now(world, id)).answers, 'plan', 'plan');
  const message = messageOf(clerk, 'text', { text: '再补充一段：建立季度评估。' }, 'om_five_times');
  const deliver = () => post(world, 'im.message.receive_v1', message, randomUUID());
  await Promise.all([deliver(), deliver()]);
  await world.restart();
  for (let more = 0; more < 3; more++) expect(await deliver()).toEqual({});
  expect((await clerk.expectCard('已收到', { earlier: true })).text).toContain('1 段');
  await clerk.click('放进（接在后面）');
  await clerk.expectCard('已放进');
  const after = textAt((await now(world, id)).answers, 'plan', 'plan');
  expect(after).toBe(`${before}\n再补充一段：建立季度评估。`);
  await expectSound(world);
});

test('the same click five times, across a restart in the middle, acts once and is answered 200 each time', async () => {
  const { clerk, db } = world;
  const id = await readyDraft(world, await readSample(), { n: 2 });
  const { rev } = await now(world, id);
  const click = clickOf(clerk, 'om_none', {
    value: { action: 'filing.freeze', filing: id, rev },
    form_value: { declared: true },
  });
  const deliver = () => post(world, 'card.action.trigger', click, 'click-five-times');
  const [first] = [await deliver(), await deliver()];
  expect(first?.toast?.content).toContain('第 1 版已定稿');
  await world.restart();
  for (let more = 0; more < 3; more++) expect(await deliver()).toEqual({});
  expect(await now(world, id)).toMatchObject({ status: 'frozen', version: 1 });
  expect(await db.version.count({ where: { filingId: id } })).toBe(1);
  await expectSound(world);
});

test('an event nobody knows is answered 200 with an empty object', async () => {
  expect(await post(world, 'im.chat.disbanded_v1', { chat_id: 'oc_x' })).toEqual({});
});
