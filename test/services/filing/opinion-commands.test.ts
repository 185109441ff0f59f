import { expect, test } from 'vitest';
import { decide } from '../../../services/filing/decide.ts';
import { toReviewer } from '../../../services/filing/decision.ts';
import { choosable, keyOf, stillAsSeen } from '../../../services/filing/desk-batch.ts';
import { assigneeOf, type Filing, type Opinion, opinionsNow } from '../../../services/filing/filing.ts';
import { statuses } from '../../../services/filing/status.ts';
import { yunhan } from '../../season.ts';
import { noon, sampleFiling } from './sample.ts';

const at = noon.toISOString();
const contact = { tenantKey: 'tenant', openId: 'ou_contact', name: '韩示例' };
const chief = { tenantKey: 'tenant', openId: 'ou_chief', name: '陆远山' };
const circumstances = { now: noon, actor: contact, operators: [] };
const assignee = { ...chief, departmentCode: yunhan.code, by: '韩示例', at };
const asked = (changes: Partial<Opinion> = {}): Opinion => ({
  ...{ ...chief, id: 'o', kind: 'approval', version: 1, askedAt: at },
  ...changes,
});
const under = (opinions: Opinion[], changes: Partial<Filing> = {}) =>
  sampleFiling('under_review', { opinions, ...changes });
const recommend = (filing: Filing) =>
  decide(filing, { type: 'recommend', version: filing.version, opinion: '同意推荐。' }, circumstances);

test.each([
  ['nobody was asked', [], true],
  ['an opinion was asked and not given', [asked({ kind: 'opinion' })], true],
  ['an opinion was against it', [asked({ kind: 'opinion', answer: 'objected' })], true],
  ['the head was asked and has said nothing', [asked()], false],
  ['the head is against it', [asked({ answer: 'objected' })], false],
  ['one head agrees and another has said nothing', [asked({ answer: 'agreed' }), asked({ id: 'p' })], false],
  ['the head agrees', [asked({ answer: 'agreed' })], true],
  ['the head was against an earlier version', [asked({ version: 0, answer: 'objected' })], true],
] as const)('推荐 where %s: %s', (_what, opinions, may) => {
  const filing = under([...opinions]);
  if (may) expect(recommend(filing).filing.status).toBe('recommended');
  else expect(() => recommend(filing)).toThrow(expect.objectContaining({ code: 'not_approved_yet' }));
  // Of several at once, the same are left out, and it is said why.
  expect(choosable([filing], 'recommend').length).toBe(may ? 1 : 0);
  const { left } = stillAsSeen([filing], [keyOf(filing)], 'recommend');
  expect(left.map(({ words }) => words)).toEqual(may ? [] : ['负责人还没有同意推荐']);
});

test('only the one who was asked answers, about this version, once, while nothing is decided', () => {
  const answer = (filing: Filing, actor = chief) =>
    decide(filing, { type: 'giveOpinion', version: 1, id: 'o', agree: true, words: '' }, { ...circumstances, actor });
  const given = answer(under([asked()]));
  expect(opinionsNow(given.filing)).toMatchObject([{ answer: 'agreed', at }]);
  expect(given.notices).toMatchObject([{ to: { role: expect.stringContaining(yunhan.code) } }]);
  expect(() => answer(under([asked()]), contact)).toThrow(expect.objectContaining({ code: 'not_asked' }));
  expect(() => answer(given.filing)).toThrow(expect.objectContaining({ code: 'answered' }));
  const newer = under([asked()], { version: 2, handedIn: 2 });
  expect(() => answer(newer)).toThrow(expect.objectContaining({ code: 'old_version' }));
  for (const status of statuses.filter((one) => one !== 'submitted' && one !== 'under_review')) {
    expect(() => answer(sampleFiling(status, { opinions: [asked()] })), status).toThrow();
  }
});

test('what was handed to a colleague is theirs in that department only, and its news reach them there', () => {
  const here = under([], { assignee });
  expect(assigneeOf(here)).toBe(assignee);
  const news = { kind: 'review', filingId: here.id, version: 1 } as const;
  expect(toReviewer(here, news, []).map(({ to }) => to)).toContainEqual({
    who: { tenantKey: chief.tenantKey, openId: chief.openId },
  });
  const moved = { ...here, departmentCode: '110000' };
  expect(assigneeOf(moved)).toBeNull();
  expect(toReviewer(moved, news, [])).toHaveLength(1);
});
