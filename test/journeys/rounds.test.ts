import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openRounds } from '../../services/rounds/store.ts';
import { addDays, dayOf, longDay } from '../../services/time.ts';
import type { PersonDriver } from '../feishu/driver.ts';
import type { SeenCard } from '../feishu/screen.ts';
import { yunhan } from '../season.ts';
import { playAppointment, readSample, type Sample } from './play.ts';
import { clickRow, creditCode, expectSound, now, readyDraft, submitByChat } from './ready-made.ts';
import { startWorld, type World } from './world.ts';

const DAY_MS = 86_400_000;
/** A Monday morning in Shanghai. */
const MONDAY = Date.parse('2026-03-02T09:12:00+08:00');

let world: World;
let sample: Sample;
let first: string;
let second: string;
beforeAll(async () => {
  world = await startWorld({ startMs: MONDAY });
  sample = await readSample();
  first = (await world.db.round.findFirstOrThrow()).id;
});
afterEach(() => expectSound(world));
afterAll(() => world?.stop());

const today = dayOf(new Date(MONDAY));
const year = 2026;
const title = (one: number) => `${one}年度国家知识产权信息公共服务网点备案`;
const BOTH = '2 个年度在进行';

const home = async (person: PersonDriver) => {
  await person.say('首页');
  return person.expectCard(BOTH);
};
/** What the card says of one round alone. */
const partOf = (seen: SeenCard, one: number): string => seen.text.split(title(one))[1]!.split('年度国家知识产权')[0]!;
/** The same button stands once for each round: this is the one of the round opened last. */
const clickLast = (person: PersonDriver, { messageId, card, text }: SeenCard, button: string) =>
  person.clickOn({ messageId, card: { ...card, body: { elements: card.body.elements.toReversed() } }, text }, button);
const filingsOf = (n: number) => world.db.filing.findMany({ where: { creditCode: creditCode(n) } });

test('the operator opens a second round beside the first, but not the same one twice', async () => {
  const { operator, db } = world;
  await playAppointment(operator, world.contact, sample);
  await operator.say('首页');
  await operator.expectCard('[开启年度备案]');
  await operator.click('开启年度备案');
  expect((await operator.expectCard('正在进行')).text).toContain(title(year));
  await operator.click('开启', {
    依据的通知: title(2023),
    年度: String(year),
    '联系人信息（附件2）截止': addDays(today, 30),
    材料填报截止: addDays(today, 120),
  });
  expect((await operator.expectCard(`${year} 年度已经在进行`)).text).toContain(`年度【${year}】`);
  expect(await db.round.count()).toBe(1);
  await operator.click('开启', { 年度: String(year + 1) });
  const both = await operator.expectCard(BOTH);
  for (const one of [year, year + 1]) {
    expect(partOf(both, one)).toContain('主办方管理');
    expect(partOf(both, one)).toContain('[收件]');
  }
  expect(both.text.match(/\[开启年度备案\]/g)).toHaveLength(1);
  second = (await openRounds(db)).find(({ id }) => id !== first)!.id;
});

test('beginning asks in which round, by one tap; the same institution has one filing in each', async () => {
  const { clerk, colleague } = world;
  const code = { 统一社会信用代码: creditCode(1) };
  await clerk.say('开始');
  await clickRow(clerk, await clerk.expectCard('哪个年度'), title(year + 1), '在这里填报');
  expect(clerk.card('统一社会信用代码').text).toContain(title(year + 1));
  await clerk.click('下一步', { 统一社会信用代码: '123' });
  expect(clerk.card('统一社会信用代码').text).toContain(title(year + 1));
  await clerk.click('下一步', code);
  await clerk.expectCard('单位与所在地');
  expect(await filingsOf(1)).toMatchObject([{ roundId: second }]);

  // In a round of which this person has nothing yet, home offers the beginning at once.
  const offered = await home(clerk);
  expect(partOf(offered, year)).toContain('[开始填报]');
  expect(partOf(offered, year + 1)).not.toContain('[开始填报]');
  await clerk.click('开始填报');
  expect(clerk.card('统一社会信用代码').text).toContain(title(year));
  await clerk.click('下一步', code);
  expect((await clerk.expectCard('单位与所在地')).text).toContain(`带入 ${year + 1} 年的材料`);
  expect((await filingsOf(1)).map(({ roundId }) => roundId).toSorted()).toEqual([first, second].toSorted());
  expect((await home(clerk)).text).not.toContain('[开始填报]');

  await colleague.say('开始');
  await clickRow(colleague, await colleague.expectCard('哪个年度'), title(year), '在这里填报');
  await colleague.click('下一步', code);
  await colleague.expectCard('本单位已经有人在填');
  expect(await filingsOf(1)).toHaveLength(2);
});

