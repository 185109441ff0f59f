import { formOf } from '../services/departments/contacts.ts';
import type { NoticeOf } from '../services/notice.ts';
import { dayOf, longDay } from '../services/time.ts';
import type { Views } from '../services/view.ts';
import { button, submit } from './actions.ts';
import { momentWords } from './author-part.ts';
import { contactFacts, contactInputs, maskedRow } from './contact-fields.ts';
import {
  buttons,
  type Card,
  card,
  clip,
  errorText,
  flashPart,
  form,
  INPUT_MAX_LENGTH,
  input,
  md,
  mdt,
  note,
  text,
} from './kit/index.ts';

type Days = { role: string; fromOn: string | null; toOn: string | null };

/** 联系人, or 代理联系人 with the days. */
export const roleWords = ({ role, fromOn, toOn }: Days): string =>
  role === 'deputy' && fromOn && toOn ? `代理联系人（${longDay(fromOn)}至 ${longDay(toOn)}）` : '备案工作联系人';

/** To be handed on by telephone or e-mail as it is. Signs that could make a mention of a name become others. */
export const codeWords = (
  _notice: NoticeOf<'departmentCode'>,
  { code, botLink, now }: Views['departmentCode'],
): string => {
  const plain = (words: string) => clip(words, 60).replaceAll('<', '＜').replaceAll('>', '＞');
  if (code.role === 'colleague') {
    return [
      `请您协助${plain(code.department.name)}的网点备案审核：联系人可以把材料转交给您，或征求您的意见。`,
      `在飞书里打开备案助手，把邀请码 ${code.code} 发给它即可。只能一人使用，${momentWords(code.endsAt, now)} 前有效：`,
      botLink,
    ].join('\n');
  }
  return [
    `请您担任${plain(code.department.name)}的国家知识产权信息公共服务网点${roleWords(code)}（通知三（二），附件2）。`,
    `在飞书里打开备案助手，把邀请码 ${code.code} 发给它，再填写登记卡片。只能一人使用，${momentWords(code.endsAt, now)} 前有效：`,
    botLink,
  ].join('\n');
};

/** The columns of 附件2 for whoever has sent a code; 单位 is settled by the code. */
export const registerFormCard = (
  { typed = {}, errors = {} }: NoticeOf<'registerForm'>,
  { code }: Views['registerForm'],
): Card =>
  card({
    title: `登记${roleWords({ ...code, fromOn: null })}`,
    subtitle: code.department.round.title,
    elements: [
      md(mdt`单位：**${code.department.name}**`),
      code.role === 'deputy' && text(`您将是${roleWords(code)}。`),
      form('register', [
        contactInputs(typed, errors),
        note('提交后由对方确认，确认后您就能办理。姓名、电话和邮箱只用于备案工作联系（附件2），卡片里不完整显示。'),
        buttons(submit('提交登记', 'contact.register', { code: code.id }, { style: 'primary' })),
      ]),
    ],
  });

/** A registration to the one who registered, and to those who answer it. */
export const registrationCard = (
  _notice: NoticeOf<'registration'>,
  { registration, me, now }: Views['registration'],
): Card => {
  const { department, state, why, roundId, departmentCode, correctedAt } = registration;
  const self = me?.openId === registration.openId && me.tenantKey === registration.tenantKey;
  const at = { registration: registration.id };
  const titles: Record<string, string> = {
    pending: self ? '登记已提交，等待确认' : '请确认联系人登记',
    confirmed: '登记已确认',
    refused: self ? '登记没有通过' : '登记没有确认',
  };
  return card({
    title: titles[state] ?? '联系人登记',
    subtitle: department.name,
    color: state === 'confirmed' ? 'green' : state === 'pending' ? 'orange' : 'grey',
    elements: [
      md(mdt`**${department.name}** 的${roleWords(registration)}`),
      contactFacts(registration),
      why && text(`原因：${clip(why, 500)}`),
      state === 'pending' &&
        self && [
          note('对方确认后马上告诉您。确认之前可以修改，对方看到的是最新的。'),
          buttons(button('修改', 'contact.entry', at)),
        ],
      state === 'pending' &&
        !self &&
        correctedAt &&
        note(`对方更正过登记，以上是最新的（${momentWords(correctedAt, now)}）。`),
      state === 'pending' &&
        !self && [
          note(
            registration.role === 'contact'
              ? '请核对是不是本人（可按单位公开的电话打过去）。确认后原来的联系人马上失去权限，待办转给新联系人。'
              : '请核对是不是本人。确认后，对方在代理期内可以办理这个部门的全部审核。',
          ),
          buttons(
            button('确认', 'contact.confirm', seenEntry(registration), { style: 'primary' }),
            button('不是', 'contact.refuseForm', at),
          ),
        ],
      state === 'refused' && self && note('如需重新登记，请联系给您邀请码的人再要一个邀请码。'),
      !self &&
        state !== 'pending' &&
        buttons(button('打开部门', 'department.open', { round: roundId, department: departmentCode })),
    ],
  });
};

