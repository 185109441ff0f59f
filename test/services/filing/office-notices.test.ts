import { expect, test } from 'vitest';
import { decide } from '../../../services/filing/decide.ts';
import type { Command } from '../../../services/filing/decision.ts';
import { DIRECT, type Filing } from '../../../services/filing/filing.ts';
import { yunhan } from '../../season.ts';
import { answersWith, clerk, noon, round, sampleFiling } from './sample.ts';

const circumstances = {
  now: noon,
  actor: { tenantKey: 'tenant', openId: 'ou_operator', name: '国家知识产权局公共服务司' },
  operators: [{ tenantKey: 'tenant', openId: 'ou_operator' }],
};
const contact = `contact:${round.id}:${yunhan.code}`;
const day = { by: '', at: '' };
const office: Filing['office'] = {
  filed: { on: '2026-11-01', receipt: 'GG', ...day },
  publicity: { from: '2026-11-02', until: '2026-11-06', link: '', ...day },
  objections: [{ id: 'o', words: '', ...day }],
  number: 'WD-1',
};
/** To whom each message goes, and which it is. */
const told = (filing: Filing, command: Command) =>
  decide(filing, command, circumstances).notices.map(({ to, notice }) => [
    'role' in to ? to.role : to.who.openId,
    notice.kind === 'status' ? notice.event : notice.kind,
  ]);

test.each<[Filing['status'], Command, string]>([
  ['filed_online', { type: 'officeReturn', version: 1, remarks: '请补充' }, 'returned'],
  ['filed_online', { type: 'refuse', version: 1, reason: '不符' }, 'refused'],
  ['filed_online', { type: 'publicise', version: 1, from: '2026-11-23', days: 5, link: '' }, 'publicity'],
  ['publicity', { type: 'object', version: 1, words: '不实' }, 'objected'],
  ['objection', { type: 'settleObjection', version: 1, objection: 'o', upheld: false, why: '属实' }, 'publicity'],
  ['objection', { type: 'settleObjection', version: 1, objection: 'o', upheld: true, why: '不实' }, 'refused'],
  [
    'publicity',
    { ...{ type: 'correctPublicity', version: 1, days: 5, link: '', reason: '写错' }, from: '2026-11-23' },
    'publicityCorrected',
  ],
  ['approved', { type: 'correctNumber', version: 1, number: 'WD-2', reason: '写错' }, 'numberCorrected'],
  ['publicity', { type: 'approve', version: 1, number: '' }, 'approved'],
  ['approved', { type: 'list', version: 1, on: '2026-11-23', link: '', number: 'WD-1' }, 'listed'],
])('from %s by %o the institution and its department hear that it is %s', (status, command, event) => {
  expect(told(sampleFiling(status, { office }), command)).toEqual([
    [clerk.openId, event],
    [contact, event],
  ]);
});

test('whose filing did not pass its province: the province hears when it is on the list', () => {
  const answers = answersWith({ identity: { category: '行业组织' }, standing: { nationalOrg: '是', outlet: '否' } });
  const listed: Command = { type: 'list', version: 1, on: '2026-11-23', link: '', number: 'WD-1' };
  const copies = { [yunhan.code]: { version: 1, at: '' } };
  const copied = sampleFiling('approved', { answers, office, departmentCode: DIRECT, copies });
  const both = [
    [clerk.openId, 'listed'],
    [contact, 'copied'],
  ];
  expect(told(copied, listed)).toEqual(both);
  // Who has the copy hears, and nobody else, wherever the operator has copies sent since.
  const end = { to: 'DIRECT', cc: ['MOE'] };
  const routes = { changed: { national_body: { end } }, added: [] };
  const since = { ...copied, version: 2, round: { ...copied.round, routes } };
  expect(told(since, { ...listed, version: 2 })).toEqual(both);
  const { notices } = decide(since, { ...listed, version: 2 }, circumstances);
  expect(notices.at(-1)!.notice).toMatchObject({ departmentCode: yunhan.code, version: 1 });
});

test('an objection that an old card does not name is not said to be settled', () => {
  const settle: Command = { type: 'settleObjection', version: 1, objection: '', upheld: false, why: '属实' };
  expect(() => decide(sampleFiling('objection', { office }), settle, circumstances)).toThrow('卡片太旧，请重新打开');
});
