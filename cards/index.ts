import type { NoticeKind, NoticeOf } from '../services/notice.ts';
import type { Views } from '../services/view.ts';
import { abandonCard } from './abandon.ts';
import { annex2FormCard } from './annex2.ts';
import { answersCard } from './answers.ts';
import { boardCard } from './board.ts';
import { broadcastCard, broadcastFormCard, broadcastSheetCard, broadcastsCard } from './broadcast.ts';
import { broughtCard } from './brought.ts';
import { checkCard } from './check.ts';
import { closingCard } from './closing.ts';
import { colleagueNewsCard, colleagueSoughtCard, colleaguesCard } from './colleagues.ts';
import { appointedCard, appointFormCard, contactsCard, lookUpFailedCard } from './contacts.ts';
import { copiedCard, copiesCard, copySaidCard } from './copied.ts';
import { correctionCard, formCorrectedCard } from './correction.ts';
import { creditCodeCard, heldCard, joinAskCard, joinDeniedCard } from './credit-code.ts';
import { departmentCard } from './department.ts';
import { departmentFormCard } from './department-form.ts';
import { departmentsCard } from './departments.ts';
import { deputyFormCard, deputyNewsCard } from './deputies.ts';
import { deskCard } from './desk.ts';
import { batchDoneCard, batchFormCard, batchPreviewCard } from './desk-batch.ts';
import { departmentDueCard, dueCard, dueChangedCard, extensionCard, extensionsCard } from './due.ts';
import { escalatedCard } from './escalated.ts';
import { fileCard } from './file.ts';
import { frozenCard } from './frozen.ts';
import { historiesCard } from './histories.ts';
import { homeCard } from './home.ts';
import { invitedCard, inviteFormCard, inviteWords } from './invite.ts';
import { itemCard } from './item.ts';
import { type Card, check } from './kit/index.ts';
import { lookCard, lookFormCard } from './look.ts';
import { offerCard } from './offer.ts';
import { officeCard, overQuotaCard } from './office.ts';
import { officeBatchCard, officeBatchFormCard } from './office-batch.ts';
import { officeCaseCard, officeSearchCard } from './office-case.ts';
import { officeFormCard } from './office-form.ts';
import { officeListCard } from './office-list.ts';
import { operatorFormCard, operatorNewsCard, operatorsCard } from './operators.ts';
import { opinionAskCard, opinionNewsCard } from './opinion.ts';
import { pastCard } from './past.ts';
import { receiptCard } from './receipt.ts';
import { receivedCard } from './received.ts';
import { moveUpFormCard, recommendFormCard } from './recommend-form.ts';
import {
  codeWords,
  contactEndedCard,
  entryFormCard,
  ownContactCard,
  refuseFormCard,
  registerFormCard,
  registrationCard,
} from './register.ts';
import { quietCard, reminderCard } from './reminder.ts';
import { unlessRetired } from './retired.ts';
import { officeReturnFormCard, returnFormCard } from './return-form.ts';
import { reviewCard } from './review.ts';
import { handoverCard, reviewPeopleCard } from './review-people.ts';
import { reviewFilesCard, reviewTextCard } from './review-text.ts';
import { roundCalendarCard } from './round-calendar.ts';
import { roundOpenedCard } from './round-opened.ts';
import { deadlinesCard, openRoundCard } from './rounds.ts';
import { routeFormCard } from './route-form.ts';
import { routePreviewCard } from './route-preview.ts';
import { routesCard } from './routes.ts';
import { scanAskCard, sealsCard } from './seals.ts';
import { statusCard } from './status.ts';
import { stepCard } from './step.ts';
import { tablePreviewCard } from './table-preview.ts';
import { memberCard, teamCard } from './team.ts';
import { claimCard, judgedCard, teamNewsCard } from './team-news.ts';
import { textPreviewCard } from './text-preview.ts';
import { timelineCard } from './timeline.ts';
import { turnDownFormCard } from './turn-down-form.ts';
import { apiBudgetCard, undeliveredCard } from './undelivered.ts';
import { unheardCard } from './unheard.ts';
import { urgedCard } from './urged.ts';
import { withdrawCard } from './withdraw.ts';

export type Outgoing =
  | { type: 'card'; card: Card }
  | { type: 'text'; text: string }
  | { type: 'file'; file: { name: string; content: Buffer } };

type Renderer<K extends NoticeKind> = (notice: NoticeOf<K>, view: Views[K]) => Outgoing;

const carded =
  <K extends NoticeKind>(draw: (notice: NoticeOf<K>, view: Views[K]) => Card): Renderer<K> =>
  (notice, view) => ({ type: 'card', card: check(draw(notice, view)) });
const file: Renderer<'annex'> &
  Renderer<'annex2Word'> &
  Renderer<'annex2Book'> &
  Renderer<'draft'> &
  Renderer<'textPack'> &
  Renderer<'reviewFile'> &
  Renderer<'officeFile'> &
  Renderer<'officePaper'> &
  Renderer<'opinionPage'> &
  Renderer<'completeFile'> &
  Renderer<'tableTemplate'> &
  Renderer<'history'> &
  Renderer<'deadlineFile'> &
  Renderer<'ownFile'> = (_notice, view) => ({ type: 'file', file: view.file });

