import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { createApp } from '../../bot/app.ts';
import { createDispatch } from '../../bot/dispatch.ts';
import type { Feishu } from '../../bot/feishu.ts';
import { createLog } from '../../bot/log.ts';
import { type ActionName, actions, bringsForm, type FormAction, submit } from '../../cards/actions.ts';
import type { FileStore } from '../../services/files/store.ts';
import type { Command } from '../../services/filing/decision.ts';
import type { Filing, Member } from '../../services/filing/filing.ts';
import { allSlots } from '../../services/filing/seal-commands.ts';
import type { Answers } from '../../services/form/define.ts';
import { seedOperators } from '../../services/people/operators.ts';
import { notice2023 } from '../../services/rounds/notice-2023.ts';
import { addDays, dayOf } from '../../services/time.ts';
import { testDatabase } from '../database.ts';
import { openSeason, yunhan } from '../season.ts';
import { give, keptFiling, sealing } from '../services/filing/kept.ts';
import { answersWith, clerk, fileRef, noon } from '../services/filing/sample.ts';
import { listening } from './listening.ts';
import { encrypted, eventOf, keys, signed } from './sealed.ts';

/** Everybody there is, as the product tells them apart. */
export const roles = [
  ...(['owner', 'editor', 'partial', 'head'] as const),
  ...(['contact', 'deputy', 'copied', 'otherContact', 'operator', 'stranger'] as const),
  // Who could once, or can on other days: a deputy off duty, a colleague let go, a contact replaced, an operator removed.
  ...(['offDuty', 'dismissed', 'replaced', 'formerOperator'] as const),
];
export type Role = (typeof roles)[number];
export const openIdOf = (role: Role): string => (role === 'owner' ? clerk.openId : `ou_${role}`);

/** In which state the filings are whose buttons are pressed. */
export const stages = [
  ...(['draft', 'frozen', 'submitted', 'waiting', 'recommended', 'dept_sealed', 'filed_online', 'publicity'] as const),
] as const;
export type Stage = (typeof stages)[number];

const LATER = new Date('2027-01-01T00:00:00Z');
const REGISTRATION = 'registration';
const SCAN = '扫描.pdf';
const [ministry, elsewhere] = notice2023.departments.filter(({ kind }) => kind === 'ministry');
const placeOf = (role: Role) => ({ tenantKey: clerk.tenantKey, openId: openIdOf(role), name: role });
const members: Member[] = [
  { ...placeOf('editor'), role: 'editor' },
  { ...placeOf('partial'), role: 'editor', sections: ['basics'] },
  { ...placeOf('head'), role: 'head', verdict: { state: 'asked', at: noon.toISOString() } },
];

/** Keeps a copy of every table beside it, and makes the functions that compare with it and go back to it. */
const KEEP = `
  DO $do$
  DECLARE one text;
  DECLARE all_tables text[] := ARRAY(SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT IN ('_prisma_migrations', 'Taken'));
  BEGIN
    CREATE SCHEMA kept;
    FOREACH one IN ARRAY all_tables LOOP EXECUTE format('CREATE TABLE kept.%I AS TABLE public.%I', one, one); END LOOP;
    CREATE FUNCTION digest_of(space text, one text) RETURNS text LANGUAGE plpgsql AS $f$
    DECLARE digest text;
    BEGIN
      EXECUTE format('SELECT md5(string_agg(row::text, chr(10) ORDER BY row::text)) FROM %I.%I AS row', space, one) INTO digest;
      RETURN coalesce(digest, '');
    END $f$;
    CREATE TABLE public.digests AS SELECT made.one AS "name", digest_of('kept', made.one) AS "digest" FROM unnest(all_tables) AS made (one);
    CREATE FUNCTION restore_kept() RETURNS void LANGUAGE plpgsql AS $f$
    DECLARE one text;
    BEGIN
      SET LOCAL session_replication_role = replica;
      FOR one IN SELECT "name" FROM public.digests WHERE digest_of('public', "name") <> "digest" LOOP
        EXECUTE format('DELETE FROM public.%I', one);
        EXECUTE format('INSERT INTO public.%I OVERRIDING SYSTEM VALUE SELECT * FROM kept.%I', one, one);
      END LOOP;
    END $f$;
    CREATE FUNCTION contents_now() RETURNS text LANGUAGE plpgsql AS $f$
    DECLARE one text; part text; whole text := '';
    BEGIN
      FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'kept' AND tablename <> 'Person' ORDER BY 1 LOOP
        EXECUTE format('SELECT md5(string_agg(row::text, chr(10) ORDER BY row::text)) FROM public.%I AS row %s', one,
          CASE WHEN one IN ('Journal', 'Chain') THEN 'WHERE "subject" NOT LIKE ''access:%''' ELSE '' END) INTO part;
        whole := whole || one || ' ' || coalesce(part, '') || chr(10);
      END LOOP;
      RETURN whole;
    END $f$;
  END $do$`;

