import { expect, test } from 'vitest';
import { earlierRemarksPart } from '../../cards/earlier-remarks-part.ts';
import { noon, sampleFiling } from '../services/filing/sample.ts';

const room = { longest: 100, rows: 9 };
const shown = (byOffice: boolean, from: string): string => {
  const review = { version: 1, remarks: '请补充。', opinion: '', by: '韩示例', at: noon.toISOString(), byOffice };
  const moved = { from, version: 1, at: noon.toISOString() };
  return JSON.stringify(
    earlierRemarksPart(sampleFiling('submitted', { version: 2, handedIn: 2, review, moved }), null, room),
  );
};

test('a department sees what it said of the version before, and the national office, not what another department said', () => {
  expect(shown(false, '999900')).toContain('请补充。');
  expect(shown(true, 'MOE')).toContain('请补充。');
  expect(shown(false, 'MOE')).not.toContain('请补充。');
});
