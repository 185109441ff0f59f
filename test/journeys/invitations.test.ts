import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { memberOf } from '../../services/filing/filing.ts';
import type { Answers } from '../../services/form/define.ts';
import type { PersonDriver } from '../feishu/driver.ts';
import { people } from '../season.ts';
import { readSample, type Sample } from './play.ts';
import { clickRow, expectSound, now, openSection, readyDraft } from './ready-made.ts';
import { startWorld, type World } from './world.ts';

const DAY_MS = 86_400_000;

let world: World;
let sample: Sample;
let n = 0;
beforeAll(async () => {
  world = await startWorld();
  for (const person of [world.colleague, world.contact, world.operator]) await person.enter();
  sample = await readSample();
});
afterEach(() => expectSound(world));
afterAll(() => world?.stop());

const draft = (colleague?: PersonDriver, changes?: Answers) =>
  readyDraft(world, sample, { n: ++n, colleague, changes });

/** The card 协作 of the filing touched last. */
const openTeam = async (person: PersonDriver) => {
  await person.say('进度');
  await person.expectCard('总览与检查');
  await person.click('协作');
  return person.expectCard('协作');
};

const invite = async (values: Record<string, unknown> = {}, button = '邀请同事') => {
  const { clerk } = world;
  await openTeam(clerk);
  await clerk.click(button);
  await clerk.click('生成邀请码', values);
  const words = await clerk.expectText('邀请码');
  return { words, code: words.match(/邀请码 (\w{8})/)![1]! };
};

const memberIn = async (id: string, { openId }: PersonDriver) =>
  memberOf(await now(world, id), { tenantKey: 'tenant_local', openId });

test('a colleague joins by a code and fills their sections only', async () => {
  const { clerk, colleague } = world;
  const id = await draft();
  const { words, code } = await invite({ 负责哪些部分: ['第三部分　服务团队人员情况', '第五部分　典型案例'] });
  expect(words).toContain('https://applink.feishu.cn/client/bot/open?appId=');
  await clerk.say('进度');
  const overview = await clerk.expectCard('总览与检查');
  expect(overview.text).toContain('已邀请同事负责，还没有加入');

  await colleague.say(` ${code.slice(0, 4).toLowerCase()} ${code.slice(4)} `);
  await colleague.expectCard('您可以一起填了');
  await clerk.expectCard('顾清禾加入了这份材料');
  expect(await memberIn(id, colleague)).toMatchObject({ role: 'editor', sections: ['team', 'cases'] });

  await colleague.say('进度');
  const theirs = await colleague.expectCard('总览与检查');
  expect(theirs.text).toContain('由填报人沈若溪定稿和提交');
  await clickRow(colleague, theirs, '机构基本情况', '查看');
  const read = await colleague.expectCard('机构基本情况');
  expect(read.text).toContain(sample.section1.name);
  expect(read.text).not.toContain('[保存]');
  await clickRow(colleague, theirs, '典型案例', '修改');
  await colleague.expectCard('典型案例');

  // A card of a time when the section was theirs, and a chat message into it, change nothing.
  const before = (await now(world, id)).answers;
  await clerk.say('进度');
  await openSection(clerk, '机构基本情况');
  const stale = clerk.card('机构基本情况');
  await colleague.clickOn(stale, '保存', { 地址: '不该存的地址' }).catch(() => undefined);
  expect((await now(world, id)).answers).toEqual(before);
});

