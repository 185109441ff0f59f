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
  const adapter = new PrismaPg({ connectionString: url, max, Client }, { statementNameGenerator: createNames() });
  return new PrismaClient({ adapter, errorFormat: 'minimal' });
}

/** How many statements a connection keeps at most; what varies in length without end must not fill the server's memory. */
const KEPT_STATEMENTS = 200;

/** What says `*` gives other columns after a migration, which a kept statement does not survive. Prisma writes `"t".*`, and inside only. */
const ALL_COLUMNS = /SELECT \*|\w\.\*/;

/**
 * A statement with a name is read and planned by the server once for each connection, and not every time: ours are long.
 * Only what takes values is worth it.
 */
function createNames(): (query: { sql: string; args: unknown[] }) => string {
  const names = new Map<string, string>();
  return ({ sql, args }) => {
    const known = names.get(sql);
    if (known !== undefined) return known;
    if (args.length === 0 || names.size === KEPT_STATEMENTS || ALL_COLUMNS.test(sql)) return '';
    const name = `statement ${names.size}`;
    names.set(sql, name);
    return name;
  };
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
