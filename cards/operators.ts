import type { NoticeOf } from '../services/notice.ts';
import type { ListedOperator } from '../services/people/operator-list.ts';
import { BY_SETTINGS } from '../services/people/operators.ts';
import { dayOf, longDay } from '../services/time.ts';
import type { Views } from '../services/view.ts';
import { button, submit } from './actions.ts';
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
  row,
  text,
} from './kit/index.ts';
import { soughtWords } from './sought.ts';

const NAME_LENGTH = 24;
/** Rows a card of 200 nodes can hold. */
const ROWS = 20;
const SEARCHES = 6;

/** Names are read from the platform and may be missing; the end of the id still tells two people apart. */
const nameOf = ({ name, openId }: { name: string; openId: string }): string =>
  name ? clip(name, NAME_LENGTH) : `姓名未知（编号尾号 ${openId.slice(-4)}）`;

/** Who runs the rounds, who added them when, and who is being looked for. */
export const operatorsCard = (
  { flash }: NoticeOf<'operators'>,
  { operators, searches, me }: Views['operators'],
): Card =>
  card({
    title: '管理员',
    elements: [
      flashPart(flash),
      text('管理员可以开启年度、调整日期、指定联系人、办理收件、公示和名单，也可以添加和移除管理员。至少留一位。'),
      operators.slice(0, ROWS).map((one) => operatorRow(one, one.openId === me?.openId, operators.length > 1)),
      operators.length > ROWS && note(`另有 ${operators.length - ROWS} 位没有列出。`),
      searches
        .slice(0, SEARCHES)
        .map(({ mobile, email, trouble }) =>
          md(mdt`**${soughtWords({ mobile, email })}**　${clip(trouble ?? '正在查找，找到后马上开通', 60)}`),
        ),
      buttons(button('添加管理员', 'operators.form', {}, { style: 'primary' }), button('回首页', 'home', {})),
    ],
  });

const operatorRow = (one: ListedOperator, self: boolean, several: boolean): Element => {
  const by = one.addedBy === BY_SETTINGS ? '部署时设定' : one.addedBy ? `由${clip(one.addedBy, NAME_LENGTH)}添加` : '';
  const since = [by, longDay(dayOf(one.addedAt))].filter(Boolean).join('，');
  const words = md(mdt`**${nameOf(one)}**${self ? '（您）' : ''}`, mdt`${since}`);
  const whom = self ? '您自己' : nameOf(one);
  const confirm = {
    title: `移除${whom}？`,
    text: self
      ? '移除后您马上不能再管理备案工作，需要请其他管理员重新添加。'
      : '移除后马上生效，会告诉对方和其他管理员。',
  };
  return several
    ? row(words, button('移除', 'operators.remove', { tenant: one.tenantKey, who: one.openId }, { confirm }))
    : words;
};

/** Somebody is looked for in Feishu by mobile or e-mail. */
export const operatorFormCard = (
  { typed, errors = {} }: NoticeOf<'operatorForm'>,
  { search }: Views['operatorForm'],
): Card => {
  const { mobile = '', email = '' } = typed ?? search ?? {};
  const line = (name: 'mobile' | 'email', label: string, value: string) => [
    input({ name, label, value: clip(value, INPUT_MAX_LENGTH - 2), maxLength: 100 }),
    errors[name] ? errorText(errors[name]) : [],
  ];
  return card({
    title: '添加管理员',
    elements: [
      text('按手机或邮箱在飞书里查找本人，填一项就可以。找到后马上开通，并告诉对方能做什么。'),
      form('operator', [
        line('mobile', '手机', mobile),
        line('email', '邮箱', email),
        buttons(submit('查找并添加', 'operators.add', {}, { style: 'primary' })),
      ]),
      buttons(button('返回', 'operators.open', {})),
    ],
  });
};

/** News of who became an operator, who is none any more, and of searches. */
export const operatorNewsCard = (notice: NoticeOf<'operatorNews'>, view: Views['operatorNews']): Card => {
  const name = clip(notice.name || '一位同事', NAME_LENGTH);
  const list = buttons(button('看管理员列表', 'operators.open', {}));
  switch (notice.event) {
    case 'welcome':
      return card({
        title: '您是备案工作的管理员了',
        color: 'green',
        elements: [
          text(notice.name ? `${name}添加了您。现在您可以：` : '现在您可以：'),
          md(
            mdt`· 指定和更换推荐部门联系人`,
            mdt`· 调整截止日期，开启和结束年度`,
            mdt`· 审核直接申报的材料`,
            mdt`· 查看和发送每份材料的历史记录`,
            mdt`· 添加和移除管理员`,
          ),
          buttons(button('打开首页', 'home', {}, { style: 'primary' }), button('看管理员列表', 'operators.open', {})),
          note('发送“首页”随时回到这里。如果不该由您负责，请在管理员列表里移除自己。'),
        ],
      });
    case 'dismissed':
      return card({
        title: '您不再是管理员',
        color: 'grey',
        elements: [
          text('您的管理员权限已经移除，之前的卡片不能再办理管理事项。如有疑问，请联系其他管理员。'),
          buttons(button('回首页', 'home', {})),
        ],
      });
    case 'added':
      return card({
        title: '新增了一位管理员',
        color: 'green',
        elements: [text(`${name}现在可以管理备案工作。`), list],
      });
    case 'removed':
      return card({ title: '移除了一位管理员', elements: [text(`${name}不再是管理员，权限已经收回。`), list] });
    case 'already':
      return card({ title: '对方已经是管理员', elements: [text(`${name}本来就是管理员，没有改动。`), list] });
    case 'notFound':
      return notFoundCard(view);
  }
};

const notFoundCard = ({ search }: Views['operatorNews']): Card =>
  card({
    title: '没有找到要添加的管理员',
    color: 'orange',
    elements: [
      text(
        search
          ? `${soughtWords(search)}：${clip(search.trouble ?? '', 200)}。请核对手机和邮箱，请管理飞书的同事确认对方能看到本机器人，再重新添加。`
          : '这次查找已经结束。如仍需添加，请重新填写手机或邮箱。',
      ),
      buttons(
        button('重新添加', 'operators.form', search ? { search: search.id } : {}, { style: 'primary' }),
        button('看管理员列表', 'operators.open', {}),
      ),
    ],
  });
