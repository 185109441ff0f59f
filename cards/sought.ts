import type { Sought } from '../services/people/operator-search.ts';
import { clip } from './kit/index.ts';
import { maskEmail, maskMobile } from './mask.ts';

/** By what somebody is looked for, as cards show it. */
export const soughtWords = ({ mobile, email }: Sought): string =>
  [mobile && maskMobile(mobile), email && clip(maskEmail(email), 40)].filter(Boolean).join('、');
