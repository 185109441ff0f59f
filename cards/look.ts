import { contextOf, type Filing, formOf, institutionName, memberOf } from '../services/filing/filing.ts';
import { isEditable } from '../services/filing/status.ts';
import { relevantSteps } from '../services/form/read.ts';
import type { NoticeOf } from '../services/notice.ts';
import type { FilingView } from '../services/view.ts';
import { button, submit } from './actions.ts';
import { momentWords } from './author-part.ts';
import { filingDeadline } from './deadline.ts';
import { fitting } from './fitting.ts';
import {
  buttons,
  type Card,
  card,
  clip,
  type Element,
  errorText,
  flashPart,
  form,
  INPUT_MAX_LENGTH,
  input,
  md,
  mdt,
  note,
  panel,
  text,
} from './kit/index.ts';
import { readableSection } from './readable.ts';
import { verdictWords } from './team.ts';

/** The whole draft to be read by whoever was asked to, with yes and no. */
export const lookCard = ({ flash }: NoticeOf<'look'>, { filing, me, now }: FilingView): Card => {
  const context = contextOf(filing);
  const steps = relevantSteps(formOf(filing.round), context);
  const verdict = me ? memberOf(filing, me)?.verdict : undefined;
  const asked = isEditable(filing) && !!verdict;
  const place = { filing: filing.id };
  return fitting((room) =>
    card({
      title: '请您过目',
      subtitle: institutionName(filing),
      color: verdict?.state === 'agreed' ? 'green' : verdict?.state === 'objected' ? 'red' : 'orange',
      elements: [
        flashPart(flash),
        filingDeadline(filing, now),
        verdict &&
          text(
            `您的意见：${verdictWords(verdict, now)}${changedSince(filing, verdict.at) ? '，之后内容又有改动' : ''}`,
          ),
        steps.map(([key, step]) =>
          panel(`${step.part}　${step.title}`, readableSection(filing, key, step, context, room)),
        ),
        Number.isFinite(room.longest) && note('内容较多，上面有截短。点“逐部分看”可以看到全文。'),
        buttons(
          asked && verdict.state !== 'agreed' && button('同意定稿', 'look.agree', place, { style: 'primary' }),
          asked && button('提意见', 'look.form', place),
          isEditable(filing) && button('逐部分看', 'step.open', { ...place, step: steps[0]![0] }),
          button('回首页', 'home', {}),
        ),
      ],
    }),
  );
};

/** Whether a section was saved after that moment. */
const changedSince = (filing: Filing, at: string): boolean => Object.values(filing.edits).some((edit) => edit.at > at);

export const lookFormCard = ({ remarks, error }: NoticeOf<'lookForm'>, { filing }: FilingView): Card => {
  const place = { filing: filing.id };
  return card({
    title: '提意见',
    subtitle: institutionName(filing),
    elements: [
      form('judge', [
        input({
          name: 'remarks',
          label: '意见',
          value: clip(remarks ?? '', INPUT_MAX_LENGTH - 2),
          multiline: true,
          rows: 8,
        }),
        error ? errorText(error) : note('意见会马上发给填报人。'),
        buttons(
          submit('不同意，改好再定稿', 'look.object', { ...place, agree: false }, { style: 'primary' }),
          submit('同意定稿，附上意见', 'look.object', { ...place, agree: true }),
        ),
      ]),
      buttons(button('返回', 'look.open', place)),
    ],
  });
};

/** Before 定稿: what those who were asked say; nothing when nobody was. */
export const verdictPart = (filing: Filing, now: Date): Element[] => {
  const asked = filing.members.filter(({ verdict }) => verdict);
  if (!asked.length) return [];
  // A no is what keeps the draft back: it stands first. The whole of its remarks came on a card of its own.
  const order = ['objected', 'asked', 'agreed'];
  const weightiest = asked.sort((a, b) => order.indexOf(a.verdict!.state) - order.indexOf(b.verdict!.state));
  const line = ({ name, verdict }: (typeof asked)[number]) => {
    const who = clip(name, 12);
    const { state, at } = verdict!;
    if (state === 'agreed')
      return mdt`<font color='green'>负责人已同意</font>（${who} ${momentWords(at, now)}）${changedSince(filing, at) ? '，之后内容又有改动' : ''}`;
    return state === 'asked'
      ? mdt`<font color='orange'>已请负责人过目，还没有答复</font>（${who}），可以先定稿，建议等一等`
      : mdt`<font color='red'>负责人不同意定稿</font>（${who} ${momentWords(at, now)}）：${clip(verdict!.remarks ?? '', 60)}`;
  };
  return [md(...weightiest.slice(0, 2).map(line))];
};
