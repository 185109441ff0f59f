import { randomUUID } from 'node:crypto';
import { perform, Stale } from '../services/filing/perform.ts';
import type { FileRef } from '../services/form/define.ts';
import { takeOnce } from '../services/inbox.ts';
import type { Notice } from '../services/notice.ts';
import { appendNotices, toPerson } from '../services/outbox.ts';
import type { Job } from '../services/queue.ts';
import { Refusal } from '../services/refusal.ts';
import type { Deps } from './deps.ts';
import { FeishuError } from './feishu.ts';

/** What can be sent on later: the platform takes uploads of at most 30 MB. */
const MAX_BYTES = 30 * 1024 * 1024;

/**
 * Fetches the files of one message and puts them where they belong. Repeating it is harmless: what came of a file is
 * recorded under its message and key, so a crash costs nothing and nobody is told twice. Rejects when the platform is
 * out of reach.
 */
export const createIntake = ({ db, feishu, files, enqueue, now, log }: Deps) => {
  const take = async (job: Job<'fetch'>): Promise<void> => {
    for (const file of job.files) await takeOne(job, file);
  };

  const takeOne = async (job: Job<'fetch'>, { fileKey, name, type }: Job<'fetch'>['files'][number]): Promise<void> => {
    const source = `${job.messageId}/${fileKey}`;
    const tell = (words: string) => inform(job, source, { kind: 'words', words });
    if (!ACCEPTED.test(name)) return tell(`“${name}”没有保存：请发 PDF、Word 或图片。`);
    try {
      const { content } = await feishu.download({ messageId: job.messageId, fileKey, type }, MAX_BYTES);
      if (content.length === 0) return tell(`“${name}”是空文件，没有保存。请检查后重新发送。`);
      const kept = await files.keep(content);
      await attach(job, { id: randomUUID().slice(0, 8), name, source, ...kept });
    } catch (error) {
      if (error instanceof Refusal) return tell(`“${name}”没有保存：${error.words}`);
      if (!(error instanceof FeishuError)) throw error;
      if (error.kind === 'too_large') return tell(tooLarge(name));
      if (error.kind === 'transient' || error.kind === 'limited') throw error;
      log.warn({ err: error, messageId: job.messageId }, 'a file could not be fetched');
      return tell(`“${name}”没有取到，可能已撤回或被设为保密。请重新发送一次。`);
    }
  };

  const attach = async (job: Job<'fetch'>, file: FileRef): Promise<void> => {
    const { target, filingId, who } = job;
    const command =
      target.kind === 'scan'
        ? ({ type: 'scan', version: target.version, file } as const)
        : ({ type: 'attach', step: target.step, field: target.field, file } as const);
    for (let tried = 1; ; tried++) {
      try {
        return await db.$transaction(async (tx) => {
          if (!(await takeOnce(tx, file.source, now()))) return;
          const circumstances = { now: now(), actor: { ...who, name: '' }, operators: [] };
          const { outcome } = await perform(tx, enqueue, filingId, command, circumstances);
          const flash =
            outcome === 'unchanged' ? `“${file.name}”之前已经收到，没有重复保存。` : `已收到并保存“${file.name}”。`;
          const notice: Notice =
            target.kind === 'scan'
              ? { kind: 'frozen', filingId, flash }
              : { kind: 'step', filingId, step: target.step, flash };
          await appendNotices(tx, enqueue, [toPerson(who, notice)], now());
        });
      } catch (error) {
        if (!(error instanceof Stale) || tried === 8) throw error;
      }
    }
  };

  const inform = (job: Job<'fetch'>, source: string, notice: Notice) =>
    db.$transaction(async (tx) => {
      if (await takeOnce(tx, source, now())) await appendNotices(tx, enqueue, [toPerson(job.who, notice)], now());
    });

  return { take };
};

/** What a department can open and print; OFD is the national format for official documents. */
const ACCEPTED = /\.(pdf|ofd|docx?|wps|jpe?g|png|bmp|tiff?)$/i;

const tooLarge = (name: string): string =>
  `“${name}”超过 30 MB，没有保存。请降低扫描分辨率（200—300 dpi、灰度即可）、压缩 PDF，或拆成几个文件后再发。`;
