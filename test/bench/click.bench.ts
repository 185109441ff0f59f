import { afterAll, beforeAll, test } from 'vitest';
import { readSample } from '../journeys/play.ts';
import { openSection, readyDraft } from '../journeys/ready-made.ts';
import { startWorld, type World } from '../journeys/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
  await readyDraft(world, await readSample());
});
afterAll(() => world?.stop());

/** The floor: as many statements in one transaction, each as small as can be. */
const bare = (statements: number) =>
  world.db.$transaction(async (tx) => {
    for (let n = 2; n < statements; n++) await tx.$queryRaw`SELECT 1`;
  });

const SECONDS = { time: 3000, warmupTime: 500 };

// Everything on the way is in the click: the sealed request, the handler, the card, its check, and the client's own checks.
test('a saved section, from the click to the card it shows next', async ({ bench }) => {
  const { clerk } = world;
  const { messageId } = await openSection(clerk, '机构基本情况');
  let saves = 0;
  const save = async () => {
    saves += 1;
    const [card] = clerk.messages().filter((message) => message.messageId === messageId);
    await clerk.clickOn({ messageId, card: card!.card!, text: '' }, '保存', { 地址: `示例路 ${saves} 号` });
  };
  await bench.compare(
    bench('click', save),
    bench('baseline: a transaction of 6 bare statements', () => bare(6)),
    SECONDS,
  );
});

test('the home card, from the click to the card', async ({ bench }) => {
  const { clerk } = world;
  await clerk.say('进度');
  const overview = await clerk.expectCard('总览与检查');
  await bench.compare(
    bench('click', async () => {
      await clerk.clickOn(overview, '回首页');
    }),
    bench('baseline: a transaction of 7 bare statements', () => bare(7)),
    SECONDS,
  );
});
