import { type Annex1, annex1Docx } from '../documents/annex1.ts';
import { contentHash } from '../documents/content-hash.ts';
import { textPack } from '../documents/text-pack.ts';
import type { Field, FormContext } from '../form/define.ts';
import { entriesOf, itemsAt, relevantFields, relevantSteps, textAt } from '../form/read.ts';
import { dayOf, longDay } from '../time.ts';
import { askedAnswers, contextOf, DIRECT, type Filing, formOf, referenceOf, routeOfFiling } from './filing.ts';
import { form2023, LEADER, LEADER_PART_TIME } from './form-2023.ts';
import { isRecommended } from './status.ts';
import type { Sealed } from './store.ts';

/** The answers in the cells of the official form (附件1). Only what the form asks for is printed: no credit code, no route. */
export const annexOf = (filing: Filing, hash: string): Annex1 => {
  const answers = askedAnswers(filing);
  const at = (step: string, field: string) => textAt(answers, step, field);
  const department = filing.round.departments.find(({ code }) => code === filing.departmentCode);
  const nature = at('basics', 'legalNature');
  const category = at('identity', 'category');
  return {
    cover: {
      institutionName: at('identity', 'institutionName'),
      // A direct filing has no recommending department: the cell stays empty (the notice gives no other wording).
      departmentName: filing.departmentCode === DIRECT ? '' : (department?.name ?? ''),
      filledOn: filing.frozenAt ? longDay(dayOf(filing.frozenAt)) : '',
    },
    name: at('basics', 'name'),
    nature: category ? `${nature}（${category}）` : nature,
    address: at('basics', 'address'),
    principal: [at('basics', 'principalName'), at('basics', 'principalTitle')].filter(Boolean).join('，'),
    staffTotal: at('staff', 'staffTotal'),
    staffFulltime: at('staff', 'staffFulltime'),
    staffParttime: at('staff', 'staffParttime'),
    contactName: at('staff', 'contactName'),
    contactMobile: at('staff', 'contactMobile'),
    contactEmail: at('staff', 'contactEmail'),
    serviceTargets: at('services', 'serviceTargets'),
    serviceItems: entriesOf(at('services', 'serviceItems')).map(
      ([name, kind, fee], index) => `${index + 1}. ${name}（${[kind, fee].filter(Boolean).join('，')}）`,
    ),
    foundation: at('foundation', 'foundation'),
    team: itemsAt(answers, 'team', 'members').map((member) => ({
      heading: `${member.name ?? ''}（${roleInForm(member.role ?? '')}）`,
      bio: member.bio?.trim() ?? '',
    })),
    plan: at('plan', 'plan'),
    cases: itemsAt(answers, 'cases', 'cases').map((one) => ({
      name: one.name?.trim() ?? '',
      period: one.period?.trim() ?? '',
      content: one.content?.trim() ?? '',
    })),
    opinion: at('opinion', 'opinion'),
    ...addedTo(filing),
    departmentOpinion: opinionOf(filing),
    footer: { reference: referenceOf(filing), version: filing.version, hash },
  };
};

/** Answers to questions that the form of 2023, as first issued, does not have; nothing at all where there are none. */
const addedTo = (filing: Filing): Pick<Annex1, 'added'> => {
  const context = contextOf(filing);
  const added = relevantSteps(formOf(filing.round), context).flatMap(([key, step]) =>
    relevantFields(step, context)
      .filter(([name, { kind }]) => kind !== 'files' && !first.has(name))
      .map(([name, field]) => ({ key: name, label: field.label, text: plainText(field, context, key, name) })),
  );
  return added.length ? { added } : {};
};

const first = new Set(Object.values(form2023.steps).flatMap(({ fields }) => Object.keys(fields)));

/** A choice by its words, a list a row a line. */
const plainText = (field: Field, context: FormContext, step: string, name: string): string => {
  if (field.kind === 'roster') {
    const rows = itemsAt(context.answers, step, name);
    return rows
      .map((row) =>
        Object.keys(field.item)
          .flatMap((key) => row[key]?.trim() || [])
          .join('；'),
      )
      .join('\n');
  }
  const text = textAt(context.answers, step, name);
  const chosen = field.kind === 'choice' ? field.options(context).find(({ value }) => value === text) : undefined;
  return chosen?.text ?? text;
};

/** SHA-256 over cover to 六 of the version being frozen; printed in the footer and compared when a scan comes back. */
export const annexHash = (filing: Filing): string => contentHash(annexOf(filing, ''));

/** The beginning of the hash that a person reads off a scan's footer; the page shows twelve signs of it. */
export const checkCodeOf = (hash: string): string => hash.slice(0, 4);

/** The official Word form of the frozen version, with 七 once it is recommended. */
export const annexFile = async (filing: Sealed, template: Uint8Array): Promise<{ name: string; content: Buffer }> => {
  const content = await annex1Docx(template, annexOf(filing, filing.hash));
  const institution = textAt(filing.answers, 'identity', 'institutionName');
  const opinion = opinionOf(filing) ? '-含推荐意见' : '';
  return { name: `备案表-${institution}-第${filing.version}版${opinion}.docx`, content };
};

/** 七 and 八 by themselves, under the same reference, version and check code: the department prints, signs and seals them. */
export const opinionFile = async (filing: Sealed, template: Uint8Array): Promise<{ name: string; content: Buffer }> => {
  const institution = textAt(filing.answers, 'identity', 'institutionName');
  const content = await annex1Docx(template, annexOf(filing, filing.hash));
  return { name: `第七、八部分-${institution}-第${filing.version}版.docx`, content };
};

/** What is there so far in the official form, marked as a draft so that nobody signs and seals it. */
export const draftFile = async (filing: Filing, template: Uint8Array): Promise<{ name: string; content: Buffer }> => {
  const form = unfrozen(filing);
  const footer = { ...form.footer, reference: `【草稿，不能用于签字盖章】${form.footer.reference}`, hash: '草稿' };
  const institution = textAt(filing.answers, 'identity', 'institutionName');
  return { name: `备案表-草稿-${institution}.docx`, content: await annex1Docx(template, { ...form, footer }) };
};

/** The texts for the screens of the national system: of the frozen version given, or with version 0 of the draft. */
export const textPackFile = (filing: Filing, version: number): { name: string; content: Buffer } => {
  const form = version ? annexOf(filing, '') : unfrozen(filing);
  const which = version ? `第${version}版` : '草稿';
  const institution = textAt(filing.answers, 'identity', 'institutionName');
  const title = `国家系统填报文本（${which}）　查询号 ${form.footer.reference}`;
  return { name: `国家系统填报文本-${institution}-${which}.txt`, content: textPack(form, title) };
};

/** A draft says whom it would go to by the answers of now, and bears no date. */
const unfrozen = (filing: Filing): Annex1 => {
  const route = routeOfFiling(filing);
  const departmentCode = route.kind === 'department' ? route.code : DIRECT;
  return annexOf({ ...filing, departmentCode, frozenAt: null, version: filing.version + 1 }, '');
};

/** 七 belongs to the version it was written about; an earlier one that is sent again stays as it was. */
const opinionOf = (filing: Filing): string =>
  filing.review?.version === filing.version && isRecommended(filing) ? filing.review.opinion : '';

const roleInForm = (role: string): string =>
  ({ [LEADER]: '主要负责人，专职', [LEADER_PART_TIME]: '主要负责人，兼职' })[role] ?? role;
