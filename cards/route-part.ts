import { type Filing, routeOfFiling } from '../services/filing/filing.ts';
import { callOf } from '../services/rounds/calls.ts';
import { type Element, md, mdt, note, text } from './kit/index.ts';

/** Where the material goes and why, with the notice's own words (通知二（一）). */
export const routePart = (filing: Filing): Element[] => {
  const route = routeOfFiling(filing);
  const nameOf = (code: string) =>
    filing.round.departments.find((department) => department.code === code)?.name ?? code;
  switch (route.kind) {
    case 'undecided':
      return [text('还差几个问题才能判断，请先完成“资格与隶属关系”。', { color: 'orange' })];
    case 'ineligible':
      return [
        md(mdt`<font color='red'>**${route.why}**</font>`, mdt`${route.next}`),
        ...(route.quote ? [note(`通知原文：${route.quote}`)] : []),
        note('如果前面选错了，请点“上一步”修改。'),
      ];
    case 'choice':
      return [md(mdt`${route.why}`)];
    default: {
      const to =
        route.kind === 'direct' ? `${callOf(filing.round.call).nationalOffice}（直接提交）` : nameOf(route.code);
      const cc = route.cc.length ? mdt`**抄送**：${route.cc.map(nameOf).join('、')}` : mdt`**抄送**：无`;
      const quote = route.quote ? [note(`通知原文：${route.quote}`)] : [];
      return [md(mdt`**材料提交给**：${to}`, cc, mdt`${route.why}`), ...quote];
    }
  }
};
