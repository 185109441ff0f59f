import { choosable, type DeskDeed, keyOf, MOST_AT_ONCE, stillAsSeen } from '../services/filing/desk-batch.ts';
import { type Filing, institutionName } from '../services/filing/filing.ts';
import type { RemarkDraft } from '../services/filing/remark-drafts.ts';
import type { NoticeOf } from '../services/notice.ts';
import { addWorkingDays, dayOf } from '../services/time.ts';
import type { Views } from '../services/view.ts';
import { button, submit } from './actions.ts';
import {
  buttons,
  type Card,
  card,
  clip,
  datePicker,
  errorText,
  form,
  type Inner,
  input,
  md,
  mdt,
  multiSelect,
  note,
  text,
} from './kit/index.ts';
import { overQuotaPart } from './over-quota-part.ts';

const NAME_LENGTH = 40;
const OPTIONS = 60;
const titles: Record<DeskDeed, string> = { recommend: '批量推荐', return: '批量退回' };

/** Which filings, and the words for all of them. */
export const batchFormCard = (notice: NoticeOf<'batchForm'>, { filings, now, round }: Views['batchForm']): Card => {
  const { deed, chosen = [], words, error, dueOn } = notice;
  const desk = { round: notice.roundId, department: notice.departmentCode };
  const options = choosable(filings, deed).slice(0, OPTIONS);
  const usual = addWorkingDays(dayOf(now), 5, round.holidays);
  return card({
    title: titles[deed],
    subtitle: `可选 ${options.length} 份，一次最多 ${MOST_AT_ONCE} 份`,
    color: deed === 'recommend' ? 'green' : 'orange',
    elements: [
      note(deed === 'recommend' ? '只列出已打开、正在审核的材料。' : '列出还没有决定的材料。'),
      options.length === 0
        ? text('现在没有可以一起办理的材料。', { color: 'grey' })
        : form('batch', [
            ...multiSelect({
              name: 'chosen',
              label: '选择材料',
              options: options.map((filing) => ({ value: keyOf(filing), text: nameOf(filing) })),
              values: chosen,
            }),
            wordsInput(deed, words),
            ...(deed === 'return' ? datePicker({ name: 'dueOn', label: '补正期限', value: dueOn ?? usual }) : []),
            error && errorText(error),
            buttons(submit('下一步：核对名单', 'batch.preview', { ...desk, deed }, { style: 'primary' })),
          ]),
      buttons(button('返回审核列表', 'desk.open', desk)),
    ],
  });
};

const nameOf = (filing: Filing): string => `${clip(institutionName(filing), NAME_LENGTH)}（第 ${filing.version} 版）`;

const wordsInput = (deed: DeskDeed, value?: string): Inner => {
  const label =
    deed === 'recommend' ? '第七部分　推荐部门意见（每份都印这段文字）' : '退回意见（每家单位都收到这段文字）';
  return input({ name: 'words', label, value, multiline: true, rows: 6 });
};

/** Every institution by name and the words in full, before anything is done. */
export const batchPreviewCard = (
  notice: NoticeOf<'batchPreview'>,
  { filings, drafts }: Views['batchPreview'],
): Card => {
  const { deed, chosen, words, dueOn, error } = notice;
  const desk = { round: notice.roundId, department: notice.departmentCode };
  const { ready, left } = stillAsSeen(filings, chosen, deed);
  return card({
    title: `${titles[deed]}：核对名单`,
    subtitle: `共 ${ready.length} 份`,
    color: deed === 'recommend' ? 'green' : 'orange',
    elements: [
      ready.length + left.length > 0 &&
        md(
          ...ready.map((filing, index) => mdt`${index + 1}. **${nameOf(filing)}**${withDrafts(drafts.get(filing.id))}`),
          ...left.map(({ name, words: why }) => mdt`× ${clip(name, NAME_LENGTH)}：${why}，不会办理`),
        ),
      ready.length === 0
        ? text('选择的材料都有了变化，没有可以办理的。', { color: 'grey' })
        : form('batch', [
            wordsInput(deed, words),
            ...(deed === 'return' ? datePicker({ name: 'dueOn', label: '补正期限', value: dueOn }) : []),
            error && errorText(error),
            deed === 'recommend' ? recommendPart(notice, ready) : returnPart(notice, ready),
          ]),
      buttons(button('重新选择', 'batch.open', { ...desk, deed }), button('返回审核列表', 'desk.open', desk)),
    ],
  });
};

const withDrafts = (drafts: RemarkDraft[] = []): string =>
  drafts.length ? `　另有写好的逐题意见 ${drafts.length} 处，一并发出` : '';

const namesIn = (filings: Filing[]): string =>
  clip(filings.map((filing) => clip(institutionName(filing), 20)).join('、'), 400);

const recommendPart = ({ roundId, departmentCode, chosen, over }: NoticeOf<'batchPreview'>, ready: Filing[]) => {
  const payload = { round: roundId, department: departmentCode, chosen };
  const confirm = { title: `推荐这 ${ready.length} 份？`, text: namesIn(ready) };
  if (!over)
    return [
      buttons(submit(`确认推荐这 ${ready.length} 份`, 'batch.recommend', payload, { style: 'primary', confirm })),
    ];
  const instead = submit(
    '放不下的列为候补',
    'batch.recommend',
    { ...payload, wait: true },
    { style: 'primary', confirm },
  );
  const beyond = { title: `超出名额，推荐这 ${ready.length} 份？`, text: namesIn(ready) };
  return overQuotaPart(over, instead, {
    action: 'batch.recommend',
    payload: { ...payload, over: true },
    confirm: beyond,
  });
};

const returnPart = ({ roundId, departmentCode, chosen }: NoticeOf<'batchPreview'>, ready: Filing[]) => [
  buttons(
    submit(
      `确认退回这 ${ready.length} 份`,
      'batch.return',
      { round: roundId, department: departmentCode, chosen },
      { style: 'danger', confirm: { title: `退回这 ${ready.length} 份？`, text: namesIn(ready) } },
    ),
  ),
];

/** What became of each. */
export const batchDoneCard = ({ roundId, departmentCode, deed, done, left }: NoticeOf<'batchDone'>): Card =>
  card({
    title: `${titles[deed]}：办理结果`,
    subtitle: `办好 ${done.length} 份${left.length ? `，没有办理 ${left.length} 份` : ''}`,
    color: left.length ? 'orange' : 'green',
    elements: [
      done.length > 0 && md(...done.map(({ name, words }) => mdt`✓ **${clip(name, NAME_LENGTH)}**　${words}`)),
      left.length > 0 &&
        md(
          mdt`**这些在您选择之后有了变化，没有办理，请逐份看过再决定：**`,
          ...left.map(({ name, words }) => mdt`× ${clip(name, NAME_LENGTH)}　${words}`),
        ),
      buttons(
        button('返回审核列表', 'desk.open', { round: roundId, department: departmentCode }, { style: 'primary' }),
      ),
    ],
  });
