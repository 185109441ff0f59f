import type { Status } from '../../services/filing/status.ts';

/**
 * Where an arrow of the state machine is shown by chat: the file and the title of the test (of a table of tests its template, whose
 * case is the state that the arrow comes from or, where given, `of`). walked.ts holds each test to its arrows.
 */
export type Shown = [from: Status, to: Status, file: string, test: string, of?: Status];

const GIVEN_UP =
  '本次不申报 of a filing that is %s: the department that has it is told, its place is free, and it can be taken back';
const REVISED = '重新修改 of a filing that is %s leads back to the draft without its scan';
const TAKEN_BACK = 'the department takes back what it decided about a filing that is %s';
const ENDED = 'the end of the round ends what is unfinished in every state, and leaves what is decided';
const OFFICE = '公示, an objection that is not upheld, 准予 after the last day only, a number of its own, and the list';
const PHOTOGRAPHS =
  'photographs become the pages of one scan, in the order the person wants; without a scan nothing is submitted';
const TEN_PLACES =
  'the institution sends the complete scan and ticks ten places; the department, told, registers the national system';
const RETURNED =
  'a return needs reasons and a day to come; corrected, it comes back as version 2 and the old card is refused';
const DECLINED =
  '不予推荐 needs a reason, which the institution reads; taken back, it can be recommended, and its place is free again when that is taken back';
const WAITING = 'beyond the quota it waits, moves up when a place is free, or with a reason before that';

const all = (states: Status[], to: Status, test: string): Shown[] => states.map((from) => [from, to, 'given-up', test]);
const withDepartment: Status[] = ['submitted', 'under_review', 'waiting', 'recommended', 'dept_sealed'];

export const shown: Shown[] = [
  ['draft', 'ineligible', 'eligibility', '定稿 of $who is refused in words, also from a card that still offers it'],
  [
    'ineligible',
    'draft',
    'admission',
    'an institution that no row admits is found by name, code or number and let in with a reason, which it reads',
  ],
  [
    'draft',
    'frozen',
    'main-job',
    'the sample filing goes from the first question to the recommendation, and on to the published list',
  ],
  ['returned', 'frozen', 'review', RETURNED],
  ['frozen', 'draft', 'given-up', REVISED],
  ['inst_sealed', 'draft', 'given-up', REVISED],
  ['frozen', 'inst_sealed', 'files', PHOTOGRAPHS],
  ['inst_sealed', 'frozen', 'files', 'another scan after the places were ticked has to be looked at again'],
  ['inst_sealed', 'submitted', 'files', PHOTOGRAPHS],
  [
    'inst_sealed',
    'filed_online',
    'direct',
    'a national association files directly in the national system, and tells the day and the receipt; the province gets a copy',
  ],
  ['submitted', 'draft', 'given-up', 'a filing that is taken back before it was opened is a draft again'],
  [
    'under_review',
    'draft',
    'review',
    'before the decision the clerk takes it back; the contact is told and the old card decides nothing',
  ],
  ['submitted', 'under_review', 'review', RETURNED],
  ['under_review', 'returned', 'review', RETURNED],
  [
    'waiting',
    'returned',
    'given-up',
    'what waits for a place can be given back to be corrected, and stands in no order then',
  ],
  ['under_review', 'not_recommended', 'decisions', DECLINED],
  [
    'under_review',
    'recommended',
    'main-job',
    'the sample filing goes from the first question to the recommendation, and on to the published list',
  ],
  ['under_review', 'waiting', 'decisions', WAITING],
  ['waiting', 'recommended', 'decisions', WAITING],
  ...(['waiting', 'recommended', 'dept_sealed', 'not_recommended'] as const).map(
    (from): Shown => [from, 'under_review', 'given-up', TAKEN_BACK],
  ),
  ['recommended', 'dept_sealed', 'seals', TEN_PLACES],
  ['dept_sealed', 'filed_online', 'seals', TEN_PLACES],
  ['dept_sealed', 'recommended', 'seals', TEN_PLACES],
  [
    'filed_online',
    'returned',
    'office',
    '退回补正 asks for words and a day to come, keeps what was typed, and tells institution and department',
  ],
  ['filed_online', 'not_approved', 'office', '不予备案 needs its reason, which the institution reads'],
  ['filed_online', 'publicity', 'office', OFFICE],
  ['publicity', 'objection', 'office', OFFICE],
  ['objection', 'publicity', 'office', OFFICE],
  [
    'objection',
    'not_approved',
    'office',
    'an objection that is upheld ends in 不予备案; the card of an older version decides nothing',
  ],
  ['publicity', 'approved', 'office', OFFICE],
  ['approved', 'listed', 'office', OFFICE],
  ...all(['draft', 'ineligible', 'returned', 'frozen', 'inst_sealed', ...withDepartment], 'abandoned', GIVEN_UP),
  ['abandoned', 'draft', 'given-up', GIVEN_UP, 'draft'],
  ...all(['draft', 'returned', 'frozen', 'inst_sealed', ...withDepartment], 'expired', ENDED),
];