/** The real app on the real database, without a queue and without the platform: nothing happens but what a click does. */
export const startRightsWorld = async () => {
  const { db, close } = await testDatabase({ max: 10 });
  const round = await openSeason(db, noon);
  await seedOperators(db, [{ openId: openIdOf('operator') }], noon);
  await seedOperators(db, [{ openId: openIdOf('formerOperator') }], noon);
  await db.operator.updateMany({ where: { openId: openIdOf('formerOperator') }, data: { endedAt: noon } });
  const seated = (role: Role, code: string) => ({
    ...{ id: role, roundId: round, departmentCode: code, name: role, position: '处长', officePhone: '010-00000000' },
    ...{ mobile: '13800000000', email: 'a@b.cn', tenantKey: clerk.tenantKey, openId: openIdOf(role) },
  });
  for (const [role, code] of [
    ['contact', ministry!.code],
    ['copied', yunhan.code],
    ['otherContact', elsewhere!.code],
    ['replaced', ministry!.code],
  ] as const) {
    const state = role === 'replaced' ? { endedAt: noon } : { activeKey: `${round}:${code}` };
    const appointed = { appointedAt: noon, appointedBy: 'tenant:ou_operator', ...state };
    await db.contact.create({ data: { ...seated(role, code), ...appointed } });
  }
  const today = dayOf(noon);
  for (const [role, fromOn, toOn] of [
    ['deputy', today, today],
    ['offDuty', addDays(today, -2), addDays(today, -1)],
  ] as const) {
    const named = { fromOn, toOn, namedAt: noon, namedBy: 'tenant:ou_contact' };
    await db.deputy.create({ data: { ...seated(role, ministry!.code), ...named } });
  }
  const { id, name, openId, tenantKey, roundId, departmentCode } = seated('dismissed', ministry!.code);
  const gone = { addedAt: noon, addedBy: 'tenant:ou_contact', endedAt: noon };
  await db.colleague.create({ data: { id, name, openId, tenantKey, roundId, departmentCode, ...gone } });
  const guest = {
    name: 'guest',
    position: '处长',
    officePhone: '010-00000000',
    mobile: '13800000000',
    email: 'a@b.cn',
  };
  await db.registration.create({
    data: {
      ...{ id: REGISTRATION, roundId: round, departmentCode: elsewhere!.code, role: 'contact', ...guest },
      ...{
        tenantKey: clerk.tenantKey,
        openId: 'ou_guest',
        invitedBy: 'tenant:ou_operator',
        state: 'pending',
        registeredAt: noon,
      },
    },
  });
  const at = async (stage: Stage, own: boolean): Promise<string> => {
    // Another institution of another province: no contact of this world has to do with it.
    let filing: Filing = await keptFiling(db, round, `${stage}-${own}`);
    const run = async (command: (now: Filing) => Command) => {
      filing = (await give(db, filing, command(filing))).filing;
    };
    const moved: Answers = own ? { standing: { affiliation: ministry!.code } } : { identity: { province: '110000' } };
    const sections = Object.entries(answersWith(moved)).map(([step, values]) => ({ step, rev: 0, values }));
    await run(() => ({ type: 'adopt', sections }));
    if (own) {
      for (const member of members) await run(() => ({ type: 'join', member }));
    }
    for (const command of wayTo(stage, filing.rev)) await run(() => command);
    const guest = { role: 'editor', usesLeft: 1, byName: '', state: 'open', createdAt: noon, endsAt: LATER };
    const invitation = {
      id: `${stage}-${own}`,
      tenantKey: clerk.tenantKey,
      openId: 'ou_guest',
      invitedBy: clerk.openId,
    };
    await db.invitation.create({ data: { ...guest, ...invitation, filingId: filing.id } });
    const claim = { ...placeOf('editor'), at: noon.toISOString(), dueAt: LATER.toISOString() };
    if (stage === 'draft') await db.filing.update({ where: { id: filing.id }, data: { claim } });
    if (!own) await db.member.updateMany({ where: { filingId: filing.id }, data: { openId: 'ou_somebody_else' } });
    return filing.id;
  };
  const filings = { own: {} as Record<Stage, string>, foreign: {} as Record<Stage, string> };
  for (const stage of stages) {
    filings.own[stage] = await at(stage, true);
    filings.foreign[stage] = await at(stage, false);
  }
  const log = createLog('silent');
  const receive = createDispatch({
    ...{ db, log, now: () => noon, enqueue: async () => {}, pause: async () => {} },
    ...{ feishu: {} as Feishu, files: {} as FileStore, botLink: '' },
    template: () => readFile(new URL('../../services/documents/templates/annex1-2023.docx', import.meta.url)),
  });
  const ready = async () => ({ database: true, queue: true });
  const server = await listening(createApp({ keys, receive, ready, now: () => noon, log }).callback());

  /** A click that somebody wrote by hand, sealed as the platform does it. */
  const click = async (role: Role, action: ActionName, target: object): Promise<Answer> => {
    const body = eventOf('card.action.trigger', {
      operator: { tenant_key: clerk.tenantKey, open_id: openIdOf(role) },
      action: { tag: 'button', ...buttonOf(action, target) },
      context: { open_message_id: 'om_by_hand', open_chat_id: 'oc_by_hand' },
    });
    const raw = encrypted({ ...body, header: { ...body.header, event_id: randomUUID() } });
    const headers = signed(raw, noon);
    const response = await fetch(`${server.url}/webhook/card`, { method: 'POST', body: new Uint8Array(raw), headers });
    return (await response.json()) as Answer;
  };
  const stop = async () => {
    await server.close();
    await close();
  };
  await db.$executeRawUnsafe(KEEP);
  return {
    ...{ db, round, filings, click, stop },
    /** What the tables hold, save what was noted of refusals, of events taken, and of who is there with what on their screen. */
    contents: async (): Promise<string> => {
      const [row] = await db.$queryRaw<[{ contents: string }]>`SELECT contents_now() AS contents`;
      return row.contents;
    },
    /** Everything as it was at the beginning. */
    restore: () => db.$executeRaw`SELECT restore_kept()`,
    /** The lines of refusals so far, and what was in the journal before is left out. */
    refusals: () => db.journal.findMany({ where: { subject: { startsWith: 'access:' } } }),
  };
};

