import { afterAll, expect, test } from 'vitest';
import { expectSound } from './ready-made.ts';
import { playToTheOffice, type WholeRound } from './whole-round.ts';

let played: WholeRound;
afterAll(() => played?.world.stop());
test('a whole round', { timeout: 300_000 }, async () => {
  played = await playToTheOffice({ departments: 6, filings: 15 });
  console.log(played.entries.map(({ name, fate, department }) => `${name} ${fate} ${department.name}`));
  await expectSound(played.world);
});
