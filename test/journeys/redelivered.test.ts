import { afterEach, expect, test } from 'vitest';
import { readAnnex1 } from '../../services/documents/read-annex1.ts';
import { type Pace, playAppointment, playFilling, playRecommendation, playSubmission, readSample } from './play.ts';
import { expectSound } from './ready-made.ts';
import { startWorld, type World } from './world.ts';

let world: World;
afterEach(() => world?.stop());

/** What the history of a filing holds after the main job: how often each kind of change happened. */
const ONCE_EACH = {
  create: 1,
  save: 6,
  append: 2,
  attach: 8,
  item: 8,
  freeze: 1,
  scan: 1,
  seal: 1,
  submit: 1,
  open: 1,
  recommend: 1,
};

const played = async (pace?: Pace) => {
  const sample = await readSample();
  const { clerk, contact, operator } = world;
  await playAppointment(operator, contact, sample, pace);
  await playFilling(clerk, sample, pace);
  await playSubmission(clerk, pace);
  await contact.expectFile('扫描件');
  const form = await playRecommendation(contact, clerk, sample, pace);
  const cells = await readAnnex1(form.bytes);
  expect(cells['二、工作基础和优势特点']).toBe(sample.section2.text);
  expect(cells['四、未来发展思路和支持措施']).toBe(sample.section4.text);
  expect(cells['七、推荐部门意见']).toBe(sample.section7.opinion);
};

const history = async () => {
  const entries = await world.db.journal.findMany({ where: { subject: { startsWith: 'filing:' } } });
  const kinds = entries.map(({ what }) => what.split(' ')[0]!);
  return Object.fromEntries(kinds.map((kind) => [kind, kinds.filter((one) => one === kind).length]));
};

/** How many messages of the bot each person has. */
const told = () =>
  [world.clerk, world.contact, world.operator].map(
    (person) => person.messages().filter(({ from }) => from === 'bot').length,
  );

test('events delivered twice at once, and others again late and out of order: each has one effect', async () => {
  world = await startWorld();
  const { feishu, clerk, contact, operator } = world;
  let acts = 0;
  await played(async () => {
    if (acts++ % 3 === 0) feishu.faults.loseAnswer();
    else feishu.faults.duplicate();
  });
  feishu.faults.clear();
  const before = told();
  expect(await feishu.redeliverNow()).toBeGreaterThan(0);
  await feishu.settled();
  expect(await history()).toEqual(ONCE_EACH);
  // A message asked for now comes after everything the repeated events could have caused.
  for (const person of [clerk, contact, operator]) {
    await person.say('帮助');
    await person.expectText('发送“开始”填报');
  }
  expect(told()).toEqual(before.map((count) => count + 1));
  await expectSound(world);
});
