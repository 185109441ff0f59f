import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { seal } from '../feishu/envelope.ts';
import type { Card } from '../feishu/types.ts';
import { app, people } from '../season.ts';
import { readSample, type Sample } from './play.ts';
import { expectSound, now, openSection, readyDraft } from './ready-made.ts';
import { startWorld, type World } from './world.ts';

let world: World;
let sample: Sample;
let id: string;
let n = 100;
beforeAll(async () => {
  world = await startWorld();
  sample = await readSample();
});
beforeEach(async () => {
  id = await readyDraft(world, sample, { n: ++n });
});
afterEach(() => expectSound(world));
afterAll(() => world?.stop());

const answers = async () => (await now(world, id)).answers;
/** The words the newest card's input of this name holds. */
const typedIn = (name: string): string =>
  world.clerk
    .card()
    .card.body.elements.flatMap((element: Card) => element.elements ?? [])
    .find((element: Card) => element.name === name)?.default_value ?? '';

describe('what was typed is kept', () => {
  test('wrong answers stay as typed, each marked at its field, and the section is not left', async () => {
    await openSection(world.clerk, '人数与联系人');
    await world.clerk.click('保存，下一步', {
      总人数: '十一',
      专职人员数量: '8名',
      手机: '1380000',
      邮箱: 'contact@',
      联系人: '',
    });
    const { text } = await world.clerk.expectCard('人数与联系人');
    expect(text).toContain('总人数【十一】\n⚠ 总人数：请只填整数，例如 8');
    expect(text).toContain('专职人员数量【8名】\n⚠ 专职人员数量：请只填整数');
    expect(text).toContain('手机【1380000】\n⚠ 手机：请填 11 位手机号');
    expect(text).toContain('邮箱【contact@】\n⚠ 邮箱：请填写完整的邮箱');
    expect(text).toContain('⚠ 请填写“联系人”');
    expect(world.clerk.toast?.content).toMatch(/^已保存 \d\d:\d\d，还有 5 处要改$/);
    const kept = { staffTotal: '十一', staffFulltime: '8名', contactMobile: '1380000', contactName: null };
    expect((await answers()).staff).toMatchObject(kept);
  });

  test('a wrong year is kept and marked, and the check names it', async () => {
    await openSection(world.clerk, '资格与隶属关系');
    await world.clerk.click('总览', { 成为省级网点的年份: '二〇二一' });
    const { text } = await world.clerk.expectCard('总览与检查');
    expect(text).toContain('资格与隶属关系　有问题');
    expect(text).toContain('成为省级网点的年份：请填四位年份，例如 2021');
    expect((await answers()).standing).toMatchObject({ outletYear: '二〇二一' });
  });

  test.each(['保存', '上一步', '先跳过', '总览', '保存，下一步'])(
    '「%s」 saves what is on the card',
    async (button) => {
      await openSection(world.clerk, '人数与联系人');
      await world.clerk.click(button, { 联系人: `由${button}保存`, 手机: '1' });
      expect((await answers()).staff).toMatchObject({ contactName: `由${button}保存`, contactMobile: '1' });
      expect(world.clerk.toast?.content).toContain('已保存');
    },
  );

  test('an emptied answer is kept as empty and asked for again', async () => {
    await openSection(world.clerk, '机构基本情况');
    await world.clerk.click('总览', { 地址: '   ', 主要负责人: '' });
    expect((await answers()).basics).toMatchObject({ address: null, principalName: null, name: sample.section1.name });
    expect((await world.clerk.expectCard('总览与检查')).text).toContain('请填写“地址”');
    await world.clerk.say('继续');
    await world.clerk.expectCard('机构基本情况');
  });

  test('nothing is lost over a restart, and 继续 goes on at the right section', async () => {
    await openSection(world.clerk, '服务对象与事项');
    const before = world.clerk.card();
    await world.clerk.click('保存', { 服务对象: '本市中小微企业', 服务事项清单: '专利检索；基础性服务' });
    await world.restart();
    await world.clerk.say('继续');
    const { text } = await world.clerk.expectCard('服务对象与事项');
    expect(text).toContain('本市中小微企业');
    expect(text).toContain('第 1 行缺少收费');
    const row = '专利检索；基础性服务；免费';
    await world.clerk.click('保存，下一步', { 服务事项清单: row });
    await world.clerk.expectCard('工作基础和优势特点');
    expect((await answers()).services).toEqual({ serviceTargets: '本市中小微企业', serviceItems: row });
    // The card drawn by the earlier process still speaks: its text is kept beside the newer one.
    await world.clerk.clickOn(before, '保存', { 服务对象: '另一种写法' });
    const both = (await world.clerk.expectCard('两份都已保留')).text;
    expect(both).toContain('另一种写法');
    expect(both).toContain('本市中小微企业');
  });
});

