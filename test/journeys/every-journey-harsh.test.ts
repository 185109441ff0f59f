import { readdir } from 'node:fs/promises';
import { describe } from 'vitest';
import { useProfile } from './world.ts';

/**
 * What the platform's documents leave open it may do kindly or harshly. Every journey runs by itself where it is kind, and
 * here once more where it is harsh: the client leaves out what is empty, a submit carries no value, typing does not survive
 * a change of its card, and so on (test/feishu/README.md). Those whose bot is a process of its own or whose course is
 * long say nothing more about that.
 */
useProfile('harsh');
const left = [
  'every-journey-harsh',
  // Its fictional corrections would be everybody's here.
  'corrected-form',
  'effort',
  'hostile-files',
  'kill-while-filling',
  'kill-while-submitting',
  'last-place',
  'season',
  'redelivered',
  'word-form',
];
const names = (await readdir(import.meta.dirname)).filter((name) => name.endsWith('.test.ts'));
for (const name of names.filter((one) => !left.includes(one.slice(0, -'.test.ts'.length)))) {
  describe(name, async () => {
    await import(`./${name}`);
  });
}
