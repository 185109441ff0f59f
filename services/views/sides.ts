import type { Tx } from '../../prisma/client.ts';
import { actingFor, actsNow } from '../departments/acting.ts';
import { awaitingSeals } from '../departments/awaiting-seals.ts';
import { annexFile, opinionFile } from '../filing/annex.ts';
import { courseOf } from '../filing/course.ts';
import { DIRECT, type Filing, memberOf, type Who } from '../filing/filing.ts';
import { filingsCopiedTo, sealedAs } from '../filing/store.ts';
import { isOperator, mayReadHandedIn } from '../people/roles.ts';
import { Refusal } from '../refusal.ts';
import { loadRound } from '../rounds/store.ts';
import type { SomeLoaders } from '../view.ts';
import { ofCopied, ofFiling, ofSides } from './filing-views.ts';

/** Whether this person acts for the department it has gone from, and not for the one it lies with. */
const isFormer = async (tx: Tx, { moved, roundId, departmentCode }: Filing, me: Who, now: Date): Promise<boolean> => {
  if (!moved || moved.from === departmentCode || !actsNow(await actingFor(tx, roundId, moved.from), me, now))
    return false;
  return (
    !departmentCode || departmentCode === DIRECT || !actsNow(await actingFor(tx, roundId, departmentCode), me, now)
  );
};

/** What both sides of a filing see, and the province that gets a copy. */
export const sidesViews = {
  copied: ofCopied,
  copySaid: ofSides,
  copies: async ({ tx }, { roundId, departmentCode }, base) => ({
    ...base,
    round: await loadRound(tx, roundId),
    filings: await filingsCopiedTo(tx, roundId, departmentCode),
  }),
  annex: async (sources, { filingId, version }, base) => {
    const { filing } = await ofFiling(sources, { filingId }, base);
    const { me } = base;
    const forOffice = me && filing.office && isOperator(sources.operators, me);
    if (me && !forOffice && !memberOf(filing, me)) {
      await mayReadHandedIn(sources.tx, sources.operators, filing, me, base.now);
    }
    const sealed = await sealedAs(sources.tx, filing, version);
    return { file: await annexFile(sealed, await sources.template(sealed.round)) };
  },
  opinionPage: async (sources, { filingId, version }, base) => {
    const { filing } = await ofSides(sources, { filingId }, base);
    const sealed = await sealedAs(sources.tx, filing, version);
    return { file: await opinionFile(sealed, await sources.template(sealed.round, 'opinion')) };
  },
  seals: async (sources, notice, base) => {
    const { me, now } = base;
    const { filing } = await ofFiling(sources, notice, base);
    const former = me && !memberOf(filing, me) && (await isFormer(sources.tx, filing, me, now));
    return former ? { ...base, filing, gone: true } : ofSides(sources, notice, base);
  },
  timeline: async (sources, notice, base) => {
    const { me } = base;
    const sees = me !== null && isOperator(sources.operators, me);
    const view = sees ? await ofFiling(sources, notice, base) : await ofSides(sources, notice, base);
    const course = await courseOf(sources.tx, notice.filingId);
    return { ...view, ...course, operator: sees && !memberOf(view.filing, me) };
  },
  urged: ofSides,
  completeFile: async (sources, { filingId, fileId }, base) => {
    const { filing } = await ofSides(sources, { filingId }, base);
    const file = filing.complete.find(({ id }) => id === fileId);
    if (!file) throw new Refusal('no_file', '这份扫描件已经移除。');
    return { file: { name: file.name, content: await sources.files.read(file.key) } };
  },
  scanAsk: async ({ tx }, _notice, base) => ({
    ...base,
    filings: base.me ? await awaitingSeals(tx, base.me, base.now) : [],
  }),
} satisfies SomeLoaders;
