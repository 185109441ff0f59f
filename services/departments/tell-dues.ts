import type { Tx } from '../../prisma/client.ts';
import { type Addressed, contactRole, toMembers } from '../filing/decision.ts';
import { filingsIn, filingsStillOut } from '../filing/store.ts';
import { takeOnce } from '../inbox.ts';
import { appendNotices } from '../outbox.ts';
import type { Enqueue, Job } from '../queue.ts';
import { departmentIn } from '../rounds/deadlines.ts';

/**
 * Institutions that still have to hand in to a department hear of its new date, once, and the department when others
 * changed it; cards that show the date are brought up to date in place.
 */
export const tellDues = async (
  tx: Tx,
  enqueue: Enqueue,
  { roundId, departmentCode, rev, event }: Extract<Job<'dues'>, { roundId: string }>,
  now: Date,
): Promise<void> => {
  if (!(await takeOnce(tx, `dues:${roundId}:${rev}`, now))) return;
  const concerned = (await filingsStillOut(tx, roundId)).filter(
    (filing) => departmentIn(filing)?.code === departmentCode,
  );
  const toDepartment: Addressed[] = event
    ? [
        {
          to: { role: contactRole(roundId, departmentCode) },
          notice: { kind: 'departmentDue', roundId, departmentCode, event },
        },
      ]
    : [];
  const toInstitutions = concerned.flatMap((filing) =>
    toMembers(filing, { kind: 'dueChanged', filingId: filing.id, event: 'department' }),
  );
  await appendNotices(tx, enqueue, [...toDepartment, ...toInstitutions], now);
  await enqueue(tx, 'courier', await filingsIn(tx, roundId, departmentCode));
};
