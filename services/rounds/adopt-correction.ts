import type { Tx } from '../../prisma/client.ts';
import type { Who } from '../filing/filing.ts';
import { correctionsAfter } from '../filing/forms.ts';
import { isEditable, isFrozen, isWithDepartment, isWithOffice, type Status } from '../filing/status.ts';
import { type Change, concerns } from '../form/correct.ts';
import { appendNotices, toPerson } from '../outbox.ts';
import type { Enqueue } from '../queue.ts';
import { Refusal } from '../refusal.ts';
import { changeRound } from './open.ts';
import type { Round } from './round.ts';

/** Filings a correction concerns: still being filled in, or frozen and not handed in; `handedIn` stay as they were sealed. */
export type Concerned = { drafts: Member[]; frozen: Member[]; handedIn: number };
type Member = { filingId: string; members: Who[] };

/**
 * Takes corrections of the form over into an open round, up to a revision that a card showed, and tells everybody whose
 * answers they touch. The filings' rows stay as they are: what has to be looked at again is computed. Refusal when
 * somebody else was quicker.
 */
export const adoptCorrection = async (
  tx: Tx,
  enqueue: Enqueue,
  { round, rev, to, by }: { round: Round; rev: number; to: number; by: Who },
  now: Date,
): Promise<Concerned> => {
  if (to <= round.adopted) throw new Refusal('adopted', '更正后的表格已经在用了，无需再点。');
  const concerned = await concernedBy(tx, round, to);
  await changeRound(tx, round.id, rev, { formRevision: to }, `form ${to}`, by, now);
  const told = [...concerned.drafts, ...concerned.frozen].flatMap(({ filingId, members }) =>
    members.map((who) => toPerson(who, { kind: 'formCorrected', filingId, from: round.adopted, to })),
  );
  await appendNotices(tx, enqueue, told, now);
  // The cards of frozen filings are brought up to date in place: they can no longer be handed in.
  if (concerned.frozen.length)
    await enqueue(
      tx,
      'courier',
      concerned.frozen.map(({ filingId }) => ({ filingId })),
    );
  return concerned;
};

/** One statement that reads no answers, because a round may hold thousands. */
export const concernedBy = async (tx: Tx, round: Round, to: number): Promise<Concerned> => {
  const rows = await tx.$queryRaw<{ filingId: string; status: Status; begun: string[]; members: Who[] }[]>`
    SELECT filing."id" AS "filingId", filing."status",
      ARRAY(SELECT key FROM jsonb_each(filing."answers") WHERE value <> '{}'::jsonb) AS "begun",
      coalesce((
        SELECT jsonb_agg(jsonb_build_object('tenantKey', "tenantKey", 'openId', "openId") ORDER BY "joinedAt")
        FROM "Member" WHERE "filingId" = filing."id" AND "role" <> 'head'
      ), '[]') AS "members"
    FROM "Filing" AS filing WHERE filing."roundId" = ${round.id} AND filing."status" NOT IN ('abandoned', 'expired')
    ORDER BY filing."createdAt"`;
  const changes = changesUpTo(round, to);
  const touched = rows.filter(({ begun }) => changes.some((change) => concerns(change, begun)));
  return {
    drafts: touched.filter(isEditable),
    frozen: touched.filter(isFrozen),
    handedIn: touched.filter(isWithDepartment).length + touched.filter(isWithOffice).length,
  };
};

/** What is different in the revisions that the round has not taken over yet. */
const changesUpTo = ({ call, adopted }: Round, to: number): Change[] =>
  correctionsAfter(adopted, { call, formRevision: to }).flatMap(({ changes }) => changes);
