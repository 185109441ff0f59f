import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { playAppointment, readSample, type Sample } from './play.ts';
import { clickRow, expectSound, now, readySubmitted } from './ready-made.ts';
import { startWorld, type World } from './world.ts';

let world: World;
let sample: Sample;
beforeAll(async () => {
  world = await startWorld();
  sample = await readSample();
  await playAppointment(world.operator, world.contact, sample);
});
afterEach(() => expectSound(world));
afterAll(() => world?.stop());

const submitted = (name: string, n: number) =>
  readySubmitted(world, sample, { n, changes: { identity: { institutionName: name } } });

const openDesk = async () => {
  const { contact } = world;
  await contact.say('首页');
  await contact.expectCard('备案助手');
  await contact.click('打开审核列表');
  return contact.expectCard('审核列表');
};

/** From the desk to a recommendation, kept in rank where no place is left. */
const choose = async (name: string) => {
  const { contact } = world;
  await clickRow(contact, await openDesk(), name, '打开');
  await contact.clickOn(contact.card(`审核：${name}`), '拟推荐');
  await contact.click('确认推荐', { 第七部分: `同意推荐${name}。` });
  if (contact.card(name).text.includes('[列为候补]')) await contact.click('列为候补');
};

test('the desk stands by state, with the places taken, the order and its cut line; 上移 and 下移 change it once', async () => {
  const { contact } = world;
  const names = ['甲研究所', '乙研究所', '丙研究所', '丁研究所'];
  const ids: string[] = [];
  for (const [index, name] of names.entries()) ids.push(await submitted(name, 20 + index));
  for (const name of names.slice(0, 3)) await choose(name);
  const desk = await openDesk();
  expect(desk.text).toContain('待处理 1 份　候补 1 份　名额：已推荐 2 / 原则上 2');
  const places = [
    '待处理（1 份）',
    '丁研究所',
    '推荐排序（3 份',
    '1. 甲研究所　第 1 版　【占名额】',
    '2. 乙研究所　第 1 版　【占名额】',
    '—— 前 2 位到这里 ——',
    '3. 丙研究所　第 1 版　【候补】',
  ];
  const at = places.map((words) => desk.text.indexOf(words));
  expect(at).toEqual([...at].sort((a, b) => a - b));
  expect(at[0]).toBeGreaterThan(0);

  await clickRow(contact, desk, '丙研究所', '上移');
  const moved = contact.card('审核列表');
  expect(moved.text).toMatch(
    /1\. 甲研究所[\s\S]*2\. 丙研究所.*【候补】[\s\S]*—— 前 2 位到这里 ——[\s\S]*3\. 乙研究所.*【占名额】/,
  );
  // The list that was shown before is not the order any more: nothing moves, and the newest list is asked for.
  const { toast } = await clickRow(contact, desk, '乙研究所', '上移');
  expect(toast?.content).toContain('排序刚有变化');
  const { departments } = (await now(world, ids[0]!)).round;
  expect(departments.at(-1)).toMatchObject({ taken: 2, ranking: [ids[0], ids[2], ids[1]] });
  await clickRow(contact, await openDesk(), '丙研究所', '下移');
  expect((await now(world, ids[0]!)).round.departments.at(-1)!.ranking).toEqual(ids.slice(0, 3));
});

test('whoever is not the contact can neither see the list nor move anything in it', async () => {
  const { clerk, operator, contact } = world;
  const desk = await openDesk();
  const before = await world.db.department.findMany({ where: { code: '999900' } });
  for (const person of [clerk, operator]) {
    const { toast } = await clickRow(person, desk, '乙研究所', '上移');
    expect(toast?.content).toContain('您的点击没有改动任何内容');
    const seen = await person.clickOn(desk, '刷新');
    expect(seen.toast?.content).toContain('只有这个部门');
  }
  expect(await world.db.department.findMany({ where: { code: '999900' } })).toEqual(before);
  expect(contact.card('审核列表').text).toBe(desk.text);
});

test('a long list goes over pages, and no filing is left out', async () => {
  const { contact } = world;
  for (let n = 0; n < 24; n++) await submitted(`第${n}号研究所`, 40 + n);
  await openDesk();
  const seen: string[] = [];
  for (;;) {
    const { text } = contact.card('审核列表');
    seen.push(...[...text.matchAll(/第\d+号研究所/g)].map(([name]) => name));
    if (!text.includes('[下一页]')) break;
    await contact.click('下一页');
  }
  expect(seen.length).toBe(24);
  expect(new Set(seen).size).toBe(24);
});
