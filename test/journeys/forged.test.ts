import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { submit } from '../../cards/actions.ts';
import type { PersonDriver } from '../feishu/driver.ts';
import { readSample, type Sample } from './play.ts';
import { clickOf, post } from './posted.ts';
import { creditCode, expectSound, now, openSection, readyDraft } from './ready-made.ts';
import { startWorld, type World } from './world.ts';

let world: World;
let sample: Sample;
beforeAll(async () => {
  world = await startWorld();
  sample = await readSample();
});
afterEach(() => expectSound(world));
afterAll(() => world?.stop());

/** A click that somebody wrote by hand, on no message of the bot. */
const clickByHand = (person: PersonDriver, value: object) =>
  post(world, 'card.action.trigger', clickOf(person, 'om_by_hand', { value }));

/** The colleague asks to fill; resolves with the card the owner decides on. */
const ask = async (n: number) => {
  const { clerk, colleague } = world;
  await colleague.say('首页');
  await colleague.expectCard('备案助手');
  await colleague.click('开始填报');
  await colleague.click('下一步', { 统一社会信用代码: creditCode(n) });
  await colleague.click('申请一起填');
  return clerk.expectCard(/顾清禾 申请一起填[\s\S]*\[同意\]/, { earlier: true });
};

test('an answer for somebody who never asked lets nobody in, writes to nobody and holds up no messages', async () => {
  const { clerk, contact, colleague, db } = world;
  const id = await readyDraft(world, sample, { n: 1 });
  const card = await ask(1);
  const outbox = await db.outbox.count();
  for (const stranger of [contact.openId, 'ou_nobody', '']) {
    for (const yes of [true, false]) {
      const value = { action: 'join.answer', filing: id, tenant: 'tenant_local', who: stranger, yes };
      const { toast } = await clickByHand(clerk, value);
      expect(toast).toMatchObject({ type: 'warning', content: expect.stringContaining('申请已经处理过') });
    }
  }
  const guest = { action: 'join.answer', filing: id, tenant: '', who: colleague.openId, yes: true };
  expect((await clickByHand(clerk, guest)).toast?.type).toBe('warning');
  expect((await now(world, id)).members).toHaveLength(1);
  expect(await db.outbox.count()).toBe(outbox);
  await Promise.all([clerk, contact, colleague].map((person) => person.say('帮助')));
  for (const person of [clerk, contact, colleague]) await person.expectText('发送“开始”填报');
  expect(await db.outbox.findMany({ where: { state: 'parked' } })).toEqual([]);
  // The real request still stands after all that.
  await clerk.clickOn(card, '不同意');
  await colleague.expectCard('申请没有通过');
});

test('an old answer does not turn round what was decided', async () => {
  const { clerk, colleague } = world;
  const id = await readyDraft(world, sample, { n: 2 });
  const members = async () => (await now(world, id)).members.length;
  const first = await ask(2);
  await clerk.clickOn(first, '不同意');
  await colleague.expectCard('申请没有通过');
  expect((await clerk.clickOn(first, '同意')).toast?.content).toContain('申请已经处理过');
  expect(await members()).toBe(1);
  const second = await ask(2);
  await clerk.clickOn(second, '同意');
  expect((await clerk.clickOn(second, '不同意')).toast?.content).toContain('对方已经可以一起填了');
  expect((await clerk.clickOn(second, '同意')).toast?.content).toContain('对方已经可以一起填了');
  expect(await members()).toBe(2);
});

test('a submit that comes without what was typed stores nothing and says so', async () => {
  const { clerk } = world;
  const id = await readyDraft(world, sample, { n: 3 });
  const card = await openSection(clerk, '机构基本情况');
  const before = await now(world, id);
  const { name } = submit('保存', 'step.save', {
    filing: id,
    step: 'basics',
    rev: before.revs.basics ?? 0,
    go: 'stay',
  });
  for (const action of [{ name }, { name, value: {} }, { name, form_value: null }]) {
    const { toast, card: shown } = await post(world, 'card.action.trigger', clickOf(clerk, card.messageId, action));
    expect(toast).toMatchObject({ type: 'warning', content: expect.stringContaining('什么都没有改动') });
    expect(shown).toBeUndefined();
  }
  expect(await now(world, id)).toEqual(before);
  const typed = { name, form_value: { name: '有填写内容的' } };
  await post(world, 'card.action.trigger', clickOf(clerk, card.messageId, typed));
  expect((await now(world, id)).answers.basics).toMatchObject({ name: '有填写内容的', address: null });
});

test.each(['__proto__', 'constructor', 'toString', 'gone'])(
  'a click on the section or question %s is refused in words and changes nothing',
  async (place) => {
    const { clerk } = world;
    const id = await readyDraft(world, sample, { n: 10 + place.length });
    const before = await now(world, id);
    const at = { filing: id, step: place, field: place };
    const inTeam = { ...at, step: 'team' };
    for (const value of [
      { ...at, action: 'step.open' },
      { ...at, action: 'item.open', item: 'new' },
      { ...inTeam, action: 'item.open', item: 'm0' },
      { ...inTeam, action: 'item.remove', item: 'm0', was: '' },
      { ...inTeam, action: 'text.land', batch: 'x', rev: 0, replace: true },
      { ...at, action: 'step.undo', rev: 0 },
      { ...at, action: 'conflict.choose', rev: 0, at: '', mine: true },
    ]) {
      const { toast } = await clickByHand(clerk, value);
      expect(toast).toMatchObject({ type: 'warning', content: expect.stringContaining('来自旧的表单') });
    }
    const saved = submit('保存', 'step.save', { filing: id, step: place, rev: 0, go: 'next' });
    const action = { name: saved.name, form_value: { name: '新名' } };
    expect((await post(world, 'card.action.trigger', clickOf(clerk, 'om_by_hand', action))).toast?.type).toBe(
      'warning',
    );
    expect(await now(world, id)).toEqual(before);
    expect(({} as { name?: string }).name).toBeUndefined();
  },
);
