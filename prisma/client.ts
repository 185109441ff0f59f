import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { Prisma, PrismaClient } from './generated/client.ts';

/** The store: Prisma's client for our schema. */
export type Database = PrismaClient;
/** What the function given to `db.$transaction` receives. */
export type Tx = Prisma.TransactionClient;
export { Prisma };

export type DatabaseOptions = {
  /** Connections in the pool, at most; 10 when not said. */
  max?: number;
  /** Called with every statement as it is sent, BEGIN and COMMIT included: how tests count what a click costs. */
  onQuery?: (sql: string) => void;
};

/** A client for the PostgreSQL at `url`; it connects with the first query and is given up by `$disconnect()`. */
export function createDatabase(url: string, { max = 10, onQuery }: DatabaseOptions = {}): Database {
  // Prisma's own log events leave out what its transactions send, so the counting is done below it, in the driver.
  const Client = onQuery && watchedClient(onQuery);
  // The longer error formats print a query's arguments, that is, people's answers.
  return new PrismaClient({ adapter: new PrismaPg({ connectionString: url, max, Client }), errorFormat: 'minimal' });
}

function watchedClient(onQuery: (sql: string) => void): typeof pg.Client {
  return class extends pg.Client {
    constructor(config?: pg.ClientConfig) {
      super(config);
      const send = this.query.bind(this) as (...args: unknown[]) => unknown;
      this.query = (...args: [string | { text: string }, ...unknown[]]) => {
        onQuery(typeof args[0] === 'string' ? args[0] : args[0].text);
        return send(...args) as never;
      };
    }
  };
}

/** What was asked for by its key is not there. */
export const isMissing = (error: unknown): boolean =>
  error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2025';

/** A clash with another transaction (deadlock, serialization, a unique key taken meanwhile): fresh state may let it through. */
export const isTransient = (error: unknown): boolean =>
  error instanceof Prisma.PrismaClientKnownRequestError && ['P2034', 'P2002'].includes(error.code);

/** Whether a statement of our own failed because this unique index holds the value already. */
export const isTaken = (error: unknown, index: string): boolean => JSON.stringify(error)?.includes(index) ?? false;
