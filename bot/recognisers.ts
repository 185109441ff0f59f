import type { Recogniser } from '../services/files/recognise.ts';
import { recogniseAnnex } from '../services/filing/recognise-annex.ts';
import { recogniseText } from '../services/filing/recognise-text.ts';
import { recogniseRoster } from '../services/rosters/recognise-roster.ts';

/** Who looks at each file before it is taken for an attachment, in this order; the first that knows it has it. */
export const recognisers: Recogniser[] = [recogniseAnnex, recogniseText, recogniseRoster];
