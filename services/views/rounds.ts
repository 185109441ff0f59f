import { actsFor } from '../departments/acting.ts';
import { DIRECT } from '../filing/filing.ts';
import { newestRevision } from '../filing/forms.ts';
import { isWithDepartment } from '../filing/status.ts';
import { extendedFilings, filingsAround, filingsAtAny } from '../filing/store.ts';
import { waitingTexts } from '../filing/text-batch.ts';
import type { Notice, NoticeOf } from '../notice.ts';
import { isOperator, mustOperate } from '../people/roles.ts';
import { type Concerned, concernedBy } from '../rounds/adopt-correction.ts';
import { reroutedBy } from '../rounds/change-routes.ts';
import { tallyOf } from '../rounds/closing.ts';
import { routesAfter } from '../rounds/edit-routes.ts';
import type { Round } from '../rounds/round.ts';
import { beginnable, loadRound, openRounds, roundWithContacts } from '../rounds/store.ts';
import type { Base, HomeRound, HomeView, RoundView, SomeLoaders, Sources } from '../view.ts';
import { ofDepartments, ofFiling } from './filing-views.ts';

const whichRounds = async ({ tx }: Sources, _notice: Notice, base: Base) => ({
  ...base,
  rounds: beginnable(await openRounds(tx)),
});

const ofRound = async ({ tx }: Sources, notice: { roundId: string }, base: Base): Promise<RoundView> => ({
  ...base,
  ...(await roundWithContacts(tx, notice.roundId)),
});

const ofOperators = async ({ tx, operators }: Sources, { roundId }: { roundId: string }, base: Base) => {
  if (base.me) mustOperate(operators, base.me);
  return { ...base, round: await loadRound(tx, roundId) };
};

const nobody: Concerned = { drafts: [], frozen: [], handedIn: 0 };

/** What is shown of a year, and where the chat begins. */
export const roundsViews = {
  home: loadHome,
  words: async (_sources, _notice, base) => base,
  creditCode: whichRounds,
  openRound: whichRounds,
  extensions: async (sources, notice, base) => {
    if (base.me) mustOperate(sources.operators, base.me);
    const filings = await extendedFilings(sources.tx, notice.roundId);
    return { ...(await ofDepartments(sources, notice, base)), filings };
  },
  extension: async (sources, notice, base) => {
    if (base.me) mustOperate(sources.operators, base.me);
    return ofFiling(sources, notice, base);
  },
  deadlines: ofRound,
  correction: async ({ tx }, { roundId }, base) => {
    const round = await loadRound(tx, roundId);
    const newest = newestRevision(round.call);
    return {
      ...base,
      round,
      newest,
      concerned: newest > round.adopted ? await concernedBy(tx, round, newest) : nobody,
    };
  },
  routes: ofOperators,
  routeForm: ofOperators,
  routePreview: async (sources, { roundId, edit }, base) => {
    const { round } = await ofOperators(sources, { roundId }, base);
    const next = routesAfter(round, edit);
    return { ...base, round, next, found: await reroutedBy(sources.tx, round, next) };
  },
  closing: async ({ tx, operators }, { roundId }, base) => {
    if (base.me) mustOperate(operators, base.me);
    return { ...base, round: await loadRound(tx, roundId), tally: await tallyOf(tx, roundId) };
  },
} satisfies SomeLoaders;

async function loadHome({ tx, operators }: Sources, _notice: NoticeOf<'home'>, base: Base): Promise<HomeView> {
  const rounds = await openRounds(tx);
  const { me } = base;
  const operator = !!me && isOperator(operators, me);
  if (!rounds.length || !me) return { ...base, operator, rounds: rounds.map((round) => ({ round, ...nothingToDo })) };
  const posts = await actsFor(tx, me, base.now);
  const { own: filings, handed } = await filingsAround(tx, me);
  const [first] = filings;
  const texts = first && filings.length === 1 ? await waitingTexts(tx, me, first.id) : [];
  const national = operator ? rounds.map(({ id }) => ({ roundId: id, departmentCode: DIRECT })) : [];
  const handedIn = await filingsAtAny(tx, [...posts, ...national]);
  const at = (round: Round, code: string) =>
    handedIn.filter(({ roundId, departmentCode }) => roundId === round.id && departmentCode === code);
  const partOf = (round: Round): HomeRound => ({
    round,
    filings: filings.filter(({ roundId }) => roundId === round.id),
    handed: handed.filter((filing) => filing.roundId === round.id && isWithDepartment(filing)),
    desks: posts
      .filter(({ roundId }) => roundId === round.id)
      .map(({ departmentCode }) => ({
        department: round.departments.find(({ code }) => code === departmentCode)!,
        filings: at(round, departmentCode),
      })),
    direct: at(round, DIRECT),
  });
  return { ...base, operator, rounds: rounds.map(partOf), texts };
}

const nothingToDo = { filings: [], desks: [], direct: [], handed: [] };
