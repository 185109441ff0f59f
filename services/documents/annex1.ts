import { TemplateHandler } from 'easy-template-x';
import { printable } from './printable.ts';
import { WholeCharacters } from './whole-characters.ts';

/** What Annex 1 prints, already worded. Numbers are strings because the form shows them as they were written. */
export type Annex1 = {
  /** filledOn is a full date in Arabic digits without leading zeros: 2023年6月12日. */
  cover: { institutionName: string; departmentName: string; filledOn: string };
  name: string;
  nature: string;
  address: string;
  /** Name and post: 林知远、所长. */
  principal: string;
  staffTotal: string;
  staffFulltime: string;
  staffParttime: string;
  contactName: string;
  contactMobile: string;
  contactEmail: string;
  serviceTargets: string;
  serviceItems: string[];
  foundation: string;
  /** heading says who it is: 林知远（主要负责人，专职）. */
  team: { heading: string; bio: string }[];
  plan: string;
  /** One or two; the second block of the form stays blank when there is one. */
  cases: { name: string; period: string; content: string }[];
  opinion: string;
  /** What the form asks beside these, by the keys of its fields: the template of that form has a tag for each. */
  added?: { key: string; label: string; text: string }[];
  /** Empty until the department recommends, and on the direct route. */
  departmentOpinion: string;
  /** hash is the whole content hash; the page shows its beginning. */
  footer: { reference: string; version: number; hash: string };
};

/**
 * The Word file of a filing: the tags of the template replaced by the form's texts. Each line of a long text becomes a
 * paragraph. Texts come out literally: tags are looked up before any text is put in, and never again afterwards.
 */
export async function annex1Docx(template: Uint8Array, form: Annex1): Promise<Buffer> {
  const handler = new TemplateHandler({ extensions: { afterCompilation: [new WholeCharacters()] } });
  return handler.process(Buffer.from(template), {
    ...Object.fromEntries((form.added ?? []).map(({ key, text }) => [key, printable(text)])),
    ...singleLines(form),
    serviceTargets: paragraphs(form.serviceTargets),
    serviceItems: form.serviceItems.flatMap(paragraphs),
    foundation: paragraphs(form.foundation),
    team: form.team.map(({ heading, bio }) => ({ heading: printable(heading), bio: paragraphs(bio) })),
    plan: paragraphs(form.plan),
    case1Content: paragraphs(form.cases[0]?.content ?? ''),
    case2Content: paragraphs(form.cases[1]?.content ?? ''),
    opinion: paragraphs(form.opinion),
    departmentOpinion: paragraphs(form.departmentOpinion),
  });
}

function singleLines({ cover, cases, footer, ...form }: Annex1): Record<string, string> {
  const lines = {
    institutionName: cover.institutionName,
    departmentName: cover.departmentName,
    filledOn: cover.filledOn,
    name: form.name,
    nature: form.nature,
    address: form.address,
    principal: form.principal,
    staffTotal: form.staffTotal,
    staffFulltime: form.staffFulltime,
    staffParttime: form.staffParttime,
    contactName: form.contactName,
    contactMobile: form.contactMobile,
    contactEmail: form.contactEmail,
    case1Name: cases[0]?.name ?? '',
    case1Period: cases[0]?.period ?? '',
    case2Name: cases[1]?.name ?? '',
    case2Period: cases[1]?.period ?? '',
    reference: footer.reference,
    version: `${footer.version}`,
    hashShort: footer.hash.slice(0, HASH_SHORT),
  };
  return Object.fromEntries(Object.entries(lines).map(([tag, text]) => [tag, printable(text)]));
}

function paragraphs(text: string): { line: string }[] {
  return printable(text)
    .split('\n')
    .map((line) => ({ line }));
}

/** How many characters of the hash stand in the footer: enough to tell versions apart by eye. */
const HASH_SHORT = 12;
