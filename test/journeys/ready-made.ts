import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { expect } from 'vitest';
import { createFileStore } from '../../services/files/store.ts';
import { checkCodeOf } from '../../services/filing/annex.ts';
import { checkCreditCode } from '../../services/filing/credit-code.ts';
import type { Command } from '../../services/filing/decision.ts';
import { perform } from '../../services/filing/perform.ts';
import { institutionSlots } from '../../services/filing/seal-commands.ts';
import { createFiling, loadFiling } from '../../services/filing/store.ts';
import type { Answers, FileRef } from '../../services/form/define.ts';
import { firstBreak } from '../../services/journal/journal.ts';
import { openRounds } from '../../services/rounds/store.ts';
import { cardText } from '../feishu/card-text.ts';
import type { PersonDriver } from '../feishu/driver.ts';
import type { SeenCard } from '../feishu/screen.ts';
import type { Card } from '../feishu/types.ts';
import { yunhan } from '../season.ts';
import { declared, pdf, playSealing, type Sample } from './play.ts';
import { madeReady } from './walked.ts';
import type { Stage } from './world.ts';

/** A valid 统一社会信用代码 of a region that does not exist; another `n` is another legal person. */
export const creditCode = (n: number): string => {
  const head = `12999900DEM${String(n).padStart(6, '0')}`;
  return [...'0123456789ABCDEFGHJKLMNPQRTUWXY'].map((last) => head + last).find((code) => checkCreditCode(code).ok)!;
};

/** In the round opened last, if none is named. */
type Draft = { n?: number; roundId?: string; owner?: PersonDriver; colleague?: PersonDriver; changes?: Answers };

/**
 * A complete draft of the sample, made through the product's own door but without a chat, for journeys that begin where
 * the filling ends. `changes` are laid over single sections; resolves with the filing's id.
 */
export const readyDraft = async (world: Stage, sample: Sample, given: Draft = {}): Promise<string> => {
  const { n = 6, owner = world.clerk, colleague, changes = {} } = given;
  const roundId = given.roundId ?? (await openRounds(world.db)).at(-1)!.id;
  const id = randomUUID();
  const who = asMember(owner);
  const { clock, time, now } = world.feishu.store;
  // Of two drafts the one begun later is the one in hand.
  await time?.advance(clock.now() + 1000);
  const circumstances = { now: now(), actor: who, operators: [] };
  const answers = await answersOf(world, sample);
  await madeReady(world.db, id, () =>
    world.db.$transaction(async (tx) => {
      const begun = { id, roundId, creditCode: creditCode(n), owner: who, now: circumstances.now };
      expect(await createFiling(tx, begun)).toBe(true);
      for (const [step, values] of Object.entries(answers)) {
        const command = { type: 'save', step, rev: 0, values: { ...values, ...changes[step] } } as const;
        await perform(tx, async () => {}, id, command, circumstances);
      }
      if (!colleague) return;
      const member = { ...asMember(colleague), role: 'editor' } as const;
      await perform(tx, async () => {}, id, { type: 'join', member }, circumstances);
    }),
  );
  return id;
};

/**
 * The same, handed in to the department by the product's own doors, again without a chat. Nobody is told: who is
 * meant to have it opens it from a list.
 */
export const readySubmitted = async (world: Stage, sample: Sample, given: Draft = {}): Promise<string> => {
  const id = await readyDraft(world, sample, given);
  await handInAgain(world, id, given.owner);
  return id;
};

/** 定稿, scan, seals and 提交 of what is filled in, as the next version. */
export const handInAgain = async (world: Stage, id: string, owner: PersonDriver = world.clerk): Promise<void> => {
  const circumstances = { now: world.feishu.store.now(), actor: asMember(owner), operators: [] };
  await madeReady(world.db, id, () =>
    world.db.$transaction(async (tx) => {
      const before = await tx.outbox.aggregate({ _max: { seq: true } });
      const doing = (command: Command) => perform(tx, async () => {}, id, command, circumstances);
      const { filing, frozen } = await doing({
        ...{ type: 'freeze', rev: (await loadFiling(tx, id)).rev, declared: true },
      });
      const { version } = filing;
      await doing({ type: 'scan', version, file: await keptFile(world, `扫描件 ${id} ${version}.pdf`) });
      const { hash } = frozen!;
      const slots = Object.keys(institutionSlots);
      await doing({ type: 'seal', version, slots, code: checkCodeOf(hash), hash });
      await doing({ type: 'submit', version });
      await tx.outbox.deleteMany({ where: { filingId: id, seq: { gt: before._max.seq ?? 0 } } });
    }),
  );
};

