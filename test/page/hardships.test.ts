import { setTimeout as later } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { textAt } from '../../services/form/read.ts';
import { buildPage } from '../feishu/page/build.ts';
import { declared, pdf, playAppointment, playSealing, readSample, type Sample } from '../journeys/play.ts';
import { expectSound, now, readyDraft } from '../journeys/ready-made.ts';
import { startWorld, type World } from '../journeys/world.ts';
import { people } from '../season.ts';
import { openBrowser } from './browser.ts';
import { type PersonPage, personAt } from './person-page.ts';

const { clerk, contact } = people;
const BASICS = '机构基本情况';
const STAFF = '人数与联系人';
const PLAN = '未来发展思路和支持措施';

let browser: Browser;
let world: World;
let sample: Sample;
let faults: string[];
let n = 200;
let id: string;
let shows = 0;
beforeAll(async () => {
  const [opened, pageDir, read] = await Promise.all([openBrowser(), buildPage(), readSample()]);
  [browser, sample] = [opened, read];
  world = await startWorld({ pageDir, realTime: true });
  await playAppointment(world.operator, world.contact, sample);
});
beforeEach(async () => {
  faults = [];
  id = await readyDraft(world, sample, { n: ++n });
});
afterEach(async () => {
  world.feishu.faults.clear();
  expect(faults).toEqual([]);
  await expectSound(world);
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

/** A tab of its own, on a narrow screen because only one chat is looked at. */
async function tabOf({ name }: { name: string }, show: string): Promise<PersonPage> {
  const page = await (await browser.newContext({ viewport: { width: 600, height: 900 } })).newPage();
  onTestFinished(() => page.context().close());
  page.on('pageerror', ({ message }) => faults.push(message));
  await page.goto(world.feishu.url);
  const person = personAt(page, name, { show: `hardship-${++shows}-${show}` });
  await person.enter();
  return person;
}

/** The card of one section, opened from the overview. */
async function open(person: PersonPage, title: string): Promise<void> {
  await person.say('进度');
  await person.expectCard('总览与检查');
  await person.clickRow(title, '修改');
  await person.expectCard(title);
}

const answers = async () => (await now(world, id)).answers;
const revOf = async (step: string) => (await now(world, id)).revs[step];

describe('a double click', () => {
  test('on 保存，下一步 saves once and goes on by one section', async () => {
    const filler = await tabOf(clerk, '双击保存');
    await open(filler, BASICS);
    await filler.fill({ 地址: '云汉省星澜市双击路2号' }, filler.cards(BASICS).last());
    const before = await revOf('basics');
    await filler.doubleClick('保存，下一步');
    await filler.expectCard(`第一部分　${STAFF}`);
    await filler.picture('只前进一步');
    expect(await revOf('basics')).toBe(before! + 1);
    expect((await answers()).basics).toMatchObject({ address: '云汉省星澜市双击路2号', name: sample.section1.name });
  });

  test('on 提交 and on its question hands the filing in once', async () => {
    const filler = await tabOf(clerk, '双击提交');
    await filler.say('进度');
    await filler.expectCard('总览与检查');
    await filler.fill(declared, filler.cards('总览与检查').last());
    await filler.doubleClick('定稿');
    const form = await filler.expectFile('备案表');
    await filler.sendFile('扫描件.pdf', pdf('scan'));
    await filler.expectCard('已收到并保存');
    await playSealing(filler, form);
    await filler.doubleClick('提交');
    await filler.expectCard('已提交，待审核');
    await filler.picture('只提交一次');
    const reviewer = await tabOf(contact, '双击提交-审核人');
    await reviewer.expectCard('审核：');
    expect(await reviewer.cards('审核：').count()).toBe(1);
    expect(await now(world, id)).toMatchObject({ status: 'submitted', version: 1 });
    const journal = await world.db.journal.findMany({ where: { subject: `filing:${id}` } });
    expect(journal.map(({ what }) => what).filter((what) => /^(freeze|submit)/.test(what))).toEqual([
      'freeze v1',
      'submit v1',
    ]);
  });
});

describe('two tabs of one person', () => {
  test('what is typed on an older card is kept beside what the other tab saved, and one is chosen', async () => {
    const [first, second] = await twoTabs('两张卡片');
    const older = await openInBoth(first, second);
    await second.fill({ 地址: '第二个标签页里写的地址' }, older);
    await open(first, BASICS);
    await first.click('保存', { 地址: '第一个标签页里写的地址' });
    await first.expectToast('已保存');
    // News in the chat leaves alone what somebody types.
    await expect.poll(() => second.valueOf('地址', second.cards(BASICS).last())).toBe('第一个标签页里写的地址');
    expect(await second.valueOf('地址', older)).toBe('第二个标签页里写的地址');
    await second.click('保存', {}, older);
    await chooseTheSecond(second);
  });

  test('a card that has not heard of the other tab yet still speaks: both texts are kept and one is chosen', async () => {
    const [first, second] = await twoTabs('同一张卡片');
    const same = await openInBoth(first, second);
    await second.fill({ 地址: '第二个标签页里写的地址' }, same);
    const pressed = second.page.waitForRequest('**/console/click');
    await second.page.route('**/console/state**', async (route) => {
      await pressed;
      await route.continue();
    });
    await first.click('保存', { 地址: '第一个标签页里写的地址' });
    await first.expectToast('已保存');
    await second.click('保存', {}, same);
    await chooseTheSecond(second);
  });

  const twoTabs = async (show: string): Promise<[PersonPage, PersonPage]> => [
    await tabOf(clerk, `${show}-第一个标签页`),
    await tabOf(clerk, `${show}-第二个标签页`),
  ];

  const openInBoth = async (first: PersonPage, second: PersonPage) => {
    await open(first, BASICS);
    const card = second.cards(BASICS).nth((await first.cards(BASICS).count()) - 1);
    await card.waitFor();
    return card;
  };

  const chooseTheSecond = async (second: PersonPage) => {
    await second.expectCard('两份都已保留，请选一份');
    await second.expectCard('存的）：第一个标签页里写的地址');
    await second.expectCard('后存的：第二个标签页里写的地址');
    await second.picture('两份都在');
    await second.click('改用沈若溪的');
    await second.expectToast('已选定');
    const { answers, conflicts } = await now(world, id);
    expect(answers.basics).toMatchObject({ address: '第二个标签页里写的地址' });
    expect(conflicts.basics).toEqual([]);
  };
});

describe('a slow network', () => {
  const DELAY_MS = 200;

  test('a press in haste, and another, and another: the card waits, one step is made, nothing typed is lost', async () => {
    const filler = await tabOf(clerk, '慢网络');
    await open(filler, PLAN);
    await filler.page.route('**/console/**', async (route) => {
      await later(DELAY_MS);
      await route.continue();
    });
    world.feishu.faults.latency(DELAY_MS);
    await filler.say('慢网络里的第一段。');
    await filler.say('慢网络里的第二段。');
    await filler.expectCard('已收到 2 段');
    await filler.click('放进（接在后面）');
    await filler.expectCard('已放进');
    const before = await revOf('plan');
    const card = filler.cards(PLAN).last();
    await filler.fill({ '接着写（保存时接在后面）': '慢网络里的第三段。' }, card);
    await filler.clickImpatiently('保存，下一步', () => filler.picture('等待回答'));
    await filler.expectCard('第五部分　典型案例');
    expect(await revOf('plan')).toBe(before! + 1);
    const { plan } = (await answers()).plan!;
    expect(plan).toBe(`${sample.section4.text}\n慢网络里的第一段。\n慢网络里的第二段。\n慢网络里的第三段。`);
  });

  test('an answer lost on its way is no loss: pressed again, the card goes on', async () => {
    const filler = await tabOf(clerk, '回答丢失');
    await open(filler, BASICS);
    await filler.fill({ 地址: '云汉省星澜市慢路3号' }, filler.cards(BASICS).last());
    const lost = world.feishu.faults.hold('callback', 'after');
    await filler.clickImpatiently('保存，下一步', async () => {
      await lost.reached;
      lost.drop();
    });
    await filler.expectToast('200341');
    await filler.picture('没有等到回答');
    expect(await filler.valueOf('地址', filler.cards(BASICS).last())).toBe('云汉省星澜市慢路3号');
    await filler.click('保存，下一步');
    await filler.picture('再点一次');
    await filler.expectCard(`第一部分　${STAFF}`);
    expect((await answers()).basics).toMatchObject({ address: '云汉省星澜市慢路3号' });
    expect((await now(world, id)).conflicts.basics ?? []).toEqual([]);
  });
});

test('a bot that is gone for a while: the page says so, what was typed stays, what was sent arrives', async () => {
  const filler = await tabOf(clerk, '机器人重启');
  await open(filler, BASICS);
  const basics = filler.cards(BASICS).nth((await filler.cards(BASICS).count()) - 1);
  await open(filler, PLAN);
  await world.restart(async () => {
    await filler.click('保存，下一步', { 地址: '云汉省星澜市重启路4号' }, basics);
    await filler.expectToast('无法连接到应用服务');
    await filler.picture('机器人不在');
    expect(await filler.valueOf('地址', basics)).toBe('云汉省星澜市重启路4号');
    await filler.say('机器人不在时发的一段。');
  });
  await expect.poll(() => world.feishu.redeliverNow().then(world.feishu.undelivered)).toEqual([]);
  await filler.expectCard('已收到 1 段');
  await filler.click('放进（接在后面）');
  await filler.expectCard('已放进');
  await filler.click('保存，下一步', {}, basics);
  await filler.expectCard(`第一部分　${STAFF}`);
  await filler.picture('机器人回来');
  expect((await answers()).basics).toMatchObject({ address: '云汉省星澜市重启路4号' });
  expect(textAt(await answers(), 'plan', 'plan')).toMatch(/机器人不在时发的一段。$/);
});
