import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { contextOf, formOf } from '../../services/filing/filing.ts';
import { blocking, problemsOf } from '../../services/form/read.ts';
import { pdf, readSample, type Sample } from './play.ts';
import { creditCode, expectSound, now, openSection, readyDraft, submitByChat } from './ready-made.ts';
import { startWorld, type World } from './world.ts';

let world: World;
let sample: Sample;
beforeAll(async () => {
  world = await startWorld();
  sample = await readSample();
});
afterEach(() => expectSound(world));
afterAll(() => world?.stop());

test('the first card of a draft says what must not be written and what becomes of personal data', async () => {
  const { clerk } = world;
  await clerk.enter();
  await clerk.expectCard('开始填报', { earlier: true });
  await clerk.click('开始填报');
  await clerk.click('下一步', { 统一社会信用代码: creditCode(1) });
  const { text } = await clerk.expectCard('单位与所在地');
  expect(text).toContain('不得填写涉密信息');
  expect(text).toContain('个人信息只用于本次备案');
});

test('ordinary words lead through the sections', async () => {
  const { clerk } = world;
  await readyDraft(world, sample, { n: 2, changes: { staff: { contactMobile: null } } });
  const turns: [said: string, card: string][] = [
    ['接着弄', '人数与联系人'],
    ['上一步', '机构基本情况'],
    ['先跳过', '人数与联系人'],
    ['改联系人电话', '人数与联系人'],
    ['修改地址', '机构基本情况'],
    ['我填到哪了？', '缺 手机'],
    ['帮我改一下案例', '典型案例'],
    ['全部内容', '全部内容'],
  ];
  for (const [said, card] of turns) {
    await clerk.say(said);
    await clerk.expectCard(card);
  }
  const answered: [said: string, words: string][] = [
    ['怎么交', '一共五步'],
    ['什么时候截止', '材料填报截止'],
    ['重新开始', '不会清空'],
    ['回执', '还没有提交过'],
    ['先不填了', '完成 11/12 部分'],
    ['帮助', '我能帮您完成网点备案'],
    ['今天天气不错', '没有放进表里'],
  ];
  for (const [said, words] of answered) {
    await clerk.say(said);
    expect(await clerk.expectText()).toContain(words);
  }
});

test('the menu means the same', async () => {
  const { clerk } = world;
  for (const [key, card] of [
    ['continue', '人数与联系人'],
    ['progress', '总览与检查'],
    ['home', '备案助手'],
  ] as const) {
    await clerk.menu(key);
    await clerk.expectCard(card);
  }
});

test('a short message that may be the one missing answer is offered, and lands only when taken', async () => {
  const { clerk } = world;
  const id = await readyDraft(world, sample, { n: 3, changes: { staff: { contactMobile: null } } });
  await openSection(clerk, '人数与联系人');
  await clerk.say('１３９１２３４５６７８');
  const { card, text } = await clerk.expectCard('填进“手机”');
  expect(text).toContain('139****5678');
  expect(JSON.stringify(card)).not.toContain('13912345678');
  expect((await now(world, id)).answers.staff!.contactMobile).toBeNull();
  await clerk.click('不是');
  await clerk.say('13912345678');
  await clerk.expectCard('填进“手机”');
  await clerk.click('填进去');
  expect((await now(world, id)).answers.staff!.contactMobile).toBe('13912345678');
});

test('what cannot be that answer is not offered', async () => {
  const { clerk } = world;
  const id = await readyDraft(world, sample, { n: 4, changes: { staff: { contactMobile: null } } });
  await openSection(clerk, '人数与联系人');
  await clerk.say('明天问一下');
  expect(await clerk.expectText()).toContain('没有放进表里');
  expect((await now(world, id)).answers.staff!.contactMobile).toBeNull();
});

test('from the check to a fault and back, and 定稿 only under the declaration', async () => {
  const { clerk } = world;
  const id = await readyDraft(world, sample, { n: 5, changes: { staff: { contactMobile: null } } });
  await clerk.say('检查');
  await clerk.expectCard('必须处理：1 处');
  await clerk.click('去改');
  expect((await clerk.expectCard('人数与联系人')).text).toContain('⚠ 请填写“手机”');
  await clerk.click('保存，回到检查', { 手机: '13800000000' });
  await clerk.expectCard('总览与检查');
  await clerk.click('定稿');
  expect((await clerk.expectCard('总览与检查')).text).toContain('⚠ 还没有定稿：请先勾选上面的声明。');
  expect(await now(world, id)).toMatchObject({ status: 'draft', version: 0 });
});

