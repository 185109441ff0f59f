import type { FileRef, Raw, RawItem } from '../form/define.ts';
import { blocking, filesAt, itemsAt, problemsOf, textAt } from '../form/read.ts';
import type { Notice } from '../notice.ts';
import { Refusal } from '../refusal.ts';
import { dayOf, longDay } from '../time.ts';
import { annexHash } from './annex.ts';
import {
  contextOf,
  DIRECT,
  type Filing,
  fieldAt,
  formOf,
  isEditable,
  type Member,
  routeOfFiling,
  sameWho,
  stepAt,
  type Who,
} from './filing.ts';

export type Actor = Who & { name: string };

/** What a person (or a file that has arrived) asks of a filing. */
export type Command =
  | { type: 'save'; step: string; rev: number; values: Record<string, Raw> }
  | { type: 'saveItem'; step: string; field: string; item: RawItem; was: string }
  | { type: 'removeItem'; step: string; field: string; item: string; was: string }
  | { type: 'append'; step: string; field: string; text: string }
  | { type: 'cut'; step: string; field: string; rev: number; length: number }
  | { type: 'attach'; step: string; field: string; file: FileRef }
  | { type: 'detach'; step: string; field: string; file: string }
  | { type: 'choose'; step: string; rev: number; at: string; mine: boolean }
  | { type: 'freeze'; rev: number }
  | { type: 'reopen'; version: number }
  | { type: 'scan'; version: number; file: FileRef }
  | { type: 'dropScan'; file: string }
  | { type: 'submit'; version: number }
  | { type: 'withdraw'; version: number }
  | { type: 'join'; member: Member }
  | { type: 'open'; version: number }
  | { type: 'return'; version: number; remarks: string; dueOn?: string }
  | { type: 'recommend'; version: number; opinion: string };
type CommandOf<T extends Command['type']> = Extract<Command, { type: T }>;

export type Recipient = { who: Who } | { role: string };
export type Addressed = { to: Recipient; notice: Notice };
export type Decision = {
  filing: Filing;
  /** For the history: names of fields, never their contents. */
  entry: { what: string; why?: string };
  notices: Addressed[];
  outcome: 'done' | 'conflict' | 'unchanged';
  frozen?: { hash: string };
  joined?: Member;
};
export type Circumstances = { now: Date; actor: Actor; operators: Who[] };

/**
 * What a command makes of a filing (state machine: draft/returned → frozen → submitted → under_review → recommended
 * or returned). Pure: no clock, no database, no Feishu. Throws Refusal with words for the person.
 */
export const decide = (filing: Filing, command: Command, circumstances: Circumstances): Decision => {
  if (filing.round.closedAt)
    throw new Refusal('round_closed', '本年度备案工作已经结束，不能再改动。如有疑问请联系主办方。');
  const handler = handlers[command.type] as (f: Filing, c: Command, x: Circumstances) => Decision;
  return handler(filing, command, circumstances);
};

/** In characters: four times the longest guideline of the form, and what the inputs of one card (30 KB) can still show. */
const LONGEST = 6000;
/** Remarks and opinions stand on cards beside much else. */
const LONGEST_REMARK = 2000;
/** Rows of one list, far above any real team. */
const MOST_ITEMS = 60;
/** Texts of one section that wait for somebody to choose. */
const MOST_CONFLICTS = 5;

/** The role whose holder reviews: the department's contact, or for direct filings the operators. */
export const contactRole = (roundId: string, departmentCode: string): string => `contact:${roundId}:${departmentCode}`;

