import { Refusal } from '../refusal.ts';
import { dayOf, isDay, longDay } from '../time.ts';
import { checkCodeOf } from './annex.ts';
import { type Commands, done } from './decision.ts';
import { notAScan, roomFor } from './file-commands.ts';
import { isPicture } from './file-places.ts';
import { DIRECT, type Filing, isOutdated } from './filing.ts';
import { copiesOf, handedOver, toAllSides } from './sides.ts';
import type { Status } from './status.ts';

/** What has to stand on paper by hand before a scan counts (填表说明二、三、六; domain: five places, ten with the department's). */
export const institutionSlots = {
  coverSeal: '封面：备案机构盖章',
  agent: '第六部分：经办人签字',
  head: '第六部分：负责人签字',
  date: '第六部分：日期',
  seal: '第六部分：备案机构盖章',
} as const;
export const departmentSlots = {
  coverSealDepartment: '封面：推荐部门盖章',
  agentDepartment: '第七部分：经办人签字',
  headDepartment: '第七部分：负责人签字',
  dateDepartment: '第七部分：日期',
  sealDepartment: '第七部分：推荐部门盖章',
} as const;
export const allSlots = { ...institutionSlots, ...departmentSlots };
export type Slot = keyof typeof allSlots;

/** From the paper to the national system: what is signed and sealed is looked at by a person, slot by slot. */
export const sealCommands: Pick<
  Commands,
  'seal' | 'complete' | 'dropComplete' | 'sealComplete' | 'unseal' | 'fileOnline'
> = {
  seal: (filing, { version, slots, code, hash }) => {
    at(filing, version, ['frozen'], '现在不能核对盖章：请先定稿，并把签字盖章后的扫描件发来。');
    readyScan(filing);
    allTicked(Object.keys(institutionSlots) as Slot[], slots);
    sameCode(version, code, hash);
    return done({ ...filing, status: 'inst_sealed' }, { what: `seal v${version}` });
  },

  complete: (filing, { version, file }) => {
    at(
      filing,
      version,
      ['recommended'],
      '现在不能收完整的扫描件：推荐之后、核对双方盖章之前才可以。已经核对的，请先在“双方盖章”里点“撤回核对”。',
    );
    if (file.kind && file.kind !== 'pdf' && !isPicture(file)) throw notAScan();
    if (filing.complete.some(({ sha256 }) => sha256 === file.sha256)) {
      return done(filing, { what: 'complete' }, [], 'unchanged');
    }
    return done({ ...filing, complete: roomFor([...filing.complete, file]) }, { what: `complete ${file.id}` });
  },

  dropComplete: (filing, { file }) => {
    const complete = filing.complete.filter(({ id }) => id !== file);
    if (complete.length === filing.complete.length) return done(filing, { what: 'dropComplete' }, [], 'unchanged');
    at(
      filing,
      filing.version,
      ['recommended'],
      '双方盖章已经核对，扫描件不能再换。如需更换，请先点“撤回核对”，扫描件作废，名额保留。',
    );
    return done({ ...filing, complete }, { what: `dropComplete ${file}` });
  },

  sealComplete: (filing, { version, slots, code, hash }, { operators }) => {
    at(filing, version, ['recommended'], '现在不能核对双方盖章：推荐之后才可以。');
    if (!filing.complete.length) {
      throw new Refusal('no_scan', '还没有收到双方盖章后的完整扫描件，请先把扫描件发到聊天里。');
    }
    allTicked(Object.keys(allSlots) as Slot[], slots);
    sameCode(version, code, hash);
    const sealed: Filing = { ...filing, status: 'dept_sealed' };
    return done(sealed, { what: `sealComplete v${version}` }, toAllSides(sealed, 'deptSealed', operators));
  },

  unseal: (filing, { version }, { operators }) => {
    at(filing, version, ['dept_sealed'], '现在没有可以撤回的核对：核对之后、在国家系统提交之前才可以。');
    const open: Filing = { ...filing, status: 'recommended', complete: [] };
    return done(open, { what: `unseal v${version}` }, toAllSides(open, 'unsealed', operators));
  },

  fileOnline: (filing, { version, on, receipt }, { now, actor, operators }) => {
    const direct = filing.departmentCode === DIRECT;
    const from: Status = direct ? 'inst_sealed' : 'dept_sealed';
    const first = direct ? '请先核对签字盖章。' : '请先核对双方的签字盖章。';
    at(filing, version, [from], `现在不能登记国家系统的提交：${first}`);
    if (direct) readyToLeave(filing);
    if (!isDay(on)) throw new Refusal('no_day', '请选择在国家系统提交的日期。');
    if (on > dayOf(now)) throw new Refusal('no_day', '提交日期不能晚于今天，请重新选择。');
    const frozenOn = filing.frozenAt ? dayOf(filing.frozenAt) : on;
    if (on < frozenOn) {
      const words = `提交日期不能早于第 ${version} 版定稿的日期（${longDay(frozenOn)}），请检查年份和月份。`;
      throw new Refusal('no_day', words);
    }
    const filed = {
      on,
      receipt: short(receipt, 'no_receipt', '请填写国家系统给出的回执号或受理编号。'),
      ...by(actor, now),
    };
    const handed = direct ? handedOver(filing, now) : filing;
    const next: Filing = {
      ...handed,
      status: 'filed_online',
      office: { ...(filing.office ?? { objections: [] }), filed },
    };
    const told = toAllSides(next, 'filed', operators);
    return done(next, { what: `file v${version}` }, [...told, ...(direct ? copiesOf(next) : [])]);
  },
};

