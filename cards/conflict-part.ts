import type { Filing } from '../services/filing/filing.ts';
import type { Raw, Step } from '../services/form/define.ts';
import { button } from './actions.ts';
import { momentWords } from './author-part.ts';
import { mask } from './form-values.ts';
import { buttons, clip, type Element, md, mdt, note } from './kit/index.ts';

const NAME_LENGTH = 24;

/** Two people wrote different texts: both are shown with their authors, and one is chosen, for each question or for all. */
export const conflictPart = (filing: Filing, key: string, step: Step, now: Date): Element[] => {
  const conflict = filing.conflicts[key]?.[0];
  if (!conflict) return [];
  const by = clip(conflict.by.name, NAME_LENGTH);
  const edit = filing.edits[key];
  const present = edit ? `现在的（${clip(edit.name, NAME_LENGTH)} ${momentWords(edit.at, now)} 存的）` : '现在的';
  const later = `${by} ${momentWords(conflict.at, now)} 后存的`;
  const differing = Object.entries(conflict.values).filter(([name, value]) => filing.answers[key]?.[name] !== value);
  const choose = (label: string, mine: boolean, field?: string) =>
    button(
      label,
      'conflict.choose',
      { filing: filing.id, step: key, rev: filing.revs[key] ?? 0, at: conflict.at, mine, ...(field && { field }) },
      mine ? {} : { style: 'primary' },
    );
  // A question that a correction has retired goes with the choice of the whole.
  const asked = differing.filter(([name]) => step.fields[name]);
  const several = asked.length > 1;
  return [
    md(mdt`<font color='red'>**两次保存的内容不一样，两份都已保留，请选一份**</font>`),
    ...asked.flatMap(([name, value]) => {
      const field = step.fields[name]!;
      const shown = (raw: Raw | undefined) => mask(field, raw) ?? raw;
      const [one, other] = excerpts(shown(filing.answers[key]?.[name]), shown(value));
      return [
        md(mdt`**${field.label}**`, mdt`${present}：${one}`, mdt`${later}：${other}`),
        ...(several ? [buttons(choose(`这项改用${by}的`, true, name))] : []),
      ];
    }),
    ...(several ? [note('可以只改其中几项：先逐项选，其余再点“保留现在的”。')] : []),
    buttons(choose('保留现在的', false), choose(`改用${by}的`, true)),
  ];
};

/** Several fields may differ at once, and each shows both texts. */
const EXCERPT_LENGTH = 100;
/** Characters shown before the place where two texts part. */
const LEAD = 15;

/** Both texts from shortly before the place where they part: alike beginnings of a thousand characters help nobody. */
export const excerpts = (one: Raw | undefined, other: Raw | undefined): [string, string] => {
  const [a, b] = [asText(one), asText(other)];
  let same = 0;
  while (same < a.length && a[same] === b[same]) same++;
  const from = Math.max(0, same - LEAD);
  const cut = (text: string) =>
    text ? `${from ? '……' : ''}${clip(text.slice(from), EXCERPT_LENGTH)}（共 ${text.length} 字符）` : '（空）';
  return [cut(a), cut(b)];
};

const asText = (raw: Raw | undefined): string => (typeof raw === 'string' ? raw : raw ? `${raw.length} 项` : '');