/** What is confirmed is the entry that stands on the card. */
const seenEntry = ({ id, correctedAt }: Views['registration']['registration']) => ({
  registration: id,
  ...(correctedAt && { seen: correctedAt.toISOString() }),
});

/** Their own entry before it is answered; afterwards what was answered. */
export const entryFormCard = (
  { registrationId, typed, errors = {} }: NoticeOf<'entryForm'>,
  view: Views['entryForm'],
): Card => {
  const { registration } = view;
  if (registration.state !== 'pending') return registrationCard({ kind: 'registration', registrationId }, view);
  const at = { registration: registrationId };
  return card({
    title: '修改登记',
    subtitle: registration.department.round.title,
    elements: [
      md(mdt`**${registration.department.name}** 的${roleWords(registration)}`),
      form('entry', [
        contactInputs(typed ?? maskedRow(formOf(registration)), errors),
        note('手机和邮箱没有完整显示，不改就保持原样。提交后，对方看到的就是新的登记。'),
        buttons(submit('提交修改', 'contact.reenter', at, { style: 'primary' })),
      ]),
    ],
  });
};

/** Why somebody who registered is not confirmed. */
export const refuseFormCard = (
  { typed = '', error }: NoticeOf<'refuseForm'>,
  { registration }: Views['registration'],
): Card => {
  const at = { registration: registration.id };
  return card({
    title: '不确认这条登记',
    subtitle: registration.department.name,
    elements: [
      contactFacts(registration),
      form('refuse', [
        input({
          name: 'why',
          label: '原因（对方会看到）',
          value: clip(typed, INPUT_MAX_LENGTH - 2),
          placeholder: '例如：不是本部门指定的联系人',
        }),
        error && errorText(error),
        buttons(submit('不确认', 'contact.refuse', at, { style: 'danger' })),
      ]),
      buttons(button('返回', 'contact.look', at)),
    ],
  });
};

/** Somebody's own row of 附件2, to be corrected. */
export const ownContactCard = (
  { typed, errors = {}, flash }: NoticeOf<'ownContact'>,
  { round, departmentName, row }: Views['ownContact'],
): Card => {
  const at = { round: round.id, department: row.departmentCode };
  return card({
    title: '更正我的联系信息',
    subtitle: departmentName,
    elements: [
      flashPart(flash),
      form('ownContact', [
        contactInputs(typed ?? maskedRow(row), errors),
        note('手机和邮箱没有完整显示，不改就保持原样。更正后请留意附件2是否需要重新发送。'),
        buttons(submit('保存', 'contact.correct', at, { style: 'primary' })),
      ]),
      buttons(button('返回', 'department.open', at)),
    ],
  });
};

/** To a contact who has been replaced. */
export const contactEndedCard = (
  _notice: NoticeOf<'contactEnded'>,
  { contact, round, now }: Views['contactEnded'],
): Card => {
  const department = round.departments.find(({ code }) => code === contact.departmentCode);
  return card({
    title: '您不再是备案工作联系人',
    subtitle: round.title,
    color: 'grey',
    elements: [
      text(
        `${department?.name ?? ''}的备案工作联系人已更换（${longDay(dayOf(now))}），您从现在起不能再审核材料，没有办完的由新联系人接着办。感谢您的工作。`,
      ),
      note('如有疑问，请联系主办方。'),
    ],
  });
};
