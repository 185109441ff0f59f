import { afterAll, beforeAll, expect, test } from 'vitest';
import { playAppointment, playFilling, playRecommendation, playSubmission, readSample } from './play.ts';
import { startWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.stop());

test('the sample filing goes from the first question to the recommendation', async () => {
  const sample = await readSample();
  const { clerk, contact, operator, feishu } = world;
  await playAppointment(operator, contact, sample);
  await playFilling(clerk, sample);
  await playSubmission(clerk);
  await playRecommendation(contact, clerk, sample);
  expect(feishu.violations).toEqual([]);
});
