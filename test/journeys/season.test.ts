import { expect, test } from 'vitest';
import { cardText } from '../feishu/card-text.ts';
import { chance } from '../feishu/chance.ts';
import type { PersonDriver } from '../feishu/driver.ts';
import { people } from '../season.ts';
import { createCalendar, paceOf } from './calendar-of-acts.ts';
import {
  declared,
  pdf,
  playAppointment,
  playFilling,
  playSealing,
  playSubmission,
  readSample,
  type Sample,
} from './play.ts';
import { clickRow, creditCode, expectSound } from './ready-made.ts';
import { startWorld, type World } from './world.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const SEASON_DAYS = 150;
/** A Monday morning in Shanghai, in a year whose holidays are known. */
const OPENED = Date.parse('2026-03-02T09:12:00+08:00');
const third = { openId: 'ou_third', name: '江一苇', role: '第三家填报人' };

test('a season of 150 days with three filings, every message of it, goes the same way twice', {
  timeout: 120_000,
}, async () => {
  const first = await season(7);
  expect(first.days).toBeGreaterThanOrEqual(SEASON_DAYS);
  expect(first.lines.filter((line) => line.includes('已推荐')).length).toBeGreaterThan(0);
  expect((await season(7)).lines).toEqual(first.lines);
});

/** Plays a season; waits, doubled events and lost answers come from the seed. */
const season = async (seed: number) => {
  const world = await startWorld({ startMs: OPENED, workers: 1, cast: [...Object.values(people), third] });
  try {
    const lines = recorder(world);
    const sample = await readSample();
    const { feishu, time, clerk, contact, operator, colleague } = world;
    const nowMs = () => feishu.store.clock.now();
    let draws = 0;
    const draw = () => chance(seed, draws++);
    feishu.faults.storm({ seed, share: { duplicate: 0.1, lostAnswer: 0.05 } });
    const calendar = createCalendar(time, nowMs);
    const hours = paceOf(calendar, draw, 0.2 * HOUR_MS, 20 * HOUR_MS);

    const fill = (person: PersonDriver, fromDay: number, name: string, n: number) => async () => {
      await calendar.wait(fromDay * DAY_MS);
      await playFilling(person, sampleOf(sample, name, n), hours);
      await playSubmission(person, hours);
    };
    const decide = async (name: string, fromDay: number) => {
      await calendar.wait(OPENED + fromDay * DAY_MS - nowMs());
      await contact.say('首页');
      await contact.expectCard('备案助手');
      await contact.click('打开审核列表');
      await clickRow(contact, await contact.expectCard(name), name, '打开');
    };
    const review = async () => {
      await calendar.wait(2 * DAY_MS);
      await playAppointment(operator, contact, sample, hours);
      await decide('星澜甲研究所', 75);
      await contact.click('拟推荐');
      await contact.click('确认推荐', { 第七部分: sample.section7.opinion });
      await decide('星澜乙研究所', 80);
      await contact.click('退回补正');
      await contact.click('退回', { 请写明: '请补充数据库清单。' });
      await decide('星澜丙研究所', 85);
      await contact.click('拟推荐');
      await contact.click('确认推荐', { 第七部分: sample.section7.opinion });
    };
    const correct = async () => {
      await calendar.wait(90 * DAY_MS);
      await colleague.say('继续');
      await colleague.expectCard('星澜乙研究所');
      await colleague.click('定稿', declared);
      await playSubmissionAgain(colleague);
      await decide('星澜乙研究所', 100);
      await contact.click('拟推荐');
      await contact.click('确认推荐', { 第七部分: sample.section7.opinion });
    };
    const look = async () => {
      await calendar.wait(SEASON_DAYS * DAY_MS);
      await clerk.say('进度');
      await clerk.expectCard('已推荐');
    };
    await calendar.live([
      fill(clerk, 3, '星澜甲研究所', 1),
      fill(colleague, 9, '星澜乙研究所', 2),
      fill(feishu.as(third.openId), 17, '星澜丙研究所', 3),
      review,
      correct,
      look,
    ]);
    await expectSound(world);
    return { lines: lines(), days: (nowMs() - OPENED) / DAY_MS };
  } finally {
    await world.stop();
  }
};

const playSubmissionAgain = async (person: PersonDriver) => {
  const form = await person.expectFile('第2版');
  await person.sendFile('扫描件-2.pdf', pdf(`scan of ${form.name}`));
  await person.expectCard('已收到并保存');
  await playSealing(person, form);
  await person.click('提交');
};

const sampleOf = (sample: Sample, name: string, n: number): Sample => ({
  ...sample,
  section1: Object.assign({ ...sample.section1 }, { name, unified_social_credit_code: creditCode(n) }),
});

/**
 * Records the chats and tells them when asked: person by person, message by message, each as it came and as it changed,
 * with the minutes. Ids are told by the order in which they appear.
 */
const recorder = ({ feishu: { store } }: World) => {
  const states = new Map<string, string[]>();
  store.watch(({ type, person }) => {
    if (!person || !['message', 'patch', 'recalled'].includes(type)) return;
    const message = [...store.messages.values()].find(({ seq }) => seq === store.seq())!;
    const words = message.card ? cardText(message.card) : (message.text ?? message.fileName ?? message.type);
    // To the minute: when the clock has slept over an alarm, the queue takes it up at one of its next rounds, and a busy
    // machine may let it miss one.
    const at = new Date(store.clock.now()).toISOString().slice(0, 16);
    const earlier = states.get(message.messageId) ?? [];
    states.set(message.messageId, [...earlier, `${at} ${person} ${type} from ${message.from}: ${words}`]);
  });
  return (): string[] => {
    const names = new Map<string, string>();
    const name = (id: string) => {
      if (!names.has(id)) names.set(id, `#${names.size + 1}`);
      return names.get(id)!;
    };
    const chats = [...store.people.keys()].map((openId) => store.messagesIn(store.p2pOf(openId)!.chatId));
    return chats
      .flatMap((messages) => messages.flatMap(({ messageId }) => states.get(messageId)!))
      .map((line) => line.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}|\b20\d\d-[0-9A-F]{8}\b/g, name));
  };
};
