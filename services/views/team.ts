import { isOperator } from '../people/roles.ts';
import type { SomeLoaders } from '../view.ts';
import { ofFiling, ofOwn } from './filing-views.ts';

/** What is shown of who fills together. */
export const teamViews = {
  joinAsk: ofOwn,
  joinDenied: ofFiling,
  team: ofOwn,
  inviteForm: ofOwn,
  inviteText: async (sources, notice, base) => ({
    ...(await ofOwn(sources, notice, base)),
    botLink: sources.botLink,
  }),
  invited: ofFiling,
  member: ofOwn,
  teamNews: ofFiling,
  // The operators settle it where the owner is silent.
  claim: (sources, notice, base) =>
    base.me && isOperator(sources.operators, base.me) ? ofFiling(sources, notice, base) : ofOwn(sources, notice, base),
  look: ofOwn,
  lookForm: ofOwn,
  judged: ofOwn,
} satisfies SomeLoaders;
