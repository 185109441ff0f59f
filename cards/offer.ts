import { formOf, institutionName } from '../services/filing/filing.ts';
import type { NoticeOf } from '../services/notice.ts';
import type { FilingView } from '../services/view.ts';
import { button } from './actions.ts';
import { mask } from './form-values.ts';
import { buttons, type Card, card, clip, note, text } from './kit/index.ts';

/** A short message may be the one answer that is missing: it lands only when the person says so. */
export const offerCard = ({ step, field, text: said }: NoticeOf<'offer'>, { filing }: FilingView): Card => {
  const asked = formOf(filing.round).steps[step]?.fields[field];
  const place = { filing: filing.id, step, field };
  const shown = (asked && mask(asked, said)) ?? clip(said, 100);
  return card({
    title: `填进“${asked?.label ?? field}”？`,
    subtitle: institutionName(filing),
    elements: [
      text(`把“${shown}”填进“${asked?.label ?? field}”？`),
      buttons(
        // The platform reads what a card carries and may refuse a mobile number or an e-mail address in clear.
        button(
          '填进去',
          'offer.take',
          { ...place, rev: filing.revs[step] ?? 0, text: Buffer.from(said).toString('base64url') },
          { style: 'primary' },
        ),
        button('不是', 'step.open', { filing: filing.id, step }),
      ),
      note('点“不是”什么都不会改动。'),
    ],
  });
};
