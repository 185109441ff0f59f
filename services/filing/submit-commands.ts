import { blocking, problemsOf } from '../form/read.ts';
import type { Notice } from '../notice.ts';
import { Refusal } from '../refusal.ts';
import { annexHash } from './annex.ts';
import {
  type Addressed,
  type Commands,
  contactRole,
  done,
  editable,
  toColleagues,
  toMembers,
  toReviewer,
} from './decision.ts';
import { contextOf, DIRECT, type Filing, formOf, isOutdated, routeOfFiling, withoutScans } from './filing.ts';

/** From 定稿 to the department's desk, and back. */
export const submitCommands: Pick<Commands, 'freeze' | 'reopen' | 'submit' | 'withdraw'> = {
  freeze: (filing, { rev, declared }, { now }) => {
    if (filing.status === 'frozen') throw new Refusal('frozen', '已经定稿了，无需再点。');
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
    const frozen: Filing = {
      ...withoutScans(filing),
      status: 'frozen',
      version,
      departmentCode,
      frozenAt: now,
      formRevision: filing.round.formRevision,
      confirmed: {},
    };
    const notices = toMembers(filing, { kind: 'annex', filingId: filing.id, version });
    return { ...done(frozen, { what: `freeze v${version}` }, notices), frozen: { hash: annexHash(frozen) } };
  },

  reopen: (filing, { version }) => {
    current(filing, version, ['frozen'], '只有定稿后、提交前可以重新修改。');
    const status = filing.review ? 'returned' : 'draft';
    return done({ ...withoutScans(filing), status, frozenAt: null }, { what: `reopen v${version}` });
  },

  submit: (filing, { version }, { now, actor, operators }) => {
    if (filing.status === 'submitted' || filing.status === 'under_review') {
      throw new Refusal('submitted', '已经提交过了，无需再点。发送“进度”可以看审核情况。');
    }
    current(filing, version, ['frozen'], '请先定稿，再提交。');
    if (isOutdated(filing)) {
      throw new Refusal(
        'form_corrected',
        `没有提交：官方表格更正了，第 ${version} 版是按更正前的表格定稿的。请点“重新修改”，看过变了的几题，再定稿、盖章。`,
      );
    }
    if (filing.pages.length) {
      const words = `还有 ${filing.pages.length} 张照片没有合成扫描件，请先点“扫描完成”；不要的请移除。`;
      throw new Refusal('pages_open', words);
    }
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
    const draft: Filing = { ...withoutScans(filing), status, frozenAt: null, submittedAt: null };
    const notice = { kind: 'status', filingId: filing.id, event: 'withdrawn' } as const;
    return done(draft, { what: `withdraw v${version}` }, toReviewer(filing, notice, operators));
  },
};

const current = (filing: Filing, version: number, from: Filing['status'][], words: string) => {
  if (filing.version !== version) {
    throw new Refusal('old_version', `这是第 ${version} 版的卡片，现在是第 ${filing.version} 版。请用最新的卡片。`);
  }
  if (!from.includes(filing.status)) throw new Refusal('wrong_state', words);
};

/** 抄送所在地省级知识产权管理部门 (通知二（一）): for information, blocks nothing. */
const copies = (filing: Filing, notice: Notice): Addressed[] => {
  const route = routeOfFiling(filing);
  const cc = 'cc' in route ? route.cc : [];
  return cc.map((code) => ({ to: { role: contactRole(filing.roundId, code) }, notice }));
};