describe('any characters come back as typed', () => {
  const STRANGE = [
    '中心😀👨‍👩‍👧𠮷龘',
    '{{institutionName}}{y}',
    '<at id=all></at>',
    '**粗**与__斜__',
    '[链接](http://b.example)',
    '<font color=red>红</font>',
    '`码` & &amp; &lt;at id=all&gt; #标题',
  ].join(' ');
  const NAME = '𠮷龘**甲**{{x}}&lt;';
  const SHORT = '😀𠮷龘<at id=all></at>**{{x}}**[a](b)&lt;';

  test('in lines, lists and long texts', async () => {
    const { clerk } = world;
    await openSection(world.clerk, '单位与所在地');
    await clerk.click('保存', { '备案机构（法人单位名称）': SHORT });
    expect((await clerk.expectCard('单位与所在地')).text).toContain(`\n${SHORT}\n`);
    await openSection(world.clerk, '服务对象与事项');
    await clerk.click('总览', { 服务对象: STRANGE, 服务事项清单: `${SHORT}；甲；乙\n${SHORT}` });
    await clerk.expectCard('第 2 行缺少');
    await openSection(clerk, '服务对象与事项');
    expect(clerk.card().text).toContain(`服务对象【${STRANGE}】`);
    await openSection(clerk, '服务团队人员情况');
    await clerk.click('添加一位');
    await clerk.click('保存', { 姓名: NAME, 身份: '专职人员', 个人简介: `${STRANGE}\n${STRANGE}` });
    expect((await clerk.expectCard('服务团队人员')).text).toContain(`7. ${NAME}　专职人员`);
    const kept = await answers();
    expect(kept.identity!.institutionName).toBe(SHORT);
    expect(kept.services).toMatchObject({ serviceTargets: STRANGE, serviceItems: `${SHORT}；甲；乙\n${SHORT}` });
    expect(kept.team!.members).toContainEqual(expect.objectContaining({ name: NAME, bio: `${STRANGE}\n${STRANGE}` }));
    await clerk.say('首页');
    expect((await clerk.expectCard('备案助手')).text).toContain(SHORT);
    expect(JSON.stringify(clerk.card().card)).not.toContain('<at');
  });
});

test('a character cut in half, and one no database holds, do not cost the answer they stand in', async () => {
  await openSection(world.clerk, '未来发展思路和支持措施');
  await world.clerk.say('前\ud83d后\u0000尾');
  await world.clerk.expectCard('已收到');
  expect((await answers()).plan!.plan).toBe(`${sample.section4.text}\n前\ufffd后尾`);
  await openSection(world.clerk, '机构基本情况');
  await world.clerk.click('保存', { 地址: '云汉省\ud83d\u00001号' });
  expect((await answers()).basics!.address).toBe('云汉省\ufffd1号');
});