/** Each kind of notice and its card, text or file; the compiler asks for one for each new kind. */
const renderers: { [K in NoticeKind]: Renderer<K> } = {
  home: carded((_notice, view) => homeCard(view)),
  words: ({ words }) => ({ type: 'text', text: words }),
  creditCode: carded(creditCodeCard),
  held: carded(heldCard),
  step: carded(stepCard),
  brought: carded(broughtCard),
  textPreview: carded(textPreviewCard),
  item: carded(itemCard),
  tablePreview: carded(tablePreviewCard),
  tableTemplate: file,
  check: carded(checkCard),
  answers: carded(answersCard),
  abandonForm: carded(abandonCard),
  receipt: carded(receiptCard),
  draft: file,
  textPack: file,
  offer: carded(offerCard),
  frozen: carded(frozenCard),
  received: carded(receivedCard),
  file: carded(fileCard),
  ownFile: file,
  annex: file,
  status: carded(statusCard),
  joinAsk: carded(joinAskCard),
  joinDenied: carded(joinDeniedCard),
  team: carded(teamCard),
  inviteForm: carded(inviteFormCard),
  inviteText: (notice, view) => ({ type: 'text', text: inviteWords(notice, view) }),
  invited: carded(invitedCard),
  member: carded(memberCard),
  teamNews: carded(teamNewsCard),
  claim: carded(claimCard),
  look: carded(lookCard),
  lookForm: carded(lookFormCard),
  judged: carded(judgedCard),
  review: carded(reviewCard),
  returnForm: carded(returnFormCard),
  recommendForm: carded(recommendFormCard),
  turnDownForm: carded(turnDownFormCard),
  moveUpForm: carded(moveUpFormCard),
  reviewPeople: carded(reviewPeopleCard),
  opinionAsk: carded(opinionAskCard),
  opinionNews: carded(opinionNewsCard),
  handover: carded(handoverCard),
  reviewFile: file,
  opinionPage: file,
  seals: carded(sealsCard),
  completeFile: file,
  timeline: carded(timelineCard),
  urged: carded(urgedCard),
  withdrawAsk: carded(withdrawCard),
  scanAsk: carded(scanAskCard),
  copied: carded(copiedCard),
  copySaid: carded(copySaidCard),
  copies: carded(copiesCard),
  office: carded(officeCard),
  officeList: carded(officeListCard),
  officeForm: carded(officeFormCard),
  officeReturnForm: carded(officeReturnFormCard),
  officeFile: file,
  officePaper: file,
  board: carded(boardCard),
  officeSearch: carded(officeSearchCard),
  officeCase: carded(officeCaseCard),
  officeBatchForm: carded(officeBatchFormCard),
  officeBatch: carded(officeBatchCard),
  overQuota: carded(overQuotaCard),
  reviewText: carded(reviewTextCard),
  reviewFiles: carded(reviewFilesCard),
  batchForm: carded(batchFormCard),
  batchPreview: carded(batchPreviewCard),
  batchDone: carded(batchDoneCard),
  desk: carded(deskCard),
  departments: carded(departmentsCard),
  department: carded(departmentCard),
  departmentForm: carded(departmentFormCard),
  departmentCode: (notice, view) => ({ type: 'text', text: codeWords(notice, view) }),
  registerForm: carded(registerFormCard),
  registration: carded(registrationCard),
  entryForm: carded(entryFormCard),
  refuseForm: carded(refuseFormCard),
  ownContact: carded(ownContactCard),
  annex2Word: file,
  annex2Book: file,
  annex2Form: carded(annex2FormCard),
  colleagues: carded(colleaguesCard),
  colleagueSought: carded(colleagueSoughtCard),
  colleagueNews: carded(colleagueNewsCard),
  deputyForm: carded(deputyFormCard),
  deputyNews: carded(deputyNewsCard),
  contactEnded: carded(contactEndedCard),
  contacts: carded(contactsCard),
  appointForm: carded(appointFormCard),
  appointed: carded(appointedCard),
  lookUpFailed: carded(lookUpFailedCard),
  deadlines: carded(deadlinesCard),
  due: carded(dueCard),
  extensions: carded(extensionsCard),
  extension: carded(extensionCard),
  dueChanged: carded(dueChangedCard),
  departmentDue: carded(departmentDueCard),
  reminder: carded(reminderCard),
  escalated: carded(escalatedCard),
  unheard: carded(unheardCard),
  quiet: carded(quietCard),
  past: carded((_notice, view) => pastCard(view)),
  closing: carded(closingCard),
  correction: carded(correctionCard),
  formCorrected: carded(formCorrectedCard),
  histories: carded(historiesCard),
  history: file,
  operators: carded(operatorsCard),
  operatorForm: carded(operatorFormCard),
  operatorNews: carded(operatorNewsCard),
  undelivered: carded(undeliveredCard),
  apiBudget: carded((notice) => apiBudgetCard(notice)),
  broadcast: carded(broadcastCard),
  roundOpened: carded(roundOpenedCard),
  roundCalendar: carded(roundCalendarCard),
  routes: carded(routesCard),
  routeForm: carded(routeFormCard),
  routePreview: carded(routePreviewCard),
  deadlineFile: file,
  broadcasts: carded(broadcastsCard),
  broadcastForm: carded(broadcastFormCard),
  broadcastSheet: carded(broadcastSheetCard),
  openRound: carded(openRoundCard),
};

/** Draws a notice; throws CardFault when a card would break the platform's rules. */
export const render = <K extends NoticeKind>(notice: NoticeOf<K>, view: Views[K]): Outgoing => {
  const shown = unlessRetired(notice, view);
  return (renderers[shown.kind] as Renderer<NoticeKind>)(shown, view);
};
