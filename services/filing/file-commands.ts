import type { FileRef } from '../form/define.ts';
import { mayDo } from '../people/roles.ts';
import { Refusal } from '../refusal.ts';
import { type Actor, type Commands, done, editable } from './decision.ts';
import {
  type FilePlace,
  filesIn,
  findFile,
  isPicture,
  PAGES,
  SCANS,
  twinOf,
  WAITING,
  withFiles,
} from './file-places.ts';
import { type Filing, fieldAt } from './filing.ts';
import { isFrozen } from './status.ts';

/** Files in one place, and files taken out that can still be put back. */
const MOST_FILES = 60;
const MOST_TAKEN_OUT = 20;
const LONGEST_NAME = 120;

/** Files on their way into an answer or the scan, and all that is done with them there. */
export const fileCommands: Pick<
  Commands,
  | 'attach'
  | 'scan'
  | 'page'
  | 'receive'
  | 'placeFiles'
  | 'takeOut'
  | 'restore'
  | 'moveFile'
  | 'renameFile'
  | 'finishScan'
> = {
  attach: (filing, { step, field, file, replaces }) => {
    editable(filing);
    fieldAt(filing, step, field, 'files');
    return put(filing, { step, field }, file, 'attach', replaces);
  },

  scan: (filing, { version, file, replaces }) => {
    frozenAt(filing, version);
    if (file.kind && file.kind !== 'pdf' && !isPicture(file)) throw notAScan();
    return put(filing, SCANS, file, 'scan', replaces);
  },

  page: (filing, { version, file, replaces }) => {
    frozenAt(filing, version);
    if (!isPicture(file)) throw notAScan();
    return put(filing, PAGES, file, 'page', replaces);
  },

  receive: (filing, { file }) => {
    if (!isFrozen(filing)) editable(filing);
    return put(filing, WAITING, file, 'receive');
  },

  placeFiles: (filing, { files, to }, { actor }) => {
    const chosen = filesIn(filing, WAITING).filter(({ id }) => files.includes(id));
    if (!chosen.length) return done(filing, { what: 'place' }, [], 'unchanged');
    if (!to) return done(chosen.reduce(takenOut, filing), { what: `drop ${chosen.map(({ id }) => id).join(' ')}` });
    const without = withFiles(
      filing,
      WAITING,
      filesIn(filing, WAITING).filter((file) => !chosen.includes(file)),
    );
    const placed = chosen.reduce((so, file) => {
      const place = to.field === 'scans' && !to.step && isPicture(file) ? PAGES : to;
      open(so, place, actor);
      if (!place.step && file.kind !== 'pdf' && !isPicture(file)) throw notAScan();
      return withFiles(so, place, roomFor([...filesIn(so, place), file]));
    }, without);
    return done(placed, { what: `place ${to.field} ${chosen.map(({ id }) => id).join(' ')}` });
  },

  takeOut: (filing, { file: id }, { actor }) => {
    const found = findFile(filing, id);
    if (!found) return done(filing, { what: 'takeOut' }, [], 'unchanged');
    open(filing, found.place, actor);
    return done(takenOut(filing, found.file), { what: `takeOut ${found.place.field} ${id}` });
  },

  restore: (filing, { file: id }, { actor }) => {
    const loose = filing.loose.find((one) => one.id === id && one.out);
    if (!loose?.out || twinOf(filing, loose)) return done(filing, { what: 'restore' }, [], 'unchanged');
    const { out, ...file } = loose;
    open(filing, out, actor);
    const files = filesIn(filing, out);
    const rest = { ...filing, loose: filing.loose.filter((one) => one !== loose) };
    const back = roomFor(files.toSpliced(Math.min(out.at, files.length), 0, file));
    return done(withFiles(rest, out, back), { what: `restore ${out.field} ${id}` });
  },

  moveFile: (filing, { file: id, by }, { actor }) => {
    const found = findFile(filing, id);
    const to = (found?.at ?? 0) + by;
    if (!found || to < 0 || to >= found.files.length) return done(filing, { what: 'moveFile' }, [], 'unchanged');
    open(filing, found.place, actor);
    const moved = found.files.toSpliced(found.at, 1).toSpliced(to, 0, found.file);
    return done(withFiles(filing, found.place, moved), { what: `moveFile ${found.place.field} ${id}` });
  },

  renameFile: (filing, { file: id, name }, { actor }) => {
    const found = findFile(filing, id);
    if (!found) throw new Refusal('no_file', '这个文件已经不在了，请发送“继续”看现在的情况。');
    open(filing, found.place, actor);
    const wanted = withEnding(name, found.file.name);
    if (wanted === found.file.name) return done(filing, { what: 'renameFile' }, [], 'unchanged');
    const files = found.files.with(found.at, { ...found.file, name: wanted });
    return done(withFiles(filing, found.place, files), { what: `renameFile ${found.place.field} ${id}` });
  },

  finishScan: (filing, { version, pages, file }) => {
    frozenAt(filing, version);
    const joined = filing.scans.some(({ sha256 }) => sha256 === file.sha256);
    if (filing.pages.map(({ id }) => id).join() !== pages.join()) {
      if (joined) return done(filing, { what: 'finishScan' }, [], 'unchanged');
      throw new Refusal('changed_since', '照片刚才又有增减，没有合成。请核对后再点一次“扫描完成”。');
    }
    const scans = joined ? filing.scans : [...filing.scans, file];
    return done({ ...filing, pages: [], scans }, { what: `finishScan ${file.id}` });
  },
};

