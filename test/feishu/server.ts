import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createActions } from './actions.ts';
import { serveApi } from './api.ts';
import { createStoreApp } from './api-store-token.ts';
import { createTokens } from './api-token.ts';
import { createConsole } from './console.ts';
import { createDeliveries } from './delivery.ts';
import { createDriver, type PersonDriver } from './driver.ts';
import { createFaults } from './faults.ts';
import { createLimits } from './limits.ts';
import type { Platform } from './platform.ts';
import { createStore } from './store.ts';
import { createTenant } from './tenant.ts';
import type { FeishuOptions, Group, GroupState, Reach, Webhook } from './types.ts';

export type LocalFeishu = Awaited<ReturnType<typeof startFeishu>>;

/**
 * Starts a Feishu of one's own on 127.0.0.1: the open platform's API, deliveries to the bot, and the console with its page.
 * It lives in the memory of this process and outlives every restart of the bot.
 */
export async function startFeishu(options: FeishuOptions) {
  const store = createStore(options);
  const faults = createFaults(store.clock, () => platform.tokens.revokeAll());
  const deliveries = createDeliveries(options, store, faults);
  const platform: Platform = {
    options,
    store,
    faults,
    limits: createLimits(store.clock),
    tokens: createTokens(store),
    storeApp: createStoreApp(options, store, deliveries),
    tenant: createTenant(),
  };
  const actions = createActions(platform, deliveries);
  const drivers = new Map<string, PersonDriver>();
  const openConsole = createConsole({ platform, deliveries, actions });

  const server = createServer((request, response) => {
    const serve = request.url?.startsWith('/open-apis/')
      ? store.exchange(() => serveApi(platform, request, response))
      : openConsole.serve(request, response);
    serve.catch((error) => {
      // A client that was killed in the middle of its request is an ordinary thing; all else is a mistake of this platform.
      if (request.complete) store.violate('the local Feishu failed', String(error?.stack ?? error));
      response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const stopSaving = options.stateDir ? store.watch((change) => change.type !== 'log' && saveSoon()) : () => {};
  let saving: NodeJS.Timeout | undefined;
  function saveSoon() {
    saving ??= setTimeout(() => {
      saving = undefined;
      store.save();
    }, 200);
  }

  return {
    url: `http://127.0.0.1:${port}`,
    port,
    store,
    faults,
    /** What the administrator decides, and what lies beside the chats; may be changed at any time. */
    tenant: platform.tenant,
    calls: store.calls,
    violations: store.violations,
    /** Tells the platform where the bot listens; several URLs are used in turn. */
    connect: (urls: Webhook) => deliveries.connect(urls),
    /** Challenges the connected URLs as the developer console does on saving; returns what went wrong, empty when all is well. */
    verify: () => deliveries.verify(),
    /** Exchanges with the bot that go on, in either direction; a call that is held stands still. */
    underWay: () => store.underWay() - faults.heldCalls(),
    /** Resolves when every event has been answered or given up. */
    settled: () => deliveries.settled(),
    /** Makes all waiting redeliveries now; resolves with their number. */
    redeliverNow: () => deliveries.redeliverNow(),
    /** Events that wait for their redelivery. */
    undelivered: () => deliveries.waiting(),
    /** When the next redelivery is due, in ms since 1970. */
    nextRedelivery: () => deliveries.nextDue(),
    /** Makes every token given out so far invalid (99991663). */
    revokeTokens: () => platform.tokens.revokeAll(),
    /** Lets a person leave the company or stop the bot. */
    setReach: (openId: string, reach: Reach) => store.setReach(openId, reach),
    /** Puts the bot into a group. */
    addGroup: (group: Group) => void store.chats.set(group.chatId, { ...group, type: 'group' }),
    /** Mutes or dissolves a group, or puts the bot out of it. */
    setGroup: (chatId: string, state: GroupState | undefined) =>
      void Object.assign(store.chats.get(chatId)!, { state }),
    /** The hands and eyes of one person. */
    as(openId: string): PersonDriver {
      const known = drivers.get(openId) ?? createDriver({ platform, deliveries, actions }, openId);
      drivers.set(openId, known);
      return known;
    },
    async close(): Promise<void> {
      if (!server.listening) return;
      faults.clear();
      platform.storeApp.close();
      deliveries.close();
      openConsole.close();
      stopSaving();
      clearTimeout(saving);
      store.save();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
