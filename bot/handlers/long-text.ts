import { editable } from '../../services/filing/decision.ts';
import { everField, type Filing, fieldAt } from '../../services/filing/filing.ts';
import { loadFiling } from '../../services/filing/store.ts';
import {
  batchesWith,
  changeBatch,
  endBatch,
  isOpen,
  proposeText,
  showInstead,
  type TextBatch,
  type TextPart,
} from '../../services/filing/text-batch.ts';
import type { Notice } from '../../services/notice.ts';
import { appendNotices, focusOf, toPerson } from '../../services/outbox.ts';
import { setFocus } from '../../services/people/people.ts';
import { mayDo } from '../../services/people/roles.ts';
import { documentsIn, ownWords } from '../document-link.ts';
import type { TextSaid } from '../inbound.ts';
import { mine } from './fill.ts';
import { type Handler, type Reply, type Scene, saved } from './handler.ts';

/**
 * A message for a long question joins those that wait; it lands when the person says so. A link to a Feishu document
 * stands for the document's text, which is read afterwards.
 */
export const collectText = async (
  scene: Scene,
  { messageId, sentAtMs }: TextSaid,
  said: string,
  place: { filing: Filing; step: string; field: string },
): Promise<void> => {
  const { tx, enqueue, who, now } = scene;
  const { filing, step, field } = place;
  mayDo(filing, who, 'edit', step);
  const common = { messageId, sentAtMs: sentAtMs ?? now.getTime() };
  const text = ownWords(said);
  const documents = documentsIn(said).map((key) => ({ messageId, key }));
  const parts: TextPart[] = [
    ...(text ? [{ ...common, key: '', source: 'message' as const, text }] : []),
    ...documents.map(({ key }) => ({ ...common, key, source: 'document' as const, text: '', pending: true })),
  ];
  const card = await proposeText(tx, enqueue, { who, filingId: filing.id, step, field }, parts, now);
  await enqueue(tx, 'longText', documents);
  if (!card) return;
  await appendNotices(tx, enqueue, [toPerson(who, card)], now);
  await setFocus(tx, who, focusOf(card));
};

/**
 * The messages are looked at once more before they land, because an edit sends no event: that is a call to the platform,
 * so the answer shows that it is being done and the card changes when it is.
 */
export const landText: Handler<'text.land'> = async (scene, payload) => {
  const { filing: id, step, field, batch, rev, replace } = payload;
  const filing = await mine(scene, id);
  everField(filing, step, field, 'paragraph');
  editable(filing);
  const read = { id: batch, rev, filingId: id, who: scene.who };
  const show = { kind: 'textPreview', filingId: id, step, field, batch } as const;
  if (!(await changeBatch(scene.tx, read, { state: 'checking', trouble: null }, scene.now))) return outdated(show);
  await scene.enqueue(scene.tx, 'longText', [{ land: batch, rev, replace }]);
  return { toast: { type: 'info', content: '正在核对，核对完自动放进' }, show };
};

export const dropText: Handler<'text.drop'> = async (scene, { filing: id, step, field, batch, rev }) => {
  await mine(scene, id);
  const read = { id: batch, rev, filingId: id, who: scene.who };
  if (!(await endBatch(scene.tx, read, [], 'dropped', scene.now))) {
    return outdated({ kind: 'textPreview', filingId: id, step, field, batch });
  }
  return { toast: saved('没有放进表里'), show: { kind: 'step', filingId: id, step } };
};

/** The preview again, wherever its card has gone. */
export const openText: Handler<'text.open'> = async (scene, { filing: id, step, field, batch }) => {
  fieldAt(await mine(scene, id), step, field, 'paragraph');
  return { show: { kind: 'textPreview', filingId: id, step, field, batch } };
};

export const writeMore: Handler<'text.more'> = async (scene, { filing: id }) => {
  await mine(scene, id);
  return { toast: { type: 'info', content: '请接着发到聊天里，发完再点“放进”' } };
};

const outdated = (show: Notice): Reply => ({
  toast: { type: 'warning', content: '内容刚有变化，请再看一眼再决定' },
  show,
});

/** A message taken back is taken out of what waits; of what has landed its person is told how to remove it. */
export const onRecalled = async ({ tx, enqueue, now }: Pick<Scene, 'tx' | 'enqueue' | 'now'>, messageId: string) => {
  for (const batch of await batchesWith(tx, messageId)) {
    const { who, filingId, step, field } = batch;
    if (batch.state === 'landed') {
      const { label } = fieldAt(await loadFiling(tx, filingId), step, field, 'paragraph');
      const words = `您撤回的消息已经放进“${label}”，表里的文字不会自动拿掉。如果不要了：发送“进度”，在这一部分点“修改”，改好后保存。`;
      await appendNotices(tx, enqueue, [toPerson(who, { kind: 'words', words })], now);
    } else if (isOpen(batch)) await takeOut({ tx, enqueue, now }, batch, messageId);
  }
};

type Place = Pick<Scene, 'tx' | 'enqueue' | 'now'>;

/** Takes what a message brought out of a batch that waits; one that is left with nothing gives way to its section. */
export const takeOut = async ({ tx, enqueue, now }: Place, batch: TextBatch, messageId: string): Promise<void> => {
  const parts = batch.parts.filter((part) => part.messageId !== messageId);
  const { filingId, step } = batch;
  if (!parts.length) {
    await endBatch(tx, batch, [], 'dropped', now);
    const flash = '您撤回了消息，没有放进表里。';
    return showInstead(tx, enqueue, batch, { kind: 'step', filingId, step, flash }, now);
  }
  await changeBatch(tx, batch, { parts, state: 'open', trouble: '您撤回了消息，已从这里拿掉。' }, now);
  await enqueue(tx, 'courier', [{ filingId }]);
};
