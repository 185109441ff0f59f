import { escalatedLinesOf } from '../reminders/escalated-lines.ts';
import { linesOf } from '../reminders/lines.ts';
import type { SomeLoaders } from '../view.ts';

/** What people are reminded of, and how they want that. */
export const remindersViews = {
  reminder: async ({ tx }, { digest }, base) => ({ ...base, lines: await linesOf(tx, digest, base.me, base.now) }),
  escalated: async ({ tx }, { digest }, base) => ({
    ...base,
    lines: await escalatedLinesOf(tx, digest, base.me, base.now),
  }),
  quiet: async ({ tx }, _notice, base) => {
    const { tenantKey = '', openId = '' } = base.me ?? {};
    const person = await tx.person.findUnique({ where: { tenantKey_openId: { tenantKey, openId } } });
    return { ...base, quietUntil: person?.quietUntil ?? null };
  },
} satisfies SomeLoaders;
