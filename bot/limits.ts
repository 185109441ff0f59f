import { RateLimiterPrisma, RateLimiterQueue } from 'rate-limiter-flexible';
import type { Database } from '../prisma/client.ts';

/**
 * The platform's limits, kept before they are hit and across processes (feishu: 1000/min and 50/s per API, 5/s to one
 * person, 5/s patches of one message). The windows are fixed ones, so each holds half of what the platform allows in
 * any second: two neighbouring windows together stay within it.
 */
export type Limits = {
  beforeSend: (openId: string) => Promise<void>;
  beforePatch: (messageId: string) => Promise<void>;
  beforeUpload: () => Promise<void>;
};

export const createLimits = (db: Database): Limits => {
  const limit = (keyPrefix: string, points: number, duration: number) =>
    new RateLimiterQueue(
      new RateLimiterPrisma({
        storeClient: db,
        tableName: 'rateLimiterFlexible',
        keyPrefix,
        points,
        duration,
        clearExpiredByTimeout: false,
      }),
      { maxQueueSize: 10_000 },
    );
  const perApi = { second: limit('api-s', 25, 1), minute: limit('api-m', 900, 60) };
  const perPerson = limit('person', 2, 1);
  const perMessage = limit('message', 2, 1);
  const api = async (name: string) => {
    await perApi.minute.removeTokens(1, name);
    await perApi.second.removeTokens(1, name);
  };
  return {
    beforeSend: async (openId) => {
      await perPerson.removeTokens(1, openId);
      await api('send');
    },
    beforePatch: async (messageId) => {
      await perMessage.removeTokens(1, messageId);
      await api('patch');
    },
    beforeUpload: () => api('upload'),
  };
};
