import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A statement on its way to the database that stands still until the test says how it goes on. */
export type Held = {
  /** Resolves when the statement is held: not yet sent (`before`), or done with its answer withheld (`after`). */
  reached: Promise<void>;
  /** Forgets the hold; whatever it stopped goes on. */
  release(): void;
};

type Armed = { words: string[]; when: 'before' | 'after'; reach: () => void; released: Promise<void>; taken: boolean };

/**
 * The wire between the bot and PostgreSQL, on which single statements can be stopped: so a process can be killed just before
 * and just after a COMMIT without any switch in the product.
 */
export const openWire = async (databaseUrl: string) => {
  const database = new URL(databaseUrl);
  const armed: Armed[] = [];
  const open = new Set<Socket>();
  let dead = false;

  const server = createServer((bot) => {
    if (dead) return void bot.destroy();
    open.add(bot);
    bot.on('close', () => open.delete(bot));
    const upstream = connect(Number(database.port), database.hostname);
    const gone = () => {
      bot.destroy();
      upstream.destroy();
    };
    bot.on('error', gone).on('close', gone);
    upstream.on('error', gone).on('close', gone);
    relay(bot, upstream);
  });

  const relay = (bot: Socket, upstream: Socket) => {
    const seen = new Map<Armed, number>();
    const said = createReading();
    let toBot = Promise.resolve();
    let toDatabase = Promise.resolve();
    upstream.on('data', (answer) => {
      toBot = toBot.then(() => void bot.write(answer));
    });
    bot.on('data', (chunk) => {
      const text = said(chunk);
      const hit = armed.find((hold) => !hold.taken && advances(seen, hold, text));
      if (!hit) {
        toDatabase = toDatabase.then(() => void upstream.write(chunk));
        return;
      }
      hit.taken = true;
      if (hit.when === 'before') {
        toDatabase = toDatabase.then(() => hit.released).then(() => void upstream.write(chunk));
        hit.reach();
        return;
      }
      // The answer to this statement, and all that follows on this connection, stays here.
      upstream.once('data', hit.reach);
      toBot = toBot.then(() => hit.released);
      toDatabase = toDatabase.then(() => void upstream.write(chunk));
    });
  };

  /** A hold waits for its words one after the other on one connection; the statement with the last one is stopped. */
  const advances = (seen: Map<Armed, number>, hold: Armed, text: string): boolean => {
    let at = seen.get(hold) ?? 0;
    if (at > 0 && /ROLLBACK/.test(text)) at = 0;
    while (at < hold.words.length && text.includes(hold.words[at]!)) at += 1;
    seen.set(hold, at);
    return at === hold.words.length;
  };

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const through = new URL(databaseUrl);
  through.hostname = '127.0.0.1';
  through.port = String((server.address() as AddressInfo).port);

  return {
    url: through.href,
    /** Stops the next statement that says the last of `words` on a connection that has said the others before, in order. */
    hold(when: Armed['when'], ...words: string[]): Held {
      const reached = Promise.withResolvers<void>();
      const released = Promise.withResolvers<void>();
      const hold: Armed = { words, when, reach: reached.resolve, released: released.promise, taken: false };
      armed.push(hold);
      return {
        reached: reached.promise,
        release: () => {
          armed.splice(armed.indexOf(hold), 1);
          released.resolve();
        },
      };
    },
    /** The database is gone, for whoever is connected and for whoever would be. */
    cut: () => {
      dead = true;
      for (const bot of open) bot.destroy();
    },
    /** It is there again. */
    mend: () => {
      dead = false;
    },
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
};

/**
 * What a connection says, statement by statement. One with a name is said in full the first time only (a Parse, with the
 * words after the name) and called by that name later (a Bind, with the name after the portal's).
 */
const createReading = () => {
  const known = new Map<string, string>();
  return (chunk: Buffer): string => {
    const text = chunk.toString('latin1');
    const [first = '', second = ''] = text.slice(5).split('\0', 2);
    if (text[0] === 'P' && first) known.set(first, second);
    return text[0] === 'B' ? (known.get(second) ?? '') + text : text;
  };
};
