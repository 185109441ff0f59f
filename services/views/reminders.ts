import { departmentsOf } from '../departments/overview.ts';
import { mustOperate } from '../people/roles.ts';
import { escalatedLinesOf } from '../reminders/escalated-lines.ts';
import { linesOf } from '../reminders/lines.ts';
import { telephonesOf } from '../reminders/telephoned.ts';
import { unheardIn } from '../reminders/unheard.ts';
import type { SomeLoaders } from '../view.ts';

/** What people are reminded of, and how they want that. */
export const remindersViews = {
  reminder: async ({ tx }, { digest }, base) => ({ ...base, lines: await linesOf(tx, digest, base.me, base.now) }),
  escalated: async ({ tx }, { digest }, base) => ({
    ...base,
    lines: await escalatedLinesOf(tx, digest, base.me, base.now),
  }),
  unheard: async ({ tx, operators }, { roundId, half, page }, base) => {
    if (base.me) mustOperate(operators, base.me);
    const departments = await departmentsOf(tx, roundId);
    const found = await unheardIn(tx, roundId, { half, page }, base.now);
    const telephones = await telephonesOf(tx, roundId, departments.departments, found.rows);
    return { ...base, ...departments, found, telephones };
  },
  quiet: async ({ tx }, _notice, base) => {
    const { tenantKey = '', openId = '' } = base.me ?? {};
    const person = await tx.person.findUnique({ where: { tenantKey_openId: { tenantKey, openId } } });
    return { ...base, quietUntil: person?.quietUntil ?? null };
  },
} satisfies SomeLoaders;
