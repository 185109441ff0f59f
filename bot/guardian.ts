import { dueClaims, ownedBy } from '../services/filing/claims.ts';
import type { Who } from '../services/filing/filing.ts';
import { nextInLine } from '../services/filing/move-up.ts';
import { loadFiling } from '../services/filing/store.ts';
import type { Job } from '../services/queue.ts';
import { Refusal } from '../services/refusal.ts';
import type { Deps } from './deps.ts';
import { performAlone } from './perform-alone.ts';

/** Whoever was found by mobile or e-mail, or words why not. */
export type Find = (who: { mobile: string; email: string }) => Promise<{ openId: string } | { trouble: string }>;

/** In the history: nobody clicked. */
const BY_ITSELF = { tenantKey: '', openId: 'automatic', name: '自动递补' };

/** What happens to the people of a draft without anybody's click. */
export const createGuardian = (deps: Deps) => {
  const { db, now, log } = deps;

  /** A closed round, or a filing that is gone, needs no guardian. */
  const unlessRefused = async (work: Promise<void>): Promise<void> => {
    await work.catch((error: unknown) => {
      if (!(error instanceof Refusal)) throw error;
      log.info({ code: error.code }, 'nothing to guard');
    });
  };

  return {
    /** Finds the colleague behind an invitation; an invitation that is over meanwhile is let be. */
    findGuest: async (
      { filingId, invitationId }: Extract<Job<'lookUp'>, { invitationId: string }>,
      find: Find,
    ): Promise<void> => {
      const { invitations } = await loadFiling(db, filingId);
      const invitation = invitations.find(({ id }) => id === invitationId);
      if (invitation?.state !== 'open' || invitation.openId) return;
      const found = await find({ mobile: invitation.mobile ?? '', email: invitation.email ?? '' });
      const inviter = { tenantKey: invitation.tenantKey, openId: invitation.invitedBy, name: invitation.byName };
      await unlessRefused(performAlone(deps, filingId, { type: 'found', invitation: invitationId, found }, inviter));
    },

    /** The platform says that this person has left: the others in their drafts are told, once. */
    lost: async (who: Who): Promise<void> => {
      for (const filingId of await ownedBy(db, who)) {
        await unlessRefused(performAlone(deps, filingId, { type: 'ownerLost', who }, { ...who, name: '' }));
      }
    },

    /** Whoever waits for a department's place moves up while there is one; what another process has done is let be. */
    moveUp: async ({ roundId, departmentCode }: Job<'places'>): Promise<void> => {
      for (;;) {
        const next = await nextInLine(db, roundId, departmentCode);
        if (!next) return;
        await unlessRefused(performAlone(deps, next.id, { type: 'moveUp', version: next.version }, BY_ITSELF));
      }
    },

    /** Claims to which the owner has said nothing in time. */
    settleClaims: async (): Promise<void> => {
      for (const { id, claim } of await dueClaims(db, now())) {
        const { at, dueAt: _, ...claimant } = claim;
        await unlessRefused(performAlone(deps, id, { type: 'settleClaim', at, yes: true }, claimant));
      }
    },
  };
};