test('a code is used up, withdrawn and expires; wrong ones are limited', async () => {
  const { clerk, colleague, contact, operator, time, feishu } = world;
  await draft();
  const { code } = await invite();
  await colleague.say(code);
  await colleague.expectCard('您可以一起填了');
  await contact.say(code);
  await contact.expectText('没有这个邀请码');

  const second = await invite();
  const team = await openTeam(clerk);
  expect(team.text).toContain(second.code);
  await clickRow(clerk, team, second.code, '收回');
  await contact.say(second.code);
  await contact.expectText('没有这个邀请码');

  const third = await invite();
  await time.advance(feishu.store.clock.now() + 7 * DAY_MS + 1000);
  await operator.say(third.code);
  await operator.expectText('没有这个邀请码');
  for (let tried = 0; tried < 4; tried++) {
    await operator.say(`ABCD234${tried + 5}`);
    await operator.expectText('没有这个邀请码');
  }
  const fourth = await invite();
  await operator.say(fourth.code);
  await operator.expectText('一小时内已有 5 个邀请码不对');
  await time.advance(feishu.store.clock.now() + 3_600_000);
  await operator.say(fourth.code);
  await operator.expectCard('您可以一起填了');
});

test('a colleague is found by mobile and accepts, or does not; nobody found is said in words', async () => {
  const { clerk, contact } = world;
  const id = await draft();
  const byMobile = async (values: Record<string, string>) => {
    await openTeam(clerk);
    await clerk.click('邀请同事');
    await clerk.click('按手机或邮箱邀请', values);
  };
  await byMobile({});
  await clerk.expectCard('请填写同事的手机或邮箱');
  await byMobile({ 或者填同事的手机: '13999999999' });
  await clerk.expectCard('邀请没有送到');

  await byMobile({ 或邮箱: people.contact.email });
  await contact.expectCard('请您一起填备案表');
  await contact.click('不参加');
  await clerk.expectCard('邀请没有被接受');
  expect(await memberIn(id, contact)).toBeUndefined();

  await byMobile({ 或者填同事的手机: people.contact.mobile });
  const invited = await contact.expectCard('负责：全部内容');
  await contact.click('接受');
  await clerk.expectCard('加入了这份材料');
  expect(await memberIn(id, contact)).toMatchObject({ role: 'editor', sections: null });
  await contact.clickOn(invited, '接受');
  expect(contact.toast?.content).toContain('这个邀请已经过期、用完或被收回');
});

test('the owner changes sections and removes; whoever is removed is refused politely at once', async () => {
  const { clerk, colleague } = world;
  const id = await draft(colleague);
  const card = await openSection(colleague, '机构基本情况');
  await clickRow(clerk, await openTeam(clerk), '顾清禾', '管理');
  await clerk.click('保存分工', { 负责哪些部分: ['第四部分　未来发展思路和支持措施'] });
  await colleague.expectCard('分工有变化');
  await colleague.clickOn(card, '保存', { 地址: '别人的部分' });
  expect(colleague.toast?.content).toContain('这一部分由其他同事负责');

  await clickRow(clerk, await openTeam(clerk), '顾清禾', '管理');
  await clerk.click('移除');
  await colleague.expectCard('您已不再参与');
  await colleague.clickOn(card, '保存', { 地址: '不在了' });
  expect(colleague.toast?.content).toContain('这份材料由其他同事填报');
  expect((await now(world, id)).answers.basics?.address).toBe(sample.section1.address);
  expect(await memberIn(id, colleague)).toBeUndefined();
});

test('a colleague leaves, and the owner hears of it', async () => {
  const { clerk, colleague } = world;
  const id = await draft(colleague);
  await openTeam(colleague);
  await colleague.click('退出');
  await clerk.expectCard('有同事退出');
  expect(await memberIn(id, colleague)).toBeUndefined();
});

test('the owner hands the draft over; both are told', async () => {
  const { clerk, colleague } = world;
  const id = await draft(colleague);
  await clickRow(clerk, await openTeam(clerk), '顾清禾', '管理');
  await clerk.click('移交给对方');
  await colleague.expectCard('您现在是填报人');
  await clerk.expectCard('材料已移交');
  expect(await memberIn(id, colleague)).toMatchObject({ role: 'owner' });
  expect(await memberIn(id, clerk)).toMatchObject({ role: 'editor' });
});

