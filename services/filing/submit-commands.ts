import { blocking, problemsOf } from '../form/read.ts';
import type { Notice } from '../notice.ts';
import { Refusal } from '../refusal.ts';
import { annexHash } from './annex.ts';
import { type Addressed, type Commands, done, editable, toColleagues, toMembers, toReviewer } from './decision.ts';
import {
  contextOf,
  DIRECT,
  type Filing,
  formOf,
  isHandedIn,
  type Moved,
  openedAgain,
  routeOfFiling,
  type Who,
  withoutPlace,
  withoutScans,
} from './filing.ts';
import { at, readyToLeave } from './seal-commands.ts';
import { copiesOf, handedOver } from './sides.ts';
import { isFrozen, isOpenForReview } from './status.ts';

/** From 定稿 to the department's desk, and back. */
export const submitCommands: Pick<Commands, 'freeze' | 'reopen' | 'submit' | 'withdraw'> = {
  freeze: (filing, { rev, declared }, { now, operators }) => {
    if (isFrozen(filing)) throw new Refusal('frozen', '已经定稿了，无需再点。');
    editable(filing);
    if (filing.rev !== rev) throw new Refusal('changed_since', '填写内容刚刚有变化，请再看一遍后定稿。');
    const faults = blocking(problemsOf(formOf(filing.round), contextOf(filing)));
    if (faults.length)
      throw new Refusal('not_complete', `还有 ${faults.length} 处必须处理，例如：${faults[0]?.words}。`);
    if (Object.values(filing.conflicts).some((list) => list.length)) {
      throw new Refusal('conflict_open', '有一部分两次保存的内容不一样，请先选定留哪一份。');
    }
    const objecting = filing.members.find(({ verdict }) => verdict?.state === 'objected');
    if (objecting) {
      throw new Refusal('objected', `还没有定稿：${objecting.name}不同意定稿，请按意见修改后再请对方过目。`);
    }
    const route = routeOfFiling(filing);
    if (route.kind !== 'department' && route.kind !== 'direct') {
      throw new Refusal('no_route', '还没有确定材料交给谁，请先完成“填报准备”。');
    }
    if (!declared) throw new Refusal('not_declared', '还没有定稿：请先勾选对材料真实性、合法性的声明。');
    const departmentCode = route.kind === 'department' ? route.code : DIRECT;
    const version = filing.version + 1;
    const moved = filing.departmentCode !== null && filing.departmentCode !== departmentCode;
    const frozen: Filing = {
      ...withoutScans(moved ? withoutPlace(filing) : filing),
      ...(moved && { urges: [], moved: movedFrom(filing, departmentCode, now) }),
      status: 'frozen',
      version,
      departmentCode,
      frozenAt: now,
      formRevision: filing.round.formRevision,
      confirmed: {},
    };
    const notices = toMembers(filing, { kind: 'annex', filingId: filing.id, version });
    const news = moved && filing.handedIn > 0 ? movedNews(filing, frozen, operators) : [];
    return {
      ...done(frozen, { what: `freeze v${version}` }, [...notices, ...news]),
      frozen: { hash: annexHash(frozen) },
    };
  },

  reopen: (filing, { version }) => {
    at(filing, version, ['frozen', 'inst_sealed'], '只有定稿后、提交前可以重新修改。');
    return done(
      { ...withoutScans(filing), status: openedAgain(filing), frozenAt: null },
      { what: `reopen v${version}` },
    );
  },

  submit: (filing, { version }, { now, actor, operators }) => {
    if (isOpenForReview(filing)) {
      throw new Refusal('submitted', '已经提交过了，无需再点。发送“进度”可以看审核情况。');
    }
    if (filing.status === 'frozen' && filing.version === version) {
      throw new Refusal('not_sealed', '还没有提交：请先在卡片上逐项核对签字盖章，点“核对完毕”。');
    }
    at(filing, version, ['inst_sealed'], '请先定稿，再提交。');
    readyToLeave(filing);
    if (filing.departmentCode === DIRECT) {
      throw new Refusal('direct', '直接申报的材料请先在国家系统提交，再在卡片上登记提交日期和回执号。');
    }
    const submitted: Filing = { ...handedOver(filing, now), status: 'submitted' };
    const id = { filingId: filing.id, version };
    const toReview = (notice: Notice) => toReviewer(submitted, notice, operators);
    return done(submitted, { what: `submit v${version}` }, [
      ...toColleagues(filing, actor, { kind: 'status', filingId: filing.id, event: 'submitted' }),
      ...toReview({ kind: 'review', ...id }),
      ...toReview({ kind: 'annex', ...id }),
      ...filing.scans.flatMap((scan) => toReview({ kind: 'reviewFile', ...id, fileId: scan.id })),
      ...copiesOf(submitted),
    ]);
  },

  withdraw: (filing, { version }, { operators }) => {
    at(filing, version, ['submitted', 'under_review'], '现在不能撤回。发送“进度”可以看当前情况。');
    const draft: Filing = { ...withoutScans(filing), status: openedAgain(filing), frozenAt: null, submittedAt: null };
    const notice = { kind: 'status', filingId: filing.id, event: 'withdrawn' } as const;
    return done(draft, { what: `withdraw v${version}` }, toReviewer(filing, notice, operators));
  },
};

/** The department that has had it: not one that it was only made out to meanwhile, and none when it is made out to that one again. */
const movedFrom = (filing: Filing, to: string, now: Date): Moved | null => {
  const { departmentCode, handedIn, moved } = filing;
  if (isHandedIn(filing)) return { from: departmentCode ?? '', version: handedIn, at: now.toISOString() };
  return moved?.from === to ? null : moved;
};

/** The answers now lead to another department: who fills hears of it, and the one that has had it. */
const movedNews = (before: Filing, after: Filing, operators: Who[]): Addressed[] => {
  const notice = { kind: 'status', filingId: after.id, event: 'moved' } as const;
  return [...toMembers(after, notice), ...(isHandedIn(before) ? toReviewer(before, notice, operators) : [])];
};
