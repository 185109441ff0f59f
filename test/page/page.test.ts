import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { buildPage } from '../feishu/page/build.ts';
import { type LocalFeishu, startFeishu } from '../feishu/server.ts';
import type { Card } from '../feishu/types.ts';
import { openBrowser } from './browser.ts';
import { everyComponent, notice, rarerComponents } from './every-component.ts';

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
    ...{ appId: 'cli_page', appName: '备案助手', appSecret: 'secret', encryptKey: 'key', verificationToken: 'token' },
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
  // A picture that comes late moves what is below it away from under the mouse.
  await page.waitForFunction(() => [...document.images].every(({ complete }) => complete));
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
    const opened = () => feishu.store.log.filter(({ name }) => name === 'im.chat.access_event.bot_p2p_chat_entered_v1');
    await expect.poll(() => opened().length).toBe(people.length);
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

  it('takes files that are dropped on a chat or pasted into it, and shows a picture in full', async () => {
    const { chat } = await open({ width: 1440, height: 900 }, () => [notice('blue', '欢迎', '请选择')]);
    const carried = await page.evaluateHandle(
      ({ name, base64 }) => {
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
        const carrying = new DataTransfer();
        carrying.items.add(new File([bytes], `${name}.png`, { type: 'image/png' }));
        carrying.items.add(new File([bytes], `${name}.pdf`, { type: 'application/pdf' }));
        return carrying;
      },
      { name: '门头', base64: pixel },
    );
    await chat.dispatchEvent('dragover', { dataTransfer: carried });
    await chat.getByText('松开即可发送文件').waitFor();
    await chat.dispatchEvent('drop', { dataTransfer: carried });
    await chat.getByText('松开即可发送文件').waitFor({ state: 'detached' });
    await chat.getByRole('link', { name: '下载 门头.pdf' }).waitFor();
    await chat.getByRole('button', { name: '查看图片' }).click();
    await page.getByRole('dialog').getByRole('img').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });

    const field = chat.getByLabel('以林知远的身份发消息');
    await field.evaluate((element, clipboardData) => {
      element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    }, carried);
    await expect.poll(() => chat.getByRole('link', { name: '下载 门头.pdf' }).count()).toBe(2);
    const kept = [...feishu.store.files.values()].filter(({ by }) => by === lin);
    expect(kept.map(({ kind, name }) => `${kind} ${name}`)).toEqual(
      ['image 门头.png', 'file 门头.pdf', 'image 门头.png', 'file 门头.pdf'], //
    );
    expect(kept.every(({ bytes }) => bytes.equals(Buffer.from(pixel, 'base64')))).toBe(true);
  });

  it('offers moments, people and pictures in a form, by mouse or by keyboard', async () => {
    const { chat, faults } = await open({ width: 1440, height: 900 }, (img) => [rarerComponents(img, 'file_none')]);
    await chat.getByLabel('会议时间').click();
    const picker = page.getByRole('dialog', { name: '请选择日期和时间' });
    await picker.getByRole('button', { name: '上一年' }).click();
    await picker.locator('.day:not(.outside)').filter({ hasText: /^15$/ }).click();
    const day = (await chat.getByLabel('会议时间').inputValue()).slice(0, 10);
    expect(day).toMatch(/^\d{4}-\d\d-15$/);
    await picker.getByRole('button', { name: '14 时' }).click();
    await picker.getByRole('button', { name: '35 分' }).click();
    await picker.waitFor({ state: 'detached' });
    await chat.getByLabel('联系人').click();
    const offered = page.getByRole('listbox', { name: '可选项' }).getByRole('option');
    expect(await offered.allInnerTexts()).toEqual(['知远\n林知远', '周明\n周明', '陈思\n陈思']);
    await page.getByRole('option', { name: '林知远' }).click();
    await chat.getByLabel('评审人').focus();
    for (const key of ['Enter', 'ArrowDown', 'Enter', 'Escape']) await page.keyboard.press(key);
    for (const name of ['方案甲', '方案丙']) await chat.getByRole('option', { name }).click();

    const posted = page.waitForRequest('**/console/click');
    await chat.getByRole('button', { name: '约定' }).click();
    expect((await posted).postDataJSON().formValue).toMatchObject({
      at: `${day} 14:35 +0800`,
      contact: lin,
      readers: ['ou_zhou', 'ou_chen'],
      fronts: ['甲', '丙'],
    });
    expect(faults).toEqual([]);
  });

  it('opens a menu of things to do and tells the bot which was chosen', async () => {
    const { chat } = await open({ width: 1440, height: 900 }, (img) => [rarerComponents(img, 'file_none')]);
    answer = { toast: { type: 'success', content: '已转交' } };
    const menu = chat.getByRole('button', { name: '更多操作' });
    await menu.focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    expect(await menu.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.keyboard.press('ArrowDown');
    await page.getByRole('menuitem', { name: '转交同事' }).waitFor();
    await page.keyboard.press('ArrowUp');
    const posted = page.waitForRequest('**/console/click');
    await page.keyboard.press('Enter');
    expect((await posted).postDataJSON()).toMatchObject({ person: lin, tag: 'overflow', option: 'later' });
    await chat.getByRole('alert').filter({ hasText: '已转交' }).waitFor();
  });

  it('draws a chart with its colours, and has its numbers as a table', async () => {
    const { chat, faults } = await open({ width: 1440, height: 900 }, (img) => [everyComponent(img)]);
    await chat.getByRole('figure', { name: '各部门推荐数' }).locator('canvas').first().waitFor();
    const drawn = chat.getByRole('img', { name: '各部门推荐数' });
    // The first series is drawn in the first colour of the theme.
    await expect.poll(() => drawn.evaluate(countOf, [0x33, 0x70, 0xff])).toBeGreaterThan(500);
    await chat.getByRole('button', { name: '查看数据' }).click();
    const cells = chat.getByRole('figure', { name: '各部门推荐数' }).getByRole('cell');
    expect(await cells.allInnerTexts()).toEqual([
      '江苏',
      '3',
      '2022',
      '浙江',
      '5',
      '2022',
      '江苏',
      '4',
      '2023',
      '浙江',
      '5',
      '2023',
    ]);
    expect(faults).toEqual([]);
  });

  it('explains a disabled button to mouse and keyboard, and marks where unread messages begin', async () => {
    const { chat } = await open({ width: 1440, height: 900 }, (img) => [everyComponent(img)]);
    const disabled = chat.getByRole('button', { name: '提交推荐' });
    const tip = page.getByRole('tooltip', { name: '还有 5 项没有填' });
    // The card is drawn anew while its pictures come in, and takes the focus away: whoever tabs there tabs again.
    const tabbed = async () => {
      await disabled.blur();
      await disabled.focus();
      return tip.waitFor({ timeout: 1000 }).then(
        () => true,
        () => false,
      );
    };
    await expect.poll(tabbed, { timeout: 10_000 }).toBe(true);
    await page.keyboard.press('Enter');
    await chat.getByRole('alert').filter({ hasText: '还有 5 项没有填' }).waitFor();
    const other = page.getByRole('region', { name: '周明的会话' });
    const { chatId } = feishu.store.p2pOf('ou_zhou')!;
    feishu.store.addMessage({ chatId, from: 'bot', type: 'text', text: '有一份备案表待审核' });
    await other.getByText('以下为新消息').waitFor();
    await other.getByRole('heading', { name: '1 条未读' }).waitFor();
    await other.getByLabel('以周明的身份发消息').focus();
    await other.getByText('条未读').waitFor({ state: 'detached' });
    expect(await other.getByText('以下为新消息').count()).toBe(1);
  });

  it('sends buttons that flow to the next line where three chats stand side by side, and breaks no word', async () => {
    const words = ['保存，下一步', '上一步', '保存', '先跳过', '总览'];
    const columns = words.map((content) => ({
      tag: 'column',
      width: 'auto',
      elements: [{ tag: 'button', text: { tag: 'plain_text', content } }],
    }));
    const row = { tag: 'column_set', flex_mode: 'flow', columns };
    const { chat } = await open({ width: 1440, height: 900 }, () => [{ schema: '2.0', body: { elements: [row] } }]);
    const boxes = await Promise.all(words.map((name) => chat.getByRole('button', { name, exact: true }).boundingBox()));
    expect(boxes.map((box) => box?.height)).toEqual(words.map(() => 32));
    expect(boxes[4]!.y).toBeGreaterThan(boxes[0]!.y);
  });

  it('fits a phone: one chat at a time, nothing wider than the screen', async () => {
    const { chat, faults } = await open({ width: 390, height: 844 }, (img) => [everyComponent(img)]);
    await chat.getByLabel('机构名称').waitFor();
    expect(await widerThanScreen(page)).toEqual([]);
    await chat.getByLabel('成立日期').click();
    expect(await widerThanScreen(page)).toEqual([]);
    await page.keyboard.press('Escape');
    const { chatId } = feishu.store.p2pOf(lin)!;
    const card = rarerComponents([...feishu.store.files.keys()][0]!, 'file_none');
    feishu.store.addMessage({ chatId, from: 'bot', type: 'interactive', card });
    await chat.getByLabel('会议时间').click();
    expect(await widerThanScreen(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('tab', { name: '周明' }).click();
    await page.getByRole('region', { name: '周明的会话' }).waitFor();
    expect(await chat.count()).toBe(0);
    expect(faults).toEqual([]);
  });
});

/** How many dots of the canvas inside have this colour. */
function countOf(place: Element, [red, green, blue]: number[]): number {
  const canvas = place.querySelector('canvas')!;
  const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
  let count = 0;
  for (let at = 0; at < data.length; at += 4)
    if (data[at] === red && data[at + 1] === green && data[at + 2] === blue) count++;
  return count;
}

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
