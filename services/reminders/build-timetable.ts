import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { withTimetable } from './timetable.ts';

// npm run timetable: writes the table of reminders into the README; with --check it only says whether that is stale.
const readme = path.resolve(import.meta.dirname, '../../README.md');
const now = readFileSync(readme, 'utf8');
const next = withTimetable(now);
if (now === next) console.log('README 里的提醒时间表是最新的。');
else if (process.argv.includes('--check')) {
  console.error('README 里的提醒时间表过时了，请运行 npm run timetable。');
  process.exit(1);
} else {
  writeFileSync(readme, next);
  console.log('已更新 README 里的提醒时间表。');
}
