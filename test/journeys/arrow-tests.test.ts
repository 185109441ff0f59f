import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { arrows } from '../services/filing/arrows.ts';
import { shown } from './arrow-tests.ts';

const decided = ['returned', 'not_recommended', 'recommended', 'waiting'];
const named = (from: string, to: string) => `${from} → ${to}`;

test('each arrow of the state machine is shown by a journey, and no journey is said to show one that there is not', () => {
  const leads = arrows.flatMap(({ leads }) => Object.entries(leads)).filter(([from, to]) => from !== to);
  // Two arrows in one: the sample's answers let it in before it is frozen; and on a card a department opens what it decides.
  const inTwo = ['ineligible → frozen', ...decided.map((to) => named('submitted', to))];
  const all = leads.map(([from, to]) => named(from, to)).filter((arrow) => !inTwo.includes(arrow));
  expect([...new Set(shown.map(([from, to]) => named(from, to)))].toSorted()).toEqual([...new Set(all)].toSorted());
});

test.each(shown)('%s → %s: in %s.test.ts', async (_from, _to, file, title) => {
  const source = await readFile(new URL(`./${file}.test.ts`, import.meta.url), 'utf8');
  expect(source).toContain(`'${title}'`);
  expect(source).toContain(`walksItsArrows('${file}', () => world);`);
});
