import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Actions } from './actions.ts';
import type { Platform } from './api.ts';
import { CARD_LIFE_MS } from './api-messages.ts';
import { enteredValue, isControl, type Part, partsOf } from './card-parts.ts';
import { cardText, plain } from './card-text.ts';
import { click, type Outcome, type Toast } from './clicks.ts';
import { conversation } from './conversation.ts';
import type { Deliveries } from './delivery.ts';
import type { Chat } from './store.ts';
import type { Card, Message } from './types.ts';

export type Match = string | RegExp;
/** What is entered in controls, by label (or the words before the control, its placeholder, its name). */
export type Entries = Record<string, unknown>;
/** A card as it looked when it was read: clicking on it later is a click of a device that has not refreshed. */
export type SeenCard = { messageId: string; card: Card; text: string };
export type WaitOptions = {
  /** How long to wait, in ms (10 s). */
  within?: number;
  /** Also accept what came before this person's last action. */
  earlier?: boolean;
};
/** The client showed an error instead of carrying the click out. */
export class ClientError extends Error {
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}
export type PersonDriver = ReturnType<typeof createDriver>;

/** A person of the tenant for tests: acts and looks only through what the client shows. */
export function createDriver(
  { platform, deliveries, actions }: { platform: Platform; deliveries: Deliveries; actions: Actions },
  openId: string,
) {
  const { store } = platform;
  const person = store.people.get(openId);
  if (!person) throw new Error(`nobody here has the open_id ${openId}`);
  const chat: Chat = store.p2pOf(openId)!;
  let entries: Entries = {};
  let toast: Toast | undefined;
  /** Changes up to here were there before this person's last action. */
  let acted = store.seq();

  const messages = () => store.messagesIn(chat.chatId);
  const lost = (what: string) => new Error(`${person.name}: ${what}\n${conversation(store, chat.chatId)}`);
  const isLive = (message: Message) =>
    message.card && !message.recalled && store.now().getTime() - message.at <= CARD_LIFE_MS;
  const liveCards = () => messages().filter(isLive).reverse();
  const seen = (message: Message): SeenCard => {
    const card = structuredClone(message.card!);
    return { messageId: message.messageId, card, text: cardText(card) };
  };

  async function waitFor<T>(look: () => T | undefined, what: string, within = 10_000): Promise<T> {
    const there = look();
    if (there !== undefined) return there;
    return new Promise<T>((resolve, reject) => {
      const stop = store.watch(() => {
        const found = look();
        if (found === undefined) return;
        done();
        resolve(found);
      });
      const timer = setTimeout(() => {
        done();
        reject(lost(`${what} did not come within ${within} ms`));
      }, within);
      const done = () => {
        stop();
        clearTimeout(timer);
      };
    });
  }
  const fresh = (options: WaitOptions) =>
    messages()
      .filter((m) => m.from === 'bot' && !m.recalled && (options.earlier || m.seq > acted))
      .reverse();
  const hint = (options: WaitOptions) =>
    options.earlier ? '' : ' after the last action (pass { earlier: true } to accept older ones)';

  function newestWith(button: string): Message {
    const found = liveCards().find((message) => findButton(message.card!, button));
    if (!found) throw lost(`no card with a button 「${button}」`);
    return found;
  }

  async function press(message: Message, card: Card, button: string, given: Entries): Promise<Outcome> {
    const part = findButton(card, button);
    if (!part) throw lost(`the card has no button 「${button}」`);
    const entered = part.form ? enter(part.form, given) : {};
    if (!part.form && Object.keys(given).length > 0)
      throw lost(`「${button}」 stands in no form, nothing can be filled in`);
    acted = store.seq();
    const outcome = await click(platform, deliveries, person!, message, { part, entered });
    toast = outcome.toast;
    return outcome;
  }

  function enter(form: Card, given: Entries): Record<string, unknown> {
    const controls = partsOf({ elements: form.elements }).filter(({ element }) => isControl(element));
    const entered: Record<string, unknown> = {};
    for (const [label, value] of Object.entries(given)) {
      const { element } = findControl(controls, label);
      if (element.disabled) throw lost(`「${label}」 is disabled`);
      try {
        entered[element.name] = enteredValue(element, value);
      } catch (error) {
        throw lost(`「${label}」: ${(error as Error).message}`);
      }
    }
    return entered;
  }

  function findControl(parts: Part[], label: string): Part {
    for (const fits of [same, starts, contains]) {
      const found = parts.filter(({ labels }) => labels.some((one) => fits(one, label)));
      if (found.length === 1) return found[0]!;
      if (found.length > 1) throw lost(`「${label}」 names ${found.length} controls`);
    }
    throw lost(`no control 「${label}」, only ${parts.map(({ labels }) => labels[0]).join('、')}`);
  }

  function sure(outcome: Outcome, what: string): Outcome {
    if (outcome.error) throw new ClientError(outcome.error.code, lost(`${what}: ${outcome.error.words}`).message);
    return outcome;
  }

  async function send(name: string, content: Buffer | string, kind: 'file' | 'image'): Promise<string> {
    const bytes = typeof content === 'string' ? await readFile(content) : content;
    const { key } = store.addFile({ kind, name, bytes, by: openId });
    acted = store.seq();
    return (await actions.write(person!, chat, { fileKey: key })).messageId;
  }

  return {
    openId,
    person,
    chatId: chat.chatId,
    /** Writes to the bot; resolves with the message id after the bot has answered the event (or failed to). */
    async say(text: string, options: { replyTo?: string } = {}): Promise<string> {
      acted = store.seq();
      return (await actions.write(person, chat, { text }, options.replyTo)).messageId;
    },
    /** Mentions the bot in a group. */
    async sayInGroup(chatId: string, text: string): Promise<string> {
      const group = store.chats.get(chatId);
      if (!group?.members.includes(openId)) throw new Error(`${person.name} is not in the group ${chatId}`);
      acted = store.seq();
      return (await actions.write(person, group, { text })).messageId;
    },
    /** Opens the chat with the bot. */
    async enter(): Promise<void> {
      acted = store.seq();
      await actions.enter(person);
    },
    /** Clicks an entry of the bot's menu. */
    async menu(eventKey: string): Promise<void> {
      acted = store.seq();
      await actions.menu(person, eventKey);
    },
    /** Sends a file: its bytes, or a path to read. */
    sendFile: (name: string, content: Buffer | string) => send(name, content, 'file'),
    /** Sends a picture: its bytes, or a path to read. */
    sendImage: (content: Buffer | string) =>
      send(typeof content === 'string' ? basename(content) : 'image', content, 'image'),
    /** Takes an own message back. */
    async recall(messageId: string): Promise<void> {
      acted = store.seq();
      await actions.recall(person, messageId);
    },
    /** The newest card that is neither recalled nor older than 14 days, or the newest whose visible text matches. */
    card(match: Match = ''): SeenCard {
      const found = liveCards().find((message) => matches(cardText(message.card!), match));
      if (!found) throw lost(`no card with ${match}`);
      return seen(found);
    },
    /** Waits for a card that came or changed since this person's last action and whose visible text matches. */
    expectCard(match: Match = '', options: WaitOptions = {}): Promise<SeenCard> {
      const look = () => {
        const found = fresh(options).find((message) => isLive(message) && matches(cardText(message.card!), match));
        return found && seen(found);
      };
      return waitFor(look, `a card with ${match}${hint(options)}`, options.within);
    },
    /** Waits for a text (or post) of the bot; resolves with its words. */
    expectText(match: Match = '', options: WaitOptions = {}): Promise<string> {
      const look = () =>
        fresh(options).find((message) => message.text !== undefined && matches(message.text, match))?.text;
      return waitFor(look, `a text with ${match}${hint(options)}`, options.within);
    },
    /** Waits for a file of the bot; resolves with its name and bytes. */
    expectFile(match: Match = '', options: WaitOptions = {}): Promise<{ name: string; bytes: Buffer }> {
      const look = () => {
        const found = fresh(options).find(
          (message) => message.type === 'file' && matches(message.fileName ?? '', match),
        );
        return found && { name: found.fileName!, bytes: store.files.get(found.fileKey!)!.bytes };
      };
      return waitFor(look, `a file named ${match}${hint(options)}`, options.within);
    },
    /** Enters values; they go out with the next click on a button of a form. */
    fill(values: Entries) {
      entries = { ...entries, ...values };
    },
    /** Clicks the button with these words on the newest card that has it; throws ClientError when the client shows an error. */
    async click(button: string, values: Entries = {}): Promise<Outcome> {
      const given = { ...entries, ...values };
      entries = {};
      const message = newestWith(button);
      return sure(await press(message, message.card!, button, given), `clicking 「${button}」`);
    },
    /** Like click, but an error of the client is a result and not a failure. */
    async tryClick(button: string, values: Entries = {}): Promise<Outcome> {
      const given = { ...entries, ...values };
      entries = {};
      const message = newestWith(button);
      return press(message, message.card!, button, given);
    },
    /** Clicks on a card as it was seen earlier (an unrefreshed device, a stale or expired card); errors are results. */
    clickOn(card: SeenCard, button: string, values: Entries = {}): Promise<Outcome> {
      return press(store.messages.get(card.messageId)!, card.card, button, values);
    },
    /** Uses a control that stands in no form: chooses an option, a date, or enters words, and sends at once. */
    async choose(label: string, value: unknown): Promise<Outcome> {
      for (const message of liveCards()) {
        const loose = partsOf(message.card!).filter(
          ({ element, form }) => !form && (isControl(element) || element.tag === 'overflow'),
        );
        if (!loose.some(({ labels }) => labels.some((one) => contains(one, label)))) continue;
        const part = findControl(loose, label);
        acted = store.seq();
        const entered = enteredValue(part.element, value);
        const outcome = await click(platform, deliveries, person, message, {
          part,
          chosen: chosenAs(part.element, entered),
        });
        toast = outcome.toast;
        return sure(outcome, `choosing 「${label}」`);
      }
      throw lost(`no control 「${label}」 outside a form`);
    },
    /** The toast of the last click. */
    get toast(): Toast | undefined {
      return toast;
    },
    /** The direct chat with the bot, oldest first. */
    messages,
    /** The direct chat as indented words, as failures print it. */
    conversation: () => conversation(store, chat.chatId),
  };
}

function findButton(card: Card, words: string): Part | undefined {
  const parts = partsOf(card);
  const button = parts.find(({ element }) => element.tag === 'button' && plain(element.text) === words);
  const block = () =>
    parts.find(({ element }) => element.tag === 'interactive_container' && cardText({ body: element }).includes(words));
  return button ?? block();
}

function chosenAs(element: Card, value: unknown) {
  if (element.tag === 'input') return { input_value: String(value) };
  if (element.tag === 'checker') return { checked: Boolean(value) };
  return { option: String(value) };
}

function matches(text: string, match: Match): boolean {
  return typeof match === 'string' ? text.includes(match) : match.test(text);
}
const same = (label: string, wanted: string) => label === wanted;
const starts = (label: string, wanted: string) => label.startsWith(wanted);
const contains = (label: string, wanted: string) => label.includes(wanted);
