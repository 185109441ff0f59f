import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isTransient } from '../../../prisma/client.ts';
import {
  activeContact,
  activeContacts,
  appointContact,
  type ContactForm,
  contactErrors,
  contactFields,
  contactLabels,
  loadContact,
  settleLookUp,
} from '../../../services/departments/contacts.ts';
import { contactRole } from '../../../services/filing/decision.ts';
import { type TestDatabase, testDatabase } from '../../database.ts';
import sample from '../../sample-filing.json' with { type: 'json' };
import { openSeason, yunhan } from '../../season.ts';
import { askedOf } from '../filing/kept.ts';
import { noon } from '../filing/sample.ts';

const row = sample.annex2_contact;
const form: ContactForm = {
  departmentCode: yunhan.code,
  name: row.name,
  position: row.position,
  officePhone: row.office_phone,
  mobile: row.mobile,
  email: row.email,
};
const operator = { tenantKey: 'tenant', openId: 'ou_operator' };

describe('the columns of 附件2', () => {
  test('each has its label and its rule, and the sample row holds', () => {
    expect(Object.keys(contactLabels)).toEqual(Object.keys(contactFields));
    expect(contactErrors(form)).toEqual({});
  });

  test.each<[keyof ContactForm, string | undefined, string]>([
    ['departmentCode', undefined, '请选择推荐部门'],
    ['name', ' ', '请填写姓名'],
    ['name', '长'.repeat(41), '请控制在 40 字以内'],
    ['position', '', '请填写职务'],
    ['position', '长'.repeat(61), '请控制在 60 字以内'],
    ['officePhone', '无', '请填写办公电话，例如 010-62083114'],
    ['mobile', '010-62083114', '请填 11 位手机号'],
    ['mobile', '1380000000', '请填 11 位手机号'],
    ['mobile', '+8613800000000', '请填 11 位手机号'],
    ['email', 'liaison', '请填写完整的邮箱，例如 name@example.com'],
  ])('%s %j: %s', (field, typed, words) => {
    expect(contactErrors({ ...form, [field]: typed })).toEqual({ [field]: words });
  });

  test.each<[keyof ContactForm, string]>([
    ['name', ' 韩示例 '],
    ['officePhone', '（010）62083114 转 8001'],
    ['officePhone', '010-62083114'],
    ['mobile', ' 13800000000 '],
  ])('%s %j holds', (field, typed) => {
    expect(contactErrors({ ...form, [field]: typed })).toEqual({});
  });

  test('an empty form names every column once', () => {
    expect(Object.keys(contactErrors({}))).toEqual(Object.keys(contactFields));
  });
});

describe('the contact of a department', () => {
  let database: TestDatabase;
  let roundId: string;
  beforeAll(async () => {
    database = await testDatabase();
    roundId = await openSeason(database.db, noon);
  });
  afterAll(() => database?.close());

  const appoint = (changes: Partial<ContactForm> = {}, enqueue = askedOf().enqueue) =>
    database.db.$transaction((tx) => appointContact(tx, enqueue, roundId, { ...form, ...changes }, operator, noon));
  const settle = (contactId: string, found: { openId: string } | { trouble: string }, enqueue = askedOf().enqueue) =>
    database.db.$transaction(async (tx) => settleLookUp(tx, enqueue, await loadContact(tx, contactId), found, noon));

  test('is one at a time: a new one ends the former, and another department keeps its own', async () => {
    const { jobs, enqueue } = askedOf();
    const first = await appoint({}, enqueue);
    const other = await appoint({ departmentCode: 'MOE' });
    const second = await appoint({ name: '新联系人' }, enqueue);
    expect((await activeContacts(database.db, roundId)).map(({ id }) => id).sort()).toEqual(
      [other.id, second.id].sort(),
    );
    expect((await activeContact(database.db, roundId, yunhan.code))?.name).toBe('新联系人');
    expect(await database.db.contact.findUnique({ where: { id: first.id } })).toMatchObject({ endedAt: noon });
    expect(jobs).toEqual([{ contactId: first.id }, { contactId: second.id }]);
  });

  test('is one, also when two are named at the same moment; the database itself allows no second', async () => {
    const { db } = database;
    const named = await Promise.allSettled(['甲', '乙'].map((name) => appoint({ departmentCode: 'CAS', name })));
    const lost = named.filter((one) => one.status === 'rejected');
    expect(lost.every(({ reason }) => isTransient(reason))).toBe(true);
    const active = await db.contact.findMany({ where: { roundId, departmentCode: 'CAS', endedAt: null } });
    expect(active).toHaveLength(1);
    await expect(db.contact.create({ data: { ...active[0]!, id: 'second' } })).rejects.toSatisfy(isTransient);
    // Those who have ended do not stand in one another's way.
    await appoint({ departmentCode: 'CAS', name: '丙' });
    await appoint({ departmentCode: 'CAS', name: '丁' });
    expect((await activeContact(db, roundId, 'CAS'))?.name).toBe('丁');
  });

  test('found in Feishu, can act; what waited for the role goes out, and both are told', async () => {
    const { db } = database;
    const { id } = await appoint();
    const role = contactRole(roundId, yunhan.code);
    const waiting = { role, kind: 'review', notice: { filingId: 'f', version: 1 }, createdAt: noon };
    await db.outbox.create({ data: { id: 'parked', ...waiting, state: 'parked', reason: 'nobody yet' } });
    await db.outbox.create({
      data: { id: 'elsewhere', ...waiting, role: contactRole(roundId, 'MOE'), state: 'parked' },
    });
    const { jobs, enqueue } = askedOf();
    await settle(id, { openId: 'ou_contact' }, enqueue);
    expect(await loadContact(db, id)).toMatchObject({ tenantKey: 'tenant', openId: 'ou_contact', trouble: null });
    expect(await db.outbox.findUnique({ where: { id: 'parked' } })).toMatchObject({ state: 'waiting', reason: null });
    expect(await db.outbox.findUnique({ where: { id: 'elsewhere' } })).toMatchObject({ state: 'parked' });
    const told = await db.outbox.findMany({ where: { kind: 'appointed' }, orderBy: { seq: 'asc' } });
    expect(told.map(({ openId }) => openId)).toEqual(['ou_contact', 'ou_operator']);
    expect(jobs).toEqual(expect.arrayContaining([{ recipient: role }, { recipient: 'person:tenant:ou_contact' }]));
  });

  test('not found, is told to the operator and cannot act', async () => {
    const { db } = database;
    const { id } = await appoint({ departmentCode: 'MOST' });
    await settle(id, { trouble: '没有查成：应用缺少所需的权限' });
    expect(await loadContact(db, id)).toMatchObject({ openId: null, trouble: '没有查成：应用缺少所需的权限' });
    expect(await db.outbox.findMany({ where: { kind: 'lookUpFailed' } })).toMatchObject([{ openId: 'ou_operator' }]);
  });
});
