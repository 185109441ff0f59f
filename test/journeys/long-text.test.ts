import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Document } from '../feishu/tenant.ts';
import { readSample, type Sample } from './play.ts';
import { expectSound, now, openSection, readyDraft } from './ready-made.ts';
import { startWorld, type World } from './world.ts';

let world: World;
let sample: Sample;
let id: string;
let n = 500;
beforeAll(async () => {
  world = await startWorld();
  sample = await readSample();
});
const TITLE = '未来发展思路和支持措施';
beforeEach(async () => {
  const { clerk, colleague } = world;
  id = await readyDraft(world, sample, { n: ++n, colleague, changes: { plan: { plan: null } } });
  await clerk.say('继续');
  await clerk.expectCard(TITLE);
});
afterEach(() => expectSound(world));
afterAll(() => world?.stop());

const plan = async () => (await now(world, id)).answers.plan!.plan;
/** How many cards, texts and files the bot has sent the clerk. */
const sent = () => world.clerk.messages().filter(({ from }) => from === 'bot').length;
const say = async (...texts: string[]): Promise<string[]> => {
  const ids: string[] = [];
  for (const text of texts) ids.push(await world.clerk.say(text));
  return ids;
};
/** An edit sends no event: only the message itself tells of it. */
const edit = (messageId: string, text: string) => {
  const { store } = world.feishu;
  store.change(store.messages.get(messageId)!, { text, edits: 1 });
};

describe('several messages', () => {
  test('come on one card, with their length and what is missing, and land where the card stands', async () => {
    const { clerk } = world;
    const before = sent();
    await say(`场地与人才。${'一'.repeat(400)}`, '二'.repeat(300), '三'.repeat(200));
    const { text, messageId } = await clerk.expectCard('已收到 3 段，共 906 字');
    expect(text).toContain('场地与人才。一一');
    expect(text).toContain('（中间');
    expect(text).toContain('三三三');
    expect(text).toContain('▮▮▮▮▮▮▯▯▯▯　906 字，要求 1500 字左右：略短');
    expect(text).toContain('已写到：场地、人才；好像还没有写到：');
    expect(sent() - before).toBe(1);
    expect(await plan()).toBeNull();
    await clerk.click('继续发');
    expect(clerk.toast?.content).toContain('请接着发');
    await say('四');
    await clerk.expectCard('已收到 4 段');
    await clerk.click('放进');
    const landed = await clerk.expectCard('已放进');
    expect(landed.messageId).toBe(messageId);
    expect(sent() - before).toBe(1);
    expect(await plan()).toBe([`场地与人才。${'一'.repeat(400)}`, '二'.repeat(300), '三'.repeat(200), '四'].join('\n'));
    expect(landed.text).toContain('要求 1500 字左右');
  });

  test('take the place of the text that was there, or are let go', async () => {
    const { clerk } = world;
    await say('旧的一段。');
    await clerk.expectCard('已收到 1 段');
    await clerk.click('放进');
    await clerk.expectCard('已放进');
    await say('新的一段。');
    const { text } = await clerk.expectCard('已收到 1 段');
    expect(text).toContain('放进后');
    expect(text).toContain('替换后');
    await clerk.click('替换原文');
    await clerk.expectCard('已换成');
    expect(await plan()).toBe('新的一段。');
    await say('不要的一段。');
    await clerk.expectCard('已收到 1 段');
    await clerk.click('不要');
    expect(await plan()).toBe('新的一段。');
  });

  test('wait over a restart, and a card drawn before the last of them lands nothing unseen', async () => {
    const { clerk } = world;
    await say('第一段。');
    const older = await clerk.expectCard('已收到 1 段');
    await world.restart();
    await say('第二段。');
    await clerk.expectCard('已收到 2 段');
    const { toast } = await clerk.clickOn(older, '放进');
    expect(toast?.content).toContain('请再看一眼');
    expect(await plan()).toBeNull();
    await clerk.click('放进');
    await clerk.expectCard('已放进');
    expect(await plan()).toBe('第一段。\n第二段。');
  });

  test('have their card at the end of the chat when something came between', async () => {
    const { clerk } = world;
    await say('第一段。');
    await openSection(clerk, TITLE);
    const before = sent();
    await say('第二段。');
    await clerk.expectCard('已收到 2 段');
    expect(sent() - before).toBe(1);
  });
});

