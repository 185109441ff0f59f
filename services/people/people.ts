import { z } from 'zod';
import { Prisma, type Tx } from '../../prisma/client.ts';
import type { Who } from '../filing/filing.ts';

/** The section whose questions a person's chat messages and files answer. */
export const focusSchema = z
  .object({
    filingId: z.string(),
    step: z.string(),
    /** A file whose place the next one takes. */
    replaces: z.string().optional(),
    /** Its card is what they see now: a file that comes belongs to it also where they take part in it by their office only. */
    here: z.boolean().optional(),
  })
  .nullable();
export type Focus = z.infer<typeof focusSchema>;

const key = ({ tenantKey, openId }: Who) => ({ tenantKey_openId: { tenantKey, openId } });

/** Notes that a person was here. One statement. */
export const meet = async (
  tx: Tx,
  who: Who & { unionId?: string },
  now: Date,
): Promise<{ name: string | null; focus: Focus }> => {
  const { tenantKey, openId, unionId = null } = who;
  const row = await tx.person.upsert({
    where: key(who),
    create: { tenantKey, openId, unionId, seenAt: now },
    update: { seenAt: now },
  });
  return { name: row.name, focus: focusSchema.catch(null).parse(row.focus) };
};

/** A focus on a whole filing (no step) does not end the work on one of its sections. */
export const setFocus = async (tx: Tx, who: Who, focus: Focus): Promise<void> => {
  const { tenantKey, openId } = who;
  await tx.person.updateMany({ where: { tenantKey, openId }, data: { focus: focus ?? Prisma.DbNull } });
};

export const personName = async (tx: Tx, who: Who): Promise<string | null> =>
  (await tx.person.findUnique({ where: key(who) }))?.name ?? null;

/** Stands for a colleague who joined before their name could be read. */
export const NAMELESS = '同事';

export const setName = async (tx: Tx, { tenantKey, openId }: Who, name: string): Promise<void> => {
  await tx.person.updateMany({ where: { tenantKey, openId }, data: { name } });
  await tx.member.updateMany({ where: { tenantKey, openId, name: NAMELESS }, data: { name } });
};
