import { allSlots } from '../../services/filing/seal-commands.ts';
import type { Answers } from '../../services/form/define.ts';
import type { Department } from '../../services/rounds/round.ts';
import { openRounds } from '../../services/rounds/store.ts';
import { dayOf } from '../../services/time.ts';
import type { PersonDriver } from '../feishu/driver.ts';
import { people } from '../season.ts';
import { pdf, readSample, type Sample, sealed } from './play.ts';
import { readyDraft, submitByChat } from './ready-made.ts';
import { startWorld, type World } from './world.ts';

/** How a filing fares at its department: the first ones get its places, the next one waits, the rest are turned down. */
type Fate = 'recommended' | 'waiting' | 'declined';
export type Entry = { id: string; name: string; department: Department; fate: Fate };
export type WholeRound = { world: World; departments: Department[]; entries: Entry[]; roundId: string };

const contactOf = (n: number) => ({
  openId: `ou_contact_${n}`,
  name: `联系人${n}`,
  role: '推荐部门联系人',
  mobile: `139${String(n).padStart(8, '0')}`,
  email: `contact${n}@example.com`,
});

/** A round with so many departments, each with a contact in the chat, and filings spread over them, played by chat up to the national system. */
export const playToTheOffice = async (size: { departments: number; filings: number }): Promise<WholeRound> => {
  const contacts = Array.from({ length: size.departments }, (_, n) => contactOf(n));
  const clerks = contacts.map(({ openId, name }) => ({
    ...{ openId: openId.replace('contact', 'clerk'), name: name.replace('联系人', '填报人'), role: '填报人' },
  }));
  const world = await startWorld({ cast: [...Object.values(people), ...contacts, ...clerks] });
  const sample = await readSample();
  const [round] = await openRounds(world.db);
  const departments = mixed(round!.departments).slice(0, size.departments);
  for (const [n, department] of departments.entries()) {
    await appointBy(world.operator, world.feishu.as(contacts[n]!.openId), contacts[n]!, department);
  }
  const entries: Entry[] = [];
  // One filing after the other at each department, and the departments side by side.
  const atDepartment = async (department: Department, which: number) => {
    const contact = world.feishu.as(contacts[which]!.openId);
    const clerk = world.feishu.as(clerks[which]!.openId);
    for (let n = which; n < size.filings; n += departments.length) {
      const place = Math.floor(n / departments.length);
      const { softQuota } = department;
      const fate = place < softQuota ? 'recommended' : place === softQuota ? 'waiting' : 'declined';
      const name = `第${n + 1}研究所`;
      const id = await handIn(world, sample, clerk, { n: n + 1, name, department });
      await decide(world, clerk, contact, { id, name, department, fate });
      entries[n] = { id, name, department, fate };
    }
  };
  for (let first = 0; first < departments.length; first += AT_ONCE) {
    const some = departments.slice(first, first + AT_ONCE);
    await Promise.all(some.map((department, n) => atDepartment(department, first + n)));
  }
  return { world, departments, entries, roundId: round!.id };
};

/** Departments at work at the same moment. */
const AT_ONCE = 6;

/** Provinces and ministries in turn, so that a few departments are of both kinds. */
const mixed = (departments: Department[]): Department[] => {
  const of = (kind: string) => departments.filter((one) => one.kind === kind);
  const [provinces, ministries] = [of('province'), of('ministry')];
  return provinces.flatMap((province, n) => [province, ...(ministries[n] ? [ministries[n]] : [])]);
};

const appointBy = async (
  operator: PersonDriver,
  contact: PersonDriver,
  { name, mobile, email }: ReturnType<typeof contactOf>,
  department: Department,
) => {
  await operator.say('首页');
  await operator.expectCard('主办方管理');
  await operator.click('推荐部门联系人');
  await operator.click('指定或更换联系人');
  const row = { 姓名: name, 职务: '处长', 办公电话: '010-62083114', 手机: mobile, 邮箱: email };
  await operator.click('保存', { '单位（推荐部门）': department.name, ...row });
  await contact.expectCard('您是备案工作联系人');
};

/** Where the institution belongs, so that its route leads to this department. */
const standingIn = ({ kind, code }: Department): Answers =>
  kind === 'province'
    ? { identity: { province: code }, standing: {} }
    : { identity: { province: '110000' }, standing: { affiliation: code, outlet: '否', outletYear: null } };

type Given = { n: number; name: string; department: Department };
const handIn = async (
  world: World,
  sample: Sample,
  clerk: PersonDriver,
  { n, name, department }: Given,
): Promise<string> => {
  const { identity, standing } = standingIn(department);
  const changes = { identity: { institutionName: name, ...identity }, ...(standing && { standing }) };
  const id = await readyDraft(world, sample, { n, owner: clerk, changes });
  await submitByChat(clerk, { name });
  return id;
};

const decide = async (
  world: World,
  clerk: PersonDriver,
  contact: PersonDriver,
  { name, fate }: Entry,
): Promise<void> => {
  const review = await contact.expectCard(`审核：${name}`, { earlier: true });
  if (fate === 'declined') {
    await contact.clickOn(review, '不予推荐');
    await contact.click('不予推荐', { 理由: '名额有限，请明年再报。' });
    await clerk.expectCard(new RegExp(`推荐部门不予推荐[\\s\\S]*${name}`), { earlier: true });
    return;
  }
  await contact.clickOn(review, '拟推荐');
  await contact.click('确认推荐', { 第七部分: `同意推荐${name}。` });
  if (fate === 'waiting') {
    await contact.click('列为候补');
    await clerk.expectCard(new RegExp(`列入候补推荐[\\s\\S]*${name}`), { earlier: true });
    return;
  }
  const status = await clerk.expectCard(new RegExp(`已推荐[\\s\\S]*${name}[\\s\\S]*\\[双方盖章\\]`), { earlier: true });
  await clerk.clickOn(status, '双方盖章');
  await clerk.sendFile(`${name}完整扫描件.pdf`, pdf(`${name}完整`));
  await clerk.expectCard(new RegExp(`${name}[\\s\\S]*已收到并保存“${name}完整扫描件.pdf”`));
  const form = await contact.expectFile(`备案表-${name}`, { earlier: true });
  await clerk.click('十处核对完毕', await sealed(form, allSlots));
  const today = dayOf(world.feishu.store.now());
  await clerk.click('登记国家系统提交', { 回执号: `GG-${name}`, 在国家系统提交的日期: today });
  await world.operator.expectCard(`国家系统已提交：${name}`, { earlier: true });
};

/** The national office publicises all that has come to it, approves and numbers it when nobody has objected, and publishes the list. */
export const playToTheList = async ({ world, entries }: WholeRound): Promise<void> => {
  const { operator, time, feishu } = world;
  const many = entries.filter(({ fate }) => fate === 'recommended').length;
  const batch = async (button: string, title: string, values: Record<string, string>) => {
    await operator.say('首页');
    await operator.expectCard('主办方管理');
    await operator.click('收件');
    await operator.click(`${button}（${many}）`);
    await operator.click('预览', values);
    await operator.click('确认，开始办');
    await operator.expectCard(`${title}　已办 ${many} 份`, { within: 60_000 });
  };
  await batch('一起公示', '批量公示', { 公示天数: '5' });
  await time.advance(feishu.store.clock.now() + 12 * DAY_MS);
  await batch('公示期满，一起准予', '批量准予备案', { 第一个编号: 'WD-001' });
  await batch('发布名单', '发布名单', {});
};

const DAY_MS = 86_400_000;
