import { describe, expect, test } from 'vitest';
import { decide } from '../../../services/filing/decide.ts';
import { type Filing, isRanked } from '../../../services/filing/filing.ts';
import { statuses } from '../../../services/filing/status.ts';
import { Refusal } from '../../../services/refusal.ts';
import { type Arrows, arrows, full, hash, standingAt } from './arrows.ts';
import { clerk, fileRef, noon, round, sampleFiling } from './sample.ts';

const circumstances = {
  now: noon,
  actor: { ...clerk, name: '沈若溪' },
  operators: [{ tenantKey: 'tenant', openId: 'ou_operator' }],
};

const resultOf = (filing: Filing, command: ReturnType<Arrows['command']>) => {
  try {
    const { filing: next, outcome } = decide(filing, command, circumstances);
    return outcome === 'unchanged' ? '=' : next.status;
  } catch (error) {
    if (error instanceof Refusal) return `refused: ${error.code}`;
    throw error;
  }
};

describe.each(arrows.map((row) => [row.what, row] as const))('%s', (_what, row) => {
  test.each(statuses)('from %s', (status) => {
    const filing = standingAt(row, status);
    const result = resultOf(filing, row.command(filing));
    const to = row.leads[status];
    if (to) return expect(result).toBe(to);
    if (row.nothing?.includes(status)) return expect(result).toBe('=');
    expect(result).toMatch(/^refused: /);
  });

  test('after its round has closed, from nowhere', () => {
    for (const status of statuses) {
      const filing = { ...standingAt(row, status), round: { ...round, closedAt: noon } };
      expect(resultOf(filing, row.command(filing))).toBe('refused: round_closed');
    }
  });
});

describe('the places of a department', () => {
  const recommend = { type: 'recommend', version: 1, opinion: '同意' } as const;
  const open = sampleFiling('under_review');

  test.each([
    ['a place is free', open, recommend, 'recommended'],
    ['none is free', full(open), recommend, 'refused: over_quota'],
    ['none is free, and no reason is given', full(open), { ...recommend, over: '  ' }, 'refused: no_over'],
    ['none is free, and a reason is', full(open), { ...recommend, over: '成效突出' }, 'recommended'],
    ['none is free, and it waits', full(open), { ...recommend, wait: true }, 'waiting'],
    [
      'it has its place still, given back by the national office',
      full({ ...open, placed: true }),
      recommend,
      'recommended',
    ],
    [
      'it waits, and none is free',
      full(sampleFiling('waiting')),
      { type: 'moveUp', version: 1 },
      'refused: over_quota',
    ],
    [
      'it waits, and a reason is given',
      full(sampleFiling('waiting')),
      { type: 'moveUp', version: 1, over: '成效突出' },
      'recommended',
    ],
  ] as const)('%s', (_what, filing, command, expected) => {
    expect(resultOf(filing, command)).toBe(expected);
  });

  test('is held from 推荐 on, whatever the national office does, and free again when it is taken back or given up', () => {
    const after = (filing: Filing, command: ReturnType<Arrows['command']>) =>
      decide(filing, command, circumstances).filing;
    const recommended = after(open, recommend);
    expect(recommended.placed).toBe(true);
    expect(after(recommended, { type: 'takeBack', version: 1 }).placed).toBe(false);
    expect(after(recommended, { type: 'abandon', rev: recommended.rev, reason: '' }).placed).toBe(false);
    const back = after(sampleFiling('filed_online'), { type: 'officeReturn', version: 1, remarks: '请补充' });
    expect([back.status, back.placed]).toEqual(['returned', true]);
    expect(after(sampleFiling('filed_online'), { type: 'refuse', version: 1, reason: '不符' }).placed).toBe(true);
    expect(after(back, { type: 'abandon', rev: back.rev, reason: '' }).placed).toBe(false);
  });

  test('why it is had beyond the quota stands as long as it is had', () => {
    const after = (filing: Filing, command: ReturnType<Arrows['command']>) =>
      decide(filing, command, circumstances).filing;
    const beyond = after(full(open), { ...recommend, over: '成效突出' });
    const filed: Filing = { ...beyond, status: 'filed_online', office: { objections: [] } };
    const back = after(filed, { type: 'officeReturn', version: 1, remarks: '请补充' });
    const again: Filing = { ...back, status: 'under_review' };
    const returned = after(again, { type: 'return', version: 1, remarks: '还缺一页' });
    const overOf = ({ review, placed }: Filing) => [placed, review?.over];
    expect([back, returned, after(again, recommend)].map(overOf)).toEqual(Array(3).fill([true, '成效突出']));
    const lost = [
      after(beyond, { type: 'takeBack', version: 1 }),
      after(back, { type: 'abandon', rev: back.rev, reason: '' }),
      after(again, { ...recommend, wait: true }),
      after({ ...back, departmentCode: 'MOE' }, { type: 'freeze', rev: back.rev, declared: true }),
    ];
    expect(lost.map(overOf)).toEqual(Array(4).fill([false, undefined]));
  });

  test('an order is changed by one step, on the order that was seen', () => {
    const ids = ['a', 'b', 'c'];
    const at = (id: string) => {
      const departments = round.departments.map((one) => ({ ...one, ranking: ids }));
      return sampleFiling('recommended', { id, round: { ...round, departments } });
    };
    const move = (id: string, by: 1 | -1, order = ids) => decide(at(id), { type: 'rank', order, by }, circumstances);
    expect(move('b', -1).ranking?.next).toEqual(['b', 'a', 'c']);
    expect(move('b', 1).ranking?.next).toEqual(['a', 'c', 'b']);
    expect(move('c', 1).outcome).toBe('unchanged');
    expect(() => move('b', 1, ['b', 'a', 'c'])).toThrow('排序刚有变化');
    expect(isRanked(at('a'))).toBe(true);
    expect(resultOf(open, { type: 'rank', order: ids, by: 1 })).toBe('refused: not_ranked');
  });
});

describe('a scan that is looked at', () => {
  const frozen = sampleFiling('frozen', { scans: [fileRef('扫描件.pdf')] });
  const ticked = standingAt(arrows.find(({ what }) => what === '核对五处')!, 'frozen');
  const seal = (slots: string[], code: string, filing = frozen) =>
    resultOf(filing, { type: 'seal', version: 1, slots, code, hash });
  const all = ['coverSeal', 'agent', 'head', 'date', 'seal'];

  test.each([
    ['with a place missing', all.slice(1), 'ab12', 'refused: not_ticked'],
    ['with the code of another version', all, 'ab13', 'refused: wrong_code'],
    ['with too little of the code', all, 'ab1', 'refused: wrong_code'],
    ['with no code', all, '', 'refused: wrong_code'],
    ['with more of the code, full width and spaced', all, 'ＡＢ１２ ００', 'inst_sealed'],
  ])('%s', (_what, slots, code, expected) => {
    expect(seal(slots, code)).toBe(expected);
    expect(ticked.status).toBe('frozen');
  });

  test('needs a scan, and no photographs left over', () => {
    expect(seal(all, 'ab12', { ...frozen, scans: [] })).toBe('refused: no_scan');
    expect(seal(all, 'ab12', { ...frozen, pages: [fileRef('照片.jpg')] })).toBe('refused: pages_open');
  });

  test('from the card of an older version is refused', () => {
    expect(seal(all, 'ab12', { ...frozen, version: 2 })).toBe('refused: old_version');
  });
});
