import { allSlots } from '../../services/filing/seal-commands.ts';
import type { Answers } from '../../services/form/define.ts';
import type { Department } from '../../services/rounds/round.ts';
import { openRounds } from '../../services/rounds/store.ts';
import { dayOf } from '../../services/time.ts';
import type { PersonDriver } from '../feishu/driver.ts';
import { people } from '../season.ts';
import { fileWithoutChat, filingAt } from './filed.ts';
import { pdf, readSample, type Sample, sealed } from './play.ts';
import { readyDraft, submitByChat } from './ready-made.ts';
import { startWorld, type World } from './world.ts';

/** How a filing fares at its department: the first ones get its places, the next one waits, the rest are turned down. */
type Fate = 'recommended' | 'waiting' | 'declined';
export type Entry = { id: string; n: number; name: string; department: Department; fate: Fate; byChat: boolean };
export type WholeRound = { world: World; departments: Department[]; entries: Entry[]; roundId: string };

const contactOf = (n: number) => ({
  openId: `ou_contact_${n}`,
  name: `联系人${n}`,
  role: '推荐部门联系人',
  mobile: `139${String(n).padStart(8, '0')}`,
  email: `contact${n}@example.com`,
});

type Size = {
  departments: number;
  filings: number;
  /** How many of each department's filings people hand in, seal and register by chat; the others take the product's own doors. */
  byChat: number;
};

/** A round with so many departments, each with a contact in the chat, and filings spread over them, played up to the national system. */
export const playToTheOffice = async (size: Size): Promise<WholeRound> => {
  const contacts = Array.from({ length: size.departments }, (_, n) => contactOf(n));
  const clerks = contacts.map(({ openId, name }) => ({
    ...{ openId: openId.replace('contact', 'clerk'), name: name.replace('联系人', '填报人'), role: '填报人' },
  }));
  const cast = [...Object.values(people), ...contacts, ...clerks];
  const world = await startWorld({ cast, restlessMs: 20_000 + size.filings * 2_000 });
  const sample = await readSample();
  const [round] = await openRounds(world.db);
  const departments = mixed(round!.departments).slice(0, size.departments);
  await openContacts(world.operator);
  for (const [n, department] of departments.entries()) {
    await appointBy(world.operator, world.feishu.as(contacts[n]!.openId), contacts[n]!, department);
  }
  const clerkOf = (which: number) => world.feishu.as(clerks[which]!.openId);
  const entries: Entry[] = [];
  for (let n = 0; n < size.filings; n++) {
    const [which, place] = [n % departments.length, Math.floor(n / departments.length)];
    const department = departments[which]!;
    const { softQuota } = department;
    const fate = place < softQuota ? 'recommended' : place === softQuota ? 'waiting' : 'declined';
    const given = { n: n + 1, name: `第${n + 1}研究所`, changes: standingIn(department) };
    const byChat = place < size.byChat;
    // The contact hears of what is handed in already with the first that comes by chat.
    const id = byChat
      ? await draftOf(world, sample, clerkOf(which), given)
      : await filingAt(world, sample, given, 'submitted');
    entries.push({ id, n: given.n, name: given.name, department, fate, byChat });
  }
  // One filing after the other at each department, and the departments side by side.
  const atDepartment = async (which: number) => {
    const contact = world.feishu.as(contacts[which]!.openId);
    for (const entry of entries.filter(({ department }) => department === departments[which])) {
      if (entry.byChat) await submitByChat(clerkOf(which), entry);
      await decide(contact, entry);
      if (entry.byChat) await hear(world, clerkOf(which), contact, entry);
      else if (entry.fate === 'recommended') await fileWithoutChat(world, entry);
    }
  };
  for (let first = 0; first < departments.length; first += AT_ONCE) {
    const some = departments.slice(first, first + AT_ONCE);
    await Promise.all(some.map((_, n) => atDepartment(first + n)));
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

const openContacts = async (operator: PersonDriver) => {
  await operator.say('首页');
  await operator.expectCard('主办方管理');
  await operator.click('推荐部门联系人');
};

const appointBy = async (
  operator: PersonDriver,
  contact: PersonDriver,
  { name, mobile, email }: ReturnType<typeof contactOf>,
  department: Department,
) => {
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

const draftOf = (
  world: World,
  sample: Sample,
  owner: PersonDriver,
  { n, name, changes }: { n: number; name: string; changes: Answers },
): Promise<string> =>
  readyDraft(world, sample, {
    n,
    owner,
    changes: { ...changes, identity: { institutionName: name, ...changes.identity } },
  });

const decide = async (contact: PersonDriver, { name, fate }: Entry): Promise<void> => {
  const review = await contact.expectCard(`审核：${name}`, { earlier: true });
  if (fate === 'declined') {
    await contact.clickOn(review, '不予推荐');
    await contact.click('确认不予推荐', { 不予推荐的理由: '名额有限，请明年再报。' });
    return;
  }
  await contact.clickOn(review, '拟推荐');
  await contact.click('确认推荐', { 第七部分: `同意推荐${name}。` });
  if (fate === 'waiting') await contact.click('列为候补');
};

/** What the institution hears of the decision, and what it does then: both seals, and the registration in the national system. */
const hear = async (world: World, clerk: PersonDriver, contact: PersonDriver, { name, fate }: Entry): Promise<void> => {
  const heard = { recommended: '已推荐', waiting: '列入候补推荐', declined: '推荐部门不予推荐' }[fate];
  const status = await clerk.expectCard(new RegExp(`${heard}[\\s\\S]*${name}`), { earlier: true });
  if (fate !== 'recommended') return;
  await clerk.clickOn(status, '双方盖章');
  await clerk.sendFile(`${name}完整扫描件.pdf`, pdf(`${name}完整`));
  await clerk.expectCard(new RegExp(`${name}[\\s\\S]*已收到并保存“${name}完整扫描件.pdf”`));
  const form = await contact.expectFile(`备案表-${name}`, { earlier: true });
  await clerk.click('十处核对完毕', await sealed(form, allSlots));
  const today = dayOf(world.feishu.store.now());
  await clerk.click('登记国家系统提交', { 回执号: `GG-${name}`, 在国家系统提交的日期: today });
  await world.operator.expectCard(`国家系统已提交：${name}`, { earlier: true });
};
