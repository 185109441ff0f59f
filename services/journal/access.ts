import type { Tx } from '../../prisma/client.ts';
import type { Who } from '../filing/filing.ts';
import { extendChain } from './chain.ts';

/**
 * Refusals that say "this is not yours": of somebody's rights, and of what is nowhere to be found (an id that somebody made
 * up looks like that). What a thing's state does not allow is no matter of rights.
 */
const OF_RIGHTS = new Set([
  ...[
    'not_member',
    'not_read',
    'not_edit',
    'not_carry',
    'not_lead',
    'not_claim',
    'not_leave',
    'not_judge',
    'not_owner',
  ],
  ...[
    'not_reviewer',
    'not_contact',
    'not_copied',
    'not_on_duty',
    'not_operator',
    'not_invited',
    'not_earlier',
    'not_registered',
    'not_asked',
  ],
  ...['no_filing', 'no_round', 'no_department', 'no_registration', 'not_found'],
]);

export const isOfRights = (code: string): boolean => OF_RIGHTS.has(code);

/** An id in a payload may be anything: only what looks like one becomes part of a subject. */
const idOf = (value: unknown): string => (typeof value === 'string' && /^[\w-]{1,64}$/.test(value) ? value : 'unknown');

/** The journal of what was refused at this filing or round, or to who would be an operator. */
export const accessSubject = (payload: object): string => {
  if ('filing' in payload) return `access:filing:${idOf(payload.filing)}`;
  return 'round' in payload ? `access:round:${idOf(payload.round)}` : 'access:operators';
};

/** One line: who, when, what they wanted to do and why not; never what they wrote. */
export const noteRefused = (
  tx: Tx,
  { who, action, payload, code }: { who: Who; action: string; payload: object; code: string },
  now: Date,
): Promise<void> =>
  extendChain(tx, {
    ...{ subject: accessSubject(payload), at: now, who: `${who.tenantKey}:${who.openId}` },
    ...{ what: `refused ${action}`, why: code },
  });
