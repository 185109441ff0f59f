import { kindNames, markOf } from '../services/departments/departments.ts';
import type { NoticeOf } from '../services/notice.ts';
import type { Views } from '../services/view.ts';
import { button, submit } from './actions.ts';
import {
  buttons,
  type Card,
  card,
  clip,
  errorText,
  form,
  INPUT_MAX_LENGTH,
  type Inner,
  input,
  note,
  select,
} from './kit/index.ts';

/** A department's names and soft quota, to be changed; or a new department, whose kind is asked as well. */
export const departmentFormCard = (
  { departmentCode, typed = {}, errors = {} }: NoticeOf<'departmentForm'>,
  { round, departments }: Views['departmentForm'],
): Card => {
  const before = departments.find(({ code }) => code === departmentCode);
  const values: Record<string, string> = before
    ? { name: before.name, sealName: before.sealName, softQuota: String(before.softQuota), ...typed }
    : typed;
  const fault = (field: string): Inner[] => (errors[field] ? [errorText(errors[field])] : []);
  const line = (name: string, label: string, placeholder: string) => [
    input({ name, label, value: clip(values[name] ?? '', INPUT_MAX_LENGTH - 2), placeholder }),
    ...fault(name),
  ];
  return card({
    title: before ? '修改推荐部门' : '新增推荐部门',
    subtitle: before?.name ?? round.title,
    elements: [
      form('department', [
        !before && [
          ...select({
            name: 'kind',
            label: '部门类别',
            options: Object.entries(kindNames).map(([value, text]) => ({ value, text })),
            value: values.kind,
          }),
          ...fault('kind'),
        ],
        line('name', '部门名称', '备案表“推荐部门”一栏的名称'),
        line('sealName', '公章名称', '公章上的名称，常与部门名称不同'),
        line('softQuota', '推荐名额（原则上不超过）', '例如 2'),
        note('改动记入年度历史。已经定稿的材料仍用定稿时的部门名称。'),
        buttons(
          before
            ? submit(
                '保存',
                'department.save',
                { round: round.id, department: before.code, was: markOf(before) },
                { style: 'primary' },
              )
            : submit('新增', 'department.save', { round: round.id }, { style: 'primary' }),
        ),
      ]),
      buttons(
        before
          ? button('返回', 'department.open', { round: round.id, department: before.code })
          : button('返回', 'department.list', { round: round.id }),
      ),
    ],
  });
};
