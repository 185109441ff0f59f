import { performance } from 'node:perf_hooks';
import { afterAll, expect, test } from 'vitest';
import { expectSound } from '../journeys/ready-made.ts';
import { playToTheOffice, type WholeRound } from '../journeys/whole-round.ts';
import { playToTheList } from '../journeys/whole-round-list.ts';
import { expectPapersToAgree } from '../journeys/whole-round-papers.ts';

const DEPARTMENTS = Number(process.env.DEPARTMENTS ?? 40);
const FILINGS = Number(process.env.FILINGS ?? 150);

let played: WholeRound;
afterAll(() => played?.world.stop());

test('a whole round goes by chat from the contacts to the published list', { timeout: 7_200_000 }, async () => {
  const began = performance.now();
  const seconds = () => Math.round((performance.now() - began) / 1000);
  played = await playToTheOffice({ departments: DEPARTMENTS, filings: FILINGS, byChat: FILINGS });
  console.log(`${DEPARTMENTS} departments, ${FILINGS} filings: at the national office after ${seconds()} s`);
  await playToTheList(played);
  await expectPapersToAgree(played);
  await expectSound(played.world);
  const { db } = played.world;
  const listed = await db.filing.count({ where: { status: 'listed' } });
  console.log(
    `${listed} listed, ${await db.outbox.count()} messages, ${await db.journal.count()} entries: ${seconds()} s`,
  );
  expect(listed).toBe(played.entries.filter(({ fate }) => fate === 'recommended').length);
});
