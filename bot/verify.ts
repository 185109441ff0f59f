import path from 'node:path';
import { createDatabase } from '../prisma/client.ts';
import { startEmbedded } from '../prisma/embedded.ts';
import { verifyAll } from '../services/journal/verify.ts';
import { ConfigError, loadStoreConfig } from './config.ts';

// node bot/verify.ts: walks every history and says which ones hold. It only reads, also while the bot runs.

/** Any history may be long; a walk through all of them is one look at one moment. */
const AT_MOST_MS = 24 * 3_600_000;

const verify = async (): Promise<void> => {
  const { databaseUrl, dataDir } = loadStoreConfig();
  const embedded = databaseUrl ? undefined : await startEmbedded({ dataDir: path.resolve(dataDir) });
  const db = createDatabase(databaseUrl ?? embedded!.url, { max: 1 });
  let sound = 0;
  let broken = 0;
  try {
    await db.$transaction(
      async (tx) => {
        for await (const { subject, broken: seq } of verifyAll(tx)) {
          if (seq === undefined) sound += 1;
          else {
            broken += 1;
            console.log(`有问题：${subject} 从第 ${seq} 条起对不上`);
          }
        }
      },
      { isolationLevel: 'RepeatableRead', timeout: AT_MOST_MS },
    );
  } finally {
    await db.$disconnect();
    await embedded?.stop();
  }
  console.log(`历史记录共 ${sound + broken} 份：完好 ${sound} 份，有问题 ${broken} 份。`);
  if (broken) process.exitCode = 1;
};

if (import.meta.main) {
  verify().catch((error: unknown) => {
    console.error(error instanceof ConfigError ? error.message : '没有核对完，请检查数据库是否能连上：', error);
    process.exitCode = 1;
  });
}
