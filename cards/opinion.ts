import { institutionName, opinionsNow, referenceOf } from '../services/filing/filing.ts';
import { isOpenForReview, statusNames } from '../services/filing/status.ts';
import type { NoticeOf } from '../services/notice.ts';
import type { FilingView, Views } from '../services/view.ts';
import { button, submit } from './actions.ts';
import { fitting, type Room } from './fitting.ts';
import { buttons, type Card, card, clip, errorText, form, input, md, mdt, note, text } from './kit/index.ts';
import { essentials, sections } from './review-content.ts';

/** To a colleague who is asked: the whole filing, to be read, and two answers. */
export const opinionAskCard = (notice: NoticeOf<'opinionAsk'>, view: Views['opinionAsk']): Card =>
  fitting((room) => askOf(notice, view, room));

const askOf = (notice: NoticeOf<'opinionAsk'>, { filing, asked }: Views['opinionAsk'], room: Room): Card => {
  const { version, opinionId, words, error } = notice;
  const place = { filing: filing.id, version };
  const approval = asked?.kind === 'approval';
  const open = asked && !asked.answer && isOpenForReview(filing);
  const title = approval ? '请您批准推荐' : '征求您的意见';
  return card({
    title: `${title}：${institutionName(filing)}`,
    subtitle: `第 ${version} 版　查询号 ${referenceOf(filing)}`,
    color: open ? 'orange' : 'grey',
    elements: asked
      ? [
          text(
            approval
              ? '请看过材料后决定是否同意推荐。同意之前，联系人不能推荐。'
              : '请看过材料后答复，联系人会收到您的意见。',
          ),
          essentials(filing),
          sections(filing, room),
          buttons(
            button('看全文', 'review.section', { ...place, asked: true }),
            button('发来全部附件', 'opinion.files', place),
            button('逐份附件', 'review.fileList', { ...place, asked: true }),
          ),
          open
            ? form('opinion', [
                input({ name: 'words', label: '意见（不同意时请写理由）', value: words, multiline: true, rows: 3 }),
                error && errorText(error),
                buttons(
                  submit(
                    '同意推荐',
                    'opinion.answer',
                    { ...place, opinion: opinionId, agree: true },
                    { style: 'primary' },
                  ),
                  submit(
                    '不同意',
                    'opinion.answer',
                    { ...place, opinion: opinionId, agree: false },
                    { style: 'danger' },
                  ),
                ),
              ])
            : asked.answer
              ? md(
                  mdt`**您已答复：${asked.answer === 'agreed' ? '同意推荐' : '不同意'}**`,
                  ...(asked.words ? [mdt`${clip(asked.words, 500)}`] : []),
                )
              : text(`这份材料现在是“${statusNames[filing.status]}”，不用再答复。`),
        ]
      : [
          text(
            filing.handedIn > version
              ? `申报单位已更新到第 ${filing.handedIn} 版，这次请求不再有效。如需意见，会重新征求。`
              : '这次请求已经撤回，您不用再答复。',
          ),
          buttons(button('回首页', 'home', {})),
        ],
  });
};

/** To whoever reviews: what the colleague says. */
export const opinionNewsCard = ({ opinionId }: NoticeOf<'opinionNews'>, { filing }: FilingView): Card => {
  const given = opinionsNow(filing).find(({ id }) => id === opinionId);
  const agreed = given?.answer === 'agreed';
  const who = given && clip(given.name, 20);
  const approval = given?.kind === 'approval';
  return card({
    title: approval ? (agreed ? '负责人同意推荐' : '负责人不同意推荐') : '同事答复了意见',
    subtitle: institutionName(filing),
    color: agreed ? 'green' : 'orange',
    elements: [
      given
        ? md(
            mdt`**${who ?? ''}**：${agreed ? '同意推荐' : '不同意'}`,
            ...(given.words ? [mdt`${clip(given.words, 500)}`] : []),
          )
        : text('这条意见是对以前版本的，或已经撤回。'),
      approval && note(agreed ? '可以推荐了。' : '现在不能推荐。确需推荐的，请先重新请示或撤回请求。'),
      buttons(button('打开材料', 'review.open', { filing: filing.id, version: filing.handedIn }, { style: 'primary' })),
    ],
  });
};
