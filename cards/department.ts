import { kindNames } from '../services/departments/departments.ts';
import type { NoticeOf } from '../services/notice.ts';
import type { Views } from '../services/view.ts';
import { button } from './actions.ts';
import { buttons, type Card, card, facts, flashPart } from './kit/index.ts';

/** One department of a round: what it is called, and what can be done about it. */
export const departmentCard = ({ flash }: NoticeOf<'department'>, view: Views['department']): Card => {
  const { round, department, operator } = view;
  const at = { round: round.id, department: department.code };
  return card({
    title: department.name,
    subtitle: round.title,
    elements: [
      flashPart(flash),
      facts([
        ['类别', kindNames[department.kind] ?? department.kind],
        ['公章名称', department.sealName],
        ['推荐名额', `原则上不超过 ${department.softQuota} 个`],
      ]),
      operator && buttons(button('修改名称和名额', 'department.form', at)),
      buttons(
        operator
          ? button('返回推荐部门', 'department.list', { round: round.id })
          : button('返回审核列表', 'desk.open', at),
        button('回首页', 'home', {}),
      ),
    ],
  });
};