type Put = 'attach' | 'scan' | 'page' | 'receive';
const put = (filing: Filing, place: FilePlace, file: FileRef, verb: Put, replaces?: string) => {
  const files = filesIn(filing, place);
  if (twinOf(filing, file)) return done(filing, { what: verb }, [], 'unchanged' as const);
  const at = files.findIndex(({ id }) => id === replaces);
  const what = `${verb} ${place.step ? `${place.field} ` : ''}${file.id}` as const;
  if (at < 0) return done(withFiles(filing, place, roomFor(inTurn(files, file))), { what });
  return done(withFiles(takenOut(filing, files[at]!), place, files.with(at, file)), {
    what: `${what} for ${replaces}`,
  });
};

/** Behind all that were sent before it. Where the person has moved files, only those at the end that came too early make way. */
const inTurn = (files: FileRef[], file: FileRef): FileRef[] => {
  const before = files.findLastIndex(({ sentAtMs }) => !(sentAtMs! > file.sentAtMs!));
  return files.toSpliced(before + 1, 0, file);
};

/** The filing without this file, which can be put back where it was; the oldest of those taken out are let go. */
const takenOut = (filing: Filing, file: FileRef): Filing => {
  const { place, at, files } = findFile(filing, file.id)!;
  const left = withFiles(filing, place, files.toSpliced(at, 1));
  const out = [...left.loose.filter((one) => one.out), { ...file, out: { ...place, at } }];
  return { ...left, loose: [...left.loose.filter((one) => !one.out), ...out.slice(-MOST_TAKEN_OUT)] };
};

/** Whether the files of this place may be changed now, and by this person. Sections are checked for every command. */
const open = (filing: Filing, { step, field }: FilePlace, actor: Actor): void => {
  if (step) editable(filing);
  if (step || field === WAITING.field) return;
  mayDo(filing, actor, 'carry');
  if (!isFrozen(filing))
    throw new Refusal('not_frozen', '现在不能动扫描件：定稿后、提交前才可以。如已提交，请先撤回。');
};

const frozenAt = (filing: Filing, version: number): void => {
  if (isFrozen(filing) && filing.version === version) return;
  throw new Refusal('not_frozen', '请先定稿、打印、签字盖章，再发扫描件。发送“继续”看下一步。');
};

export const roomFor = (files: FileRef[]): FileRef[] => {
  if (files.length <= MOST_FILES) return files;
  throw new Refusal('too_many', `一处最多放 ${MOST_FILES} 个文件，请先移除不需要的，或合并成一个 PDF。`);
};

export const notAScan = () => new Refusal('not_a_scan', '签字盖章扫描件请发 PDF，或逐页拍成照片（JPG、PNG）发来。');

/** What the person wrote, with the ending that tells what the file is. */
const withEnding = (name: string, before: string): string => {
  const ending = before.match(/\.[^.]+$/)?.[0] ?? '';
  // Signs that no file system takes, and line ends, become blanks.
  const words = name.replaceAll(/[\\/:*?"<>|\p{Cc}]+/gu, ' ').trim();
  const bare = words.toLowerCase().endsWith(ending.toLowerCase())
    ? words.slice(0, words.length - ending.length)
    : words;
  if (!bare.trim()) throw new Refusal('no_name', '请写上文件名。');
  if (bare.length > LONGEST_NAME) throw new Refusal('long_name', `文件名最多 ${LONGEST_NAME} 个字，请写短一些。`);
  return `${bare.trim()}${ending}`;
};
