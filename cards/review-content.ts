import { contextOf, type Filing, formOf } from '../services/filing/filing.ts';
import { countWords } from '../services/form/count.ts';
import { entriesOf, itemsAt, problemsOf, textAt } from '../services/form/read.ts';
import { allFiles } from '../services/views/filing-views.ts';
import type { Room } from './fitting.ts';
import { clip, type Element, facts, type Inner, md, mdt, note, panel, text } from './kit/index.ts';
import { maskEmail, maskMobile } from './mask.ts';

/** Files named on the card; all of them can be asked for with a button. */
const FILES_NAMED = 12;
const ALL = { longest: Number.POSITIVE_INFINITY };

/** What a reviewer looks at first, and what the checks found; shorter only on a card that has room for hardly anything. */
export const essentials = (filing: Filing, { longest }: Pick<Room, 'longest'> = ALL): Element[] => {
  const upTo = (most: number, least: number) => Math.min(most, Math.max(longest, least));
  // A little above what the form takes: the longest wrong answer must not keep the card from being shown.
  const at = (step: string, field: string, length = 100) => clip(textAt(filing.answers, step, field), length);
  const { length } = allFiles(filing);
  const proof = at('standing', 'outletYear') ? `省级网点（${at('standing', 'outletYear')} 年）` : '';
  return [
    facts([
      ['名称', at('basics', 'name')],
      ['机构性质', [at('basics', 'legalNature'), at('identity', 'category'), proof].filter(Boolean).join('，')],
      ['地址', at('basics', 'address', 200)],
      ['主要负责人及职务', `${at('basics', 'principalName')}，${at('basics', 'principalTitle')}`],
      [
        '人数',
        `总 ${at('staff', 'staffTotal')}，专职 ${at('staff', 'staffFulltime')}，兼职 ${at('staff', 'staffParttime')}`,
      ],
      [
        '联系人',
        `${at('staff', 'contactName')}　${maskMobile(at('staff', 'contactMobile'))}　${maskEmail(at('staff', 'contactEmail'))}`,
      ],
      ['服务对象', at('services', 'serviceTargets', upTo(300, 100))],
      [
        '附件与扫描件',
        allFiles(filing)
          .slice(0, FILES_NAMED)
          .map(({ name }) => clip(name, upTo(40, 20)))
          .join('；') + (length > FILES_NAMED ? `；等 ${length} 份` : ''),
      ],
    ]),
    foundByChecks(filing, upTo(100, 40)) ?? text('自动检查没有发现问题。', { color: 'green' }),
  ];
};

/** What the checks found worth a look, each up to so many characters; undefined when nothing. */
export const foundByChecks = (filing: Filing, most = 100): Inner | undefined => {
  const warns = problemsOf(formOf(filing.round), contextOf(filing)).filter(({ severity }) => severity === 'warn');
  if (!warns.length) return undefined;
  return md(
    mdt`<font color='orange'>**自动检查提示 ${warns.length} 处**</font>`,
    ...warns.slice(0, 8).map(({ words }) => mdt`· ${clip(words, most)}`),
  );
};

/** Every section of the form, folded; as much of each as the card holds. */
export const sections = (filing: Filing, { longest, rows }: Room): Element[] => {
  const cut = (words: string) => (words.length > longest ? `${clip(words, longest)}（全文见 Word 备案表）` : words);
  const rest = (all: unknown[]) => (all.length > rows ? [note(`另有 ${all.length - rows} 条，见 Word 备案表。`)] : []);
  const paragraph = (title: string, step: string, field: string): Element => {
    const words = textAt(filing.answers, step, field);
    return panel(`${title}（${countWords(words)} 字）`, [text(cut(words))]);
  };
  const items = entriesOf(textAt(filing.answers, 'services', 'serviceItems'));
  const team = itemsAt(filing.answers, 'team', 'members');
  const cases = itemsAt(filing.answers, 'cases', 'cases');
  return [
    panel(`一　服务事项清单（${items.length} 项）`, [
      text(cut(items.map((cells, i) => `${i + 1}. ${cells.join('，')}`).join('\n'))),
    ]),
    paragraph('二　工作基础和优势特点', 'foundation', 'foundation'),
    panel(`三　服务团队人员（${team.length} 人）`, [
      md(
        ...team
          .slice(0, rows)
          .flatMap((one) => [
            mdt`**${clip(one.name ?? '', 40)}**　${clip(one.role ?? '', 20)}`,
            mdt`${cut(one.bio ?? '')}`,
          ]),
      ),
      ...rest(team),
    ]),
    paragraph('四　未来发展思路和支持措施', 'plan', 'plan'),
    panel(`五　典型案例（${cases.length} 个）`, [
      md(
        ...cases
          .slice(0, rows)
          .flatMap((one) => [
            mdt`**${clip(one.name ?? '', 100)}**　${clip(one.period ?? '', 60)}`,
            mdt`${cut(one.content ?? '')}`,
          ]),
      ),
      ...rest(cases),
    ]),
    paragraph('六　申请备案机构意见', 'opinion', 'opinion'),
  ];
};
