import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { rules } from '../../../services/reminders/rules.ts';
import { timetable, withTimetable } from '../../../services/reminders/timetable.ts';

const root = path.resolve(import.meta.dirname, '../../..');

test('the README holds the timetable as the rules are now: the command finds nothing stale', () => {
  execFileSync('node', ['services/reminders/build-timetable.ts', '--check'], { cwd: root });
});

test('a table that was changed by hand is found, and every rule stands in it', () => {
  const readme = readFileSync(path.join(root, 'README.md'), 'utf8');
  const stale = readme.replace('30 天、14 天', '30 天、15 天');
  expect(stale).not.toBe(readme);
  expect(withTimetable(stale)).toBe(readme);
  for (const { task } of Object.values(rules)) expect(timetable()).toContain(task);
  expect(() => withTimetable('# 没有时间表')).toThrow('no place');
});
