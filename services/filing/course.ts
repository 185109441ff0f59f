import { z } from 'zod';
import type { Tx } from '../../prisma/client.ts';
import type { CourseEntry } from './timeline.ts';

/** A copy as the outbox knows it: on its way, delivered, or waiting for a contact. */
export type CopySent = { departmentCode: string; version: number; state: string; sentAt: Date | null };
export type Course = { entries: CourseEntry[]; copies: CopySent[] };

const instant = z.string().transform((given) => new Date(/Z|[+-]\d\d:?\d\d$/.test(given) ? given : `${given}Z`));
const row = z.object({
  entries: z.array(z.object({ at: instant, who: z.string(), what: z.string(), to: z.string().nullable() })),
  copies: z.array(z.object({ role: z.string(), version: z.number(), state: z.string(), sentAt: instant.nullable() })),
});

/** What became of a filing, as its history tells it, and where its copies are. One statement. */
export const courseOf = async (tx: Tx, filingId: string): Promise<Course> => {
  const [found] = await tx.$queryRaw<[unknown]>`
    SELECT
      (SELECT coalesce(jsonb_agg(jsonb_build_object('at', "at", 'who', "who", 'what', "what", 'to', "to") ORDER BY "seq"), '[]')
        FROM "Journal" WHERE "subject" = ${`filing:${filingId}`}
          AND ("from" IS DISTINCT FROM "to" OR "what" ~ '^(urge|object|objection|correctPublicity|correctNumber) ')) AS entries,
      (SELECT coalesce(jsonb_agg(jsonb_build_object(
          'role', "role", 'version', ("notice"->>'version')::int, 'state', "state", 'sentAt', "sentAt") ORDER BY "seq"), '[]')
        FROM "Outbox" WHERE "filingId" = ${filingId} AND "kind" = 'copied' AND "role" IS NOT NULL) AS copies`;
  const { entries, copies } = row.parse(found);
  return {
    entries,
    copies: copies.map(({ role, ...one }) => ({ ...one, departmentCode: role.split(':')[2] ?? '' })),
  };
};
