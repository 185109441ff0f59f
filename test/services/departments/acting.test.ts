import { expect, test } from 'vitest';
import { type Acting, actsNow, mustAct, recipientNow } from '../../../services/departments/acting.ts';
import { Refusal } from '../../../services/refusal.ts';

const person = (openId: string | null) => ({ tenantKey: openId && 'tenant', openId, name: openId ?? '未找到' });
const who = (openId: string) => ({ tenantKey: 'tenant', openId });
const acting: Acting = {
  contact: person('contact'),
  deputies: [
    { ...person('deputy'), fromOn: '2026-12-02', toOn: '2026-12-03' },
    { ...person('later'), fromOn: '2026-12-10', toOn: '2026-12-12' },
  ],
  colleagues: [{ id: 'c', tenantKey: 'tenant', openId: 'colleague', name: '同事' }],
};

/** [an instant, whom messages reach, who may act]; days are Shanghai days. */
test.each([
  ['2026-12-01T15:59:59Z', 'contact', ['contact']],
  ['2026-12-01T16:00:00Z', 'deputy', ['contact', 'deputy']],
  ['2026-12-03T15:59:59Z', 'deputy', ['contact', 'deputy']],
  ['2026-12-03T16:00:00Z', 'contact', ['contact']],
  ['2026-12-12T04:00:00Z', 'later', ['contact', 'later']],
])('at %s messages reach %s', (at, reached, may) => {
  const now = new Date(at);
  expect(recipientNow(acting, now)?.openId).toBe(reached);
  const people = ['contact', 'deputy', 'later', 'colleague', 'stranger'];
  expect(people.filter((openId) => actsNow(acting, who(openId), now))).toEqual(may);
});

test.each([
  ['deputy', '2026-12-01T04:00:00Z', 'not_on_duty', '2026年12月2日至 2026年12月3日'],
  ['deputy', '2026-12-20T04:00:00Z', 'not_on_duty', '2026年12月2日至 2026年12月3日'],
  ['stranger', '2026-12-02T04:00:00Z', 'not_reviewer', '只有联系人'],
])('%s at %s is refused: %s %s', (openId, at, code, words) => {
  const refused = () => mustAct(acting, who(openId), new Date(at), '只有联系人');
  expect(refused).toThrow(Refusal);
  expect(refused).toThrow(expect.objectContaining({ code, words: expect.stringContaining(words) }));
});

test('the same open_id in another tenant is somebody else', () => {
  const other = { tenantKey: 'elsewhere', openId: 'contact' };
  expect(actsNow(acting, other, new Date('2026-12-02T04:00:00Z'))).toBeUndefined();
});

test('while nobody has been found messages reach nobody; a deputy who is not found leaves them to the contact', () => {
  const noon = new Date('2026-12-02T04:00:00Z');
  const unknown = [{ ...person(null), fromOn: '2026-12-01', toOn: '2026-12-31' }];
  expect(recipientNow({ contact: null, deputies: [] }, noon)).toBeUndefined();
  expect(recipientNow({ contact: person(null), deputies: unknown }, noon)).toBeUndefined();
  expect(recipientNow({ contact: person('contact'), deputies: unknown }, noon)?.openId).toBe('contact');
});
