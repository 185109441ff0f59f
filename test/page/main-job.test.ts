import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Answers, Raw } from '../../services/form/define.ts';
import { buildPage } from '../feishu/page/build.ts';
import {
  playAppointment,
  playFilling,
  playRecommendation,
  playSubmission,
  readSample,
  type Sample,
} from '../journeys/play.ts';
import { expectSound, now, readyDraft } from '../journeys/ready-made.ts';
import { startWorld } from '../journeys/world.ts';
import { people } from '../season.ts';
import { openBrowser } from './browser.ts';
import { personAt } from './person-page.ts';

const { clerk, contact, operator } = people;
const sizes = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };

let browser: Browser;
let pageDir: string;
let sample: Sample;
beforeAll(async () => {
  [browser, pageDir, sample] = await Promise.all([openBrowser(), buildPage(), readSample()]);
});
afterAll(() => browser?.close());

test.concurrent.for(['desktop', 'phone'] as const)(
  'on a %s the sample filing goes from the first question to the recommendation, by mouse and keyboard',
  { timeout: 90_000 },
  async (show, { onTestFinished }) => {
    const world = await startWorld({ pageDir, realTime: true, cast: [clerk, contact, operator] });
    onTestFinished(() => world.stop());
    const faults: string[] = [];
    const open = async (): Promise<Page> => {
      const page = await (await browser.newContext({ viewport: sizes[show], hasTouch: show === 'phone' })).newPage();
      onTestFinished(() => page.context().close());
      page.on('pageerror', ({ message }) => faults.push(message));
      await page.goto(world.feishu.url);
      return page;
    };
    // Three columns of one page, or three phones.
    const desk = show === 'desktop' ? await open() : undefined;
    const at = async ({ name }: { name: string }, hands: 'mouse' | 'keyboard') => {
      const person = personAt(desk ?? (await open()), name, { show: `${show}-${name}`, hands });
      await person.enter();
      return person;
    };
    const filler = await at(clerk, 'mouse');
    const reviewer = await at(contact, 'keyboard');
    const host = await at(operator, 'keyboard');

    await playAppointment(host, reviewer, sample, host.picture);
    await playFilling(filler, sample, firstOfAKind(filler.picture));
    const form = await playSubmission(filler, filler.picture);
    await reviewer.expectCard('审核：');
    const parts = [
      '一　服务事项',
      '二　工作基础',
      '三　服务团队',
      '四　未来发展',
      '五　典型案例',
      '六　申请备案机构意见',
    ];
    for (const part of parts) await reviewer.unfold(part);
    const read = await reviewer.shown();
    const final = await playRecommendation(reviewer, filler, sample, reviewer.picture);
    await filler.picture('收到推荐结果');

    // In the chat: the department could read every word, and the clerk is told every word of its opinion.
    for (const text of wordsOf(sample)) expect(read).toContain(text.replace(/\s/g, ''));
    expect(await filler.shown()).toContain(sample.section7.opinion.replace(/\s/g, ''));
    expect([form.bytes, final.bytes].map((bytes) => bytes.subarray(0, 2).toString())).toEqual(['PK', 'PK']);

    // In the database: the same answers as of a draft made without a page.
    const { id } = await world.db.filing.findFirstOrThrow();
    const filing = await now(world, id);
    const like = await now(world, await readyDraft(world, sample, { n: 1, owner: world.contact }));
    expect(comparable(filing.answers)).toEqual(comparable(like.answers));
    expect(filing).toMatchObject({ status: 'recommended', version: 1, review: { opinion: sample.section7.opinion } });
    expect(filing.scans.map(({ name }) => name)).toEqual(['备案表-签字盖章扫描件.pdf']);
    expect(faults).toEqual([]);
    await expectSound(world);
  },
);

/** Seven files and six people in a row look alike: of steps whose names begin alike the first is kept. */
function firstOfAKind(picture: (step: string) => Promise<void>): (step: string) => Promise<void> {
  let last = '';
  return async (step) => {
    const kind = step.slice(0, 2);
    if (kind !== last) await picture(step);
    last = kind;
  };
}

/** What the department must be able to read, section by section. */
function wordsOf({ section1: one, section2, section3, section4, section5, section6, attachments }: Sample): string[] {
  return [
    ...[one.name!, one.address!, one.principal_name!, one.principal_title!, one.service_targets!],
    ...one.service_items.flatMap(({ name, type, fee }) => [name, type, fee]),
    ...[section2.text, section4.text, section6.opinion],
    ...section3.members.flatMap(({ name, bio }) => [name, bio]),
    ...section5.cases.flatMap(({ name, period, content }) => [name, period, content]),
    ...attachments.map(({ filename }) => filename),
  ];
}

/** Answers without what every chat gives afresh: the ids of rows and of messages. */
function comparable(answers: Answers): unknown {
  const bare = (raw: Raw) =>
    Array.isArray(raw)
      ? raw.map(({ id: _, ...row }) => ('source' in row ? { ...row, source: '', sentAtMs: 0 } : row))
      : raw;
  const step = (fields: Answers[string]) =>
    Object.fromEntries(Object.entries(fields).map(([field, raw]) => [field, bare(raw)]));
  return Object.fromEntries(Object.entries(answers).map(([key, fields]) => [key, step(fields)]));
}
