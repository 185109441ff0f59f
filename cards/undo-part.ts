import { type Filing, sameWho, type Who } from '../services/filing/filing.ts';
import { isEditable } from '../services/filing/status.ts';
import type { Step } from '../services/form/define.ts';
import { button } from './actions.ts';
import { momentWords } from './author-part.ts';
import { buttons, clip, type Element, note } from './kit/index.ts';

const NAME_LENGTH = 24;
const LABELS_LENGTH = 60;

/** Who changed the section last and what, and the way back; nothing when there is none. */
export const undoPart = (filing: Filing, key: string, step: Step, me: Who | null, now: Date): Element[] => {
  const former = filing.former[key];
  const edit = filing.edits[key];
  const rev = filing.revs[key];
  if (!former || !edit || former.rev !== rev || !isEditable(filing)) return [];
  const here = filing.answers[key] ?? {};
  const changed = Object.entries(step.fields).filter(
    ([name]) => JSON.stringify(former.values[name] ?? null) !== JSON.stringify(here[name] ?? null),
  );
  if (!changed.length) return [];
  const labels = clip(changed.map(([, { label }]) => `“${label}”`).join(''), LABELS_LENGTH);
  const by = me && sameWho(edit, me) ? '您' : clip(edit.name || '同事', NAME_LENGTH);
  const label = former.undone ? '恢复刚才撤销的修改' : '撤销上一次修改';
  return [
    note(`上一次修改：${by}，${momentWords(edit.at, now)}，${labels}`),
    buttons(
      button(
        label,
        'step.undo',
        { filing: filing.id, step: key, rev },
        {
          style: 'text',
          confirm: { title: `${label}？`, text: `${labels}回到这次修改之前；这张卡片里还没保存的文字不会保留。` },
        },
      ),
    ),
  ];
};
