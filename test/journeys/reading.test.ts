import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { PersonDriver } from '../feishu/driver.ts';
import { playAppointment, readSample, type Sample } from './play.ts';
import { clickRow, expectSound, now, readySubmitted } from './ready-made.ts';
import { startWorld, type World } from './world.ts';

let world: World;
let sample: Sample;
beforeAll(async () => {
  world = await startWorld();
  sample = await readSample();
  await playAppointment(world.operator, world.contact, sample);
});
afterEach(() => expectSound(world));
afterAll(() => world?.stop());

const submitted = (name: string, n: number) =>
  readySubmitted(world, sample, { n, changes: { identity: { institutionName: name } } });

const openDesk = async () => {
  const { contact } = world;
  await contact.say('首页');
  await contact.expectCard('备案助手');
  await contact.click('打开审核列表');
  return contact.expectCard('审核列表');
};

/** Callbacks that reach the bot through this person's clicks. */
const counted = (person: PersonDriver) => {
  const clicks: string[] = [];
  const counting = new Proxy(person, {
    get: (target, name, receiver) => {
      const value = Reflect.get(target, name, receiver);
      if (name !== 'click' && name !== 'clickOn') return value;
      return (...args: unknown[]) => {
        clicks.push(String(args[name === 'clickOn' ? 1 : 0]));
        return value(...args);
      };
    },
  });
  return { counting, clicks };
};

test('a decision takes at most 3 callbacks on a filing that was read, and 8 on one that was not, all sections read', async () => {
  const desk = async (name: string, n: number) => [await submitted(name, n), await openDesk()] as const;

  const [first, list] = await desk('读过的研究所', 2);
  await clickRow(world.contact, list, '读过的研究所', '打开');
  const read = counted(world.contact);
  const review = world.contact.card('审核：读过的研究所');
  await read.counting.clickOn(review, '拟推荐');
  await read.counting.click('填入建议文字');
  await read.counting.click('确认推荐');
  expect((await now(world, first)).status).toBe('recommended');

  const [second, again] = await desk('没读的研究所', 3);
  const unread = counted(world.contact);
  await clickRow(unread.counting, again, '没读的研究所', '打开');
  await unread.counting.click('看全文');
  const pages = [world.contact.card('全文：没读的研究所').text];
  while (world.contact.card('全文：没读的研究所').text.includes('[下一页]')) {
    await unread.counting.click('下一页');
    pages.push(world.contact.card('全文：没读的研究所').text);
  }
  // An answer may go on over the page: between its halves stand only the buttons and the heading.
  const whole = pages
    .map((text) => text.slice(text.indexOf('第 1 版') + 5).split('\n[')[0])
    .join('')
    .replaceAll(/\s/g, '');
  const { section1: one, section2, section3, section4, section5, section6 } = sample;
  for (const words of [
    ...[one.address!, one.service_targets!, section2.text, section4.text, section6.opinion],
    ...section3.members.map(({ bio }) => bio),
    ...section5.cases.map(({ content }) => content),
  ]) {
    expect(whole).toContain(words.replaceAll(/\s/g, ''));
  }
  await unread.counting.click('拟推荐');
  await unread.counting.click('确认推荐', { 第七部分: '同意推荐。' });
  expect((await now(world, second)).status).toBe('recommended');

  console.info(`callbacks to a decision: read ${read.clicks.length} (${read.clicks.join(' → ')})`);
  console.info(`callbacks to a decision: not read ${unread.clicks.length} (${unread.clicks.join(' → ')})`);
  expect(read.clicks.length).toBeLessThanOrEqual(3);
  expect(unread.clicks.length).toBeLessThanOrEqual(8);
});

test('every file comes by itself, of the version handed in, and only to the reviewer', async () => {
  const { contact, clerk } = world;
  await submitted('逐份附件研究所', 4);
  await clickRow(contact, await openDesk(), '逐份附件研究所', '打开');
  await contact.clickOn(contact.card('审核：逐份附件研究所'), '逐份附件');
  const list = contact.card('附件：逐份附件研究所');
  const { filename } = sample.attachments.find(({ kind }) => kind === 'work_system')!;
  await clickRow(contact, list, filename, '发来');
  await contact.expectFile(filename);
  const { toast } = await clickRow(clerk, list, filename, '发来');
  expect(toast?.content).toContain('您的点击没有改动任何内容');
});
