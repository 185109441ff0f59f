import { loadColleagueSearch, settleColleagueSearch } from '../services/departments/colleague-search.ts';
import { activeContacts, loadContact, settleLookUp } from '../services/departments/contacts.ts';
import { loadDeputy, settleDeputy } from '../services/departments/deputies.ts';
import { takeOnce } from '../services/inbox.ts';
import { loadSearch, settleSearch } from '../services/people/operator-search.ts';
import type { Job } from '../services/queue.ts';
import type { Deps } from './deps.ts';
import { FeishuError } from './feishu.ts';
import type { Find } from './guardian.ts';

type Guardian = {
  findGuest: (job: Extract<Job<'lookUp'>, { invitationId: string }>, find: Find) => Promise<void>;
};

/** Finds people by mobile or e-mail; what comes of it is written once, whatever becomes of the job. */
export const createLookUp = ({ db, log, now, enqueue, feishu }: Deps, guardian: Guardian) => {
  /** Words for whoever asked when the person cannot be found, or the app is not allowed to look. */
  const find: Find = async ({ mobile, email }) => {
    try {
      return (await feishu.lookUp({ mobile, email })) ?? { trouble: '按手机和邮箱都没有在飞书里找到这个人' };
    } catch (error) {
      if (!(error instanceof FeishuError) || error.kind === 'transient' || error.kind === 'limited') throw error;
      log.warn({ err: error }, 'a contact could not be looked up');
      return { trouble: `没有查成：${error.words}` };
    }
  };

  /** With the name that Feishu has for them; '' without the scope for names. */
  const findNamed = async (sought: { mobile: string; email: string }) => {
    const found = await find(sought);
    if ('trouble' in found) return found;
    return { ...found, name: (await feishu.userName(found.openId).catch(() => null)) ?? '' };
  };

  const findOperator = async (id: string): Promise<void> => {
    const search = await loadSearch(db, id);
    if (!search || search.trouble) return;
    const found = await findNamed(search);
    await db.$transaction(async (tx) => {
      if (await takeOnce(tx, `lookUp:${id}`, now())) await settleSearch(tx, enqueue, search, found, now());
    });
  };

  const findColleague = async (id: string): Promise<void> => {
    const search = await loadColleagueSearch(db, id);
    if (!search || search.trouble) return;
    const found = await findNamed(search);
    await db.$transaction(async (tx) => {
      if (await takeOnce(tx, `lookUp:${id}`, now())) await settleColleagueSearch(tx, enqueue, search, found, now());
    });
  };

  const findDeputy = async (id: string): Promise<void> => {
    const deputy = await loadDeputy(db, id);
    if (deputy.endedAt || deputy.openId) return;
    const found = await find(deputy);
    await db.$transaction(async (tx) => {
      if (await takeOnce(tx, `lookUp:${id}`, now())) await settleDeputy(tx, enqueue, deputy, found, now());
    });
  };

  const findContact = async (contactId: string, wake: string[]): Promise<void> => {
    await enqueue(
      db,
      'courier',
      wake.map((recipient) => ({ recipient })),
    );
    const contact = await loadContact(db, contactId);
    const active = (await activeContacts(db, contact.roundId)).some(({ id }) => id === contactId);
    if (!active || contact.openId) return;
    const found = await find(contact);
    await db.$transaction(async (tx) => {
      if (await takeOnce(tx, `lookUp:${contactId}`, now())) await settleLookUp(tx, enqueue, contact, found, now());
    });
  };

  return (job: Job<'lookUp'>): Promise<void> => {
    if ('invitationId' in job) return guardian.findGuest(job, find);
    if ('operatorSearchId' in job) return findOperator(job.operatorSearchId);
    if ('colleagueSearchId' in job) return findColleague(job.colleagueSearchId);
    if ('deputyId' in job) return findDeputy(job.deputyId);
    return findContact(job.contactId, job.wake ?? []);
  };
};
