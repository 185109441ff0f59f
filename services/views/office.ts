import { remarkDrafts } from '../filing/remark-drafts.ts';
import { loadFiling } from '../filing/store.ts';
import { filingPage } from '../journal/filing-list.ts';
import { historyFile } from '../journal/history-file.ts';
import { loadOfficeBatch } from '../office/batch.ts';
import { boardOf } from '../office/board.ts';
import { intakeOf } from '../office/intake.ts';
import { paperOf } from '../office/papers.ts';
import { findFilings } from '../office/search.ts';
import { listOperators } from '../people/operator-list.ts';
import { loadSearch } from '../people/operator-search.ts';
import { mustOperate } from '../people/roles.ts';
import { Refusal } from '../refusal.ts';
import { loadRound } from '../rounds/store.ts';
import { dayOf } from '../time.ts';
import { undeliveredPage } from '../undelivered.ts';
import type { Base, SomeLoaders, Sources } from '../view.ts';
import { allFiles, ofFiling, ofOffice } from './filing-views.ts';

const ofIntake = async ({ tx, operators }: Sources, { roundId }: { roundId: string }, base: Base) => {
  if (base.me) mustOperate(operators, base.me);
  return { ...base, round: await loadRound(tx, roundId), rows: await intakeOf(tx, roundId) };
};

const ofSearch = async ({ tx, operators }: Sources, { search }: { search?: string }, base: Base) => {
  if (base.me) mustOperate(operators, base.me);
  return { ...base, search: search ? await loadSearch(tx, search) : null };
};

/** What the national office sees. */
export const officeViews = {
  office: ofOffice,
  officeList: ofIntake,
  board: async ({ tx, operators }, { roundId }, base) => {
    if (base.me) mustOperate(operators, base.me);
    const round = await loadRound(tx, roundId);
    return { ...base, round, board: await boardOf(tx, round, base.now) };
  },
  officeSearch: async ({ tx, operators }, { roundId, words = '' }, base) => {
    if (base.me) mustOperate(operators, base.me);
    return { ...base, round: await loadRound(tx, roundId), found: await findFilings(tx, roundId, words) };
  },
  officeCase: async (sources, notice, base) => {
    if (base.me) mustOperate(sources.operators, base.me);
    return ofFiling(sources, notice, base);
  },
  officePaper: async ({ tx, operators }, { roundId, what }, base) => {
    if (base.me) mustOperate(operators, base.me);
    return { file: await paperOf(tx, roundId, what) };
  },
  officeBatchForm: ofIntake,
  officeBatch: async ({ tx, operators }, { batchId }, base) => {
    if (base.me) mustOperate(operators, base.me);
    return { ...base, batch: await loadOfficeBatch(tx, batchId) };
  },
  officeForm: ofOffice,
  officeReturnForm: async (sources, notice, base) => {
    const view = await ofOffice(sources, notice, base);
    return { ...view, drafts: await remarkDrafts(sources.tx, view.filing, 'office') };
  },
  officeFile: async (sources, notice, base) => {
    const { filing } = await ofOffice(sources, notice, base);
    const file = [...allFiles(filing), ...filing.complete].find(({ id }) => id === notice.fileId);
    if (!file) throw new Refusal('no_file', '这份文件已被申报单位移除。');
    return { file: { name: file.name, content: await sources.files.read(file.key) } };
  },
  overQuota: ofOffice,
  histories: async ({ tx, operators }, { roundId, page }, base) => {
    if (base.me) mustOperate(operators, base.me);
    return { ...base, round: await loadRound(tx, roundId), ...(await filingPage(tx, roundId, page)) };
  },
  history: async ({ tx, operators }, { filingId }, base) => {
    if (base.me) mustOperate(operators, base.me);
    return { file: await historyFile(tx, await loadFiling(tx, filingId)) };
  },
  operators: async ({ tx, operators }, _notice, base) => {
    if (base.me) mustOperate(operators, base.me);
    return { ...base, ...(await listOperators(tx)) };
  },
  operatorForm: ofSearch,
  // What a former operator was still to be told is nothing for them any more, save that they are none.
  operatorNews: (sources, notice, base) =>
    notice.event === 'dismissed' ? Promise.resolve({ ...base, search: null }) : ofSearch(sources, notice, base),
  undelivered: async ({ tx, operators }, { page = 1 }, base) => {
    if (base.me) mustOperate(operators, base.me);
    return { ...base, ...(await undeliveredPage(tx, page, dayOf(base.now).slice(0, 7))) };
  },
  apiBudget: async ({ operators }, _notice, base) => {
    if (base.me) mustOperate(operators, base.me);
    return base;
  },
} satisfies SomeLoaders;