const handlers: { [T in Command['type']]: (filing: Filing, command: CommandOf<T>, x: Circumstances) => Decision } = {
  save: (filing, { step, rev, values }, { now, actor }) => {
    editable(filing);
    stepAt(filing, step);
    const before = filing.answers[step] ?? {};
    const changed = Object.keys(values).filter((field) => before[field] !== values[field]);
    if (!changed.length) return done(filing, { what: `save ${step}` }, [], 'unchanged');
    if (Object.values(values).some((value) => typeof value === 'string' && value.length > LONGEST)) {
      throw new Refusal('too_long', `没有保存：一个部分最多 ${LONGEST} 个字符，请精简后再保存。`);
    }
    if ((filing.revs[step] ?? 0) !== rev) {
      const waiting = filing.conflicts[step] ?? [];
      const known = waiting.some((one) => JSON.stringify(one.values) === JSON.stringify(values));
      if (known) return done(filing, { what: `conflict ${step}` }, [], 'conflict');
      if (waiting.length >= MOST_CONFLICTS) {
        throw new Refusal(
          'conflict_open',
          '没有保存：这一部分已有几份不同的内容等待选择，请先发送“继续”选定，再修改。',
        );
      }
      const conflict = { by: { ...actor }, at: now.toISOString(), values };
      const kept = { ...filing.conflicts, [step]: [...waiting, conflict] };
      return done({ ...filing, conflicts: kept }, { what: `conflict ${step}: ${changed.join(' ')}` }, [], 'conflict');
    }
    return done(withSection(filing, step, values), { what: `save ${step}: ${changed.join(' ')}` });
  },

  saveItem: (filing, { step, field, item, was }) => {
    editable(filing);
    fieldAt(filing, step, field, 'roster');
    if (Object.values(item).some((value) => value.length > LONGEST)) {
      throw new Refusal('too_long', `没有保存：一项最多 ${LONGEST} 个字符，请精简后再保存。`);
    }
    const items = itemsAt(filing.answers, step, field);
    const grows = !items.some((one) => one.id === item.id && fingerprint(one) === was);
    if (items.length >= MOST_ITEMS && grows) {
      throw new Refusal('too_many', `没有保存：最多 ${MOST_ITEMS} 条，请先删去不需要的。`);
    }
    const current = items.find((candidate) => candidate.id === item.id);
    // The same text again, also of a collision kept before under another id, adds nothing.
    const kept = items.some(
      (one) => (one.id === item.id || one.id.startsWith(`${item.id}~`)) && sameItem({ ...one, id: item.id }, item),
    );
    if (kept) return done(filing, { what: `item ${field}` }, [], 'unchanged');
    // Two people in one row: neither text is overwritten. Both rows stand in the list until somebody removes one.
    const collided = current !== undefined && fingerprint(current) !== was;
    const next = collided
      ? [...items, { ...item, id: `${item.id}~${filing.rev}` }]
      : current
        ? items.map((candidate) => (candidate.id === item.id ? item : candidate))
        : [...items, item];
    const entry = { what: `item ${field} ${item.id}` };
    return done(withSection(filing, step, { [field]: next }), entry, [], collided ? 'conflict' : 'done');
  },

  removeItem: (filing, { step, field, item, was }) => {
    editable(filing);
    fieldAt(filing, step, field, 'roster');
    const items = itemsAt(filing.answers, step, field);
    const current = items.find((candidate) => candidate.id === item);
    if (current && fingerprint(current) !== was) {
      throw new Refusal('changed_since', '没有删除：这一条刚被改过，请再看一遍后决定。');
    }
    const left = items.filter((candidate) => candidate.id !== item);
    if (left.length === items.length) return done(filing, { what: `remove ${field} ${item}` }, [], 'unchanged');
    return done(withSection(filing, step, { [field]: left }), { what: `remove ${field} ${item}` });
  },

  append: (filing, { step, field, text }) => {
    editable(filing);
    fieldAt(filing, step, field, 'paragraph');
    const before = textAt(filing.answers, step, field);
    const joined = before ? `${before}\n${text}` : text;
    if (joined.length > LONGEST) {
      throw new Refusal(
        'too_long',
        `这段没有保存：加上它共 ${joined.length} 个字符，超过一个部分能容纳的 ${LONGEST} 个。请精简后再发，发送“继续”看已保存的内容。`,
      );
    }
    return done(withSection(filing, step, { [field]: joined }), { what: `append ${field}` });
  },

  cut: (filing, { step, field, rev, length }) => {
    editable(filing);
    fieldAt(filing, step, field, 'paragraph');
    const text = textAt(filing.answers, step, field);
    const left = text.slice(0, Math.max(0, text.length - length)).replace(/\n$/, '');
    if ((filing.revs[step] ?? 0) !== rev || length < 1 || length > text.length || !left.isWellFormed()) {
      throw new Refusal('changed_since', '这一段之后内容又有改动，不能直接撤回，请在卡片里修改。');
    }
    return done(withSection(filing, step, { [field]: left || null }), { what: `cut ${field}` });
  },

  attach: (filing, { step, field, file }) => {
    editable(filing);
    fieldAt(filing, step, field, 'files');
    const files = filesAt(filing.answers, step, field);
    if (files.some((known) => known.source === file.source || known.sha256 === file.sha256)) {
      return done(filing, { what: `attach ${field}` }, [], 'unchanged');
    }
    return done(withSection(filing, step, { [field]: [...files, file] }), { what: `attach ${field} ${file.id}` });
  },

  detach: (filing, { step, field, file }) => {
    editable(filing);
    fieldAt(filing, step, field, 'files');
    const files = filesAt(filing.answers, step, field);
    const left = files.filter((known) => known.id !== file);
    if (left.length === files.length) return done(filing, { what: `detach ${field}` }, [], 'unchanged');
    return done(withSection(filing, step, { [field]: left }), { what: `detach ${field} ${file}` });
  },

  choose: (filing, { step, rev, at, mine }) => {
    editable(filing);
    stepAt(filing, step);
    const [first, ...rest] = filing.conflicts[step] ?? [];
    if (!first) return done(filing, { what: `choose ${step}` }, [], 'unchanged');
    // The choice is between the two texts that were shown, and no others.
    if (first.at !== at || (filing.revs[step] ?? 0) !== rev) {
      throw new Refusal('changed_since', '这一部分刚刚又有变化，请再看一遍后选择。');
    }
    const conflicts = { ...filing.conflicts, [step]: rest };
    const chosen = mine ? withSection(filing, step, first.values) : filing;
    return done({ ...chosen, conflicts }, { what: `choose ${step}: ${mine ? 'second' : 'first'}` });
  },

  freeze: (filing, { rev }, { now }) => {
    if (filing.status === 'frozen') throw new Refusal('frozen', '已经定稿了，无需再点。');
    editable(filing);
    if (filing.rev !== rev) throw new Refusal('changed_since', '填写内容刚刚有变化，请再看一遍后定稿。');
    const faults = blocking(problemsOf(formOf(filing.round), contextOf(filing)));
    if (faults.length)
      throw new Refusal('not_complete', `还有 ${faults.length} 处必须处理，例如：${faults[0]?.words}。`);
    if (Object.values(filing.conflicts).some((list) => list.length)) {
      throw new Refusal('conflict_open', '有一部分两个人的内容不一样，请先选定留哪一份。');
    }
    const route = routeOfFiling(filing);
    if (route.kind !== 'department' && route.kind !== 'direct') {
      throw new Refusal('no_route', '还没有确定材料交给谁，请先完成“填报准备”。');
    }
    const departmentCode = route.kind === 'department' ? route.code : DIRECT;
    const version = filing.version + 1;
    const frozen: Filing = { ...filing, status: 'frozen', version, departmentCode, frozenAt: now, scans: [] };
    const notices = toMembers(filing, { kind: 'annex', filingId: filing.id, version });
    return { ...done(frozen, { what: `freeze v${version}` }, notices), frozen: { hash: annexHash(frozen) } };
  },

  reopen: (filing, { version }) => {
    current(filing, version, ['frozen'], '只有定稿后、提交前可以重新修改。');
    const status = filing.review ? 'returned' : 'draft';
    return done({ ...filing, status, scans: [], frozenAt: null }, { what: `reopen v${version}` });
  },

  scan: (filing, { version, file }) => {
    if (filing.status !== 'frozen' || filing.version !== version) {
      throw new Refusal('not_frozen', '请先定稿、打印、签字盖章，再发扫描件。发送“继续”看下一步。');
    }
    if (filing.scans.some((known) => known.source === file.source || known.sha256 === file.sha256)) {
      return done(filing, { what: 'scan' }, [], 'unchanged');
    }
    return done({ ...filing, scans: [...filing.scans, file] }, { what: `scan ${file.id}` });
  },

  dropScan: (filing, { file }) => {
    if (filing.status !== 'frozen') throw new Refusal('not_frozen', '已经提交，扫描件不能再改；如需更换请先撤回。');
    const scans = filing.scans.filter((known) => known.id !== file);
    if (scans.length === filing.scans.length) return done(filing, { what: 'dropScan' }, [], 'unchanged');
    return done({ ...filing, scans }, { what: `dropScan ${file}` });
  },

  submit: (filing, { version }, { now, actor, operators }) => {
    if (filing.status === 'submitted' || filing.status === 'under_review') {
      throw new Refusal('submitted', '已经提交过了，无需再点。发送“进度”可以看审核情况。');
    }
    current(filing, version, ['frozen'], '请先定稿，再提交。');
    if (!filing.scans.length) throw new Refusal('no_scan', '还没有收到签字盖章后的扫描件，请先把扫描件发到聊天里。');
    const submitted: Filing = { ...filing, status: 'submitted', handedIn: version, submittedAt: now };
    const id = { filingId: filing.id, version };
    const toReview = (notice: Notice) => toReviewer(submitted, notice, operators);
    return done(submitted, { what: `submit v${version}` }, [
      ...toColleagues(filing, actor, { kind: 'status', filingId: filing.id, event: 'submitted' }),
      ...toReview({ kind: 'review', ...id }),
      ...toReview({ kind: 'annex', ...id }),
      ...filing.scans.flatMap((scan) => toReview({ kind: 'reviewFile', ...id, fileId: scan.id })),
      ...copies(submitted, { kind: 'copied', ...id }),
    ]);
  },

  withdraw: (filing, { version }, { operators }) => {
    current(filing, version, ['submitted', 'under_review'], '现在不能撤回。发送“进度”可以看当前情况。');
    const status = filing.review ? 'returned' : 'draft';
    const draft: Filing = { ...filing, status, scans: [], frozenAt: null, submittedAt: null };
    const notice = { kind: 'status', filingId: filing.id, event: 'withdrawn' } as const;
    return done(draft, { what: `withdraw v${version}` }, toReviewer(filing, notice, operators));
  },

  join: (filing, { member }) => {
    if (filing.members.some((known) => sameWho(known, member))) {
      return done(filing, { what: 'join' }, [], 'unchanged');
    }
    const notice = { kind: 'status', filingId: filing.id, event: 'joined' } as const;
    const joined = { ...filing, members: [...filing.members, member] };
    return { ...done(joined, { what: `join ${member.role}` }, [{ to: { who: member }, notice }]), joined: member };
  },

  open: (filing, { version }) => {
    if (filing.status !== 'submitted' || filing.version !== version) {
      return done(filing, { what: 'open' }, [], 'unchanged');
    }
    const notices = toMembers(filing, { kind: 'status', filingId: filing.id, event: 'opened' });
    return done({ ...filing, status: 'under_review' }, { what: `open v${version}` }, notices);
  },

  return: (filing, { version, remarks, dueOn }, { now, actor }) => {
    decidable(filing, version);
    if (!remarks.trim()) throw new Refusal('no_remarks', '请写明需要补正什么，申报单位才好修改。');
    if (remarks.length > LONGEST_REMARK) throw new Refusal('no_remarks', `请控制在 ${LONGEST_REMARK} 字以内。`);
    if (dueOn && dueOn < dayOf(now)) throw new Refusal('due_past', '补正期限不能早于今天，请重新选择。');
    const last = filing.round.materialsDueOn;
    if (dueOn && dueOn > last && dayOf(now) <= last) {
      throw new Refusal('due_past', `补正期限不能晚于材料填报截止 ${longDay(last)}，请重新选择。`);
    }
    const review = { version, remarks: remarks.trim(), dueOn, opinion: '', by: actor.name, at: now.toISOString() };
    const notices = toMembers(filing, { kind: 'status', filingId: filing.id, event: 'returned' });
    return done({ ...filing, status: 'returned', review, scans: [] }, { what: `return v${version}` }, notices);
  },

  recommend: (filing, { version, opinion }, { now, actor, operators }) => {
    decidable(filing, version);
    if (filing.departmentCode === DIRECT) {
      throw new Refusal('direct', '直接申报的材料没有推荐环节，请在国家知识产权局的流程中办理。');
    }
    if (!opinion.trim()) throw new Refusal('no_opinion', '请填写第七部分“推荐部门意见”。');
    if (opinion.length > LONGEST_REMARK) throw new Refusal('no_opinion', `请控制在 ${LONGEST_REMARK} 字以内。`);
    const review = { version, remarks: '', opinion: opinion.trim(), by: actor.name, at: now.toISOString() };
    const recommended: Filing = { ...filing, status: 'recommended', review };
    return done(recommended, { what: `recommend v${version}` }, [
      ...toMembers(filing, { kind: 'status', filingId: filing.id, event: 'recommended' }),
      ...toMembers(filing, { kind: 'annex', filingId: filing.id, version }),
      ...toReviewer(filing, { kind: 'annex', filingId: filing.id, version }, operators),
    ]);
  },
};

