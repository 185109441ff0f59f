import { describe, expect, test } from 'vitest';
import { NOBODY } from '../../../services/departments/acting.ts';
import {
  type Case,
  deedsOf,
  type Facts,
  firstLook,
  lastMoments,
  type Told,
} from '../../../services/reminders/escalation.ts';
import type { Standing } from '../../../services/reminders/subjects.ts';
import { instantOf } from '../../../services/time.ts';
import { sampleFiling } from '../filing/sample.ts';

const plain = { holidays: [] };
const at = (day: string, time: string) => instantOf(day, time);
const key = 'person:tenant:ou_clerk';
const one: Case = { roundId: 'r', subject: 'filing:f', rule: 'fill', dueOn: '2023-04-30' };
const told = (given: Partial<Told> = {}): Told => ({
  ...{ recipient: key, person: key, message: 'm', waits: false, sentAt: at('2023-04-28', '09:41'), readAt: null },
  ...given,
});
const facts = (given: Partial<Facts> = {}): Facts => {
  const filing = sampleFiling('draft');
  const parts = [{ rule: 'fill', subject: one.subject, dueOn: one.dueOn, recipients: [{ key }] }];
  const standing = { round: filing.round, filing, department: null, parts } as Standing;
  const operators = [{ tenantKey: 'tenant', openId: 'ou_operator' }];
  return { standing, told: [told()], done: [], acting: NOBODY, operators, ...given };
};
const stepsAt = (day: string, time: string, given: Partial<Facts> = {}) => {
  const { deeds, next } = deedsOf(one, facts(given), plain, at(day, time));
  return { steps: deeds.map(({ step, person }) => `${step} ${person.split(':').at(-1)}`), next };
};

describe('the last moments lie on the last working day, within its windows', () => {
  test('Sunday 30 April 2023 lies in a holiday: Friday afternoon, and an hour later', () => {
    expect(lastMoments('2023-04-30', plain)).toEqual({
      afternoon: at('2023-04-28', '14:00'),
      hourLater: at('2023-04-28', '15:00'),
    });
  });

  test.each([
    [[{ from: '09:00', to: '11:30' }], '10:15', '11:10'],
    [
      [
        { from: '09:00', to: '11:00' },
        { from: '14:00', to: '14:30' },
      ],
      '14:00',
      '14:10',
    ],
  ])('windows of a round of its own: %j', (windows, afternoon, hourLater) => {
    const moments = lastMoments('2023-04-28', { ...plain, windows });
    expect(moments).toEqual({ afternoon: at('2023-04-28', afternoon), hourLater: at('2023-04-28', hourLater) });
  });
});

describe('step by step, each once', () => {
  test('two hours unread: pressed; the afternoon: the next; an hour later: the operators', () => {
    expect(firstLook(one, plain, at('2023-04-28', '09:03'))).toEqual(at('2023-04-28', '11:03'));
    expect(stepsAt('2023-04-28', '11:03')).toEqual({ steps: [], next: at('2023-04-28', '11:41') });
    expect(stepsAt('2023-04-28', '14:03')).toEqual({ steps: ['buzz ou_clerk'], next: at('2023-04-28', '15:00') });
    const done = [{ step: 'buzz' as const, person: key }];
    expect(stepsAt('2023-04-28', '14:13', { done }).steps).toEqual([]);
    // It has not got through yet.
    const waits = done.map((step) => ({ ...step, waits: true }));
    expect(stepsAt('2023-04-28', '14:13', { done: waits }).steps).toEqual(['buzz ou_clerk']);
    expect(stepsAt('2023-04-28', '15:03', { done })).toEqual({ steps: ['operators ou_operator'], next: null });
  });

  test('read, it is not pressed; done, or after three working days, nothing is done', () => {
    const read = [told({ readAt: at('2023-04-28', '10:00') })];
    expect(stepsAt('2023-04-28', '14:03', { told: read }).steps).toEqual([]);
    expect(stepsAt('2023-04-28', '15:03', { standing: undefined })).toEqual({ steps: [], next: null });
    // After the holiday up to 3 May come Thursday, Friday, and the Saturday that was worked.
    expect(stepsAt('2023-05-08', '14:03').steps).toEqual([]);
    expect(stepsAt('2023-05-05', '14:03').steps).toEqual(['buzz ou_clerk', 'operators ou_operator']);
  });

  test('whose message is still on its way is looked at again soon; whom no message has reached is not pressed', () => {
    const waits = [told({ sentAt: null, waits: true })];
    expect(stepsAt('2023-04-28', '11:03', { told: waits }).next).toEqual(at('2023-04-28', '11:33'));
    expect(stepsAt('2023-04-28', '14:03', { told: [told({ sentAt: null })] }).steps).toEqual([]);
  });
});
