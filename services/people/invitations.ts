import type { Tx } from '../../prisma/client.ts';
import type { Who } from '../filing/filing.ts';

/** Letters and digits that are not taken for one another on paper or by telephone: no 0 and O, no 1 and I. */
export const CODE_SIGNS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const CODE_LENGTH = 8;
/** Wrong codes a person may send within an hour. */
export const MOST_MISSES = 5;
const HOUR_MS = 3_600_000;

/**
 * A new code of eight signs; `pick(n)` gives a random number below n. One letter and one digit are always in it, so that
 * ordinary words and figures are never taken for a code.
 */
export const newCode = (pick: (below: number) => number): string => {
  for (;;) {
    const code = Array.from({ length: CODE_LENGTH }, () => CODE_SIGNS[pick(CODE_SIGNS.length)]!).join('');
    if (isCode(code)) return code;
  }
};

/** The code in a message, however it was typed; undefined when the message is none. */
export const codeIn = (said: string): string | undefined => {
  const code = said
    .normalize('NFKC')
    .replace(/^\s*邀请码[:：\s]*/, '')
    .replace(/[\s-]/g, '')
    .toUpperCase();
  return isCode(code) ? code : undefined;
};

const isCode = (text: string): boolean =>
  text.length === CODE_LENGTH &&
  [...text].every((sign) => CODE_SIGNS.includes(sign)) &&
  /[A-Z]/.test(text) &&
  /\d/.test(text);

/** The open invitation with this code. */
export const findInvitation = (tx: Tx, code: string, now: Date): Promise<{ id: string; filingId: string } | null> =>
  tx.invitation.findFirst({
    where: { code, state: 'open', usesLeft: { gt: 0 }, endsAt: { gt: now } },
    select: { id: true, filingId: true },
  });

/** Wrong codes of the last hour. */
export const missesOf = async (tx: Tx, { tenantKey, openId }: Who, now: Date): Promise<Date[]> => {
  const person = await tx.person.findUnique({ where: { tenantKey_openId: { tenantKey, openId } } });
  return (person?.missedAt ?? []).filter((at) => now.getTime() - at.getTime() < HOUR_MS);
};

export const noteMiss = async (tx: Tx, { tenantKey, openId }: Who, recent: Date[], now: Date): Promise<void> => {
  await tx.person.updateMany({ where: { tenantKey, openId }, data: { missedAt: [...recent, now] } });
};
