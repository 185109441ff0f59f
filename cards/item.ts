import { contextOf, formOf, institutionName } from '../services/filing/filing.ts';
import { fingerprint } from '../services/filing/fill-commands.ts';
import type { Roster } from '../services/form/define.ts';
import { itemsAt } from '../services/form/read.ts';
import type { NoticeOf } from '../services/notice.ts';
import type { FilingView } from '../services/view.ts';
import { button, submit } from './actions.ts';
import { fieldControls, remarksOn } from './field-part.ts';
import { buttons, type Card, card, clip, errorText, form } from './kit/index.ts';

/** One row of a list: a person of the team, a case. A new row has an id from the start, so a double click adds one. */
export const itemCard = ({ step, field, item: id, checked, back }: NoticeOf<'item'>, { filing }: FilingView): Card => {
  const roster = formOf(filing.round).steps[step]!.fields[field] as Roster;
  const context = contextOf(filing);
  const items = itemsAt(filing.answers, step, field);
  const stored = items.find((candidate) => candidate.id === id);
  const room = roster.max === undefined || items.length + (stored ? 0 : 1) < roster.max;
  const name = clip(stored ? roster.title(stored) : '', 40);
  const origin = back && { back };
  const place = { filing: filing.id, step, field, ...origin };
  const was = fingerprint(stored);
  const save = (label: string, another: boolean, primary = false) =>
    submit(label, 'item.save', { ...place, item: id, was, another }, primary ? { style: 'primary' } : {});
  return card({
    title: stored ? `${roster.label}：${name}` : `添加${roster.label}`,
    subtitle: institutionName(filing),
    elements: [
      form('item', [
        ...Object.entries(roster.item).flatMap(([name, part]) => [
          ...fieldControls(name, part, stored?.[name], context),
          ...remarksOn(part, stored?.[name], context, checked),
        ]),
        checked && !stored && errorText('还没有填写任何内容。'),
        buttons(
          save('保存', false, true),
          room && save(`保存，再添一${roster.noun === '人' ? '位' : roster.noun}`, true),
        ),
      ]),
      buttons(
        button('返回列表（不保存）', 'step.open', { filing: filing.id, step, ...origin }),
        stored &&
          // No question before it: 撤销删除 stands on the next card.
          button('删除', 'item.remove', { ...place, item: id, was }, { style: 'danger' }),
      ),
    ],
  });
};