test('what is said goes by the filing that was touched last, whichever round it is in', async () => {
  const { clerk } = world;
  const fillIn = async (roundId: string, institution: string) => {
    const { clock } = world.feishu.store;
    await world.time.advance(clock.now() + 1000);
    const shown = await home(clerk);
    await (roundId === first ? clerk.clickOn(shown, '继续填报') : clickLast(clerk, shown, '继续填报'));
    await clerk.click('保存，下一步', { '备案机构（法人单位名称）': institution });
    await clerk.say('修改备案机构');
    expect((await clerk.expectCard('单位与所在地')).text).toContain(institution);
    const filing = (await filingsOf(1)).find((one) => one.roundId === roundId)!;
    expect((await now(world, filing.id)).answers.identity).toMatchObject({ institutionName: institution });
    await clerk.say('继续');
    expect((await clerk.expectCard('单位与所在地')).text).toContain(institution);
  };
  await fillIn(second, '星澜所（下一年度）');
  await fillIn(first, '星澜所（本年度）');
  const both = await home(clerk);
  expect(partOf(both, year)).toContain('星澜所（本年度）');
  expect(partOf(both, year + 1)).toContain('星澜所（下一年度）');
});

test('a contact of one round who fills in the other finds both at home, each in its round', async () => {
  const { clerk, contact } = world;
  await readyDraft(world, sample, { n: 2, roundId: second, owner: contact });
  await readyDraft(world, sample, { n: 3, roundId: first });
  await clerk.say('进度');
  await submitByChat(clerk);
  await contact.expectCard('审核：');
  const both = await home(contact);
  expect(partOf(both, year)).toContain(`${yunhan.name} 审核：待处理 1 份`);
  expect(partOf(both, year)).not.toContain('继续填报');
  expect(partOf(both, year + 1)).toContain('[继续填报]');
  expect(partOf(both, year + 1)).not.toContain('审核');
});

test('dates belong to one round; who has no filing yet is told those of both', async () => {
  const { operator, colleague, db } = world;
  const due = addDays(today, 99);
  await clickLast(operator, await home(operator), '调整截止日期');
  await operator.click('保存', { 材料填报截止: due });
  await operator.expectCard('已按新日期计算');
  expect((await db.round.findUniqueOrThrow({ where: { id: second } })).materialsDueOn).toBe(due);
  const { materialsDueOn } = await db.round.findUniqueOrThrow({ where: { id: first } });
  expect(materialsDueOn).not.toBe(due);
  await colleague.say('什么时候截止');
  const said = await colleague.expectText(longDay(due));
  expect(said).toContain(`${title(year)}：材料填报截止 ${longDay(materialsDueOn)}`);
});

test('cards left open come again before they die in every round', async () => {
  const { clerk, db, feishu, time } = world;
  const since = feishu.store.clock.now();
  for (let day = 1; day <= 14; day++) {
    // To a moment at which the clock of the reissues has just struck.
    const morning = MONDAY + (Math.floor((since - MONDAY) / DAY_MS) + day) * DAY_MS;
    await time.advance(morning + 11 * 60_000);
    await time.advance(morning + 12 * 60_000);
  }
  await clerk.expectCard('快满 14 天', { earlier: true });
  const gone = await db.outbox.findMany({ where: { state: 'retired', reason: { in: ['reissued', 'replaced'] } } });
  const ids = gone.flatMap(({ filingId }) => filingId ?? []);
  const of = await db.filing.findMany({ where: { id: { in: ids } } });
  expect(new Set(of.map(({ roundId }) => roundId))).toEqual(new Set([first, second]));
});
