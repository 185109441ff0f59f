import type { Tx } from '../../prisma/client.ts';
import type { Filing } from './filing.ts';

/** One submission as it was: for ever the same, whatever has become of the filing since. */
export type Receipt = {
  version: number;
  hash: string;
  /** To whom, under the name that stood on the paper then. */
  receiver: string;
  submittedAt: Date;
  submittedBy: string;
  scans: number;
};

/** Every submission of a filing, the first one first. One statement, because a receipt is the answer to a click. */
export const receiptsOf = async (tx: Tx, filing: Filing): Promise<Receipt[]> => {
  const rows = await tx.$queryRaw<(Omit<Receipt, 'submittedBy'> & { who: string })[]>`
    SELECT v."version", v."hash", v."departmentName" AS "receiver", j."at" AS "submittedAt", j."who",
      jsonb_array_length(v."scans") AS "scans"
    FROM "Version" AS v
    JOIN "Journal" AS j ON j."subject" = ${`filing:${filing.id}`} AND j."what" = 'submit v' || v."version"
    WHERE v."filingId" = ${filing.id}
    ORDER BY v."version"`;
  const nameOf = (who: string) =>
    filing.members.find(({ tenantKey, openId }) => who === `${tenantKey}:${openId}`)?.name ?? '填报人';
  return rows.map(({ who, ...row }) => ({ ...row, submittedBy: nameOf(who) }));
};
