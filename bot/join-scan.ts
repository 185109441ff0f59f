import { randomUUID } from 'node:crypto';
import type { Tx } from '../prisma/client.ts';
import { acknowledge } from '../services/acknowledge.ts';
import { joinPages } from '../services/files/pdf.ts';
import { storedAs } from '../services/files/store.ts';
import { type Filing, institutionName } from '../services/filing/filing.ts';
import { perform } from '../services/filing/perform.ts';
import { isFrozen } from '../services/filing/status.ts';
import { loadFiling } from '../services/filing/store.ts';
import type { Job } from '../services/queue.ts';
import { Refusal } from '../services/refusal.ts';
import type { Deps } from './deps.ts';

/** What can be sent on: the platform takes uploads of at most 30 MB. */
const MAX_BYTES = 30 * 1024 * 1024;
/** How many pages are named when the whole is too large. */
const NAMED = 3;

/**
 * Joins the photographs of the signed form, in their order, into one PDF that is kept as the scan. Run again it finds no
 * photographs and does nothing. What cannot be joined is told to the person, and the photographs stay.
 */
export const createJoin =
  ({ db, files, enqueue, now }: Deps) =>
  async ({ filingId, version, who }: Job<'join'>): Promise<void> => {
    const filing = await loadFiling(db, filingId);
    const { pages } = filing;
    if (!isFrozen(filing) || filing.version !== version || !pages.length) return;
    const tell = (flash: string) =>
      db.$transaction((tx) =>
        acknowledge(tx, enqueue, who, { kind: 'frozen', filingId, flash }, now(), { alone: true }),
      );
    // JPEG goes into a PDF as it is: what is too much already need not be read.
    const least = pages.reduce((sum, { kind, size }) => sum + (kind === 'jpeg' ? size : 0), 0);
    if (least > MAX_BYTES) return void (await tell(tooLarge(filing, least)));
    const pictures = await Promise.all(pages.map(async ({ key }) => ({ content: await files.read(key) })));
    const joined = await joinPages(pictures);
    if (!Buffer.isBuffer(joined)) {
      return void (await tell(`没有合成：第 ${joined.join('、')} 页的照片打不开，请移除后重拍这几页。`));
    }
    if (joined.length > MAX_BYTES) return void (await tell(tooLarge(filing, joined.length)));
    const stored = storedAs(joined);
    const name = `备案表-${institutionName(filing)}-第${version}版-扫描件.pdf`;
    const source = `join/${filingId}/${stored.sha256}`;
    const file = { id: randomUUID().slice(0, 8), name, source, ...stored, kind: 'pdf', pages: pages.length };
    const command = { type: 'finishScan', version, pages: pages.map(({ id }) => id), file } as const;
    const finish = async (tx: Tx) => {
      const circumstances = { now: now(), actor: { ...who, name: '' }, operators: [] };
      const { outcome } = await perform(tx, enqueue, filingId, command, circumstances);
      // A second click: the other one has said all there is to say.
      if (outcome === 'unchanged') return;
      // Only now: what was added or removed meanwhile would leave a PDF that nobody refers to.
      await files.keep(joined);
      const flash = `已合成“${name}”，共 ${pages.length} 页，请点“打开—查看”核对每页都在、都清楚，再提交。`;
      await acknowledge(tx, enqueue, who, { kind: 'frozen', filingId, flash }, now(), { alone: true });
    };
    try {
      await db.$transaction(finish);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      await tell(error.words);
    }
  };

const tooLarge = ({ pages }: Filing, bytes: number): string => {
  const largest = pages
    .map(({ size }, index) => ({ size, page: index + 1 }))
    .sort((a, b) => b.size - a.size)
    .slice(0, NAMED)
    .map(({ page }) => page)
    .sort((a, b) => a - b);
  const size = (bytes / 1024 / 1024).toFixed(1);
  return `没有合成：合起来有 ${size} MB，超过 30 MB。请移除第 ${largest.join('、')} 页（最大的几张），用较低的清晰度重拍后再发。`;
};
