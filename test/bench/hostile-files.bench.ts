import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readSample } from '../journeys/play.ts';
import { openSection, readyDraft } from '../journeys/ready-made.ts';
import { startWorld, type World } from '../journeys/world.ts';
import { hostileFiles } from '../services/files/hostile.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ realTime: true });
  await readyDraft(world, await readSample());
  await openSection(world.clerk, '相关工作制度');
});
afterAll(() => world?.stop());

const WITHIN_MS = 3000;

// In real time, download included. The bot lives in this process: while it stands still it answers nobody.
test('hostile files, from the event to the words of the refusal', async () => {
  const { clerk } = world;
  const rows: Record<string, string | number>[] = [];
  for (const [name, content, words] of await hostileFiles()) {
    const standing = monitorEventLoopDelay({ resolution: 5 });
    standing.enable();
    const began = performance.now();
    await clerk.sendFile(name, content);
    await clerk.expectText(words);
    const took = Math.round(performance.now() - began);
    standing.disable();
    rows.push({ file: name, [REFUSED]: took, 'stood still at most, ms': Math.round(standing.max / 1e6) });
  }
  console.table(rows);
  expect(Math.max(...rows.map((row) => Number(row[REFUSED])))).toBeLessThan(WITHIN_MS);
});

const REFUSED = 'refused after, ms';
