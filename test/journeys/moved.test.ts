import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { allSlots } from '../../services/filing/seal-commands.ts';
import { notice2023 } from '../../services/rounds/notice-2023.ts';
import { dayOf } from '../../services/time.ts';
import type { PersonDriver } from '../feishu/driver.ts';
import { declared, pdf, playAppointment, playSealing, readSample, type Sample, sealed } from './play.ts';
import { clickOf, post } from './posted.ts';
import { clickRow, expectSound, now, openSection, readyDraft, submitByChat } from './ready-made.ts';
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

const ministry = notice2023.departments.find(({ code }) => code === 'MOE')!;
const taken = async () => (await world.db.department.findFirstOrThrow({ where: { code: '999900' } })).taken;

const openDesk = async (person: PersonDriver) => {
  await person.say('首页');
  await person.expectCard('备案助手');
  await person.click('打开审核列表');
  return person.expectCard('审核列表');
};
/** The contact of the other department, straight in the database: how one comes there is told elsewhere. */
const appoint = async ({ openId }: PersonDriver) => {
  const { id: roundId } = await world.db.round.findFirstOrThrow();
  const row = { name: '顾清禾', position: '处长', officePhone: '010-1', mobile: '13800000001', email: 'a@example.com' };
  const seat = { roundId, departmentCode: ministry.code, tenantKey: 'tenant_local', openId, activeKey: 'the other' };
  await world.db.contact.create({
    data: { id: 'other', ...row, ...seat, appointedAt: world.feishu.store.now(), appointedBy: '' },
  });
};

test('given back by the national office, its answers lead elsewhere: told before 定稿, moved, and the place is free', async () => {
  const { clerk, contact, operator, colleague } = world;
  await appoint(colleague);
  const id = await readyDraft(world, sample, { n: 2 });
  const form = await submitByChat(clerk);
  const review = await contact.expectCard('审核：');
  await contact.click('拟推荐');
  await contact.click('确认推荐', { 第七部分: '同意推荐。' });
  await contact.click('双方盖章');
  await contact.sendFile('完整.pdf', pdf('完整'));
  await contact.expectCard('已收到并保存“完整.pdf”');
  await contact.click('十处核对完毕', await sealed(form, allSlots));
  await contact.click('登记国家系统提交', { 回执号: 'GG-1', 在国家系统提交的日期: dayOf(world.feishu.store.now()) });
  await operator.expectCard('国家系统已提交：', { earlier: true });
  await operator.click('退回补正');
  await operator.click('退回', { 请写明: '隶属关系填错了。' });
  const returned = await clerk.expectCard('国家知识产权局退回，请补正');
  expect(returned.text).toContain('国家知识产权局公共服务司退回意见');
  // The notice limits 推荐名额: what the office gives back keeps its place.
  expect(await taken()).toBe(1);
  await clickRow(contact, await openDesk(contact), '云汉省星澜市科学技术情报研究所', '打开');

  await openSection(clerk, '资格与隶属关系');
  await clerk.click('总览', { '主管部门（所属）': ministry.name });
  const overview = await clerk.expectCard(/总览与检查[\s\S]*改交其他部门/);
  expect(overview.text).toMatch(
    new RegExp(`不再交云汉省知识产权局（虚构），改交${ministry.name}[\\s\\S]*名额同时空出`),
  );
  expect(await now(world, id)).toMatchObject({ departmentCode: '999900', placed: true });

  await clerk.click('定稿', declared);
  const second = await clerk.expectFile('第2版');
  await clerk.expectCard(new RegExp(`材料改交其他部门[\\s\\S]*材料改交 ${ministry.name}`));
  const told = await contact.expectCard('材料已改交其他部门');
  expect(told.text).toMatch(new RegExp(`改交${ministry.name}[\\s\\S]*不用再办理`));
  expect(told.text).not.toMatch(/\[/);
  const seals = await contact.expectCard(/双方盖章[\s\S]*已改交其他部门/, { earlier: true });
  expect(seals.text).not.toMatch(/\[/);
  expect(await taken()).toBe(0);
  expect(await now(world, id)).toMatchObject({
    ...{ departmentCode: ministry.code, placed: false, moved: { from: '999900', version: 1 } },
  });

  // The next one has nothing of it before it is handed in there: not in its list, and by no click made by hand.
  expect((await openDesk(colleague)).text).not.toContain('云汉省星澜市科学技术情报研究所');
  for (const action of ['review.open', 'review.section', 'review.files', 'annex.send', 'status.open']) {
    const value = { action, filing: id, version: 1, page: 1 };
    const { toast } = await post(world, 'card.action.trigger', clickOf(colleague, 'om_by_hand', { value }));
    expect([action, toast?.content]).toEqual([action, expect.stringContaining('您的点击没有改动任何内容')]);
  }

  await clerk.sendFile('第二份扫描.pdf', pdf('第二份扫描'));
  await clerk.expectCard('已收到并保存');
  await playSealing(clerk, second);
  await clerk.click('提交');
  // The former department's own card says so, and shows nothing of the new version; its list has it no longer.
  const former = await contact.expectCard(/审核：[\s\S]*已改交其他部门/, { earlier: true });
  expect(former.text).not.toContain('[拟推荐]');
  expect((await contact.clickOn(review, '拟推荐')).toast?.content).toContain('您的点击没有改动任何内容');
  expect((await openDesk(contact)).text).not.toContain('云汉省星澜市科学技术情报研究所');
  await clickRow(colleague, await openDesk(colleague), '云汉省星澜市科学技术情报研究所', '打开');
  // It hears what the national office said; with what the former department had it has nothing to compare.
  const opened = colleague.card('审核：');
  expect(opened.text).toContain('隶属关系填错了。');
  expect(opened.text).not.toContain('与第 1 版相比');
  expect(await now(world, id)).toMatchObject({ status: 'under_review', departmentCode: ministry.code });
}, 60_000);