describe('a message that is taken back', () => {
  test('is taken out of what waits; with the last one the section comes back', async () => {
    const { clerk } = world;
    const [first, second] = await say('留下的。', '收回的。');
    await clerk.expectCard('已收到 2 段');
    await clerk.recall(second!);
    const { text } = await clerk.expectCard('已收到 1 段');
    expect(text).toContain('您撤回了消息，已从这里拿掉');
    expect(text).not.toContain('收回的。');
    await clerk.recall(first!);
    expect((await clerk.expectCard('没有放进表里')).text).toContain('保存，下一步');
    expect(await plan()).toBeNull();
  });

  test('after it has landed stays in the form, and its person is told what to do', async () => {
    const { clerk } = world;
    const [only] = await say('已经放进的。');
    await clerk.expectCard('已收到 1 段');
    await clerk.click('放进');
    await clerk.expectCard('已放进');
    await clerk.recall(only!);
    expect(await clerk.expectText()).toContain('表里的文字不会自动拿掉');
    expect(await plan()).toBe('已经放进的。');
  });
});

test('a message edited since is shown as it is now, and asked about again', async () => {
  const { clerk } = world;
  const before = sent();
  const [first] = await say('明年增加三名人员。', '第二段。');
  await clerk.expectCard('已收到 2 段');
  edit(first!, '明年增加五名人员。');
  await clerk.click('放进');
  const { text } = await clerk.expectCard('您后来改过');
  expect(text).toContain('还没有放进');
  expect(text).toContain('明年增加三名人员。');
  expect(await plan()).toBeNull();
  await clerk.click('放进');
  await clerk.expectCard('已放进');
  expect(await plan()).toBe('明年增加五名人员。\n第二段。');
  expect(sent() - before).toBe(1);
});

describe('a link to a Feishu document', () => {
  const ID = 'doxcnabcdefghijklmnopqrs';
  const document = (change: Partial<Document>): Document => {
    const documentId = `${ID}${n}`;
    const made = { documentId, title: '工作方案', text: '一、场地\n二、人才', shared: true, ...change };
    world.feishu.tenant.documents.push(made);
    return made;
  };
  const link = ({ documentId }: Document) => `https://demo.feishu.cn/docx/${documentId}?from=chat`;

  test('brings the text of a document, and one in a wiki with its title, in the order of the messages', async () => {
    const { clerk } = world;
    await say('先说一句。', `方案在这里 ${link(document({}))}`);
    const { text } = await clerk.expectCard('二、人才');
    expect(text).toContain('已收到 2 段');
    document({ documentId: `${ID}${n + 400}`, wikiToken: `wikcn${n}`, text: '三、资金', title: '维基方案' });
    await say(`https://demo.feishu.cn/wiki/wikcn${n}`, '最后一句。');
    expect((await clerk.expectCard(/已收到 4 段/)).text).toContain('维基方案');
    await clerk.click('放进');
    await clerk.expectCard('已放进');
    expect(await plan()).toBe('先说一句。\n一、场地\n二、人才\n三、资金\n最后一句。');
  });

  test.each<[string, Partial<Document>, string]>([
    ['without access', { shared: false }, '添加文档应用'],
    ['too large', { tooLarge: true }, '文档太大'],
    ['empty', { text: ' ' }, '没有文字'],
  ])('%s is explained on the card and lands nothing', async (_, change, words) => {
    const { clerk } = world;
    await say(link(document(change)));
    await clerk.expectCard(words);
    expect((await clerk.tryClick('放进')).error?.words).toContain('还没有可以放进的文字');
    expect(await plan()).toBeNull();
  });

  test('that leads nowhere is explained as well', async () => {
    await say('https://demo.feishu.cn/docx/doxcn0000000000000000000000');
    await world.clerk.expectCard('没有找到这份文档');
  });
});

describe('the last change of a section', () => {
  test('is undone from the card, also after a restart, and what was undone comes back', async () => {
    const { clerk } = world;
    await say('放进的。');
    await clerk.expectCard('已收到 1 段');
    await clerk.click('放进');
    const landed = await clerk.expectCard('已放进');
    expect(landed.text).toMatch(/上一次修改：您，.*“未来发展思路和支持措施”/);
    await world.restart();
    await clerk.click('撤销上一次修改');
    expect(await plan()).toBeNull();
    await clerk.click('恢复刚才撤销的修改');
    expect(await plan()).toBe('放进的。');
  });

  test('by a colleague bears their name; a newer one is never undone unseen', async () => {
    const { clerk, colleague } = world;
    await openSection(colleague, '机构基本情况');
    await colleague.click('保存', { 地址: '云汉省星澜市一号' });
    await openSection(clerk, '机构基本情况');
    expect(clerk.card().text).toContain(`上一次修改：${colleague.person.name}`);
    const older = clerk.card();
    await colleague.click('保存', { 地址: '云汉省星澜市二号' });
    const { toast } = await clerk.clickOn(older, '撤销上一次修改');
    expect(toast?.content).toContain(`没有撤销：${colleague.person.name}又有新的改动`);
    expect((await now(world, id)).answers.basics!.address).toBe('云汉省星澜市二号');
    await clerk.click('撤销上一次修改');
    expect((await now(world, id)).answers.basics!.address).toBe('云汉省星澜市一号');
  });
});