// A name for each course: the card of the one before is brought up to date after people's last action, and bears the same title.
test.each([
  ['the owner refuses', '不同意接手研究所'],
  ['the operator decides', '主办方移交研究所'],
  ['nobody says anything', '无人答复研究所'],
])('a colleague asks to take over: %s', async (course, name) => {
  const { clerk, colleague, operator, time, feishu } = world;
  const id = await draft(colleague, { identity: { institutionName: name } });
  const claim = new RegExp(`有同事申请接手[\\s\\S]*${name}`);
  await openTeam(colleague);
  await colleague.click('申请接手');
  const asked = await clerk.expectCard(claim);
  const decided = await operator.expectCard(claim);
  if (course === 'the owner refuses') {
    await clerk.clickOn(asked, '不同意');
    await colleague.expectCard('接手申请没有通过');
    await operator.clickOn(decided, '同意移交');
    expect(operator.toast?.content).toContain('已经处理过了');
  } else if (course === 'the operator decides') {
    await operator.clickOn(decided, '同意移交');
    await colleague.expectCard('您现在是填报人');
  } else {
    await time.advance(feishu.store.clock.now() + 8 * DAY_MS);
    // The round of the clock that settles it comes every five minutes.
    for (let minute = 0; minute < 6; minute++) await time.advance(feishu.store.clock.now() + 60_000);
    await colleague.expectCard('您现在是填报人');
  }
  const owner = course === 'the owner refuses' ? clerk : colleague;
  expect(await memberIn(id, owner)).toMatchObject({ role: 'owner' });
  expect((await now(world, id)).claim).toBeNull();
});

test('when the platform says that the owner has left, the others are told once', async () => {
  const { clerk, colleague, feishu } = world;
  const id = await draft(colleague);
  feishu.faults.fail('send', { code: 230013, status: 400, msg: 'Bot has NO availability to this user.' });
  await clerk.say('首页');
  await colleague.expectCard('联系不到填报人');
  expect((await memberIn(id, clerk))?.lostAt).toBeInstanceOf(Date);
  const told = () => world.db.outbox.count({ where: { filingId: id, kind: 'teamNews' } });
  const once = await told();
  feishu.faults.fail('send', { code: 230013, status: 400, msg: 'Bot has NO availability to this user.' });
  await clerk.say('首页');
  await feishu.store.time?.next();
  expect(await told()).toBe(once);
});

test('the 负责人 reads everything, objects and agrees; 定稿 waits for a no only', async () => {
  const { clerk, colleague } = world;
  const id = await draft();
  const { code } = await invite({}, '请负责人过目');
  await colleague.say(code);
  const look = await colleague.expectCard('请您过目');
  expect(look.text).toContain('第四部分');
  await clerk.say('进度');
  expect((await clerk.expectCard('总览与检查')).text).toContain('已请负责人过目，还没有答复');

  await colleague.click('提意见');
  await colleague.click('不同意，改好再定稿');
  await colleague.expectCard('请写明哪里要改');
  await colleague.click('不同意，改好再定稿', { 意见: '第四部分请写明经费。' });
  expect((await clerk.expectCard('负责人不同意定稿')).text).toContain('请写明经费');
  await clerk.say('进度');
  expect((await clerk.expectCard('总览与检查')).text).toContain('负责人不同意，请改好后请对方再过目');

  await clickRow(clerk, await openTeam(clerk), '顾清禾', '管理');
  await clerk.click('请再过目一次');
  await colleague.expectCard(/请您过目[\s\S]*已请过目，还没有答复/);
  await colleague.click('同意定稿');
  await clerk.expectCard('负责人同意定稿');
  await clerk.say('进度');
  expect((await clerk.expectCard('总览与检查')).text).toMatch(/负责人已同意（顾清禾 \d\d:\d\d）/);
  expect(await memberIn(id, colleague)).toMatchObject({ role: 'head', verdict: { state: 'agreed' } });
});
