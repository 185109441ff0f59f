import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { playAppointment, readSample, type Sample } from './play.ts';
import { expectSound, now, readyDraft, submitByChat } from './ready-made.ts';
import { startWorld, type World } from './world.ts';

let world: World;
let sample: Sample;
beforeAll(async () => {
  // A Friday morning in Shanghai.
  world = await startWorld({ startMs: Date.parse('2026-11-27T02:00:00Z') });
  sample = await readSample();
  await playAppointment(world.operator, world.contact, sample);
});
afterEach(() => expectSound(world));
afterAll(() => world?.stop());

const at = (day: string) => world.time.advance(Date.parse(`2026-${day}T02:30:00Z`));

test('each side urges the other once a working day, on a card with the one button to go on, and sees whether it was read', async () => {
  const { clerk, contact, db } = world;
  const id = await readyDraft(world, sample, { n: 2 });
  await submitByChat(clerk);
  await contact.expectCard('审核：');

  await clerk.say('进度');
  await clerk.expectCard('办理进度');
  await clerk.click('催办推荐部门');
  expect(clerk.card('办理进度').text).toMatch(/申报单位 2026年11月27日 \d\d:\d\d 催办过云汉省.*对方还没有读/);
  const urged = await contact.expectCard(/催办：[\s\S]*要办的事：打开审核[\s\S]*\[去审核\]/);
  expect(urged.text).not.toContain('沈若溪');
  // Again on the same day: refused in words, and nothing is sent.
  expect((await clerk.tryClick('催办推荐部门')).toast?.content).toMatch(/一个工作日催办一次，2026年11月30日起可以再催/);
  expect(await db.outbox.count({ where: { kind: 'urged' } })).toBe(1);

  await expect.poll(() => db.outbox.count({ where: { kind: 'urged', messageId: { not: null } } })).toBe(1);
  await contact.read();
  await clerk.say('进度');
  await clerk.expectCard(/办理进度[\s\S]*对方 2026年11月27日 \d\d:\d\d 已读/);

  // On a day off it counts for the next working day, so once from Saturday to Monday.
  await at('11-28');
  await clerk.say('进度');
  await clerk.expectCard('办理进度');
  await clerk.click('催办推荐部门');
  await at('11-30');
  expect((await clerk.tryClick('催办推荐部门')).toast?.content).toContain('2026年12月1日起可以再催');
  await at('12-01');
  await clerk.say('进度');
  await clerk.expectCard('办理进度');
  await clerk.click('催办推荐部门');
  expect((await now(world, id)).urges.map(({ day }) => day)).toEqual(['2026-11-27', '2026-11-30', '2026-12-01']);

  // The department goes on from the card itself, gives it back, and urges in its turn.
  const newest = await contact.expectCard(/2026年12月1日[\s\S]*\[去审核\]/);
  await contact.clickOn(newest, '去审核');
  await contact.click('退回补正');
  await contact.click('退回', { 请写明: '请补充。' });
  await clerk.expectCard('材料被退回，请补正');
  await contact.click('催办申报单位');
  const asked = await clerk.expectCard(/催办：[\s\S]*云汉省[\s\S]*\[去补正\]/);
  // What was urged before is over.
  await contact.expectCard(/催办：[\s\S]*这件事不用再办了/, { earlier: true });
  await clerk.clickOn(asked, '去补正');
  expect(clerk.card('总览与检查').text).toContain('请补充');
  const again = await contact.tryClick('催办申报单位');
  expect(again.toast?.content).toContain('一个工作日催办一次');
  expect((await now(world, id)).urges.map(({ from }) => from)).toEqual([
    ...['institution', 'institution', 'institution', 'department'],
  ]);
});
