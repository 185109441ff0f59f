import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createVirtualClock } from '../feishu/clock.ts';
import { buildPage } from '../feishu/page/build.ts';
import { type LocalFeishu, startFeishu } from '../feishu/server.ts';
import { openBrowser } from './browser.ts';
import { notice } from './every-component.ts';

const JUNE = Date.parse('2026-06-01T09:00:00+08:00');
const lin = 'ou_lin';
const app = {
  appId: 'cli_page',
  appSecret: 'secret of the app',
  encryptKey: 'key of the app',
  verificationToken: 'token of the app',
};

let browser: Browser;
let page: Page;
let feishu: LocalFeishu;
let inspector: Locator;
const clock = createVirtualClock(JUNE);
const bot = createServer((request, response) => {
  request.resume().on('end', () => {
    response.setHeader('content-type', 'application/json').end('{"toast":{"type":"success","content":"机器人的应答"}}');
  });
});

beforeAll(async () => {
  await new Promise<void>((ready) => bot.listen(0, '127.0.0.1', ready));
  const webhook = `http://127.0.0.1:${(bot.address() as AddressInfo).port}/`;
  [browser, feishu] = await Promise.all([
    openBrowser(),
    buildPage().then((pageDir) =>
      startFeishu({
        ...app,
        pageDir,
        clock,
        time: { advance: (toMs) => clock.jump(toMs), next: async () => clock.nextTimer() },
        moments: async () => [{ label: '材料截止前 3 天', at: JUNE + 26 * 86_400_000 }],
        people: [
          { openId: lin, name: '林知远' },
          { openId: 'ou_zhou', name: '周明' },
        ],
        webhook: { eventUrl: webhook, cardUrl: webhook },
      }),
    ),
  ]);
  page = await (await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] })).newPage();
  page.setDefaultTimeout(5000);
  inspector = page.getByRole('complementary', { name: '检查器' });
});
afterAll(async () => {
  await browser?.close();
  await feishu?.close();
  bot.closeAllConnections();
  bot.close();
});

beforeEach(async () => {
  feishu.faults.clear();
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(feishu.url);
  await page.getByRole('button', { name: '检查器' }).click();
  await inspector.getByRole('heading', { name: '检查器' }).waitFor();
});

const tab = (name: string) => inspector.getByRole('tab', { name }).click();
const lines = () => inspector.getByRole('list', { name: '平台日志' }).getByRole('listitem');