/** The content of a row as it was when a card was drawn, short enough for a button's payload. */
export const fingerprint = (item: RawItem | undefined): string => {
  if (!item) return '';
  let sum = 0;
  for (const char of JSON.stringify(Object.entries(item).sort())) sum = (Math.imul(sum, 31) + char.codePointAt(0)!) | 0;
  return (sum >>> 0).toString(36);
};

const sameItem = (a: RawItem, b: RawItem) => fingerprint(a) === fingerprint(b);

const done = (
  filing: Filing,
  entry: Decision['entry'],
  notices: Addressed[] = [],
  outcome: Decision['outcome'] = 'done',
): Decision => ({ filing, entry, notices, outcome });

const withSection = (filing: Filing, step: string, values: Record<string, Raw>): Filing => ({
  ...filing,
  answers: { ...filing.answers, [step]: { ...filing.answers[step], ...values } },
  revs: { ...filing.revs, [step]: (filing.revs[step] ?? 0) + 1 },
});

const editable = (filing: Filing) => {
  if (isEditable(filing)) return;
  const how =
    filing.status === 'frozen'
      ? '请先点“重新修改”'
      : filing.status === 'recommended'
        ? '材料已经推荐，如有问题请联系推荐部门'
        : '如需修改，请先撤回（发送“进度”）';
  throw new Refusal('not_editable', `材料已经定稿或提交，现在不能改动。${how}。`);
};

