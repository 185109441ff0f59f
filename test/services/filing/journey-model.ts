import { isDeepStrictEqual } from 'node:util';
import type { FileRef, Raw, RawItem } from '../../../services/form/define.ts';

/** What was said in one section. */
export type Said = Record<string, Raw>;
export type Place = { step: string; field: string };
export type Removed = Place & { key: string; item: RawItem; order: string[] };
type Out = { file: FileRef; place: Place; at: number };
/** `changes`: how often the section had changed by then. */
type Taken = { changes: number; before: Said; absent: string[] };

/**
 * What a filing must hold, told in plain JavaScript from what people did: nothing here calls the product. Keys (of rows
 * laid aside, texts, offers) are those of the steps that made them.
 */
export type Model = {
  status: string;
  version: number;
  /** Every change counts one. */
  rev: number;
  returned: boolean;
  said: Record<string, Said>;
  changes: Record<string, number>;
  before: Record<string, Said>;
  rivals: Record<string, { by: string; at: string; values: Said }[]>;
  scans: FileRef[];
  pages: FileRef[];
  waiting: FileRef[];
  out: Out[];
  removed: Removed[];
  texts: Record<string, { key: string; rev: number; parts: { at: number; text: string }[] }>;
  offer: { key: string; sections: Record<string, Said>; taken: Record<string, Taken> } | null;
  sealed: Record<number, Record<string, Said>>;
};

export type Outcome = 'done' | 'unchanged' | 'conflict' | 'refused';

export const emptyModel = (rev: number): Model => ({
  ...{ status: 'draft', version: 0, rev, returned: false, said: {}, changes: {}, before: {}, rivals: {} },
  ...{ scans: [], pages: [], waiting: [], out: [], removed: [], texts: {}, offer: null, sealed: {} },
});

export const isOpen = ({ status }: Model): boolean => status === 'draft' || status === 'returned';
export const changesOf = (model: Model, step: string): number => model.changes[step] ?? 0;
export const rowsAt = (model: Model, { step, field }: Place): RawItem[] =>
  (model.said[step]?.[field] ?? []) as RawItem[];

export const FILE_PLACES: Place[] = [
  { step: 'route', field: 'proof' },
  { step: 'systems', field: 'systems' },
];
export const SCANS: Place = { step: '', field: 'scans' };
export const PAGES: Place = { step: '', field: 'pages' };
export const WAITING: Place = { step: '', field: 'waiting' };
const beside = { scans: 'scans', pages: 'pages', waiting: 'waiting' } as const;

export const filesAt = (model: Model, { step, field }: Place): FileRef[] =>
  step ? ((model.said[step]?.[field] ?? []) as FileRef[]) : model[beside[field as keyof typeof beside]];

/** One change of a section: what it said until now can be had back. */
export const write = (model: Model, step: string, values: Said): void => {
  model.before[step] = { ...model.said[step] };
  model.said[step] = { ...model.said[step], ...values };
  model.changes[step] = changesOf(model, step) + 1;
};

export const setFiles = (model: Model, { step, field }: Place, files: FileRef[]): void => {
  if (step) write(model, step, { [field]: files });
  else model[beside[field as keyof typeof beside]] = files;
  if (!step && field !== 'waiting') unseal(model);
};

/** The places were ticked on the scans of then. */
export const unseal = (model: Model): void => {
  if (model.status === 'inst_sealed') model.status = 'frozen';
};
/** Frozen and still with the institution. */
export const isFrozen = ({ status }: Model): boolean => status === 'frozen' || status === 'inst_sealed';

export const whereIs = (model: Model, is: (file: FileRef) => boolean) => {
  for (const place of [...FILE_PLACES, SCANS, PAGES, WAITING]) {
    const at = filesAt(model, place).findIndex(is);
    if (at >= 0) return { place, at, file: filesAt(model, place)[at]! };
  }
  return undefined;
};

/** The same content, or the same message, wherever it stands. */
export const twin = (model: Model, { source, sha256 }: FileRef) =>
  whereIs(model, (one) => one.source === source || one.sha256 === sha256);

export const layOut = (model: Model, file: FileRef): void => {
  const found = whereIs(model, ({ id }) => id === file.id)!;
  setFiles(model, found.place, filesAt(model, found.place).toSpliced(found.at, 1));
  model.out.push({ file, place: found.place, at: found.at });
};

/** Scans belong to one version and go with it. */
export const dropScans = (model: Model): void => {
  model.scans = [];
  model.pages = [];
  model.out = model.out.filter(({ place }) => place.step || place.field === 'waiting');
};

/** The section says again what it said before its last change; a file that thereby leaves it can still be had back. */
export const takeBack = (model: Model, step: string): void => {
  const now = model.said[step] ?? {};
  const then = { ...model.before[step] };
  for (const place of FILE_PLACES.filter((one) => one.step === step)) {
    const files = (then[place.field] ?? []) as FileRef[];
    const leaving = filesAt(model, place).filter(({ id }) => !files.some((one) => one.id === id));
    leaving.forEach((file) => {
      model.out.push({ file, place, at: filesAt(model, place).findIndex(({ id }) => id === file.id) });
    });
    const elsewhere = (file: FileRef) => {
      const found = twin(model, file);
      return found && !isDeepStrictEqual(found.place, place);
    };
    if (then[place.field]) then[place.field] = files.filter((file) => !elsewhere(file));
    model.out = model.out.filter(({ file }) => !files.some(({ id }) => id === file.id) || elsewhere(file));
  }
  model.before[step] = { ...now };
  model.said[step] = then;
  model.changes[step] = changesOf(model, step) + 1;
};
