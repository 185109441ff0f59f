import { sealedAs } from '../../services/filing/store.ts';
import { type NoticeOf, parseNotice } from '../../services/notice.ts';
import { appendNotices, toPerson } from '../../services/outbox.ts';
import { Refusal } from '../../services/refusal.ts';
import { act, type Handler, type Reply, type Scene, saved } from './handler.ts';
import { onEitherSide } from './sides.ts';

/** 双方盖章: the complete scan, which either side sends, looks at and ticks. */
export const openSeals: Handler<'seal.open'> = async (scene, { filing: id }) => {
  await onEitherSide(scene, id, 'read');
  return { show: { kind: 'seals', filingId: id } };
};

export const sendComplete: Handler<'seal.send'> = async (scene, { filing: id, file }) => {
  const { filing } = await onEitherSide(scene, id, 'read');
  if (!filing.complete.some((one) => one.id === file)) throw new Refusal('no_file', '这份扫描件已经移除。');
  const notice = { kind: 'completeFile', filingId: id, fileId: file } as const;
  await appendNotices(scene.tx, scene.enqueue, [toPerson(scene.who, notice)], scene.now);
  return { toast: { type: 'info', content: '扫描件马上发到聊天里' } };
};

/** 七 and 八 once more, to whoever has to print them or is asked for them. */
export const sendOpinionPage: Handler<'seal.page'> = async (scene, { filing: id, version }) => {
  const { filing } = await onEitherSide(scene, id, 'read');
  if (filing.version !== version || filing.status !== 'recommended') {
    throw new Refusal('wrong_state', '这一版现在没有要盖章的第七、八部分，卡片已更新。');
  }
  const notice = { kind: 'opinionPage', filingId: id, version } as const;
  await appendNotices(scene.tx, scene.enqueue, [toPerson(scene.who, notice)], scene.now);
  return { toast: { type: 'info', content: '第七、八部分马上发到聊天里' } };
};

export const removeComplete: Handler<'seal.remove'> = async (scene, { filing: id, file }) => {
  const { filing, name } = await onEitherSide(scene, id, 'carry');
  const { outcome } = await act(scene, filing, { type: 'dropComplete', file }, name);
  const again = outcome === 'unchanged';
  const flash = again ? '这份扫描件先前已经移除。' : '已移除。要换一份，把新的扫描件发到聊天里即可。';
  return { toast: saved(again ? '先前已经移除' : '已移除'), show: { kind: 'seals', filingId: id, flash } };
};

/** The ten places; what was ticked and typed is kept, and what is wrong stands beside it. */
export const checkSeals: Handler<'seal.check'> = async (scene, { filing: id, version }, form) => {
  const { filing, name } = await onEitherSide(scene, id, 'carry');
  const { hash } = await sealedAs(scene.tx, filing, version);
  const code = wordsIn(form, 'code');
  const slots = Object.keys(form).filter((one) => form[one] === true);
  return atFields({ kind: 'seals', filingId: id, ticked: slots, typed: { code } }, async () => {
    await act(scene, filing, { type: 'sealComplete', version, slots, code, hash }, name);
    const flash = '十处签字盖章已核对。';
    return { toast: saved('已核对'), show: { kind: 'seals', filingId: id, flash } };
  });
};

/** The scan was not the right one, which somebody has seen after the places were ticked. */
export const undoSeals: Handler<'seal.undo'> = async (scene, { filing: id, version }) => {
  const { filing, name } = await onEitherSide(scene, id, 'carry');
  await act(scene, filing, { type: 'unseal', version }, name);
  const flash = '已撤回核对，扫描件作废。请把新的完整扫描件发到聊天里，再核对十处。';
  return { toast: saved('已撤回核对'), show: { kind: 'seals', filingId: id, flash } };
};

/** 审核后提交 by the department (通知三（一）), or by the institution: a human act in the national system, told here. */
export const registerOnline: Handler<'filing.online'> = async (scene, { filing: id, version }, form) => {
  const { filing, name } = await onEitherSide(scene, id, 'carry');
  const on = wordsIn(form, 'on').slice(0, 10);
  const receipt = wordsIn(form, 'receipt');
  return atFields({ kind: 'seals', filingId: id, typed: { on, receipt } }, async () => {
    await act(scene, filing, { type: 'fileOnline', version, on, receipt }, name);
    return { toast: saved('已登记'), show: { kind: 'seals', filingId: id } };
  });
};

/** A file that came before it was clear whose it is: its person has named the filing. */
export const placeScan: Handler<'seal.place'> = async (scene, { filing: id, version, message }) => {
  const { filing } = await onEitherSide(scene, id, 'carry');
  if (filing.version !== version || filing.status !== 'recommended') {
    throw new Refusal('wrong_state', '这份材料现在不收完整的扫描件，文件没有保存。');
  }
  const { tenantKey, openId } = scene.who;
  const files = await filesAskedAbout(scene, message);
  const target = { kind: 'complete', version } as const;
  const job = { messageId: message, who: { tenantKey, openId }, filingId: id, target, files };
  await scene.enqueue(scene.tx, 'fetch', [job]);
  const flash = '正在保存刚才的文件，好了马上告诉您。';
  return { toast: { type: 'info', content: '正在保存' }, show: { kind: 'seals', filingId: id, flash } };
};

/** What stands on the card that asked: the button need not carry it, and nobody can name files that did not come. */
const filesAskedAbout = async ({ tx, who }: Scene, message: string) => {
  const { tenantKey, openId } = who;
  const where = { tenantKey, openId, kind: 'scanAsk', notice: { path: ['messageId'], equals: message } };
  const row = await tx.outbox.findFirst({ where });
  if (!row) throw new Refusal('no_file', '这份文件已经放好了。如果还没有看到，请再发一次。');
  return (parseNotice(row.kind, row.notice) as NoticeOf<'scanAsk'>).files;
};

const AT_FIELDS = ['not_ticked', 'wrong_code', 'no_scan', 'no_day', 'no_receipt'];

const atFields = async (again: NoticeOf<'seals'>, work: () => Promise<Reply>): Promise<Reply> => {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refusal) || !AT_FIELDS.includes(error.code)) throw error;
    return { show: { ...again, error: error.words } };
  }
};

const wordsIn = (form: Record<string, unknown>, name: string): string => {
  const given = form[name];
  return typeof given === 'string' ? given : '';
};
