import { randomUUID } from 'node:crypto';
import type { Tx } from '../prisma/client.ts';
import { acknowledge } from '../services/acknowledge.ts';
import { checkFile } from '../services/files/check-file.ts';
import type { Effect, KeptFile, Place } from '../services/files/recognise.ts';
import { storedAs } from '../services/files/store.ts';
import { decide } from '../services/filing/decide.ts';
import type { Command } from '../services/filing/decision.ts';
import { isPicture, twinOf } from '../services/filing/file-places.ts';
import { type Filing, memberOf } from '../services/filing/filing.ts';
import { perform, Stale } from '../services/filing/perform.ts';
import { loadFiling } from '../services/filing/store.ts';
import type { FileRef } from '../services/form/define.ts';
import { takeOnce } from '../services/inbox.ts';
import { mayDo, mayReview } from '../services/people/roles.ts';
import type { Job } from '../services/queue.ts';
import { Refusal } from '../services/refusal.ts';
import type { Deps } from './deps.ts';
import { createDoorkeeper } from './doorkeeper.ts';
import { FeishuError } from './feishu.ts';
import { recognisers } from './recognisers.ts';

/** What can be sent on later: the platform takes uploads of at most 30 MB. */
const MAX_BYTES = 30 * 1024 * 1024;
const TRIES = 8;

/**
 * Fetches the files of one message, checks them, asks what they are, and puts them where they belong. Repeating it is
 * harmless: what came of a file is recorded under its message and key, so a crash costs nothing and nobody is told twice.
 * Rejects when the platform is out of reach.
 */
export const createIntake = ({ db, feishu, files, enqueue, now, log }: Deps) => {
  const noteRefusal = createDoorkeeper({ db, log, now });
  const take = async (job: Job<'fetch'>): Promise<void> => {
    for (const file of job.files) await takeOne(job, file);
  };

  const takeOne = async (job: Job<'fetch'>, { fileKey, name, type }: Job<'fetch'>['files'][number]): Promise<void> => {
    const source = `${job.messageId}/${fileKey}`;
    const tell = (words: string) => settle(job, source, async () => ({ kind: 'words', words }));
    try {
      const { content } = await feishu.download({ messageId: job.messageId, fileKey, type }, MAX_BYTES);
      const checked = await checkFile(name, content);
      const id = randomUUID().slice(0, 8);
      const { sentAtMs } = job;
      const sent = sentAtMs === undefined ? {} : { sentAtMs };
      const file: KeptFile = { id, source, ...sent, content, ...storedAs(content), ...checked };
      const filing = await loadFiling(db, job.filingId);
      const effect = (await recognised(job, filing, file)) ?? (await placed(job, filing, file));
      await settle(job, source, effect);
    } catch (error) {
      if (error instanceof Refusal) {
        await noteRefusal(error, { who: job.who, action: 'file', payload: { filing: job.filingId } });
        return tell(`“${name}”没有保存：${error.words}`);
      }
      if (!(error instanceof FeishuError)) throw error;
      if (error.kind === 'too_large') return tell(tooLarge(name));
      if (error.kind === 'transient' || error.kind === 'limited') throw error;
      log.warn({ err: error, messageId: job.messageId }, 'a file could not be fetched');
      return tell(`“${name}”没有取到，可能已撤回或被设为保密。请重新发送一次。`);
    }
  };

  const recognised = async (
    { who, step = '', target }: Job<'fetch'>,
    filing: Filing,
    file: KeptFile,
  ): Promise<Effect | undefined> => {
    if (target.kind === 'complete') return undefined;
    const at: Place = { who, filing, step, now: now(), tx: db };
    for (const recognise of recognisers) {
      const found = await recognise(file, at);
      if (found) return typeof found === 'function' ? found : async () => found;
    }
    return undefined;
  };

  /** Its bytes are kept before an answer refers to them, and not at all when they would be refused there. */
  const placed = async (
    { target, filingId, who }: Job<'fetch'>,
    before: Filing,
    { content, ...file }: KeptFile,
  ): Promise<Effect> => {
    if (UNPLACED.includes(file.kind)) throw new Refusal('file_type', '请发 PDF、Word 或照片（JPG、PNG）。');
    // Either side may send the complete scan, and only they: the command itself cannot know who acts for the department.
    if (target.kind === 'complete') {
      if (memberOf(before, who)) mayDo(before, who, 'carry');
      else await mayReview(db, [], before, who, now());
    }
    const command = commandFor(target, file);
    const circumstances = { now: now(), actor: { ...who, name: '' }, operators: [] };
    decide(before, command, circumstances);
    await files.keep(content);
    return async (tx) => {
      const { outcome, filing } = await perform(tx, enqueue, filingId, command, circumstances);
      const twin = outcome === 'unchanged' ? twinOf(filing, file) : undefined;
      const same = twin && sameWords(file.name, twin.file.name);
      if (target.kind === 'complete') {
        const flash = outcome === 'unchanged' ? sameWords(file.name, file.name) : `已收到并保存“${file.name}”。`;
        return { kind: 'seals', filingId, flash };
      }
      if (target.kind === 'scan') {
        return { kind: 'frozen', filingId, flash: same ?? `已收到并保存“${file.name}”。` };
      }
      return same
        ? { kind: 'received', filingId, files: [], said: [same] }
        : { kind: 'received', filingId, files: [file.id] };
    };
  };

  /** The effect and the news of it, once; again on fresh state when somebody else's change came between. */
  const settle = async ({ who }: Job<'fetch'>, source: string, effect: Effect): Promise<void> => {
    const once = async (tx: Tx) => {
      if (!(await takeOnce(tx, source, now()))) return;
      const notice = await effect(tx, enqueue);
      if (notice) await acknowledge(tx, enqueue, who, notice, now());
    };
    for (let tried = 1; ; tried++) {
      try {
        return await db.$transaction(once);
      } catch (error) {
        if (!(error instanceof Stale) || tried === TRIES) throw error;
      }
    }
  };

  return { take };
};

/** Of use only to whoever recognises them: nothing a department could print. */
const UNPLACED = ['xlsx', 'csv', 'text'];

const tooLarge = (name: string): string =>
  `“${name}”超过 30 MB，没有保存。请降低扫描分辨率（200—300 dpi、灰度即可）、压缩 PDF，或拆成几个文件后再发。`;

const commandFor = (target: Job<'fetch'>['target'], file: FileRef): Command => {
  if (target.kind === 'ask') return { type: 'receive', file };
  if (target.kind === 'complete') return { type: 'complete', version: target.version, file };
  if (target.kind === 'field') return { ...target, type: 'attach', file };
  const { version, replaces } = target;
  // A photograph is one page of the scan that is being made.
  return isPicture(file) ? { type: 'page', version, file, replaces } : { type: 'scan', version, file, replaces };
};

const sameWords = (name: string, known: string): string =>
  name === known ? `“${name}”之前已经收到，没有重复保存。` : `“${name}”与“${known}”内容相同，没有重复保存。`;