test('导出 brings the draft in Word and the texts for the national system', async () => {
  const { clerk } = world;
  await readyDraft(world, sample, { n: 8 });
  await clerk.say('进度');
  await clerk.expectCard('总览与检查');
  await clerk.say('导出');
  const draft = await clerk.expectFile('草稿');
  expect(draft.name).toContain('.docx');
  const pack = await clerk.expectFile('国家系统填报文本');
  const text = pack.bytes.toString('utf8');
  const order = ['封面', '一、机构', '二、工作', '三、服务团队', '四、未来', '五、典型案例（1）', '六、申请'];
  const places = order.map((title) => text.indexOf(`════ ${title}`));
  expect(places.every((place) => place > 0)).toBe(true);
  expect([...places].sort((a, b) => a - b)).toEqual(places);
  expect(text).toContain('【手机】\r\n13800000000');
});

test('a submission leaves a receipt, which 回执 brings again, also of earlier versions', async () => {
  const { clerk } = world;
  const id = await readyDraft(world, sample, { n: 6 });
  await submitByChat(clerk);
  const first = await clerk.expectCard('提交回执（第 1 版）');
  expect(first.text).toMatch(/查询号：\d{4}-[0-9A-F]{8}/);
  expect(first.text).toMatch(/校验码：[0-9a-f]{12}/);
  expect(first.text).toContain('等待对方打开审核');
  await clerk.click('撤回修改');
  await clerk.click('确认撤回');
  await submitByChat(clerk, { scan: '第二版扫描件.pdf' });
  await clerk.say('回执');
  await clerk.expectCard('提交回执（第 2 版）');
  await clerk.click('第 1 版的回执');
  const again = await clerk.expectCard('提交回执（第 1 版）');
  const facts = (text: string) => text.split('\n').filter((line) => /^(查询号|版本|校验码|提交时间|提交给)/.test(line));
  expect(facts(again.text)).toEqual(facts(first.text));
  expect((await now(world, id)).handedIn).toBe(2);
});

test('本次不申报 tells the department that has the material, and can be taken back', async () => {
  const { clerk } = world;
  const id = await readyDraft(world, sample, { n: 7 });
  await submitByChat(clerk, { scan: '不申报前的扫描件.pdf' });
  await clerk.say('我们今年不申报了');
  await clerk.expectCard('本次不申报？');
  await clerk.click('确认本次不申报', { 原因: '人员调整' });
  await clerk.expectCard('不再办理');
  expect((await now(world, id)).status).toBe('abandoned');
  const told = await world.db.outbox.findMany({ where: { filingId: id, kind: 'status', role: { not: null } } });
  expect(told.map(({ notice }) => (notice as { event: string }).event)).toContain('abandoned');
  const [entry] = await world.db.journal.findMany({ where: { subject: `filing:${id}`, what: 'abandon' } });
  expect(entry).toMatchObject({ from: 'submitted', to: 'abandoned', why: '人员调整' });
  await clerk.sendFile('新文件.pdf', pdf('late'));
  expect(await clerk.expectText()).toContain('没有保存');
  await clerk.say('进度');
  await clerk.click('重新申报');
  await clerk.expectCard('总览与检查');
  const filing = await now(world, id);
  expect(filing).toMatchObject({ status: 'draft', scans: [] });
  expect(blocking(problemsOf(formOf(filing.round), contextOf(filing)))).toEqual([]);
});

test('all that was filled in can be read page by page', async () => {
  const { clerk } = world;
  await clerk.say('查看全部内容');
  let { text } = await clerk.expectCard('全部内容');
  const pages = Number(/第 1\/(\d+) 页/.exec(text)?.[1]);
  for (let page = 2; page <= pages; page++) {
    await clerk.click('下一页');
    text += (await clerk.expectCard(`第 ${page}/${pages} 页`)).text;
  }
  const read = text.replace(/\s/g, '');
  for (const words of [sample.section2.text, sample.section4.text, sample.section6.opinion]) {
    for (const line of words.split('\n')) expect(read).toContain(line.slice(0, 200).replace(/\s/g, ''));
  }
  for (const { bio } of sample.section3.members) expect(read).toContain(bio.replace(/\s/g, ''));
});
