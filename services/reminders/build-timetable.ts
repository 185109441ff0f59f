import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { withTimetable } from './timetable.ts';

// npm run timetable: writes the table of reminders into the README; with --check it fails when that is stale, and writes nothing.
const readme = path.resolve(import.meta.dirname, '../../README.md');
const now = readFileSync(readme, 'utf8');
const next = withTimetable(now);
if (process.argv.includes('--check') && now !== next) {
  throw new Error('README 里的提醒时间表过时了，请运行 npm run timetable。');
}
writeFileSync(readme, next);