export type RightsWorld = Awaited<ReturnType<typeof startRightsWorld>>;
type Answer = { toast?: { type: string; content: string }; card?: object };

/** With these most forms do what they are for. */
const typed = {
  ...Object.fromEntries(['remarks', 'reason', 'opinion', 'over', 'why'].map((field) => [field, '写明的话。'])),
  ...{ words: '写明的话。', at: 'basics/address', on: dayOf(noon), receipt: 'GG-2' },
};

const buttonOf = (action: ActionName, target: object): object => {
  const payload = payloadOf(action, target);
  if (!bringsForm(action)) return { value: { action, ...payload } };
  return {
    name: submit('', action as FormAction, payload as never).name,
    form_value: { item: 'm0 x 0', name: '新名.pdf', ...typed },
  };
};

const scan = { ...fileRef(SCAN), kind: 'pdf' as const, pages: 1 };
/** What people have done until then. */
const wayTo = (stage: Stage, rev: number): Command[] => {
  const recommend = { type: 'recommend', version: 1, opinion: '同意推荐。' } as const;
  const sealed = sealing(1) as Extract<Command, { type: 'seal' }>;
  const way: [Stage, Command[]][] = [
    ['draft', []],
    [
      'frozen',
      [
        { type: 'freeze', rev, declared: true },
        { type: 'scan', version: 1, file: scan },
      ],
    ],
    ['submitted', [sealed, { type: 'submit', version: 1 }]],
    ['waiting', stage === 'waiting' ? [{ ...recommend, wait: true }] : []],
    [
      'recommended',
      [
        { ...recommend, over: '西部唯一一家。' },
        { type: 'complete', version: 1, file: scan },
      ],
    ],
    ['dept_sealed', [{ ...sealed, type: 'sealComplete', slots: Object.keys(allSlots) }]],
    ['filed_online', [{ type: 'fileOnline', version: 1, on: dayOf(noon), receipt: 'GG-1' }]],
    ['publicity', [{ type: 'publicise', version: 1, from: dayOf(noon), days: 5, link: '' }]],
  ];
  return way.slice(0, way.findIndex(([one]) => one === stage) + 1).flatMap(([, commands]) => commands);
};