/** Nothing leaves the institution before this holds: also asked when it is handed in, for a correction may have come between. */
export const readyToLeave = (filing: Filing): void => {
  if (!isOutdated(filing)) return;
  throw new Refusal(
    'form_corrected',
    `没有提交：官方表格更正了，第 ${filing.version} 版是按更正前的表格定稿的。请点“重新修改”，看过变了的几题，再定稿、盖章。`,
  );
};

const readyScan = (filing: Filing): void => {
  readyToLeave(filing);
  if (filing.pages.length) {
    const words = `还有 ${filing.pages.length} 张照片没有合成扫描件，请先点“扫描完成”；不要的请移除。`;
    throw new Refusal('pages_open', words);
  }
  if (!filing.scans.length) throw new Refusal('no_scan', '还没有收到签字盖章后的扫描件，请先把扫描件发到聊天里。');
};

const allTicked = (asked: Slot[], ticked: string[]): void => {
  const missing = asked.filter((slot) => !ticked.includes(slot)).map((slot) => allSlots[slot]);
  if (missing.length) {
    throw new Refusal(
      'not_ticked',
      `还有 ${missing.length} 处没有勾选：${missing.join('；')}。缺哪一处就补上，再扫描发来。`,
    );
  }
};

/** The footer of each page bears the check code of its version: a scan of another version is found before it goes anywhere. */
const sameCode = (version: number, code: string, hash: string): void => {
  const given = code.normalize('NFKC').replace(/\s/g, '').toLowerCase();
  if (given.length >= checkCodeOf(hash).length && hash.startsWith(given)) return;
  throw new Refusal(
    'wrong_code',
    `校验码与第 ${version} 版不同。请看扫描件页脚“校验码”后的前 ${checkCodeOf(hash).length} 位；如果确实不同，扫描的是别的版本，请打印第 ${version} 版重新签字盖章。`,
  );
};

/** The state and the version that a card named; anything else has changed meanwhile. */
export const at = (filing: Filing, version: number, from: readonly Status[], words: string): void => {
  if (filing.version !== version) {
    throw new Refusal('old_version', `这是第 ${version} 版的卡片，现在是第 ${filing.version} 版。请用最新的卡片。`);
  }
  if (!from.includes(filing.status)) throw new Refusal('wrong_state', words);
};

export const by = ({ name }: { name: string }, now: Date) => ({ by: name, at: now.toISOString() });

const LONGEST = 200;
/** A line that has to be given, at most 200 characters. */
export const short = (given: string, code: string, words: string): string => {
  if (!given.trim()) throw new Refusal(code, words);
  if (given.trim().length > LONGEST) throw new Refusal(code, `请控制在 ${LONGEST} 字以内。`);
  return given.trim();
};
