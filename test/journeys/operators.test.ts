import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createDatabase } from '../../prisma/client.ts';
import { firstBreak } from '../../services/journal/journal.ts';
import { operatorsNow, removeOperator } from '../../services/people/operators.ts';
import { Refusal } from '../../services/refusal.ts';
import type { PersonDriver } from '../feishu/driver.ts';
import { people } from '../season.ts';
import { clickOf, post } from './posted.ts';
import { clickRow, expectSound } from './ready-made.ts';
import { startWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(async () => {
  await expectSound(world);
  const chain = await world.db.chain.findUniqueOrThrow({ where: { subject: 'operators' } });
  expect(await firstBreak(world.db, 'operators', chain.head)).toBeUndefined();
});
afterAll(() => world?.stop());

const history = async () =>
  (await world.db.journal.findMany({ where: { subject: 'operators' }, orderBy: { seq: 'asc' } })).map(
    ({ who, what }) => `${who} ${what}`,
  );
const openList = async (person: PersonDriver) => {
  await person.say('首页');
  await person.expectCard('主办方管理');
  await person.click('管理员');
  return person.expectCard('至少留一位');
};
const add = async (person: PersonDriver, typed: Record<string, string>) => {
  await openList(person);
  await person.click('添加管理员');
  await person.expectCard('按手机或邮箱在飞书里查找本人');
  await person.click('查找并添加', typed);
};

test('the one the settings name is an operator; the last one cannot be removed, not even by a forged click', async () => {
  const { operator, clerk } = world;
  const alone = await openList(operator);
  expect(alone.text).toContain('国知办（您）');
  expect(alone.text).toContain('部署时设定');
  expect(alone.text).not.toContain('[移除]');
  expect(await history()).toEqual(['settings add ou_operator']);
  const value = { action: 'operators.remove', tenant: '', who: operator.openId };
  const { toast } = await post(world, 'card.action.trigger', clickOf(operator, alone.messageId, { value }));
  expect(toast?.content).toContain('至少要留一位管理员');
  expect(await operatorsNow(world.db)).toEqual([{ openId: operator.openId }]);
  expect((await clerk.clickOn(alone, '添加管理员')).toast?.content).toContain('只有主办方管理员可以做');
});

test('who is found by mobile or e-mail can do everything at once and is told what; who is not found is named, and what was typed is kept', async () => {
  const { operator, contact, db } = world;
  await add(operator, { 手机: '138', 邮箱: 'nobody' });
  const faults = await operator.expectCard('请填 11 位手机号');
  expect(faults.text).toContain('请填写完整的邮箱');
  expect(faults.text).toContain('手机【138】');
  await operator.click('查找并添加', { 手机: '13999999999', 邮箱: '' });
  await operator.expectCard('没有找到要添加的管理员');
  await operator.click('重新添加');
  expect((await operator.expectCard('按手机或邮箱在飞书里查找本人')).text).toContain('手机【13999999999】');
  await operator.click('查找并添加', { 手机: people.contact.mobile });
  await operator.expectCard('韩示例现在可以管理备案工作');
  const welcome = await contact.expectCard('您是备案工作的管理员了');
  expect(welcome.text).toContain('国知办添加了您');
  await contact.click('打开首页');
  await contact.expectCard('主办方管理');
  expect((await openList(contact)).text).toMatch(/韩示例（您）[\s\S]*由国知办添加/);
  expect(await history()).toEqual(['settings add ou_operator', 'tenant_local:ou_operator add tenant_local:ou_contact']);
  expect(await db.operatorSearch.count()).toBe(0);
  // Somebody who is one already is not added again.
  await add(operator, { 邮箱: people.contact.email });
  await operator.expectCard('韩示例本来就是管理员');
  expect(await history()).toHaveLength(2);
});

test('a removed operator is told, has no rights from that moment on, and stays removed when the bot starts again', async () => {
  const { operator, contact, db, restart } = world;
  const theirs = await openList(contact);
  await clickRow(operator, await openList(operator), '韩示例', '移除');
  expect((await operator.expectCard('至少留一位')).text).not.toContain('韩示例');
  await contact.expectCard('您不再是管理员');
  for (const button of ['添加管理员', '移除'])
    expect((await contact.clickOn(theirs, button)).toast?.content).toContain('没有改动任何内容');
  await contact.say('首页');
  expect((await contact.expectCard('备案助手')).text).not.toContain('[管理员]');
  await db.operator.create({
    data: {
      tenantKey: '',
      openId: 'ou_left',
      name: '',
      addedBy: 'settings',
      addedAt: new Date(0),
      endedAt: new Date(1),
    },
  });
  world.config.operators = [...world.config.operators, { openId: 'ou_left' }, { openId: people.contact.openId }];
  await restart();
  expect(await operatorsNow(db)).toEqual([{ openId: people.operator.openId }]);
});

test('an operator who hands over removes themselves, and the list is nothing for them any more', async () => {
  const { operator, colleague, feishu } = world;
  feishu.store.people.set(people.colleague.openId, { ...people.colleague, mobile: '13700000000' });
  await add(operator, { 手机: '137 0000 0000' });
  await colleague.expectCard('您是备案工作的管理员了');
  await clickRow(operator, await openList(operator), '国知办（您）', '移除');
  await operator.expectCard('您不再是管理员');
  await colleague.expectCard('国知办不再是管理员');
  await operator.say('首页');
  expect((await operator.expectCard('备案助手')).text).not.toContain('主办方管理');
  expect((await openList(colleague)).text).not.toContain('[移除]');
});

test('of operators who remove each other at the same moment one always stays', async () => {
  const { url } = world;
  const all = await Promise.all([createDatabase(url), createDatabase(url), createDatabase(url)]);
  const [db] = all;
  const who = (i: number) => ({ tenantKey: 'tenant_local', openId: `ou_many_${i}` });
  for (let round = 0; round < 10; round++) {
    await db.$transaction(async (tx) => {
      await tx.operator.updateMany({ data: { endedAt: new Date(0) } });
      for (const i of [0, 1, 2]) {
        const row = { ...who(i), name: '', addedBy: 'settings', addedAt: new Date(0), endedAt: null };
        await tx.operator.upsert({ where: { tenantKey_openId: who(i) }, create: row, update: row });
      }
    });
    const results = await Promise.allSettled(
      all.map((one, i) =>
        one.$transaction((tx) => removeOperator(tx, async () => {}, who((i + 1) % 3), who(i), new Date(0))),
      ),
    );
    expect(await db.operator.count({ where: { endedAt: null } })).toBeGreaterThanOrEqual(1);
    const failed = results.filter((one) => one.status === 'rejected');
    expect(failed.length).toBeGreaterThan(0);
    for (const { reason } of failed) expect(reason).toBeInstanceOf(Refusal);
  }
  await Promise.all(all.map((one) => one.$disconnect()));
});
