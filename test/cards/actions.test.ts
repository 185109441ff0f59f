import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { type ActionName, actions, bringsForm, button, decode, submit } from '../../cards/actions.ts';

const names = Object.keys(actions) as ActionName[];

/** Payloads of every shape an action declares, read from its schema, so that a new action is tried as well. */
const payloadOf = (schema: z.ZodType): fc.Arbitrary<unknown> => {
  if (schema instanceof z.ZodObject)
    return fc.record(
      Object.fromEntries(Object.entries(schema.shape).map(([key, part]) => [key, payloadOf(part as z.ZodType)])),
    );
  if (schema instanceof z.ZodEnum) return fc.constantFrom(...schema.options);
  if (schema instanceof z.ZodBoolean) return fc.boolean();
  if (schema instanceof z.ZodNumber) return fc.integer({ min: 0 });
  if (schema instanceof z.ZodOptional) return payloadOf(schema.unwrap() as z.ZodType);
  if (schema instanceof z.ZodRecord) return fc.dictionary(fc.uuid(), payloadOf(schema.valueType as z.ZodType));
  if (schema instanceof z.ZodArray) return fc.array(payloadOf(schema.element as z.ZodType), { maxLength: 20 });
  if (schema instanceof z.ZodString) return fc.oneof(fc.uuid(), fc.string({ unit: 'grapheme' }), fc.constant('__'));
  throw new Error(`no payloads for ${schema.constructor.name}`);
};

/** The two ways a click comes back: a submit by the button's name, any other by its value. */
const valueIn = (made: ReturnType<typeof button>): Record<string, unknown> => {
  const [behavior] = made.behaviors ?? [];
  return behavior?.type === 'callback' ? behavior.value : {};
};

const inForms = names.filter(bringsForm);
const outside = names.filter((name) => !bringsForm(name));

test.each(outside)('the action %s comes back from a button with its payload', (action) => {
  fc.assert(
    fc.property(payloadOf(actions[action]), (payload) => {
      const made = button('点', action as 'home', payload as never);
      expect(decode(made.name, JSON.parse(JSON.stringify(valueIn(made))))).toEqual({ action, payload });
    }),
    { numRuns: 30 },
  );
});

test.each(inForms)('the action %s comes back from the name of a submit: letters, digits, - and _ only', (action) => {
  fc.assert(
    fc.property(payloadOf(actions[action]), (payload) => {
      const made = submit('点', action as 'step.save', payload as never);
      expect(made.name).toMatch(/^[A-Za-z0-9_-]+$/);
      expect(decode(made.name, undefined)).toEqual({ action, payload });
      // Some clients send an empty value along with a submit.
      expect(decode(made.name, {})).toEqual({ action, payload });
    }),
    { numRuns: 30 },
  );
});

test('what is no button of ours is undefined and never throws', () => {
  fc.assert(
    fc.property(
      fc.option(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `filing-open__${text}`),
        ),
        { nil: undefined },
      ),
      fc.option(fc.dictionary(fc.string(), fc.jsonValue()), { nil: undefined }),
      (name, value) => {
        const known = names.includes(value?.action as ActionName);
        fc.pre(!known);
        expect(decode(name, value as Record<string, unknown> | undefined)).toBeUndefined();
      },
    ),
  );
});

const coded = (payload: unknown) => Buffer.from(JSON.stringify(payload)).toString('base64url');

test.each<[string, string | undefined, Record<string, unknown> | undefined]>([
  ['nothing', undefined, undefined],
  ['an action that no release knew', undefined, { action: 'filing.delete', filing: 'f' }],
  ['an action inherited from Object', undefined, { action: 'constructor' }],
  ['a payload with a part missing', undefined, { action: 'step.open', filing: 'f' }],
  ['a payload of the wrong kind', undefined, { action: 'filing.submit', filing: 'f', version: '1' }],
  ['a version that is no whole number', undefined, { action: 'filing.submit', filing: 'f', version: 1.5 }],
  ['a name without a payload', 'step-save', undefined],
  ['a name whose payload is no JSON', 'step-save__abc', undefined],
  ['a name whose payload is a text', `step-save__${coded('text')}`, undefined],
  ['a name whose payload is null', `step-save__${coded(null)}`, undefined],
  ['a name whose payload lacks a part', `step-save__${coded({ filing: 'f' })}`, undefined],
  ['a way on that does not exist', `step-save__${coded({ filing: 'f', step: 's', rev: 0, go: 'away' })}`, undefined],
])('%s is refused', (_what, name, value) => {
  expect(decode(name, value)).toBeUndefined();
});

test('退回补正 on an old card of the national office leads to the form of today, and its old form sends what was typed', () => {
  const place = { filing: 'f', version: 2 };
  const old = { ...place, deed: 'return' };
  expect(decode(undefined, { action: 'office.form', ...old })).toEqual({ action: 'office.returnForm', payload: place });
  const sent = { action: 'office.return', payload: place };
  expect(decode(`office-decide__${coded(old)}`, undefined)).toEqual(sent);
  expect(bringsForm('office.return')).toBe(true);
  expect(decode(undefined, { ...old, action: 'review.return' })).toEqual({ action: 'review.return', payload: place });
});

test('the names are public, because cards stay in chats for weeks: they are added and retired, never renamed', () => {
  expect(names).toEqual(expect.arrayContaining(published));
});

const published = [
  'home',
  'filing.ask',
  'filing.start',
  'filing.open',
  'filing.join',
  'join.answer',
  'step.open',
  'step.save',
  'item.open',
  'item.pick',
  'item.save',
  'item.remove',
  'item.arrange',
  'item.restore',
  'table.template',
  'table.same',
  'table.adopt',
  'table.drop',
  'step.undo',
  'text.land',
  'text.more',
  'text.drop',
  'conflict.choose',
  'check.open',
  'answers.open',
  'offer.take',
  'filing.freeze',
  'filing.reopen',
  'filing.submit',
  'filing.withdraw',
  'abandon.open',
  'filing.abandon',
  'filing.resume',
  'receipt.open',
  'draft.send',
  'pack.send',
  'scan.remove',
  'annex.send',
  'review.open',
  'review.files',
  'review.returnForm',
  'review.return',
  'review.recommendForm',
  'review.recommend',
  'desk.open',
  'round.contacts',
  'contact.form',
  'contact.appoint',
  'round.deadlines',
  'round.move',
  'round.close',
  'round.new',
  'round.open',
];
