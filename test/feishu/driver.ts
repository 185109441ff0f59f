import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Actions } from './actions.ts';
import { forwardCard } from './card-forward.ts';
import { enteredValue } from './card-parts.ts';
import { cardText } from './card-text.ts';
import { type Click, chosenAs, click, type Outcome, type Toast } from './clicks.ts';
import { conversation } from './conversation.ts';
import type { Deliveries } from './delivery.ts';
import { type Entries, enterInForm, findButton, findControl, looseControls } from './find-part.ts';
import type { Platform } from './platform.ts';
import { createScreen, type Match, type SeenCard, type WaitOptions } from './screen.ts';
import type { Card, Message } from './types.ts';

export type PersonDriver = ReturnType<typeof createDriver>;

/** The client showed an error instead of carrying the click out; code 0 is a refusal without any request to the bot. */
export class ClientError extends Error {
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/** A person of the tenant for tests: acts and looks only through what the client shows. */
export function createDriver(
  { platform, deliveries, actions }: { platform: Platform; deliveries: Deliveries; actions: Actions },
  openId: string,
) {
  const { store } = platform;
  const person = store.people.get(openId);
  if (!person) throw new Error(`nobody here has the open_id ${openId}`);
  const screen = createScreen(store, person);
  const chat = store.p2pOf(openId)!;
  let pending: Entries = {};
  /** Where the order of all changes stood when that was typed. */
  let typedAt = 0;
  let toast: Toast | undefined;

  /** Lookups inside a card throw plain words; the person's conversation is added here. */
  function looking<T>(look: () => T): T {
    try {
      return look();
    } catch (error) {
      throw screen.lost((error as Error).message);
    }
  }

  /** Whether what was typed survives an update of its card is not documented. */
  function takeEntries(message: Message, values: Entries): Entries {
    const lost = platform.options.profile === 'harsh' && message.updatedAt !== undefined && message.seq > typedAt;
    const entries = lost ? values : { ...pending, ...values };
    pending = {};
    return entries;
  }

  function newestWith(button: string): Message {
    const found = screen.liveCards().find((message) => findButton(message.card!, button));
    if (!found) throw screen.lost(`no card with a button 「${button}」`);
    return found;
  }

  async function act(message: Message, made: Click): Promise<Outcome> {
    await screen.beforeAction();
    const outcome = await click(platform, deliveries, person!, message, made);
    toast = outcome.toast;
    return outcome;
  }

  async function press(message: Message, card: Card, button: string, entries: Entries): Promise<Outcome> {
    const part = findButton(card, button);
    if (!part) throw screen.lost(`the card has no button 「${button}」`);
    const { form } = part;
    if (!form && Object.keys(entries).length > 0)
      throw screen.lost(`「${button}」 stands in no form, nothing can be filled in`);
    return act(message, { part, entered: form ? looking(() => enterInForm(form, entries)) : {} });
  }

  function sure(outcome: Outcome, what: string): Outcome {
    const { error } = outcome;
    if (error) throw new ClientError(error.code, screen.lost(`${what}: ${error.words}`).message);
    return outcome;
  }

  async function send(name: string, content: Buffer | string, kind: 'file' | 'image'): Promise<string> {
    const bytes = typeof content === 'string' ? await readFile(content) : content;
    const { key } = store.addFile({ kind, name, bytes, by: openId });
    await screen.beforeAction();
    return (await actions.write(person!, chat, { fileKey: key })).messageId;
  }

  return {
    openId,
    person,
    chatId: chat.chatId,
    /** Writes to the bot; resolves with the message id after the bot has answered the event (or failed to). */
    async say(text: string, options: { replyTo?: string } = {}): Promise<string> {
      await screen.beforeAction();
      return (await actions.write(person, chat, { text }, options.replyTo)).messageId;
    },
    /** Mentions the bot in a group. */
    async sayInGroup(groupId: string, text: string): Promise<string> {
      const group = store.chats.get(groupId);
      if (!group?.members.includes(openId)) throw new Error(`${person.name} is not in the group ${groupId}`);
      await screen.beforeAction();
      return (await actions.write(person, group, { text })).messageId;
    },
    /** Opens the chat with the bot. */
    async enter(): Promise<void> {
      await screen.beforeAction();
      await actions.enter(person);
    },
    /** Looks at what the bot has written: it hears that this was read. */
    read: (): Promise<void> => actions.read(person),
    /** Puts an emoji (THUMBSUP, OK, …) to a message, or takes it back. */
    react: (messageId: string, emoji: string): Promise<void> => actions.react(person, messageId, emoji),
    unreact: (messageId: string, emoji: string): Promise<void> => actions.unreact(person, messageId, emoji),
    /** Clicks an entry of the bot's menu. */
    async menu(eventKey: string): Promise<void> {
      await screen.beforeAction();
      await actions.menu(person, eventKey);
    },
    /** Sends a file: its bytes, or a path to read. */
    sendFile: (name: string, content: Buffer | string): Promise<string> => send(name, content, 'file'),
    /** Sends a picture: its bytes, or a path to read. */
    sendImage: (content: Buffer | string): Promise<string> =>
      send(typeof content === 'string' ? basename(content) : 'image', content, 'image'),
    /** Takes an own message back. */
    async recall(messageId: string): Promise<void> {
      await screen.beforeAction();
      await actions.recall(person, messageId);
    },
    /** The newest card that is neither recalled nor older than 14 days, or the newest whose visible text matches. */
    card: (match: Match = ''): SeenCard => screen.card(match),
    /** Waits for a card that came or changed since this person's last action and whose visible text matches. */
    expectCard: (match: Match = '', options: WaitOptions = {}) => screen.expectCard(match, options),
    /** Waits for a text (or post) of the bot; resolves with its words. */
    expectText: (match: Match = '', options: WaitOptions = {}) => screen.expectText(match, options),
    /** Waits for a file of the bot; resolves with its name and bytes. */
    expectFile: (match: Match = '', options: WaitOptions = {}) => screen.expectFile(match, options),
    /** Enters values by label; they go out with the next click on a button of a form. */
    fill(values: Entries): void {
      pending = { ...pending, ...values };
      typedAt = store.seq();
    },
    /** Clicks the button with these words on the newest card that has it; throws ClientError when the client shows an error. */
    async click(button: string, values: Entries = {}): Promise<Outcome> {
      const message = newestWith(button);
      return sure(await press(message, message.card!, button, takeEntries(message, values)), `clicking 「${button}」`);
    },
    /** Like click, but an error of the client is a result and not a failure. */
    async tryClick(button: string, values: Entries = {}): Promise<Outcome> {
      const message = newestWith(button);
      return press(message, message.card!, button, takeEntries(message, values));
    },
    /** Clicks on a card as it was seen earlier (an unrefreshed device, a stale or expired card); errors are results. */
    clickOn: (card: SeenCard, button: string, values: Entries = {}): Promise<Outcome> =>
      press(store.messages.get(card.messageId)!, card.card, button, values),
    /** Forwards a card to a person or a group: the copy, for `clickOn` of whoever sees it. Throws ClientError when it may not be. */
    forward({ messageId }: SeenCard, to: string): SeenCard {
      try {
        const copy = forwardCard(store, person, messageId, to);
        return { messageId: copy.messageId, card: copy.card!, text: cardText(copy.card!) };
      } catch (error) {
        throw new ClientError(0, screen.lost((error as Error).message).message);
      }
    },
    /** Uses a control that stands in no form: chooses an option, a date, or enters words; the client sends it at once. */
    async choose(label: string, value: unknown): Promise<Outcome> {
      const named = (message: Message) =>
        looseControls(message.card!).some(({ labels }) => labels.some((one) => one.includes(label)));
      const message = screen.liveCards().find(named);
      if (!message) throw screen.lost(`no control 「${label}」 outside a form`);
      const part = looking(() => findControl(looseControls(message.card!), label));
      const entered = looking(() => enteredValue(part.element, value));
      return sure(await act(message, { part, chosen: chosenAs(part.element, entered) }), `choosing 「${label}」`);
    },
    /** The toast of the last click. */
    get toast(): Toast | undefined {
      return toast;
    },
    /** The direct chat with the bot, oldest first. */
    messages: (): Message[] => store.messagesIn(chat.chatId),
    /** The direct chat as indented words, as failures print it. */
    conversation: (): string => conversation(store, chat.chatId),
  };
}
