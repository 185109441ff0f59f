import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { itemsAt, textAt } from '../../services/form/read.ts';
import { buildPage } from '../feishu/page/build.ts';
import { declared, readSample, type Sample } from '../journeys/play.ts';
import { expectSound, now, openSection, readyDraft } from '../journeys/ready-made.ts';
import { startWorld, type World } from '../journeys/world.ts';
import { people } from '../season.ts';
import { openBrowser } from './browser.ts';
import { type PersonPage, personAt } from './person-page.ts';

const TEAM = '服务团队人员情况';
const PLAN = '未来发展思路和支持措施';
const STAFF = '人数与联系人';
const HOME = '备案助手';
const CHECK = '总览与检查';

let browser: Browser;
let world: World;
let sample: Sample;
beforeAll(async () => {
  const [opened, pageDir, read] = await Promise.all([openBrowser(), buildPage(), readSample()]);
  [browser, sample] = [opened, read];
  world = await startWorld({ pageDir, realTime: true });
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

const shows = [
  { show: 'phone', width: 390, height: 844, who: people.clerk, helper: 'contact', n: 301 },
  { show: 'desktop', width: 1440, height: 900, who: people.colleague, helper: 'operator', n: 302 },
] as const;

test.concurrent.for(shows)(
  'on a $show a draft half done is finished: task list, long text, roster, check',
  async ({ show, width, height, who, helper, n }, { onTestFinished }) => {
    const colleague = world[helper];
    const changes = { plan: { plan: null }, team: { members: [] }, staff: { contactMobile: '12' } };
    const id = await readyDraft(world, sample, { n, owner: world.feishu.as(who.openId), colleague, changes });
    await openSection(colleague, '机构基本情况');
    await colleague.click('保存', { 地址: '云汉省星澜市协作路5号' });
    const page = await (
      await browser.newContext({ viewport: { width, height }, hasTouch: show === 'phone' })
    ).newPage();
    onTestFinished(() => page.context().close());
    const faults: string[] = [];
    page.on('pageerror', ({ message }) => faults.push(message));
    await page.goto(world.feishu.url);
    const filler = personAt(page, who.name, { show: `filling-${show}` });
    await filler.enter();
    const answers = async () => (await now(world, id)).answers;

    await lookAtTaskList(filler, colleague.person.name);
    await writeLongText(filler, async () => textAt(await answers(), 'plan', 'plan'));
    await pasteRoster(filler, async () => itemsAt(await answers(), 'team', 'members').map(({ name }) => name!));
    await mendAndFreeze(filler);

    expect(await now(world, id)).toMatchObject({ status: 'frozen', version: 1 });
    // Nothing stands beyond the edge of the screen.
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    expect((await answers()).staff).toMatchObject({ contactMobile: sample.section1.contact_mobile });
    expect(faults).toEqual([]);
    await expectSound(world);
  },
);

/** The row of a card that holds these words, as one reads it. */
const rowOf = async (person: PersonPage, title: string, words: string) =>
  (await person.cards(title).last().locator('.columns').filter({ hasText: words }).last().innerText()).replace(
    /\s+/g,
    ' ',
  );

/** Home shows every section in words; one tap leads into a section, and saving there leads to the overview with its new state. */
async function lookAtTaskList(person: PersonPage, helper: string): Promise<void> {
  await person.say('首页');
  await person.expectCard('已完成 9/12 部分');
  await person.picture('首页的任务清单');
  expect(await rowOf(person, HOME, STAFF)).toMatch(/⚠ 第一部分 人数与联系人 有问题 要改 手机 修改/);
  expect(await rowOf(person, HOME, PLAN)).toMatch(/○ 第四部分 未来发展思路和支持措施 未开始 去填/);
  expect(await rowOf(person, HOME, '机构基本情况')).toMatch(
    new RegExp(`✓ .* 完成 ${helper} \\d\\d:\\d\\d 保存过 修改`),
  );
  await person.clickRow('服务对象与事项', '修改');
  await person.expectCard('第一部分　服务对象与事项');
  await person.click('总览');
  await person.expectCard(CHECK);
  await person.picture('回到总览');
}

/** Messages become one preview, land, are undone and brought back. */
async function writeLongText(person: PersonPage, text: () => Promise<string>): Promise<void> {
  await person.clickRow(PLAN, '去填');
  await person.expectCard(`第四部分　${PLAN}`);
  const lines = sample.section4.text.split('\n');
  const parts = [lines.slice(0, 2), lines.slice(2, 4), lines.slice(4)].map((some) => some.join('\n'));
  for (const [index, part] of parts.entries()) {
    await person.say(part);
    await person.expectCard(`已收到 ${index + 1} 段`);
  }
  await person.cards('收到的文字').last().scrollIntoViewIfNeeded();
  await person.picture('几条消息的预览');
  expect(await text()).toBe('');
  await person.click('放进');
  await person.expectCard('已放进');
  await person.cards(PLAN).last().scrollIntoViewIfNeeded();
  await person.picture('放进以后');
  expect(await text()).toBe(sample.section4.text);
  await person.click('撤销上一次修改');
  await person.expectCard('恢复刚才撤销的修改');
  expect(await text()).toBe('');
  await person.click('恢复刚才撤销的修改');
  await person.expectCard('长短合适');
  expect(await text()).toBe(sample.section4.text);
}

/** A pasted table with a wrong row: the error by its row, the table again without it, then a row moved, removed and brought back. */
async function pasteRoster(person: PersonPage, names: () => Promise<string[]>): Promise<void> {
  const { members } = sample.section3;
  const table = (wrong: boolean) =>
    [
      ['姓名', '身份', '个人简介'],
      ...members.map(({ name, bio }, at) => [
        name,
        at ? (wrong && at === 2 ? '副主任' : '专职') : '主要负责人（专职）',
        bio,
      ]),
    ]
      .map((row) => row.join('\t'))
      .join('\n');
  const all = members.map(({ name }) => name);
  await person.click('保存，下一步');
  await person.click('总览');
  await person.clickRow(TEAM, '去填');
  await person.expectCard('还没有添加');
  await person.say(table(true));
  await person.expectCard('第 4 行：“身份”写的是“副主任”');
  await person.picture('名单预览-有一行有问题');
  await person.click('不要');
  await person.say(table(false));
  await person.expectCard(`看一看：服务团队人员 ${all.length} 位`);
  await person.click('全部加入');
  await person.expectCard(`已加入 ${all.length} 位`);
  await person.picture('名单');
  expect(await names()).toEqual(all);
  await person.click('下移', { 调整顺序或删除: `2. ${all[1]}` });
  await person.expectCard(`3. ${all[1]}`);
  await person.click('删除', { 调整顺序或删除: `6. ${all[5]}` });
  await person.expectCard('撤销删除');
  await person.picture('删除以后');
  const moved = [all[0], all[2], all[1], ...all.slice(3)];
  expect(await names()).toEqual(moved.slice(0, -1));
  await person.click('撤销删除');
  await person.expectCard(`已放回“${all[5]}”`);
  expect(await names()).toEqual(moved);
}

/** The one problem left leads to its field, saving leads back, and 定稿 asks for the declaration first. */
async function mendAndFreeze(person: PersonPage): Promise<void> {
  await person.say('检查');
  await person.expectCard('必须处理：1 处');
  await person.picture('检查-有问题');
  await person.clickRow('手机', '去改');
  await person.expectCard(STAFF);
  await person.picture('有问题的一项');
  await person.click('保存，回到检查', { 手机: sample.section1.contact_mobile });
  await person.expectCard('全部必填内容已填好');
  await person.picture('检查-可以定稿');
  await person.click('定稿');
  await person.expectCard('请先勾选上面的声明');
  await person.click('定稿', declared);
  await person.expectFile('备案表');
  await person.picture('已定稿');
}
