import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator, Page, Request } from 'playwright-core';
import { vi } from 'vitest';
import type { Player } from '../journeys/play.ts';

export type PersonPage = ReturnType<typeof personAt>;
/** What a person works with; who has a mouse still types on the keys. */
type Hands = 'mouse' | 'keyboard';

const artefacts = path.join(import.meta.dirname, '../../test-artifacts');
/** How long anything may take to come, in ms. */
const PATIENCE = 10_000;
/** Answers up to this length are typed key by key, longer ones put in as a paste does. */
const TYPED_LENGTH = 11;
/** More stops of the Tab key than the longest chat of these tests has. */
const MANY_STOPS = 400;

/**
 * One person at the chat page: acts by mouse or keyboard, and finds everything by the words that stand there. Whatever does
 * not come in time fails with what the chat shows instead. `show` is the first part of the names of this person's pictures.
 */
export function personAt(page: Page, name: string, { show, hands = 'mouse' }: { show: string; hands?: Hands }) {
  page.setDefaultTimeout(PATIENCE);
  const chat = page.getByRole('region', { name: `${name}的会话` });
  const log = chat.getByRole('log');
  const cards = log.getByRole('group');
  /** Messages from before this person's last action; a card acted upon is as new as what comes after it. */
  let older = 0;
  /** What they showed then: a card that came earlier and has changed since is news too. */
  let before: string[] = [];
  let pictures = 0;

  const buttonOf = (card: Locator, words: string) => card.getByRole('button', { name: words, exact: true });
  const newestWith = (words: string) => cards.filter({ has: buttonOf(page.locator(':scope'), words) }).last();
  const since = (count: number) => log.locator(`:scope > :nth-child(n + ${count + 1})`);
  /** A card is locked from its press until the answer is drawn. */
  const answered = () => log.locator('[role="group"][aria-busy="true"]').first().waitFor({ state: 'detached' });

  async function seeing<T>(what: string, act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (error) {
      const shown = (await chat.innerText({ timeout: 1000 }).catch(() => '没有打开会话')).slice(-2000);
      throw new Error(`${name}：${what}\n${(error as Error).message}\n—— 会话 ——\n${shown}`);
    }
  }

  /** The words of each message; '' where it is no card. */
  const cardTexts = () =>
    log
      .locator(':scope > *')
      .evaluateAll((rows) =>
        rows.map((row) => (row.querySelector('[role="group"]') ? (row as HTMLElement).innerText : '')),
      );

  async function markNow(): Promise<void> {
    before = await cardTexts();
    older = before.length;
  }

  async function markAt(card: Locator): Promise<void> {
    before = await cardTexts();
    older = await card.evaluate((element) => {
      const row = element.closest('[role="log"] > *')!;
      return [...row.parentElement!.children].indexOf(row);
    });
  }

  /** Goes to a control: the pointer presses it, the keys walk there stop by stop. */
  async function reach(control: Locator): Promise<void> {
    if (hands === 'mouse') return control.click();
    for (let stop = 0; stop < MANY_STOPS; stop++) {
      if (await control.evaluate((element) => element === document.activeElement)) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`the Tab key does not come to ${control}`);
  }

  async function activate(control: Locator): Promise<void> {
    await reach(control);
    if (hands === 'keyboard') await page.keyboard.press('Enter');
  }

  /** The card by its place, which does not move: new cards come below, and a search by words takes its time. */
  async function pinned(card: Locator): Promise<Locator> {
    const found = await card.elementHandle();
    return cards.nth(await cards.evaluateAll((all, one) => all.indexOf(one as HTMLElement), found));
  }

  async function answer(card: Locator, label: string, value: string): Promise<void> {
    const exact = card.getByLabel(label, { exact: true });
    const field = (await exact.count()) ? exact : card.getByLabel(label);
    const chosen = (await field.getAttribute('role')) === 'combobox';
    if (!chosen && value.length > TYPED_LENGTH) return field.fill(value);
    await reach(field);
    if (chosen) return choose(field, value);
    await page.keyboard.press('ControlOrMeta+A');
    return value ? page.keyboard.type(value) : page.keyboard.press('Delete');
  }

  /** The pointer has opened the list by reaching the field; the keys open it and go down to the option. */
  async function choose(field: Locator, option: string): Promise<void> {
    if (hands === 'mouse') await page.getByRole('option', { name: option, exact: true }).click();
    else {
      await page.keyboard.press('Enter');
      const chosen = page.getByRole('option', { name: option, exact: true });
      await chosen.waitFor();
      const names = await page.getByRole('option').allInnerTexts();
      const place = names.map((text) => text.trim()).indexOf(option);
      for (let step = 0; step < place; step++) await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
    }
    await until(async () => (await field.innerText()).includes(option));
  }

  /** A button may ask first; every press that is not refused by the client itself ends in a request to the platform. */
  async function pressed(button: Locator, press = activate): Promise<void> {
    const yes = page.getByRole('dialog').getByRole('button', { name: '确定', exact: true });
    let sent = false;
    const hear = (request: Request) => {
      sent ||= request.url().endsWith('/console/click');
    };
    page.on('request', hear);
    try {
      await press(button);
      await until(async () => sent || (await yes.count()) > 0);
      if (!sent) await press(yes);
      await until(() => sent);
    } finally {
      page.off('request', hear);
    }
    await answered();
  }

  const person = {
    page,
    chat,
    /** Turns to this person's chat; on a narrow page it may stand behind a tab. */
    enter: (): Promise<void> =>
      seeing('打开会话', async () => {
        const tab = page.getByRole('tab', { name });
        await chat.or(tab).first().waitFor();
        if (await tab.count()) await activate(tab);
        await chat.waitFor();
      }),
    /** Cards with these words in their title, oldest first. */
    cards: (title: string): Locator => log.getByRole('group', { name: title }),
    /** Waits until a card, or with `earlier` also one from before this person's last action, has these words. */
    expectCard: (words: string, { earlier = false } = {}): Promise<void> =>
      seeing(`「${words}」没有出现`, async () => {
        await until(async () =>
          (await cardTexts()).some(
            (text, index) => text.includes(words) && (earlier || index >= older || text !== before[index]),
          ),
        );
      }),
    /** Waits for a text message of the bot. */
    expectText: (words: string): Promise<void> =>
      seeing(`「${words}」没有出现`, () => since(older).getByText(words).last().waitFor()),
    /** Waits for the words that answer a press at the top of the chat. */
    expectToast: (words: string): Promise<void> =>
      seeing(`没有提示「${words}」`, () => chat.getByRole('alert').filter({ hasText: words }).waitFor()),
    /** Waits for a file of the bot and saves it, as a click on it does. */
    expectFile: (words: string): Promise<{ name: string; bytes: Buffer }> =>
      seeing(`下载「${words}」`, async () => {
        const link = since(older).getByRole('link', { name: words }).last();
        await link.waitFor();
        const [download] = await Promise.all([page.waitForEvent('download'), activate(link)]);
        return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
      }),
    /** Enters values by label in the given card, or in the newest with this button; nothing is pressed. */
    fill: (values: Record<string, unknown>, on: Locator): Promise<void> =>
      seeing(`填写「${Object.keys(values).join('、')}」`, async () => {
        const card = await pinned(on);
        for (const [label, value] of Object.entries(values)) await answer(card, label, String(value));
      }),
    /** Enters values by label, presses the button, says yes where it asks, and waits for the answer. */
    click: (button: string, values: Record<string, unknown> = {}, on = newestWith(button)): Promise<void> =>
      seeing(`点「${button}」`, async () => {
        const card = await pinned(on);
        for (const [label, value] of Object.entries(values)) await answer(card, label, String(value));
        await markAt(card);
        await pressed(buttonOf(card, button));
      }),
    /** Presses the button that stands in one row with these words, as in a list. */
    clickRow: (words: string, button: string): Promise<void> =>
      seeing(`点「${words}」旁的「${button}」`, async () => {
        const card = await pinned(newestWith(button));
        await markAt(card);
        const row = card.locator('*').filter({ hasText: words, has: buttonOf(page.locator(':scope'), button) });
        await pressed(buttonOf(row.last(), button));
      }),
    /** Double-clicks a button, and where it asks, the yes. */
    doubleClick: (button: string): Promise<void> =>
      seeing(`双击「${button}」`, async () => {
        const card = await pinned(newestWith(button));
        await markAt(card);
        await pressed(buttonOf(card, button), (it) => it.dblclick());
      }),
    /** Presses a button again and again before the answer to the first press is there; `meanwhile` is what happens until then. */
    clickImpatiently: (button: string, meanwhile: () => Promise<void>): Promise<void> =>
      seeing(`反复点「${button}」`, async () => {
        const card = await pinned(newestWith(button));
        await markAt(card);
        const it = buttonOf(card, button);
        await activate(it);
        // A locked card takes no press; the hand comes down all the same.
        for (let more = 0; more < 3; more++) await it.click({ force: true });
        await meanwhile();
        await answered();
      }),
    /** Opens a folded part of a card and reads it. */
    unfold: (words: string): Promise<void> =>
      seeing(`展开「${words}」`, async () => {
        await activate(log.getByRole('button', { name: words, expanded: false }).last());
        await log.getByRole('button', { name: words, expanded: true }).last().waitFor();
      }),
    /** Writes a message and sends it with Enter; resolves when it stands in the chat. */
    say: (text: string): Promise<void> =>
      seeing(`发消息「${text.slice(0, 20)}」`, async () => {
        await markNow();
        const composer = chat.getByLabel(`以${name}的身份发消息`);
        await reach(composer);
        await composer.fill(text);
        await page.keyboard.press('Enter');
        await since(older).first().waitFor();
      }),
    /** Drags a file over the chat and lets it go; on a phone, which has nothing to drag from, picks it in the dialog. */
    sendFile: (file: string, content: Buffer): Promise<void> =>
      seeing(`发文件「${file}」`, async () => {
        await markNow();
        await (page.viewportSize()!.width < 600 ? pick(file, content) : drop(file, content));
        await since(older)
          .getByRole('link', { name: `下载 ${file}` })
          .waitFor();
      }),
    /** What stands in a field of a card. */
    valueOf: (label: string, on: Locator): Promise<string> => on.getByLabel(label, { exact: true }).inputValue(),
    /** Everything the chat shows, without blanks and line ends, so that a text is found however it is laid out. */
    shown: async (): Promise<string> => (await log.innerText()).replace(/\s/g, ''),
    /** Keeps a picture of the screen, named after this step. */
    picture: async (step: string): Promise<void> => {
      await mkdir(artefacts, { recursive: true });
      const file = `${show}-${String(++pictures).padStart(2, '0')}-${step}.png`;
      await page.screenshot({ path: path.join(artefacts, file) });
    },
  };
  return person satisfies Player;

  async function pick(file: string, buffer: Buffer): Promise<void> {
    const chooser = page.waitForEvent('filechooser');
    await activate(chat.getByRole('button', { name: '发送文件' }));
    await (await chooser).setFiles({ name: file, mimeType: 'application/pdf', buffer });
  }

  async function drop(file: string, buffer: Buffer): Promise<void> {
    const dataTransfer = await page.evaluateHandle(
      ([title, base64]) => {
        const bytes = Uint8Array.from(atob(base64!), (letter) => letter.charCodeAt(0));
        const carried = new DataTransfer();
        carried.items.add(new File([bytes], title!, { type: 'application/pdf' }));
        return carried;
      },
      [file, buffer.toString('base64')],
    );
    await chat.dispatchEvent('dragover', { dataTransfer });
    await page.getByText('松开即可发送文件').waitFor();
    await chat.dispatchEvent('drop', { dataTransfer });
  }
}

const until = (come: () => boolean | Promise<boolean>) => vi.waitUntil(come, { timeout: PATIENCE, interval: 20 });
