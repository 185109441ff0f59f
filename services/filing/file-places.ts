import type { FileRef, Raw } from '../form/define.ts';
import { filesAt, relevantFields, relevantSteps } from '../form/read.ts';
import { contextOf, type Filing, fieldAt, formOf, withSection } from './filing.ts';
import { isEditable, isFrozen } from './status.ts';

/** Where a file stands: a question of the form, or (with an empty step) one of the three places beside it. */
export type FilePlace = { step: string; field: string };
/** The signed scans; photographs that are still to be joined into one; and what waits for a place. */
export const SCANS: FilePlace = { step: '', field: 'scans' };
export const PAGES: FilePlace = { step: '', field: 'pages' };
export const WAITING: FilePlace = { step: '', field: 'waiting' };

export const samePlace = (a: FilePlace, b: FilePlace): boolean => a.step === b.step && a.field === b.field;

/** Files that no answer holds and that wait for one; those taken out are left out. */
export const waitingFiles = (filing: Filing): FileRef[] => filing.loose.filter(({ out }) => !out);

export const filesIn = (filing: Filing, { step, field }: FilePlace): FileRef[] => {
  if (step) return filesAt(filing.answers, step, field);
  return { scans: filing.scans, pages: filing.pages }[field] ?? waitingFiles(filing);
};

/** The filing with these files there, in this order. Throws a Refusal for a question the form does not have. */
export const withFiles = (filing: Filing, place: FilePlace, files: FileRef[]): Filing => {
  const { step, field } = place;
  if (step) {
    fieldAt(filing, step, field, 'files');
    return withSection(filing, step, { [field]: files });
  }
  if (field === 'scans') return { ...filing, scans: files };
  if (field === 'pages') return { ...filing, pages: files };
  return { ...filing, loose: [...filing.loose.filter(({ out }) => out), ...files] };
};

/** Every place that holds files, in the order of the form. */
const places = (filing: Filing): FilePlace[] => [
  ...Object.entries(formOf(filing.round).steps).flatMap(([step, { fields }]) =>
    Object.entries(fields).flatMap(([field, { kind }]) => (kind === 'files' ? [{ step, field }] : [])),
  ),
  ...[SCANS, PAGES, WAITING],
];

export type Found = { file: FileRef; place: FilePlace; at: number; files: FileRef[] };

/** Where a file is now; undefined when it was taken out or never here. */
export const findFile = (filing: Filing, is: string | ((file: FileRef) => boolean)): Found | undefined => {
  const matches = typeof is === 'string' ? ({ id }: FileRef) => id === is : is;
  for (const place of places(filing)) {
    const files = filesIn(filing, place);
    const at = files.findIndex(matches);
    if (at >= 0) return { file: files[at]!, place, at, files };
  }
  return undefined;
};

/** The same content, or the same message, that the filing holds already. */
export const twinOf = (filing: Filing, { source, sha256 }: FileRef): Found | undefined =>
  findFile(filing, (known) => known.source === source || known.sha256 === sha256);

/**
 * The filing with a section as it was before. A file that thereby leaves it can be had back like any that was taken out,
 * and one that has found another place since stays there: no file is lost by it, and none stands twice.
 */
export const putBack = (filing: Filing, step: string, values: Record<string, Raw>): Filing => {
  const here = places(filing).filter((place) => place.step === step);
  const bare = here.reduce((so, place) => withFiles(so, place, []), filing);
  const answers = { ...values };
  let { loose } = filing;
  for (const place of here) {
    const then = filesAt({ [step]: values }, step, place.field);
    const back = then.filter((file) => !twinOf(bare, file));
    const leaving = filesIn(filing, place).flatMap((file, at) =>
      then.some(({ id }) => id === file.id) ? [] : [{ ...file, out: { ...place, at } }],
    );
    if (answers[place.field]) answers[place.field] = back;
    loose = [...loose.filter(({ id, out }) => !out || !back.some((file) => file.id === id)), ...leaving];
  }
  const { revs } = withSection(filing, step, {});
  return { ...filing, loose, revs, answers: { ...filing.answers, [step]: answers } };
};

/** Where a file may be put as things stand. */
export const openPlaces = (filing: Filing): FilePlace[] => {
  if (isFrozen(filing)) return [SCANS];
  if (!isEditable(filing)) return [];
  const context = contextOf(filing);
  return relevantSteps(formOf(filing.round), context).flatMap(([step, section]) =>
    relevantFields(section, context).flatMap(([field, { kind }]) => (kind === 'files' ? [{ step, field }] : [])),
  );
};

/** The place in words, as on its card. */
export const placeName = (filing: Filing, { step, field }: FilePlace): string =>
  step
    ? (formOf(filing.round).steps[step]?.fields[field]?.label ?? step)
    : ({ scans: '签字盖章扫描件', pages: '扫描照片' }[field] ?? '还没有放好');

/** What a scan can be sent on as. */
export const isPicture = ({ kind, name }: FileRef): boolean =>
  kind ? kind === 'jpeg' || kind === 'png' : /\.(jpe?g|png)$/i.test(name);
