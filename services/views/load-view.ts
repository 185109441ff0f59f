import type { NoticeKind, NoticeOf } from '../notice.ts';
import type { Base, Loader, Loaders, Sources, Views } from '../view.ts';
import { broadcastsViews } from './broadcasts.ts';
import { departmentsViews } from './departments.ts';
import { fillingViews } from './filling.ts';
import { officeViews } from './office.ts';
import { remindersViews } from './reminders.ts';
import { reviewViews } from './review.ts';
import { roundsViews } from './rounds.ts';
import { sidesViews } from './sides.ts';
import { teamViews } from './team.ts';

const loaders: Loaders = {
  ...fillingViews,
  ...teamViews,
  ...reviewViews,
  ...sidesViews,
  ...officeViews,
  ...departmentsViews,
  ...roundsViews,
  ...remindersViews,
  ...broadcastsViews,
};

/** The current state behind a notice, read when it is shown. Throws Refusal when it is gone. */
export const loadView = <K extends NoticeKind>(sources: Sources, notice: NoticeOf<K>, base: Base): Promise<Views[K]> =>
  (loaders[notice.kind as K] as Loader<K>)(sources, notice, base);
