import type { Notice } from '../../services/notice.ts';
import { appendNotices, toPerson } from '../../services/outbox.ts';
import { Refusal } from '../../services/refusal.ts';
import { mine } from './fill.ts';
import type { Handler, Reply, Scene } from './handler.ts';

export const openAnswers: Handler<'answers.open'> = async (scene, { filing: id, page }) => {
  await mine(scene, id);
  return { show: { kind: 'answers', filingId: id, page } };
};

export const openReceipt: Handler<'receipt.open'> = async (scene, { filing: id, version }) => {
  await mine(scene, id);
  return { show: { kind: 'receipt', filingId: id, version } };
};

export const sendDraft: Handler<'draft.send'> = async (scene, { filing: id }) => {
  await mine(scene, id);
  return sent(scene, { kind: 'draft', filingId: id }, 'Word 草稿马上发到聊天里');
};

export const sendPack: Handler<'pack.send'> = async (scene, { filing: id, version }) => {
  const filing = await mine(scene, id);
  if (version < 1 || version > filing.version) throw new Refusal('no_version', '这一版还没有定稿，请先定稿。');
  return sent(scene, { kind: 'textPack', filingId: id, version }, '国家系统填报文本马上发到聊天里');
};

const sent = async (scene: Scene, notice: Notice, content: string): Promise<Reply> => {
  await appendNotices(scene.tx, scene.enqueue, [toPerson(scene.who, notice)], scene.now);
  return { toast: { type: 'info', content } };
};