describe('a long text', () => {
  const sentence = (i: number) => `第${i}句：本所面向社会公众😀开展“专利”检索服务，𠮷龘两字也在。`;
  const paragraph = (from: number, size: number): string => {
    let text = '';
    for (let i = from; [...text].length < size; i++) text += sentence(i);
    return [...text].slice(0, size).join('');
  };
  /** The section of the long text, empty, as the one messages answer. */
  const openEmpty = async () => {
    id = await readyDraft(world, sample, { n: ++n, changes: { foundation: { foundation: null } } });
    await world.clerk.say('继续');
    await world.clerk.expectCard('工作基础和优势特点');
  };
  const text = async () => (await answers()).foundation!.foundation;

  test('of 3000 characters comes by messages, is edited in one part and stays whole, character for character', async () => {
    await openEmpty();
    const messages = [paragraph(1, 1200), `${paragraph(40, 900)}\n${paragraph(70, 199)}`, paragraph(90, 700)];
    for (const message of messages) {
      await world.clerk.say(message);
      await world.clerk.expectCard('已收到');
    }
    const whole = messages.join('\n');
    expect([...whole]).toHaveLength(3002);
    expect(await text()).toBe(whole);

    const shown = (await world.clerk.expectCard('（第 4 段）')).text;
    expect(shown).toContain('（第 1 段）');
    await world.clerk.click('保存');
    expect(await text()).toBe(whole);

    const second = typedIn('foundation_1');
    const old = /第\d+句：本所/.exec(second)![0];
    const edited = second.replace(old, '改过的一句');
    await world.clerk.click('保存', { '工作基础和优势特点（第 2 段）': edited });
    expect(await text()).toBe(whole.replace(old, '改过的一句'));

    await world.clerk.click('保存', { 接着写: '再加一段。' });
    expect(await text()).toBe(`${whole.replace(old, '改过的一句')}\n再加一段。`);
  });

  test('is taken back message by message, and no further once it was edited', async () => {
    await openEmpty();
    await world.clerk.say('第一条消息。');
    await world.clerk.expectCard('已收到');
    await world.clerk.say('第二条消息。');
    const added = await world.clerk.expectCard('已收到');
    await world.clerk.click('撤回刚才这段');
    expect(await text()).toBe('第一条消息。');
    const { toast } = await world.clerk.clickOn(added, '撤回刚才这段');
    expect(toast?.content).toContain('不能直接撤回');
    expect(await text()).toBe('第一条消息。');
  });

  test('does not swallow short commands', async () => {
    const changes = { foundation: { foundation: null }, systems: { systems: [] } };
    id = await readyDraft(world, sample, { n: ++n, changes });
    await world.clerk.say('继续');
    await world.clerk.expectCard('工作基础和优势特点');
    await world.clerk.say('正文。');
    await world.clerk.expectCard('已收到');
    await world.clerk.say('进度');
    await world.clerk.expectCard('总览与检查');
    await world.clerk.say('帮助');
    expect(await world.clerk.expectText()).toContain('发送“开始”填报');
    await world.clerk.say('开始。');
    await world.clerk.expectCard('相关工作制度');
    expect(await text()).toBe('正文。');
  });

  test('of 6000 characters still stands in a card; what goes beyond is refused in words and costs nothing', async () => {
    await openEmpty();
    const full = `${'字'.repeat(2999)}\n${'"'.repeat(3000)}`;
    await world.clerk.say(full);
    await world.clerk.expectCard('（第 7 段）');
    await world.clerk.say('多一句');
    expect(await world.clerk.expectText()).toContain('这段没有保存：加上它共 6004 个字符');
    const { toast } = await world.clerk.tryClick('保存', { 接着写: '多一句' });
    expect(toast?.content).toContain('没有保存：一个部分最多 6000 个字符');
    expect(await text()).toBe(full);
  });
});

describe('what the bot does not understand', () => {
  test('chatter gets a way on and changes nothing', async () => {
    await world.colleague.say('今天天气不错');
    expect(await world.colleague.expectText()).toContain('发送“开始”开始填报');
    await openSection(world.clerk, '人数与联系人');
    const { rev } = await now(world, id);
    await world.clerk.say('今天天气不错');
    expect(await world.clerk.expectText()).toContain('发送“继续”回到没填完的地方');
    expect((await now(world, id)).rev).toBe(rev);
  });

  test('a sticker is answered with what can be sent, once', async () => {
    const message = {
      message_id: 'om_sticker',
      create_time: '1700000000000',
      chat_id: world.clerk.chatId,
      chat_type: 'p2p',
      message_type: 'sticker',
      content: '{"file_key":"file_v3_sticker"}',
    };
    const event = {
      sender: { sender_id: { open_id: people.clerk.openId }, sender_type: 'user', tenant_key: 'tenant_local' },
      message,
    };
    const post = async (eventId: string) => {
      const header = { event_id: eventId, event_type: 'im.message.receive_v1', token: app.verificationToken };
      const sealed = seal({ schema: '2.0', header, event }, app.encryptKey, new Date());
      const { status } = await fetch(world.eventUrl(), { method: 'POST', body: sealed.body, headers: sealed.headers });
      expect(status).toBe(200);
    };
    await post('event-1');
    expect(await world.clerk.expectText('看不懂')).toContain('请发文字、文件或图片');
    await post('event-2');
    expect(world.clerk.messages().filter((one) => one.text?.includes('看不懂'))).toHaveLength(1);
  });
});
