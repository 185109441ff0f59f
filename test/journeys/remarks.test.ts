import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { perform } from '../../services/filing/perform.ts';
import { playAppointment, readSample, type Sample } from './play.ts';
import { asMember, clickRow, expectSound, handInAgain, now, readySubmitted } from './ready-made.ts';
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

const openReview = async (name: string) => {
  const { contact } = world;
  await contact.say('首页');
  await contact.expectCard('备案助手');
  await contact.click('打开审核列表');
  await clickRow(contact, await contact.expectCard('审核列表'), name, '打开');
  return contact.card(`审核：${name}`);
};

test('remarks stand at their questions, the rest is accepted, and the next review shows of each whether it was changed', async () => {
  const { contact, clerk } = world;
  const id = await submitted('逐题意见研究所', 2);
  await contact.clickOn(await openReview('逐题意见研究所'), '退回补正');
  await contact.click('添加一处意见', { 这一题的意见: '请写到门牌号。', 请写明: '先写着' });
  // Nothing typed is lost because no question was chosen.
  const asked = contact.card('退回补正：逐题意见研究所');
  expect(asked.text).toContain('请选择这处意见针对哪一题');
  expect(asked.text).toContain('【请写到门牌号。】');
  expect(asked.text).toContain('【先写着】');
  await contact.click('添加一处意见', { 意见针对哪一题: '机构基本情况：地址' });
  await contact.click('添加一处意见', {
    意见针对哪一题: '第四部分　未来发展思路和支持措施',
    这一题的意见: '请补充资金安排。',
  });
  await contact
    .click('添加一处意见', { 意见针对哪一题: '人数与联系人：传真', 这一题的意见: '写错的一处。' })
    .catch(() => {});
  await contact.click('添加一处意见', { 意见针对哪一题: '机构基本情况：机构性质', 这一题的意见: '写错的一处。' });
  expect(contact.card('退回补正：逐题意见研究所').text).toContain('3. 机构基本情况：机构性质：写错的一处。');
  await contact.click('去掉', { 去掉写错的一处: '3. 写错的一处。' });
  const form = contact.card('退回补正：逐题意见研究所');
  expect(form.text).toContain('已写好 2 处意见，还没有发出');
  expect(form.text).not.toContain('写错的一处。');
  expect((await now(world, id)).status).toBe('under_review');
  await contact.click('退回', { 总的意见: '' });
  expect(contact.card('审核：逐题意见研究所').text).toContain('请按 2 处意见补正');

  const told = await clerk.expectCard('材料被退回，请补正');
  expect(told.text).toContain('机构基本情况：地址：请写到门牌号。');
  await clerk.click('去补正');
  const overview = await clerk.expectCard('总览与检查');
  expect(overview.text).toMatch(/机构基本情况　完成\n+有意见 1 处/);
  expect(overview.text).toMatch(/人数与联系人　完成\n+已认可，不用改/);
  await clickRow(clerk, overview, '机构基本情况', '修改');
  expect(clerk.card('机构基本情况').text).toMatch(/退回意见：请写到门牌号。[\s\S]*地址/);
  const address = `${sample.section1.address} 一层`;
  await clerk.click('总览', { 地址: address });
  expect(clerk.card('总览与检查').text).toMatch(/机构基本情况　完成\n+有意见 1 处，退回后改过/);
  // 定稿 asks for nothing but the changes.
  expect(clerk.card('总览与检查').text).toContain('[定稿]');
  await handInAgain(world, id);
  const second = await openReview('逐题意见研究所');
  expect(second.text).toContain('✓ 已改　机构基本情况：地址：请写到门牌号。');
  expect(second.text).toMatch(/○ 没有改　第四部分　未来发展思路和支持措施：请补充资金安排。/);
  expect(second.text).toContain('与第 1 版相比，改了 1 处');
  expect(second.text).toContain(`现：${address}`);
  // What was sent is spent: the next return begins anew.
  await contact.clickOn(second, '退回补正');
  expect(contact.card('退回补正：逐题意见研究所').text).not.toContain('已写好');
});

test('a decision typed for a version that was replaced is asked again beside the difference, with every word kept', async () => {
  const { contact, clerk } = world;
  const id = await submitted('看过旧版研究所', 3);
  const review = await openReview('看过旧版研究所');
  const decisions = [
    { open: '拟推荐', send: '确认推荐', typed: '同意推荐旧版。', label: '第七部分', back: '不推荐，返回' },
    { open: '不予推荐', send: '确认不予推荐', typed: '旧版的理由。', label: '理由', back: '返回材料' },
    { open: '退回补正', send: '退回', typed: '旧版的意见。', label: '请写明', back: '不退回，返回' },
  ];
  const seen = [];
  for (const { open, back } of decisions) {
    await contact.clickOn(review, open);
    seen.push(contact.card(`${open}：看过旧版研究所`));
    await contact.click(back);
  }
  const circumstances = { now: world.feishu.store.now(), actor: asMember(clerk), operators: [] };
  await world.db.$transaction(async (tx) => {
    const { version, revs } = await now(world, id);
    await perform(tx, async () => {}, id, { type: 'withdraw', version }, circumstances);
    const values = { address: '云汉省星澜市新址 9 号' };
    await perform(
      tx,
      async () => {},
      id,
      { type: 'save', step: 'basics', rev: revs.basics ?? 0, values },
      circumstances,
    );
  });
  await handInAgain(world, id);
  for (const [index, { open, send, typed, label }] of decisions.entries()) {
    await contact.clickOn(seen[index]!, send, { [label]: typed });
    const again = contact.card(`${open}：看过旧版研究所`);
    expect(again.text).toContain('还没有办理：您填写时看的是第 1 版，申报单位已提交第 2 版');
    expect(again.text).toMatch(/改了 1 处[\s\S]*地址[\s\S]*现：云汉省星澜市新址 9 号/);
    expect(again.text).toContain(`【${typed}】`);
    expect(await now(world, id)).toMatchObject({ status: 'submitted', version: 2 });
  }
  // Asked again and looked at, the same click decides, now of the version that is there.
  await contact.clickOn(seen[0]!, '确认推荐', { 第七部分: '同意推荐旧版。' });
  await contact.click('确认推荐');
  await clerk.expectCard(/已推荐[\s\S]*看过旧版研究所/, { earlier: true });
  expect(await now(world, id)).toMatchObject({
    status: 'recommended',
    version: 2,
    review: { opinion: '同意推荐旧版。' },
  });
});
