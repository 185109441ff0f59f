import { institutionName, sameWho } from '../services/filing/filing.ts';
import type { NoticeOf } from '../services/notice.ts';
import type { Round } from '../services/rounds/round.ts';
import type { FilingView, Views } from '../services/view.ts';
import { button, submit } from './actions.ts';
import { deadlineLine } from './deadline.ts';
import { buttons, type Card, card, errorText, form, input, md, mdt, note, row, text } from './kit/index.ts';

/** Rounds to choose from on one card; more than two or three at a time are not to be expected. */
const CHOICES = 12;

/** The first question: which legal person files; before it in which round, where more than one is open. */
export const creditCodeCard = (notice: NoticeOf<'creditCode'>, { rounds, now }: Views['creditCode']): Card => {
  const chosen = notice.roundId ? rounds.find(({ id }) => id === notice.roundId) : rounds.length === 1 && rounds[0];
  if (chosen) return codeCard(notice, chosen);
  if (rounds.length === 0) {
    return card({
      title: '开始填报',
      color: 'grey',
      elements: [text('现在没有进行中的备案工作。年度通知发布、备案开启后，在这里发送“开始”即可填报。')],
    });
  }
  return card({
    title: '开始填报：哪个年度',
    elements: [
      text('现在有不止一个年度在进行，请先选在哪一个里填报。同一家单位在每个年度各填一份。'),
      rounds
        .slice(0, CHOICES)
        .map((round) =>
          row(
            [md(mdt`**${round.title}**`), deadlineLine(round, now)],
            button('在这里填报', 'round.choose', { round: round.id }, { style: 'primary' }),
          ),
        ),
    ],
  });
};

const codeCard = ({ typed, error }: NoticeOf<'creditCode'>, round: Round): Card =>
  card({
    title: '开始填报',
    subtitle: round.title,
    elements: [
      md(
        mdt`**请勿填写任何涉密信息。** 姓名、手机、邮箱和简介只用于本次备案，只有您的同事、推荐部门、抄送的省级部门和主办方看得到。`,
      ),
      form('start', [
        input({
          name: 'creditCode',
          label: '统一社会信用代码（18 位）',
          value: typed,
          placeholder: '法人证书上的 18 位代码',
          maxLength: 40,
        }),
        error
          ? errorText(error)
          : note(
              '用来确认是哪一家法人单位，不会印在备案表里。图书馆、情报所等内设机构请填所属法人单位的代码。每家单位每年只填一份。',
            ),
        buttons(submit('下一步', 'filing.start', { round: round.id }, { style: 'primary' })),
      ]),
    ],
  });

/** Somebody else of the institution has begun: who, and how to join. */
export const heldCard = ({ asked }: NoticeOf<'held'>, { filing }: FilingView): Card => {
  const owner = filing.members.find(({ role }) => role === 'owner');
  return card({
    title: '本单位已经有人在填',
    color: 'orange',
    elements: [
      md(
        mdt`**${institutionName(filing)}** 的备案表由 **${owner?.name ?? '同事'}** 填报。每家单位每年一份，可以一起填。`,
      ),
      asked
        ? text(`已经把申请发给${owner?.name ?? '同事'}，同意后会在这里告诉您。`)
        : buttons(
            button('申请一起填', 'filing.join', { filing: filing.id }, { style: 'primary' }),
            button('回首页', 'home', {}),
          ),
    ],
  });
};

/** To the owner: a colleague asks to fill too. */
export const joinAskCard = ({ who, name }: NoticeOf<'joinAsk'>, { filing }: FilingView): Card => {
  const joined = filing.members.some((member) => sameWho(member, who));
  const answer = { filing: filing.id, tenant: who.tenantKey, who: who.openId };
  return card({
    title: '有同事申请一起填',
    color: joined ? 'green' : 'orange',
    elements: [
      md(
        mdt`**${name}** 申请一起填 **${institutionName(filing)}** 的备案表。同意后对方可以看和改全部内容，不认识请不要同意。`,
      ),
      joined
        ? text('已同意，对方现在可以填写。')
        : buttons(
            button('同意', 'join.answer', { ...answer, yes: true }, { style: 'primary' }),
            button('不同意', 'join.answer', { ...answer, yes: false }),
          ),
    ],
  });
};

export const joinDeniedCard = (_notice: NoticeOf<'joinDenied'>, { filing }: FilingView): Card =>
  card({
    title: '申请没有通过',
    color: 'grey',
    elements: [text(`${institutionName(filing)}的填报人没有同意一起填。请当面或打电话与同事确认后再申请。`)],
  });
