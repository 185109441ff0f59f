import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Card } from '../feishu/types.ts';
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

/** Says these messages and puts them into the section, behind what is there. */
const sayAndLand = async (button: string, ...messages: string[]) => {
  const { clerk } = world;
  for (const [index, message] of messages.entries()) {
    await clerk.say(message);
    await clerk.expectCard(`已收到 ${index + 1} 段`);
  }
  await clerk.click(button);
  await clerk.expectCard('已放进');
};
const answers = async () => (await now(world, id)).answers;
/** The words the newest card's input of this name holds. */
const typedIn = (name: string): string =>
  world.clerk
    .card()
    .card.body.elements.flatMap((element: Card) => element.elements ?? [])
    .find((element: Card) => element.name === name)?.default_value ?? '';

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
  await sayAndLand('放进（接在后面）', '前\ud83d后\u0000尾');
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
    await sayAndLand('放进', ...messages);
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

  test('does not swallow short commands', async () => {
    const changes = { foundation: { foundation: null }, systems: { systems: [] } };
    id = await readyDraft(world, sample, { n: ++n, changes });
    await world.clerk.say('继续');
    await world.clerk.expectCard('工作基础和优势特点');
    await sayAndLand('放进', '正文。');
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
    await sayAndLand('放进', full);
    await world.clerk.expectCard('（第 7 段）', { earlier: true });
    await world.clerk.say('多一句');
    expect((await world.clerk.expectCard('多一句')).text).toContain('接在后面放不下：会有 6004 个字符');
    expect((await world.clerk.tryClick('放进（接在后面）')).error?.words).toContain('放不下');
    await world.clerk.click('不要');
    const { toast } = await world.clerk.tryClick('保存', { 接着写: '多一句' });
    expect(toast?.content).toContain('没有保存：一个部分最多 6000 个字符');
    expect(await text()).toBe(full);
  });
});

describe('words belong to the section on the screen and to no other', () => {
  const plan = async () => (await answers()).plan!.plan;
  const unheard = async () => {
    await world.clerk.say('今天天气不错');
    expect(await world.clerk.expectText()).toContain('这句话我没有放进表里');
    expect(await plan()).toBe(sample.section4.text);
  };

  test.each(['首页', '进度'])('after 「%s」 was said', async (command) => {
    await openSection(world.clerk, '未来发展思路和支持措施');
    await world.clerk.say(command);
    await world.clerk.expectCard(/备案助手|总览与检查/);
    await unheard();
  });

  test.each(['总览', '上一步'])('after 「%s」 was clicked', async (button) => {
    await openSection(world.clerk, '未来发展思路和支持措施');
    await world.clerk.click(button);
    await unheard();
  });

  test('and after a way round they belong there again', async () => {
    await openSection(world.clerk, '未来发展思路和支持措施');
    await world.clerk.click('总览');
    await openSection(world.clerk, '未来发展思路和支持措施');
    await sayAndLand('放进（接在后面）', '再加一句。');
    expect(await plan()).toBe(`${sample.section4.text}\n再加一句。`);
  });
});
