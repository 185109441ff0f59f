import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FileStore } from '../../services/files/store.ts';
import type { Notice, NoticeKind } from '../../services/notice.ts';
import { Refusal } from '../../services/refusal.ts';
import { loadView } from '../../services/views/load-view.ts';
import { type TestDatabase, testDatabase } from '../database.ts';
import { openSeason } from '../season.ts';
import { give, keptFiling } from './filing/kept.ts';
import { noon } from './filing/sample.ts';

let database: TestDatabase;
let roundId: string;
let filingId: string;
beforeAll(async () => {
  database = await testDatabase();
  roundId = await openSeason(database.db, noon);
  const { id, rev } = await keptFiling(database.db, roundId, 'view', true);
  filingId = id;
  await give(database.db, id, { type: 'freeze', rev, declared: true });
});
afterAll(() => database?.close());

/** Who may see what a kind shows: those who fill; those and the reviewing side; operators; or whoever it was sent to. */
const seenBy: Record<NoticeKind, 'members' | 'reviewers too' | 'operators' | 'anyone asked'> = {
  ...{ step: 'members', item: 'members', check: 'members', answers: 'members', abandonForm: 'members' },
  ...{ brought: 'members', textPreview: 'members', tablePreview: 'members', tableTemplate: 'members' },
  ...{ receipt: 'members', draft: 'members', textPack: 'members', offer: 'members', frozen: 'members' },
  ...{ received: 'members', file: 'members', ownFile: 'members', team: 'members', inviteForm: 'members' },
  ...{ inviteText: 'members', member: 'members', look: 'members', lookForm: 'members', judged: 'members' },
  ...{ joinAsk: 'members', claim: 'members', annex: 'reviewers too', reviewFile: 'reviewers too' },
  // Guests, those who were removed, departments and operators: whom a message goes to is settled where it is queued, and
  // cards that change in place are asked about by the courier.
  ...{ held: 'anyone asked', status: 'anyone asked', joinDenied: 'anyone asked', invited: 'anyone asked' },
  ...{ teamNews: 'anyone asked', review: 'anyone asked', returnForm: 'anyone asked', recommendForm: 'anyone asked' },
  ...{
    reviewPeople: 'anyone asked',
    opinionAsk: 'anyone asked',
    opinionNews: 'reviewers too',
    handover: 'anyone asked',
  },
  ...{ colleagues: 'anyone asked', colleagueNews: 'anyone asked', colleagueSought: 'anyone asked' },
  ...{ turnDownForm: 'anyone asked', moveUpForm: 'anyone asked' },
  ...{ reviewText: 'anyone asked', reviewFiles: 'anyone asked' },
  ...{ batchForm: 'anyone asked', batchPreview: 'anyone asked', batchDone: 'anyone asked' },
  ...{ copied: 'anyone asked', home: 'anyone asked', words: 'anyone asked', creditCode: 'anyone asked' },
  ...{ desk: 'anyone asked', contacts: 'anyone asked', appointForm: 'anyone asked', appointed: 'anyone asked' },
  ...{ lookUpFailed: 'anyone asked', deadlines: 'anyone asked', openRound: 'anyone asked' },
  ...{ departments: 'anyone asked', department: 'anyone asked', departmentForm: 'anyone asked' },
  ...{ operators: 'operators', operatorForm: 'operators', operatorNews: 'operators' },
  ...{
    departmentCode: 'anyone asked',
    registerForm: 'anyone asked',
    registration: 'anyone asked',
    entryForm: 'anyone asked',
  },
  ...{ histories: 'operators', history: 'operators', undelivered: 'operators', apiBudget: 'operators' },
  ...{ annex2Word: 'anyone asked', annex2Book: 'operators', annex2Form: 'anyone asked' },
  ...{ deputyForm: 'anyone asked', deputyNews: 'anyone asked' },
  ...{ refuseForm: 'anyone asked', ownContact: 'anyone asked', contactEnded: 'anyone asked' },
  ...{ office: 'operators', overQuota: 'operators' },
  ...{ officeList: 'operators', officeForm: 'operators', officeReturnForm: 'operators', officeFile: 'operators' },
  ...{ copySaid: 'reviewers too', copies: 'anyone asked' },
  ...{ timeline: 'reviewers too', urged: 'reviewers too', withdrawAsk: 'members' },
  ...{ seals: 'reviewers too', opinionPage: 'reviewers too', completeFile: 'reviewers too', scanAsk: 'anyone asked' },
  ...{
    officePaper: 'operators',
    board: 'operators',
    officeSearch: 'operators',
    officeCase: 'operators',
    officeBatchForm: 'operators',
    officeBatch: 'operators',
  },
  ...{ due: 'anyone asked', extensions: 'operators', extension: 'operators', dueChanged: 'anyone asked' },
  // Whoever a broadcast is still for is asked where it is shown.
  ...{
    broadcast: 'anyone asked',
    roundOpened: 'anyone asked',
    deadlineFile: 'anyone asked',
    roundCalendar: 'operators',
    routes: 'operators',
    routeForm: 'operators',
    routePreview: 'operators',
  },
  ...{ broadcasts: 'operators', broadcastForm: 'operators', broadcastSheet: 'operators' },
  ...{
    past: 'anyone asked',
    reminder: 'anyone asked',
    escalated: 'anyone asked',
    unheard: 'operators',
    quiet: 'anyone asked',
    closing: 'operators',
    departmentDue: 'anyone asked',
    correction: 'anyone asked',
    formCorrected: 'members',
  },
};
const closed = (Object.keys(seenBy) as NoticeKind[]).filter((kind) => seenBy[kind] !== 'anyone asked');

const sources = () => ({
  tx: database.db,
  files: {} as FileStore,
  operators: [{ openId: 'ou_operator' }],
  botLink: '',
  template: async () => new Uint8Array(),
});
const noticeOf = (kind: NoticeKind) =>
  ({
    ...{ kind, filingId, step: 'team', field: 'members', item: 'm0', version: 1, page: 1, batch: 'b', aside: 'a' },
    ...{
      brought: 'b',
      file: 'f',
      fileId: 'f',
      files: [],
      text: '',
      role: 'editor',
      invitationId: 'i',
      at: '',
      name: '',
    },
    ...{ who: { tenantKey: 'tenant', openId: 'ou_stranger' }, agree: true, remarks: '' },
  }) as unknown as Notice;

test.each(closed)('%s is nothing for a stranger, nor for a colleague who was removed meanwhile', async (kind) => {
  const me = { tenantKey: 'tenant', openId: 'ou_stranger' };
  const view = loadView(sources(), noticeOf(kind) as never, { now: noon, me });
  await expect(view).rejects.toThrow(Refusal);
  await expect(view).rejects.toMatchObject({ code: expect.stringMatching(/^not_(member|reviewer|operator)$/) });
});