/** A call of the bot with a token of the app. */
async function call(path: string, body: object): Promise<Response> {
  const post = (where: string, what: object, token = '') =>
    fetch(`${feishu.url}/open-apis/${where}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify(what),
    });
  const credentials = { app_id: app.appId, app_secret: app.appSecret };
  const { tenant_access_token } = await (await post('auth/v3/tenant_access_token/internal', credentials)).json();
  return post(path, body, tenant_access_token);
}
const send = (card: object) =>
  call('im/v1/messages?receive_id_type=open_id', {
    receive_id: lin,
    msg_type: 'interactive',
    content: JSON.stringify(card),
  });

it('shows every exchange with both bodies and without secrets, broken rules in red, and searches through them', async () => {
  await send({ schema: '2.0', colour: 'blue' });
  await page.getByLabel('以林知远的身份发消息').fill('悄悄话');
  await page.keyboard.press('Enter');
  await inspector.getByLabel('搜索日志').fill('悄悄话');
  await expect.poll(() => lines().count()).toBe(1);
  await inspector.getByRole('button', { name: 'im.message.receive_v1' }).click();
  await inspector.getByText('机器人的应答').waitFor();
  expect(await inspector.innerText()).toContain('"token": "***"');
  expect(await inspector.innerText()).not.toContain(app.verificationToken);

  await inspector.getByLabel('搜索日志').fill('');
  await inspector.getByRole('switch', { name: '只看异常' }).click();
  await expect.poll(() => lines().count()).toBe(2);
  expect((await lines().allInnerTexts()).join('\n')).toMatch(/违规[\s\S]*bad card[\s\S]*unknown property/);
  expect(await lines().last().getAttribute('class')).toContain('wrong');
  await inspector.getByRole('switch', { name: '只看异常' }).click();
  await inspector.getByRole('combobox', { name: '种类' }).click();
  await page.getByRole('option', { name: '违规' }).click();
  await expect.poll(() => lines().count()).toBe(1);
});

it('shows a card as it was sent, measured, and copies it', async () => {
  await send(notice('blue', '欢迎填报', '请选择'));
  await tab('卡片');
  await inspector.getByText('林知远 · 欢迎填报').waitFor();
  await inspector.getByText(/\/ 30,720 字节/).waitFor();
  await inspector.getByText('4 / 200 个').waitFor();
  await inspector.getByRole('button', { name: '复制卡片 JSON' }).click();
  await inspector.getByRole('button', { name: '已复制' }).waitFor();
  const copied = JSON.parse(await page.evaluate(() => navigator.clipboard.readText()));
  expect(copied.header.title.content).toBe('欢迎填报');
});

it('switches faults on with their number and off again, by the keyboard too, and says what is on', async () => {
  await tab('故障');
  const count = inspector.getByRole('spinbutton', { name: '接口报 500' });
  await count.fill('3');
  const toggle = inspector.getByRole('switch', { name: '接口报 500' });
  await toggle.focus();
  await page.keyboard.press('Space');
  await inspector.getByText('还剩 3 次调用').waitFor();
  await inspector.getByRole('tab', { name: '故障（1 项开着）' }).waitFor();
  // The call for the token is struck as well as the one it is for.
  expect((await call('im/v1/messages', {})).status).toBe(500);
  await inspector.getByText('还剩 1 次调用').waitFor();
  await inspector.getByRole('switch', { name: '随机风暴' }).click();
  await inspector.getByRole('tab', { name: '故障（2 项开着）' }).waitFor();
  expect(feishu.faults.state().storm?.share.lostReply).toBe(0.05);
  await inspector.getByRole('button', { name: '全部关掉' }).click();
  await inspector.getByRole('tab', { name: '故障', exact: true }).waitFor();
  expect(feishu.faults.state()).toMatchObject({ next: { serverError: 0 }, storm: undefined });
});

it('moves the clock, and the chats age: by so much, to an instant, to a moment with a name, to the next event', async () => {
  await send(notice('blue', '欢迎填报', '请选择'));
  await tab('时钟');
  const shows = (words: string) => inspector.locator('.clock-now').getByText(words).waitFor();
  await shows('2026-06-01 周一 09:00:00');
  await inspector.getByRole('button', { name: '+1 小时' }).click();
  await shows('2026-06-01 周一 10:00:00');
  await inspector.getByRole('button', { name: '+1 天' }).click();
  await shows('2026-06-02 周二 10:00:00');
  await inspector.getByLabel('到某一时刻').fill('2026-06-10T08:30');
  await inspector.getByRole('button', { name: '前往' }).click();
  await shows('2026-06-10 周三 08:30:00');
  await inspector.getByRole('button', { name: '材料截止前 3 天' }).click();
  await shows('2026-06-27 周六 09:00:00');
  await page.getByRole('region', { name: '林知远的会话' }).getByText('卡片已超过 14 天').last().waitFor();
  await inspector.getByRole('button', { name: '到下一件事' }).click();
  await inspector.getByText('没有在等时间的事').waitFor();
  clock.setTimeout(() => {}, 90_000);
  await inspector.getByRole('button', { name: '到下一件事' }).click();
  await shows('2026-06-27 周六 09:01:30');
});

it('covers a phone wholly, nothing wider than it, and closes with Escape', async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  for (const name of ['日志', '卡片', '故障', '时钟']) {
    await tab(name);
    const wide = await inspector.evaluate(
      (pane) =>
        [...pane.querySelectorAll('*')].filter((one) => one.getBoundingClientRect().right > innerWidth + 0.5).length,
    );
    expect([name, wide]).toEqual([name, 0]);
  }
  expect(await inspector.boundingBox()).toEqual({ x: 0, y: 0, width: 390, height: 844 });
  await page.keyboard.press('Escape');
  await inspector.waitFor({ state: 'detached' });
});
