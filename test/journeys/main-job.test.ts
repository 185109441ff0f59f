import { afterAll, beforeAll, expect, test } from 'vitest';
import { dayOf } from '../../services/time.ts';
import { playAppointment, playFilling, playRecommendation, playSubmission, readSample } from './play.ts';
import { playDecision, playFiling } from './play-onward.ts';
import { walksItsArrows } from './walked.ts';
import { startWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
walksItsArrows('main-job', () => world);
afterAll(() => world?.stop());

test('the sample filing goes from the first question to the recommendation, and on to the published list', async () => {
  const sample = await readSample();
  const { clerk, contact, operator, feishu, time } = world;
  await playAppointment(operator, contact, sample);
  await playFilling(clerk, sample);
  const form = await playSubmission(clerk);
  await playRecommendation(contact, clerk, sample);
  await playFiling(clerk, contact, { form, today: dayOf(feishu.store.now()) });
  const { advance } = time;
  const list = await playDecision(operator, clerk, { now: feishu.store.clock.now, advance });
  expect(list.bytes.subarray(0, 2).toString()).toBe('PK');
  expect(feishu.violations).toEqual([]);
});
