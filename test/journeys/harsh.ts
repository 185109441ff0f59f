import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe } from 'vitest';
import { useProfile } from './world.ts';

/**
 * Those whose bot is a process of its own, whose course is long, in which nobody types, or whose forms are of a kind that others
 * here have too, say nothing more about a platform that is harsh.
 */
const left = [
  // Its fictional corrections would be everybody's here.
  'corrected-form',
  ...['effort', 'hostile-files', 'kill-while-filling', 'kill-while-submitting', 'last-place', 'season', 'redelivered'],
  ...['word-form', 'whole-round', 'given-up', 'arrow-tests', 'hot-path', 'rounds', 'closing', 'board', 'list'],
  ...['history', 'timeline', 'copies', 'moved', 'reading', 'reissue', 'once', 'forged', 'deadlines', 'departments'],
  ...['deputies', 'annex2', 'admission', 'publicity', 'urging', 'desk', 'batch', 'operator', 'contacts'],
  ...['inside', 'operators', 'registration', 'office', 'routes'],
];

/**
 * What the platform's documents leave open it may do kindly or harshly. Every journey runs by itself where it is kind, and
 * here once more where it is harsh: the client leaves out what is empty, a submit carries no value, typing does not survive
 * a change of its card, and so on (test/feishu/README.md). In several files, so that they go on side by side.
 */
export const playHarshly = async (part: number, parts: number): Promise<void> => {
  beforeAll(() => useProfile('harsh'));
  afterAll(() => useProfile('kind'));
  const names = (await readdir(import.meta.dirname))
    .filter((name) => name.endsWith('.test.ts') && !name.startsWith('every-journey-harsh'))
    .filter((name) => !left.includes(name.slice(0, -'.test.ts'.length)));
  for (const name of names.filter((_, at) => at % parts === part)) {
    // A name of its own: a journey that this worker has played already would not tell its tests again.
    const again = `./${name}?harsh`;
    describe(name, async () => {
      await import(again);
    });
  }
};