export const asMember = ({ person }: PersonDriver) => ({
  tenantKey: 'tenant_local',
  openId: person.openId,
  name: person.name,
});

/** The sample's answers by section, with its files kept. */
export const answersOf = async (world: Stage, sample: Sample): Promise<Answers> => {
  const { section1: one } = sample;
  const kept = async (kind: string) =>
    Promise.all(
      sample.attachments.filter((file) => file.kind === kind).map(({ filename }) => keptFile(world, filename)),
    );
  return {
    identity: { institutionName: one.name!, category: '科技情报机构', province: yunhan.code },
    standing: { center: 'none', affiliation: 'none', outlet: '是', outletYear: '2021' },
    route: { proof: await kept('provincial_outlet_proof') },
    basics: {
      name: one.name!,
      legalNature: '事业单位',
      address: one.address!,
      principalName: one.principal_name!,
      principalTitle: one.principal_title!,
    },
    staff: {
      staffTotal: String(one.staff_total),
      staffFulltime: String(one.staff_fulltime),
      staffParttime: String(one.staff_parttime),
      contactName: one.contact_name!,
      contactMobile: one.contact_mobile!,
      contactEmail: one.contact_email!,
    },
    services: {
      serviceTargets: one.service_targets!,
      serviceItems: one.service_items.map(({ name, type, fee }) => `${name}；${type}；${fee}`).join('\n'),
    },
    foundation: { foundation: sample.section2.text },
    systems: { systems: await kept('work_system') },
    team: {
      members: sample.section3.members.map(({ role, name, employment, bio }, index) => ({
        id: `m${index}`,
        name,
        role: role === '主要负责人' ? `主要负责人（${employment}）` : '专职人员',
        bio,
      })),
    },
    plan: { plan: sample.section4.text },
    cases: {
      cases: sample.section5.cases.map(({ name, period, content }, i) => ({ id: `c${i}`, name, period, content })),
    },
    opinion: { opinion: sample.section6.opinion },
  };
};

export const keptFile = async (world: Stage, name: string): Promise<FileRef> => {
  const files = createFileStore(path.join(world.dataDir, 'files'));
  const kept = await files.keep(pdf(name));
  return { id: randomUUID().slice(0, 8), name, source: `ready/${name}`, kind: 'pdf', pages: 1, ...kept };
};

/** Clicks the button that stands in the same row as these words, as one does in a list. */
export const clickRow = (person: PersonDriver, { messageId, card, text }: SeenCard, words: string, button: string) => {
  const row = card.body.elements.find((element: Card) => {
    const shown = cardText({ body: { elements: [element] } });
    return shown.includes(words) && shown.includes(`[${button}]`);
  });
  return person.clickOn({ messageId, card: { ...card, body: { elements: [row] } }, text }, button);
};

/** Opens one section from the overview, as its own 修改 does; resolves with its card. */
export const openSection = async (person: PersonDriver, title: string) => {
  await person.say('进度');
  const overview = await person.expectCard('总览与检查');
  const untouched = overview.text.includes(`${title}　未开始`);
  await clickRow(person, overview, title, untouched ? '去填' : '修改');
  return person.expectCard(title);
};

type ByChat = { name?: string; scan?: string };

/** 定稿, scan and the places ticked by chat, of the filing touched last or of the one named. Resolves with the Word form. */
export const sealByChat = async (clerk: PersonDriver, { name = '', scan = '扫描件.pdf' }: ByChat = {}) => {
  await clerk.say(name ? '首页' : '进度');
  if (name) await clickRow(clerk, await clerk.expectCard(name), name, '继续填报');
  await clerk.expectCard('总览与检查');
  await clerk.click('定稿', declared);
  const form = await clerk.expectFile('备案表');
  await clerk.sendFile(scan, pdf(`${form.name} ${scan}`));
  await clerk.expectCard('已收到并保存');
  await playSealing(clerk, form);
  return form;
};

/** The same, and handed in to the department. */
export const submitByChat = async (clerk: PersonDriver, given: ByChat = {}) => {
  const form = await sealByChat(clerk, given);
  await clerk.click('提交');
  return form;
};

/** The filing as it stands in the database now. */
export const now = (world: Stage, id: string) => loadFiling(world.db, id);

/** Everybody's cards kept the platform's rules, and every filing's history holds from its first entry to its head. */
export const expectSound = async ({ feishu, db }: Stage): Promise<void> => {
  expect(feishu.violations).toEqual([]);
  for (const { id, journalHead } of await db.filing.findMany()) {
    expect(await firstBreak(db, `filing:${id}`, journalHead)).toBeUndefined();
  }
  expect(await db.outbox.findMany({ where: { reason: 'bug' } })).toEqual([]);
};