/** Values that mean something for the names that buttons carry; what is not here gets any value of its type. */
const meaning: Record<string, unknown> = {
  ...{ registration: REGISTRATION, edit: { do: 'reset' } },
  ...{ file: fileRef('知识产权信息公共服务管理办法.pdf').id, by: 1 },
  ...{ version: 1, step: 'basics', field: 'address', rev: 1, form: 1, page: 1, role: 'editor' },
  ...{ tenant: clerk.tenantKey, who: openIdOf('editor'), department: ministry!.code },
};

const payloadOf = (action: ActionName, target: object): object => {
  const schema = actions[action] as z.ZodType;
  if (!(schema instanceof z.ZodObject)) throw new Error(`${action}: a payload is an object`);
  const shape = Object.entries(schema.shape as Record<string, z.ZodType>);
  const [group] = action.split('.');
  const given: Record<string, unknown> = {
    ...meaning,
    ...((group === 'item' || group === 'table') && { step: 'team', field: 'members', item: 'm0', was: '' }),
    ...(action.startsWith('file.') && { step: 'systems', field: 'systems' }),
    ...meanings[action],
    ...target,
  };
  const values = shape.map(([name, type]) => [
    name,
    given[name] ?? (type.safeParse(undefined).success ? undefined : anyOf(type)),
  ]);
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
};

/** Where a name means something else. */
const meanings: Partial<Record<ActionName, object>> = {
  // The province that was told, and not the department that decides.
  'copy.open': { department: yunhan.code },
  'copy.read': { department: yunhan.code },
  'copy.list': { department: yunhan.code },
  'scan.remove': { file: fileRef(SCAN).id },
  'seal.send': { file: fileRef(SCAN).id },
  'seal.remove': { file: fileRef(SCAN).id },
  'review.recommend': { over: true },
  'office.form': { deed: 'object' },
  'office.decide': { deed: 'object' },
  'claim.open': { at: noon.toISOString() },
  'claim.answer': { at: noon.toISOString() },
  'item.pick': { step: 'team', field: 'members' },
  'table.template': { step: 'team', field: 'members' },
};

const anyOf = (type: z.ZodType): unknown => {
  for (const value of ['x', 1, true, {}, []]) if (type.safeParse(value).success) return value;
  if (type instanceof z.ZodEnum) return type.options[0];
  throw new Error('a payload of a kind this test does not know');
};
