import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { buildPage } from '../feishu/page/build.ts';
import { type LocalFeishu, startFeishu } from '../feishu/server.ts';
import type { Card } from '../feishu/types.ts';
import { openBrowser } from './browser.ts';
import { everyComponent, notice } from './every-component.ts';

const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const lin = 'ou_lin';
const people = [
  { openId: lin, name: '林知远', role: '申报人' },
  { openId: 'ou_zhou', name: '周明', role: '推荐部门联系人' },
  { openId: 'ou_chen', name: '陈思', role: '国家局' },
];

let browser: Browser;
let page: Page;
let feishu: LocalFeishu;
/** What the bot answers to the next presses; it knows nothing else. */
let answer: object = {};
const bot = createServer((request, response) => {
  request.resume().on('end', () => {
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
  });
});

beforeAll(async () => {
  await new Promise<void>((ready) => bot.listen(0, '127.0.0.1', ready));
  browser = await openBrowser();
});
afterEach(async () => {
  await page.context().close();
  await feishu.close();
});
afterAll(async () => {
  await browser?.close();
  bot.close();
});

async function open(size: { width: number; height: number }, cards: (img: string) => Card[]) {
  const webhook = `http://127.0.0.1:${(bot.address() as AddressInfo).port}/`;
  feishu = await startFeishu({
    ...{ appId: 'cli_page', appSecret: 'secret', encryptKey: 'key', verificationToken: 'token' },
    pageDir: await buildPage(),
    people,
    webhook: { eventUrl: webhook, cardUrl: webhook },
  });
  const bytes = Buffer.from(pixel, 'base64');
  const { key } = feishu.store.addFile({ kind: 'image', name: 'steps.png', bytes, by: 'bot' });
  const { chatId } = feishu.store.p2pOf(lin)!;
  const sent = cards(key).map((card) => feishu.store.addMessage({ chatId, from: 'bot', type: 'interactive', card }));
  page = await (await browser.newContext({ viewport: size })).newPage();
  // A locator that finds nothing should say so before the test itself runs out of time.
  page.setDefaultTimeout(10_000);
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  await page.goto(feishu.url);
  await page.getByRole('group').first().waitFor();
  return { sent, faults, chat: page.getByRole('region', { name: '林知远的会话' }) };
}