const current = (filing: Filing, version: number, from: Filing['status'][], words: string) => {
  if (filing.version !== version) {
    throw new Refusal('old_version', `这是第 ${version} 版的卡片，现在是第 ${filing.version} 版。请用最新的卡片。`);
  }
  if (!from.includes(filing.status)) throw new Refusal('wrong_state', words);
};

/** A decision names the version that was seen; anything else has changed under the reviewer's eyes. */
const decidable = (filing: Filing, version: number) => {
  if (filing.version !== version) {
    throw new Refusal('old_version', `申报单位已更新到第 ${filing.version} 版，请看过新版后再决定。`);
  }
  if (filing.status === 'recommended') throw new Refusal('decided', '这份材料已经推荐，没有再次改动。');
  if (filing.status === 'returned') throw new Refusal('decided', '这份材料已经退回补正，没有再次改动。');
  if (filing.status !== 'submitted' && filing.status !== 'under_review') {
    throw new Refusal('not_submitted', '申报单位已撤回修改，请等待重新提交。');
  }
};

const toMembers = (filing: Filing, notice: Notice): Addressed[] =>
  filing.members.map(({ tenantKey, openId }) => ({ to: { who: { tenantKey, openId } }, notice }));

/** The one who clicked sees the change on the card itself. */
const toColleagues = (filing: Filing, actor: Actor, notice: Notice): Addressed[] =>
  toMembers({ ...filing, members: filing.members.filter((member) => !sameWho(member, actor)) }, notice);

const toReviewer = (filing: Filing, notice: Notice, operators: Who[]): Addressed[] =>
  filing.departmentCode === DIRECT
    ? operators.map((who) => ({ to: { who }, notice }))
    : [{ to: { role: contactRole(filing.roundId, filing.departmentCode ?? '') }, notice }];

/** 抄送所在地省级知识产权管理部门 (通知二（一）): for information, blocks nothing. */
const copies = (filing: Filing, notice: Notice): Addressed[] => {
  const route = routeOfFiling(filing);
  const cc = 'cc' in route ? route.cc : [];
  return cc.map((code) => ({ to: { role: contactRole(filing.roundId, code) }, notice }));
};
