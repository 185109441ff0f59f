import { isTransient, type Tx } from '../prisma/client.ts';
import { fieldAt } from '../services/filing/filing.ts';
import { perform, Stale } from '../services/filing/perform.ts';
import { loadFiling } from '../services/filing/store.ts';
import {
  batchesWith,
  changeBatch,
  endBatch,
  isOpen,
  loadBatch,
  showInstead,
  type TextBatch,
  type TextPart,
  textOf,
  withinLimit,
} from '../services/filing/text-batch.ts';
import { countWords } from '../services/form/count.ts';
import type { Job } from '../services/queue.ts';
import { Refusal } from '../services/refusal.ts';
import type { Deps } from './deps.ts';
import { ownWords } from './document-link.ts';
import { createDoorkeeper } from './doorkeeper.ts';
import { FeishuError, type FeishuErrorKind } from './feishu.ts';
import { wordsOf } from './inbound.ts';
import type { Limits } from './limits.ts';

const TRIES = 8;

type Landing = Extract<Job<'longText'>, { land: string }>;

/** Work on long texts that needs the platform. Repeating it is harmless; it rejects when the platform is out of reach. */
export const createLongText = ({ db, feishu, enqueue, now, log }: Deps, limits: Limits) => {
  const noteRefusal = createDoorkeeper({ db, log, now });
  /** The text lands if its messages are still as they were shown; otherwise the card shows what is new and asks again. */
  const land = async ({ land: id, rev, replace }: Landing): Promise<void> => {
    const batch = await loadBatch(db, id);
    if (!batch || !isOpen(batch) || batch.rev !== rev) return;
    const parts: TextPart[] = [];
    for (const part of batch.parts) {
      const found = part.source === 'message' ? await readAgain(part) : part;
      if (found) parts.push(found);
    }
    if (JSON.stringify(parts) !== JSON.stringify(batch.parts)) return askAgain(batch, parts, changes(batch, parts));
    try {
      await inTransaction((tx) => landed(tx, batch, replace));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      await noteRefusal(error, { who: batch.who, action: 'text', payload: { filing: batch.filingId } });
      await askAgain(batch, parts, error.words);
    }
  };

  /** The piece as its message says it now; undefined when that was taken back. What cannot be read stays as it came. */
  const readAgain = async (part: TextPart): Promise<TextPart | undefined> => {
    try {
      const message = await limits.read(() => feishu.readMessage(part.messageId));
      if (!message) return undefined;
      const said = wordsOf(message)?.trim();
      const text = said && ownWords(said);
      return text === undefined || text === part.text ? part : { ...part, text, was: part.text };
    } catch (error) {
      if (!(error instanceof FeishuError) || error.kind === 'transient' || error.kind === 'limited') throw error;
      if (error.kind === 'gone') return undefined;
      log.warn({ err: error }, 'a message could not be read again');
      return part;
    }
  };

  const askAgain = (batch: TextBatch, parts: TextPart[], trouble: string): Promise<void> =>
    inTransaction(async (tx) => {
      const { filingId, step } = batch;
      if (parts.length) {
        if (await changeBatch(tx, batch, { parts, state: 'open', trouble }, now()))
          await enqueue(tx, 'courier', [{ filingId }]);
      } else if (await endBatch(tx, batch, [], 'dropped', now())) {
        await showInstead(tx, enqueue, batch, { kind: 'step', filingId, step, flash: trouble }, now());
      }
    });

  const landed = async (tx: Tx, batch: TextBatch, replace: boolean): Promise<void> => {
    const { filingId, step, field, parts, who } = batch;
    if (!(await endBatch(tx, batch, parts, 'landed', now()))) return;
    const filing = await loadFiling(tx, filingId);
    const text = textOf(parts);
    const circumstances = { now: now(), actor: { ...who, name: '' }, operators: [] };
    await perform(tx, enqueue, filing, { type: 'append', step, field, text, replace }, circumstances);
    const { label } = fieldAt(filing, step, field, 'paragraph');
    const flash = `已${replace ? '换成' : '放进'}“${label}”并保存：${countWords(text)} 字。`;
    await showInstead(tx, enqueue, batch, { kind: 'step', filingId, step, flash }, now());
  };

  const inTransaction = async <T>(work: (tx: Tx) => Promise<T>): Promise<T> => {
    for (let tried = 1; ; tried++) {
      try {
        return await db.$transaction(work);
      } catch (error) {
        if (!(error instanceof Stale || isTransient(error)) || tried === TRIES) throw error;
      }
    }
  };

  /** Reads a document that a message links to and puts its text, or why there is none, where it is waited for. */
  const readDocument = async ({ messageId, key }: Exclude<Job<'longText'>, Landing>): Promise<void> => {
    const found = await textOfDocument(key);
    await inTransaction(async (tx) => {
      for (const batch of (await batchesWith(tx, messageId)).filter(isOpen)) {
        const parts = batch.parts.map((part) => {
          if (part.messageId !== messageId || part.key !== key || !part.pending) return part;
          const { pending: _, ...rest } = part;
          return withinLimit({ ...rest, ...found });
        });
        if (await changeBatch(tx, batch, { parts, state: 'open' }, now()))
          await enqueue(tx, 'courier', [{ filingId: batch.filingId }]);
      }
    });
  };

  const textOfDocument = async (key: string): Promise<Pick<TextPart, 'name' | 'trouble'> & { text: string }> => {
    const [kind, token = ''] = key.split(':');
    try {
      const document = { kind: kind === 'wiki' ? 'wiki' : 'docx', token } as const;
      const { title, text } = await limits.document(() => feishu.readDocument(document));
      const kept = text.toWellFormed().replaceAll('\0', '').trim();
      return { name: title ?? '飞书文档', text: kept, ...(kept ? {} : { trouble: '这份文档里没有文字。' }) };
    } catch (error) {
      if (!(error instanceof FeishuError) || error.kind === 'transient' || error.kind === 'limited') throw error;
      log.info({ err: error }, 'a document could not be read');
      return { name: '飞书文档', text: '', trouble: troubles[error.kind] ?? '这种文档读不了，请把文字复制到聊天里。' };
    }
  };

  return { land, readDocument };
};

/** Why a document has no text for us, and what the person can do. */
const troubles: Partial<Record<FeishuErrorKind, string>> = {
  unreachable:
    '我没有权限读这份文档。请在文档右上角点“…”→“更多”→“添加文档应用”，选备案助手，再发一次链接；或者把文字复制到聊天里。',
  too_large: '文档太大，飞书不让读出来。请只把要放进这一题的文字复制到聊天里。',
  gone: '没有找到这份文档，可能已删除或链接不全。请检查链接后再发，或者把文字复制到聊天里。',
  config: '应用还没有开通读文档的权限，请告诉管理员；现在可以先把文字复制到聊天里。',
};

const changes = (batch: TextBatch, parts: TextPart[]): string => {
  const recalled = batch.parts.length - parts.length;
  const edited = parts.filter(({ messageId, key, text }) =>
    batch.parts.some((old) => old.messageId === messageId && old.key === key && old.text !== text),
  ).length;
  const said = [
    ...(edited ? [`${edited} 段您发出后又改过，已换成改后的`] : []),
    ...(recalled ? [`${recalled} 段您已撤回，已从这里拿掉`] : []),
  ];
  return `还没有放进：${said.join('；')}。${parts.length ? '请再看一眼，没问题就再点一次。' : ''}`;
};