describe('the chat page', () => {
  it('fills a form by its labels and posts the values of all its controls', async () => {
    const { chat, faults } = await open({ width: 1440, height: 900 }, (img) => [everyComponent(img)]);
    await chat.getByLabel('机构名称').fill('江南大学图书馆');
    await chat.getByLabel('机构简介').fill('第一行\n第二行');
    await chat.getByLabel('机构类型').click();
    await page.getByRole('option', { name: '高校' }).click();
    await chat.getByLabel('服务内容').click();
    await page.getByRole('option', { name: '培训' }).click();
    await page.keyboard.press('Escape');
    await chat.getByLabel('成立日期').fill('1998-09-01');
    await page.keyboard.press('Escape');
    await chat.getByRole('button', { name: '更多（选填）' }).click();
    await chat.getByLabel('网站').fill('https://lib.example.edu.cn');
    await chat.getByLabel('以上内容真实，不含涉密信息').check();

    answer = { toast: { type: 'success', content: '已保存' } };
    const posted = page.waitForRequest('**/console/click');
    await chat.getByRole('button', { name: '保存并继续' }).click();
    await page.getByRole('dialog', { name: '保存这一步？' }).getByRole('button', { name: '确定' }).click();
    expect((await posted).postDataJSON()).toMatchObject({
      person: lin,
      tag: 'button',
      name: 'save',
      formName: 'section_3',
      formValue: {
        name: '江南大学图书馆',
        about: '第一行\n第二行',
        kind: '高校',
        services: ['检索', '培训'],
        since: '1998-09-01 +0800',
        opens: '09:00 +0800',
        site: 'https://lib.example.edu.cn',
        truth: true,
      },
    });
    await chat.getByRole('alert').filter({ hasText: '已保存' }).waitFor();
    // The answer brought no new card, so what was typed is still there.
    expect(await chat.getByLabel('机构名称').inputValue()).toBe('江南大学图书馆');
    expect(faults).toEqual([]);
  });

  it('says at the control what is missing or too long, opens the panel it is in, and asks nobody', async () => {
    const { chat } = await open({ width: 1440, height: 900 }, (img) => [everyComponent(img)]);
    const presses: string[] = [];
    page.on('request', (request) => request.url().endsWith('/console/click') && presses.push(request.url()));
    await chat.getByLabel('机构简介').fill('长'.repeat(1001));
    await chat.getByRole('button', { name: '保存并继续' }).click();
    await chat.getByLabel('网站').waitFor();
    expect(await chat.getByText(/请填写此项|请选择此项|已超出/).allTextContents()).toEqual([
      '请填写此项',
      '最多 1000 个字，已超出 1 个字',
      '请选择此项',
      '请填写此项',
    ]);
    expect(await chat.getByLabel('机构名称').evaluate((field) => field === document.activeElement)).toBe(true);
    expect(presses).toEqual([]);
  });

  it('works with the keyboard alone', async () => {
    const { chat } = await open({ width: 1440, height: 900 }, (img) => [everyComponent(img)]);
    await chat.getByLabel('机构类型').focus();
    for (const key of ['Enter', 'ArrowDown', 'Enter', 'Tab']) await page.keyboard.press(key);
    expect(await chat.getByLabel('机构类型').textContent()).toBe('科研院所');
    for (const key of ['Space', 'ArrowDown', 'Space', 'Escape', 'Tab']) await page.keyboard.press(key);
    expect(await chat.getByLabel('服务内容').textContent()).toBe('检索分析');
    await chat.getByRole('button', { name: '撤销备案' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: '确定撤销？' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    answer = { toast: { type: 'info', content: '进度 62%' } };
    await chat.getByRole('button', { name: '查看进度' }).focus();
    await page.keyboard.press('Space');
    await chat.getByRole('alert').filter({ hasText: '进度 62%' }).waitFor();
  });

  it('keeps what is typed in one card when another changes, and forgets it when its own card does', async () => {
    const { chat, sent } = await open({ width: 1440, height: 900 }, (img) => [
      notice('blue', '旧通知', '请留意'),
      everyComponent(img),
    ]);
    await chat.getByLabel('机构名称').fill('还没写完');
    feishu.store.replaceCard(sent[0]!, notice('grey', '新通知', '已处理'));
    await chat.getByText('已处理').waitFor();
    expect(await chat.getByLabel('机构名称').inputValue()).toBe('还没写完');
    feishu.store.replaceCard(sent[1]!, everyComponent('img_other'));
    await chat.getByText('图片无法显示').waitFor();
    expect(await chat.getByLabel('机构名称').inputValue()).toBe('');
  });

  it('shows markup as text and opens no address but http', async () => {
    const { chat } = await open({ width: 1440, height: 900 }, () => [
      notice(
        'red',
        '<img src=x onerror=alert(1)>',
        '<script>alert(1)</script> [点我](javascript:alert(1)) &#42;&#60;b&#62;',
      ),
    ]);
    await chat.getByText('<img src=x onerror=alert(1)>').waitFor();
    await chat.getByText('<script>alert(1)</script> 点我 *<b>').waitFor();
    expect(await chat.getByRole('log').locator('a, img, script').count()).toBe(0);
  });

  it('sends text with Enter, several files at once, and tells the platform that each chat was opened', async () => {
    await open({ width: 1440, height: 900 }, () => [notice('blue', '欢迎', '请选择')]);
    const chat = page.getByRole('region', { name: '周明的会话' });
    await chat.getByLabel('以周明的身份发消息').fill('第一行');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('第二行');
    await page.keyboard.press('Enter');
    await chat.getByRole('log').getByText('第一行\n第二行').waitFor();
    const files = ['法人证书.pdf', '名单.xlsx'].map((name) => ({ name, mimeType: '', buffer: Buffer.from(name) }));
    await chat.getByLabel('以周明的身份发文件').setInputFiles(files);
    for (const { name } of files) await chat.getByRole('link', { name: `下载 ${name}` }).waitFor();
    await page.getByRole('button', { name: '平台日志' }).click();
    const log = page.getByRole('complementary', { name: '平台日志' });
    await expect.poll(() => log.getByText('im.chat.access_event.bot_p2p_chat_entered_v1').count()).toBe(people.length);
  });

  it('follows the newest message, except for a reader further up, who is told of it', async () => {
    const { chat } = await open({ width: 1440, height: 500 }, () =>
      ['一', '二', '三', '四', '五'].map((name) => notice('blue', name, '请处理')),
    );
    const { chatId } = feishu.store.p2pOf(lin)!;
    const tell = (text: string) => feishu.store.addMessage({ chatId, from: 'bot', type: 'text', text });
    tell('第一条');
    await expect.poll(() => isInView(chat.getByText('第一条')), { timeout: 10_000 }).toBe(true);
    await chat.getByRole('log').hover();
    await page.mouse.wheel(0, -400);
    await expect.poll(() => isInView(chat.getByText('第一条')), { timeout: 10_000 }).toBe(false);
    tell('第二条');
    await chat.getByRole('button', { name: '1 条新消息' }).click();
    await expect.poll(() => isInView(chat.getByText('第二条')), { timeout: 10_000 }).toBe(true);
    await chat.getByRole('button', { name: '1 条新消息' }).waitFor({ state: 'detached' });
  });

  it('fits a phone: one chat at a time, nothing wider than the screen', async () => {
    const { chat, faults } = await open({ width: 390, height: 844 }, (img) => [everyComponent(img)]);
    await chat.getByLabel('机构名称').waitFor();
    expect(await widerThanScreen(page)).toEqual([]);
    await chat.getByLabel('成立日期').click();
    expect(await widerThanScreen(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('tab', { name: '周明' }).click();
    await page.getByRole('region', { name: '周明的会话' }).waitFor();
    expect(await chat.count()).toBe(0);
    expect(faults).toEqual([]);
  });
});

async function isInView(words: Locator): Promise<boolean> {
  const [box, area] = await Promise.all([words.boundingBox(), page.locator('.scroll').first().boundingBox()]);
  return box !== null && area !== null && box.y >= area.y && box.y + box.height <= area.y + area.height;
}

/** What sticks out of the screen sideways; a wide table may, because it scrolls in a box of its own. */
async function widerThanScreen(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const out = [...document.querySelectorAll<HTMLElement>('body *')].filter((element) => {
      const { left, right, width } = element.getBoundingClientRect();
      return width > 0 && (right > innerWidth + 0.5 || left < -0.5) && !element.closest('.table-scroll');
    });
    return out.map((element) => `${element.tagName} ${element.className}`);
  });
}
