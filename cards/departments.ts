import { sendingWords } from '../services/departments/annex2.ts';
import type { NoticeOf } from '../services/notice.ts';
import type { Views } from '../services/view.ts';
import { button } from './actions.ts';
import { buttons, type Card, card, clip, flashPart, md, mdt, row, text } from './kit/index.ts';

/** Rows of one page: six nodes each, and a card holds 200. */
const ROWS = 14;

/** 推荐部门 of a round, a page at a time: what each is called, its quota, whether it has named its contact. */
export const departmentsCard = (
  { page = 1, flash }: NoticeOf<'departments'>,
  { round, departments }: Views['departments'],
): Card => {
  const pages = Math.max(1, Math.ceil(departments.length / ROWS));
  const shown = Math.min(Math.max(1, page), pages);
  const missing = departments.filter(({ contact }) => !contact).length;
  const turn = (label: string, to: number) =>
    to >= 1 && to <= pages && button(label, 'department.list', { round: round.id, page: to });
  return card({
    title: '推荐部门',
    subtitle: round.title,
    tags: pages > 1 ? [{ text: `第 ${shown} 页，共 ${pages} 页`, color: 'blue' }] : [],
    elements: [
      flashPart(flash),
      text(`共 ${departments.length} 个部门，${missing ? `还有 ${missing} 个没有联系人` : '都有了联系人'}。`),
      departments.slice((shown - 1) * ROWS, shown * ROWS).map((department) => {
        const { code, name, softQuota, contact } = department;
        return row(
          md(
            mdt`**${clip(name, 40)}**　名额 ${softQuota}`,
            mdt`${contact ? `联系人 ${clip(contact.name, 20)}　${sendingWords(department)}` : '还没有联系人'}`,
          ),
          button('打开', 'department.open', { round: round.id, department: code }),
        );
      }),
      buttons(turn('上一页', shown - 1), turn('下一页', shown + 1)),
      buttons(
        button('新增推荐部门', 'department.form', { round: round.id }),
        button('推荐路径', 'round.routes', { round: round.id }),
        button('联系人（附件2）', 'round.contacts', { round: round.id }),
        button('回首页', 'home', {}),
      ),
    ],
  });
};
