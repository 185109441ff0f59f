import { Refusal } from '../refusal.ts';
import { type Commands, done, toReviewer } from './decision.ts';

const LONGEST = 500;

/** 已阅 by a department that got a copy (抄送): it may comment, and neither stops nor decides anything (通知二（一）). */
export const copyCommands: Pick<Commands, 'acknowledge'> = {
  acknowledge: (filing, { department, version, comment }, { now, actor, operators }) => {
    const copy = filing.copies[department];
    if (!copy) throw new Refusal('not_copied', '这份材料没有抄送给您的部门，您的点击没有改动任何内容。');
    if (copy.version !== version) {
      throw new Refusal('old_version', `申报单位已更新，最近抄送的是第 ${copy.version} 版，请用最新的卡片。`);
    }
    if (copy.readAt) return done(filing, { what: 'acknowledge' }, [], 'unchanged');
    const words = comment.trim();
    if (words.length > LONGEST) throw new Refusal('comment_long', `意见请控制在 ${LONGEST} 字以内。`);
    const read = { ...copy, readAt: now.toISOString(), by: actor.name, ...(words && { comment: words }) };
    const notice = { kind: 'copySaid', filingId: filing.id, departmentCode: department } as const;
    return done(
      { ...filing, copies: { ...filing.copies, [department]: read } },
      { what: `acknowledge ${department} v${version}` },
      words ? toReviewer(filing, notice, operators) : [],
    );
  },
};
