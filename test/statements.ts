import pg from 'pg';

type Method = (this: pg.Client, ...args: unknown[]) => unknown;

let underWay = 0;

/**
 * Statements that this process waits for, and connections it is opening. The server tells less: on a busy machine its
 * process for a statement may get no processor for a while, and until then it looks idle to everybody who asks.
 */
export const statementsUnderWay = (): number => underWay;

const counted = (method: Method): Method =>
  function (...args) {
    underWay += 1;
    const end = () => {
      underWay -= 1;
    };
    const callback = args.at(-1);
    if (typeof callback === 'function')
      return method.call(this, ...args.slice(0, -1), (...answer: unknown[]) => {
        end();
        callback(...answer);
      });
    const answer = method.apply(this, args);
    if (answer instanceof Promise) return answer.finally(end);
    end();
    return answer;
  };

const client = pg.Client.prototype as unknown as { query: Method; connect: Method };
client.query = counted(client.query);
client.connect = counted(client.connect);
