import { afterAll, beforeAll, expect, test } from 'vitest';
import { isControl, partsOf } from '../feishu/card-parts.ts';
import type { PersonDriver } from '../feishu/driver.ts';
import { findButton } from '../feishu/find-part.ts';
import type { Card } from '../feishu/types.ts';
import { declared, playAppointment, playFilling, readSample } from './play.ts';
import { startWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.stop());

/** The same person, with what their work costs them and what the bot says meanwhile. */
const counting = (person: PersonDriver) => {
  const { store } = world.feishu;
  const count = { clicks: 0, submits: 0, texts: 0, files: 0 };
  const inChat = () => [...store.messages.values()].filter(({ chatId }) => chatId === person.chatId);
  const before = inChat().length;
  /** The most inputs that one card asked for at once, and the card. */
  const most = { inputs: 0, title: '' };
  const stop = store.watch(() => {
    for (const { card } of inChat()) {
      const inputs = card ? partsOf(card).filter(({ element }) => isControl(element)).length : 0;
      if (inputs > most.inputs) Object.assign(most, { inputs, title: titleOf(card!) });
    }
  });
  const acting: Partial<Record<string, (...args: unknown[]) => void>> = {
    click: (button) => {
      const on = inChat().findLast(({ card, recalled }) => card && !recalled && findButton(card, String(button)));
      count[findButton(on!.card!, String(button))!.form ? 'submits' : 'clicks'] += 1;
    },
    say: () => {
      count.texts += 1;
    },
    sendFile: () => {
      count.files += 1;
    },
  };
  const counted = new Proxy(person, {
    get: (target, name, receiver) => {
      const value = Reflect.get(target, name, receiver);
      const act = acting[String(name)];
      if (!act) return value;
      return (...args: unknown[]) => {
        act(...args);
        return value(...args);
      };
    },
  });
  const finish = () => {
    stop();
    const told = inChat()
      .slice(before)
      .filter(({ from }) => from === 'bot');
    return { ...count, most, told };
  };
  return { counted, finish };
};

const titleOf = (card: Card): string => card.header?.title?.content ?? '';

/** Two long texts and two batches of files come in the course of the sample: each is acknowledged once. */
const BATCHES = 4;

test('the sample filing takes at most 22 submits of at most 8 inputs, and the bot says little', async () => {
  const sample = await readSample();
  await playAppointment(world.operator, world.contact, sample);
  const { counted, finish } = counting(world.clerk);
  await playFilling(counted, sample);
  await counted.click('定稿', declared);
  await counted.expectFile('备案表');
  const { clicks, submits, texts, files, most, told } = finish();
  const messages = told.map(({ card, text, fileName }) => text ?? fileName ?? titleOf(card!));
  console.info(
    [
      `the sample filing from home to 定稿: ${submits} submits, ${clicks} other clicks, ${texts} messages and ${files} files sent;`,
      `at most ${most.inputs} inputs on a card (${most.title});`,
      `${messages.length} messages from the bot, ${BATCHES} of them for files and long texts: ${messages.join(' | ')}`,
    ].join('\n'),
  );
  expect(submits).toBeLessThanOrEqual(22);
  expect(most.inputs).toBeLessThanOrEqual(8);
  expect(messages.length - BATCHES).toBeLessThanOrEqual(3);
});
