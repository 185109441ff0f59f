import { institutionName, sameWho } from '../services/filing/filing.ts';
import type { NoticeOf } from '../services/notice.ts';
import type { FilingView, Views } from '../services/view.ts';
import { button, submit } from './actions.ts';
import { buttons, type Card, card, errorText, form, input, md, mdt, note, text } from './kit/index.ts';

/** The first question: which legal person files. */
export const creditCodeCard = ({ typed, error }: NoticeOf<'creditCode'>, { round }: Views['creditCode']): Card =>
  card({
    title: '开始填报',
    subtitle: round?.title,
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
        buttons(submit('下一步', 'filing.start', { round: round?.id ?? '' }, { style: 'primary' })),
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
