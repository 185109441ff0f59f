import { draftFile, textPackFile } from '../filing/annex.ts';
import { tableAside } from '../filing/asides.ts';
import { loadBrought } from '../filing/brought.ts';
import { findFile } from '../filing/file-places.ts';
import { contextOf, fieldAt } from '../filing/filing.ts';
import { receiptsOf } from '../filing/receipt.ts';
import { pastFilingsOf, sealedAs } from '../filing/store.ts';
import { loadBatch, waitingTexts } from '../filing/text-batch.ts';
import { Refusal } from '../refusal.ts';
import { rosterTemplate } from '../rosters/template.ts';
import type { SomeLoaders } from '../view.ts';
import { ofFiling, ofOwn } from './filing-views.ts';

/** What those who fill a filing see. */
export const fillingViews = {
  held: ofFiling,
  step: ofOwn,
  brought: async (sources, notice, base) => ({
    ...(await ofOwn(sources, notice, base)),
    brought: sources.brought?.id === notice.brought ? sources.brought : await loadBrought(sources.tx, notice.brought),
  }),
  textPreview: async (sources, notice, base) => ({
    ...(await ofOwn(sources, notice, base)),
    batch: await loadBatch(sources.tx, notice.batch),
  }),
  item: ofOwn,
  tablePreview: async (sources, notice, base) => ({
    ...(await ofOwn(sources, notice, base)),
    table: await tableAside(sources.tx, notice.aside, notice.filingId),
  }),
  tableTemplate: async (sources, { filingId, step, field }, base) => {
    const { filing } = await ofOwn(sources, { filingId }, base);
    return { file: await rosterTemplate(fieldAt(filing, step, field, 'roster'), contextOf(filing)) };
  },
  check: async (sources, notice, base) => ({
    ...(await ofOwn(sources, notice, base)),
    // After a document was taken the card tells of that: a click has eight statements and no more.
    texts: base.me && !notice.brought ? await waitingTexts(sources.tx, base.me, notice.filingId) : [],
  }),
  answers: ofOwn,
  abandonForm: ofOwn,
  offer: ofOwn,
  receipt: async (sources, notice, base) => {
    const view = await ofOwn(sources, notice, base);
    return { ...view, receipts: await receiptsOf(sources.tx, view.filing) };
  },
  draft: async (sources, notice, base) => {
    const { filing } = await ofOwn(sources, notice, base);
    return { file: await draftFile(filing, await sources.template(filing.round)) };
  },
  textPack: async (sources, { filingId, version }, base) => {
    const { filing } = await ofOwn(sources, { filingId }, base);
    return { file: textPackFile(version ? await sealedAs(sources.tx, filing, version) : filing, version) };
  },
  frozen: ofOwn,
  received: ofOwn,
  file: ofOwn,
  ownFile: async (sources, notice, base) => {
    const { filing } = await ofOwn(sources, notice, base);
    const found = findFile(filing, notice.fileId);
    if (!found) throw new Refusal('no_file', '这份文件已经移除。');
    return { file: { name: found.file.name, content: await sources.files.read(found.file.key) } };
  },
  status: ofFiling,
  formCorrected: ofOwn,
  past: async ({ tx }, _notice, base) => ({ ...base, filings: base.me ? await pastFilingsOf(tx, base.me) : [] }),
  withdrawAsk: ofOwn,
  dueChanged: ofFiling,
} satisfies SomeLoaders;
