import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readSample, type Sample } from './play.ts';
import { messageOf, post } from './posted.ts';
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
    const sticker = messageOf(world.clerk, 'sticker', { file_key: 'file_v3_sticker' }, 'om_sticker');
    const send = (eventId: string) => post(world, 'im.message.receive_v1', sticker, eventId);
    await send('event-1');
    expect(await world.clerk.expectText('看不懂')).toContain('请发文字、文件或图片');
    await send('event-2');
    expect(world.clerk.messages().filter((one) => one.text?.includes('看不懂'))).toHaveLength(1);
  });
});
