import { afterAll, expect, test } from 'vitest';
import { expectSound, now } from './ready-made.ts';
import { playToTheOffice, type WholeRound } from './whole-round.ts';
import { playToTheList } from './whole-round-list.ts';
import { expectPapersToAgree } from './whole-round-papers.ts';

let played: WholeRound;
afterAll(() => played?.world.stop());

test('a round of 6 departments and 15 filings goes by chat from the contacts to the published list', {
  timeout: 240_000,
}, async () => {
  played = await playToTheOffice({ departments: 6, filings: 15, byChat: 1 });
  const { world, entries } = played;
  await playToTheList(played);
  const ended = { recommended: 'listed', waiting: 'waiting', declined: 'not_recommended' };
  for (const { id, fate } of entries) expect(await now(world, id)).toMatchObject({ status: ended[fate] });
  await expectPapersToAgree(played);
  await expectSound(world);
});
