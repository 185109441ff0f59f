import { CARD_LIFE_MS } from './api-messages.ts';
import { cardText } from './card-text.ts';
import { conversation } from './conversation.ts';
import type { Store } from './store.ts';
import type { Card, Message, Person, Time } from './types.ts';

export type Match = string | RegExp;
/** A card as it looked when it was read: clicking on it later is a click of a device that has not refreshed. */
export type SeenCard = { messageId: string; card: Card; text: string };
export type WaitOptions = {
  /** How long to wait, in ms (10 s): of real time, and of the clock's where somebody can move it. */
  within?: number;
  /** Also accept what came before this person's last action. */
  earlier?: boolean;
  /** A group to look at instead of the direct chat. */
  in?: string;
};
/** How many times longer than the time it plays a journey may take on a machine that does other work as well. */
const SLOW_MACHINE = 5;
export type Screen = ReturnType<typeof createScreen>;

/** What one person sees; every look that finds nothing fails with the conversation in its words. */
export function createScreen(store: Store, person: Person) {
  const { chatId } = store.p2pOf(person.openId)!;
  /** Changes up to here were there before this person's last action; who has not acted yet has missed nothing. */
  let acted = 0;

  const lost = (what: string, where = chatId) => new Error(`${person.name}: ${what}\n${conversation(store, where)}`);
  const isLive = (message: Message) =>
    message.card !== undefined && !message.recalled && store.now().getTime() - message.at <= CARD_LIFE_MS;
  const liveCards = () => store.messagesIn(chatId).filter(isLive).reverse();

  function expectSeen<T>(what: string, options: WaitOptions, see: (message: Message) => T | undefined): Promise<T> {
    const where = options.in ?? chatId;
    const within = options.within ?? 10_000;
    const look = () => {
      for (const message of store.messagesIn(where).reverse()) {
        if (message.from !== 'bot' || message.recalled || (message.seq <= acted && !options.earlier)) continue;
        const found = see(message);
        if (found !== undefined) return found;
      }
      return undefined;
    };
    const there = look();
    if (there !== undefined) return Promise.resolve(there);
    const hint = options.earlier ? '' : ' after the last action; { earlier: true } accepts what was there before';
    return new Promise((resolve, reject) => {
      // Where time is moved, it says by itself when nothing more will come; the machine may be slow to get there.
      const patience = AbortSignal.timeout(store.time ? (store.time.patienceMs ?? within * SLOW_MACHINE) : within);
      const giveUp = () => end(() => reject(lost(`${what} did not come within ${within} ms${hint}`, where)));
      const end = (settle: () => void) => {
        stop();
        patience.removeEventListener('abort', giveUp);
        waiting = false;
        settle();
      };
      const stop = store.watch((change) => {
        if (change.person !== person.openId) return;
        const found = look();
        if (found !== undefined) end(() => resolve(found));
      });
      let waiting = true;
      patience.addEventListener('abort', giveUp);
      if (store.time) passTime(store.time, within, () => waiting).then(giveUp, (error) => end(() => reject(error)));
    });
  }

  /** Lets the time pass in which something may still come; resolves when nothing more will. */
  async function passTime(time: Time, withinMs: number, waiting: () => boolean): Promise<void> {
    const last = store.clock.now() + withinMs;
    for (let next = await time.next(); waiting(); next = await time.next()) {
      if (next === undefined || next > last) return;
      await time.advance(next);
    }
  }

  return {
    chatId,
    lost,
    liveCards,
    /**
     * Draws the line between what was there and what comes as an effect of an action. Where time can be moved, what went
     * before has come to rest first: people are slow.
     */
    async beforeAction() {
      await store.time?.next();
      acted = store.seq();
    },
    card(match: Match): SeenCard {
      const found = liveCards()
        .map(seen)
        .find(({ text }) => matches(text, match));
      if (!found) throw lost(`no card with ${match}`);
      return found;
    },
    expectCard: (match: Match, options: WaitOptions): Promise<SeenCard> =>
      expectSeen(`a card with ${match}`, options, (message) => {
        const card = isLive(message) ? seen(message) : undefined;
        return card && matches(card.text, match) ? card : undefined;
      }),
    expectText: (match: Match, options: WaitOptions): Promise<string> =>
      expectSeen(`a text with ${match}`, options, ({ text }) =>
        text !== undefined && matches(text, match) ? text : undefined,
      ),
    expectFile: (match: Match, options: WaitOptions): Promise<{ name: string; bytes: Buffer }> =>
      expectSeen(`a file named ${match}`, options, ({ type, fileKey, fileName = '' }) =>
        type === 'file' && matches(fileName, match)
          ? { name: fileName, bytes: store.files.get(fileKey!)!.bytes }
          : undefined,
      ),
  };
}

function seen(message: Message): SeenCard {
  const card = structuredClone(message.card!);
  return { messageId: message.messageId, card, text: cardText(card) };
}

function matches(text: string, match: Match): boolean {
  return typeof match === 'string' ? text.includes(match) : match.test(text);
}
