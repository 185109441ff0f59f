import { actingFor, mustAct } from '../../services/departments/acting.ts';
import type { Filing } from '../../services/filing/filing.ts';
import { loadForReview } from '../../services/filing/store.ts';
import { Refusal } from '../../services/refusal.ts';
import { act, type Handler, type Scene, saved } from './handler.ts';

const WORDS = '只有收到抄送的部门的备案工作联系人可以看和回复，您的点击没有改动任何内容。';

/** The filing, if this person acts for a department that got a copy of it, and their name in 附件2. One statement. */
const copied = async (scene: Scene, id: string, department: string): Promise<{ filing: Filing; name: string }> => {
  const { filing, acting } = await loadForReview(scene.tx, id, department);
  const { name } = mustAct(acting, scene.who, scene.now, WORDS);
  if (!filing.copies[department]) throw new Refusal('not_copied', WORDS);
  scene.known = filing;
  return { filing, name };
};

export const openCopy: Handler<'copy.open'> = async (scene, { filing: id, department }) => {
  const { filing } = await copied(scene, id, department);
  const { version } = filing.copies[department]!;
  return { show: { kind: 'copied', filingId: id, version, departmentCode: department } };
};

/** 已阅, with or without a comment; one that is too long stays in its field. */
export const readCopy: Handler<'copy.read'> = async (scene, { filing: id, department, version }, form) => {
  const { filing, name } = await copied(scene, id, department);
  const comment = typeof form.comment === 'string' ? form.comment : '';
  const show = { kind: 'copied', filingId: id, version, departmentCode: department } as const;
  try {
    await act(scene, filing, { type: 'acknowledge', department, version, comment }, name);
    return { toast: saved(comment.trim() ? '已阅，意见已转给推荐部门' : '已阅'), show };
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'comment_long') throw error;
    return { show: { ...show, comment, error: error.words } };
  }
};

export const openCopies: Handler<'copy.list'> = async ({ tx, who, now }, { round, department }) => {
  mustAct(await actingFor(tx, round, department), who, now, WORDS);
  return { show: { kind: 'copies', roundId: round, departmentCode: department } };
};
