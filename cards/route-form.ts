import type { NoticeOf } from '../services/notice.ts';
import { callOf } from '../services/rounds/calls.ts';
import { endsFor, MOST_COPIES, mustStay, rowOf } from '../services/rounds/edit-routes.ts';
import type { Round } from '../services/rounds/round.ts';
import { endName, endWords } from '../services/rounds/route-words.ts';
import { PROVINCE } from '../services/rounds/routes.ts';
import { endOf, type RoundRow } from '../services/rounds/routing.ts';
import type { Views } from '../services/view.ts';
import { button, submit } from './actions.ts';
import {
  type Button,
  buttons,
  type Card,
  card,
  clip,
  type Element,
  errorText,
  form,
  type Inner,
  md,
  mdt,
  multiSelect,
  type Nest,
  note,
  select,
} from './kit/index.ts';
import { shortNamed } from './routes.ts';

/** One row of 推荐路径: where it leads and who gets a copy; or a new one, which also asks for whom. */
export const routeFormCard = (
  { rule, typed = {}, errors = {} }: NoticeOf<'routeForm'>,
  { round }: Views['routeForm'],
): Card => {
  const found = rule === undefined ? undefined : rowOf(round, rule);
  const end = { ...(found ? endOf(found.row) : { to: '', cc: [] }), ...typed };
  const option = (value: string) => ({ value, text: clip(endName(round, value), 24) });
  const error = (field: string): Inner | false => !!errors[field] && errorText(clip(errors[field], 100));
  return card({
    title: found ? '修改推荐路径' : '新增推荐路径',
    subtitle: round.title,
    elements: [
      found ? aboutRow(round, found) : note('新增的一条排在“不参与”之后、其他各条之前：符合的单位先按它办。'),
      form('route', [
        !found && [
          ...select({ name: 'when', label: '管哪些单位', options: whenOptions(round), value: typed.when }),
          error('when'),
        ],
        ...select({
          name: 'to',
          label: '材料交给',
          options: endsFor(round, found?.row).map(option),
          value: end.to,
        }),
        error('to'),
        ...multiSelect({
          name: 'cc',
          label: `抄送（最多 ${MOST_COPIES} 个，可以不选）`,
          options: [PROVINCE, ...round.departments.map(({ code }) => code)].map(option),
          values: end.cc,
        }),
        error('cc'),
        note('下一步先给您看有多少份材料的去向会变，确认以后才生效。'),
        buttons(
          submit(
            '下一步：看影响',
            'round.routeLook',
            { round: round.id, rev: round.rev, ...(found && { rule: found.row.rule }) },
            { style: 'primary' },
          ),
        ),
      ]),
      buttons(found && waysWith(round, found), button('返回', 'round.routes', { round: round.id })),
    ],
  });
};

const aboutRow = (round: Round, { row, off, own }: RoundRow): Element[] => {
  const usual = own === 'changed' ? callOf(round.call).routes.find(({ rule }) => rule === row.rule) : undefined;
  const quote = (usual ?? row).quote?.text;
  return [
    md(
      mdt`**${clip(row.who, 80)}**${off ? '（已停用）' : ''}`,
      mdt`现在：${endWords(shortNamed(round), endOf(row))}`,
      ...(usual ? [mdt`通知原来：${endWords(shortNamed(round), endOf(usual))}`] : []),
    ),
    ...(quote ? [note(`通知原文：${quote}`)] : []),
  ];
};

/** What can be done with a row by one click; what it means is shown before. */
const waysWith = (round: Round, found: RoundRow): Nest<Button> => {
  const { rule } = found.row;
  const at = { round: round.id, rev: round.rev };
  const ask = (label: string, edit: 'off' | 'on' | 'drop') =>
    button(label, 'round.routeAsk', { ...at, edit: { do: edit, rule } });
  if (found.own === 'added') return ask('删除这一条', 'drop');
  const usual = callOf(round.call).routes.find((one) => one.rule === rule)!;
  return [
    !mustStay(found) && (found.off ? ask('重新启用', 'on') : ask('停用这一条', 'off')),
    found.own === 'changed' &&
      button('恢复通知原来的去向', 'round.routeAsk', { ...at, edit: { do: 'set', rule, ...endOf(usual) } }),
  ];
};

const whenOptions = (round: Round) => [
  ...callOf(round.call).categories.map((one) => ({ value: `category:${one}`, text: clip(`单位类型：${one}`, 30) })),
  ...round.departments
    .filter(({ kind }) => kind === 'ministry')
    .map(({ code, name }) => ({ value: `body:${code}`, text: clip(`主管部门：${name}`, 30) })),
];
