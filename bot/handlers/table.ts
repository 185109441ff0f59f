import { randomUUID } from 'node:crypto';
import { layAside, tableAside, takeAside } from '../../services/filing/asides.ts';
import { contextOf, type Filing, fieldAt } from '../../services/filing/filing.ts';
import { mostOf } from '../../services/filing/list-commands.ts';
import { isEditable } from '../../services/filing/status.ts';
import { itemsAt } from '../../services/form/read.ts';
import type { Notice } from '../../services/notice.ts';
import { appendNotices, toPerson } from '../../services/outbox.ts';
import { isAllowed, mayDo } from '../../services/people/roles.ts';
import { understandPasted } from '../../services/rosters/pasted.ts';
import { adopted, compared } from '../../services/rosters/preview.ts';
import { rostersOf } from '../../services/rosters/recognise-roster.ts';
import { timeOf } from '../../services/time.ts';
import { mine } from './fill.ts';
import { act, type Handler, type Reply, type Scene, saved } from './handler.ts';

export const sendTemplate: Handler<'table.template'> = async (scene, { filing: id, step, field }) => {
  const filing = await mine(scene, id);
  fieldAt(filing, step, field, 'roster');
  const notice = { kind: 'tableTemplate', filingId: id, step, field } as const;
  await appendNotices(scene.tx, scene.enqueue, [toPerson(scene.who, notice)], scene.now);
  return { toast: saved('模板马上发到聊天里，填好后直接发回来') };
};

/** Rows pasted into the chat while their list is on the screen are laid beside it; the id of what lies there, or undefined for any other text. */
export const layPasted = async (scene: Scene, filing: Filing, step: string, text: string) => {
  const place = rostersOf(filing).find((one) => one.step === step);
  if (!place || !isEditable(filing) || !isAllowed(filing, scene.who, 'edit', step)) return undefined;
  const understood = understandPasted(text, place.roster, contextOf(filing));
  if (!understood?.rows.length) return undefined;
  const data = { from: '粘贴到聊天里的内容', ...understood };
  const aside = await layAside(scene.tx, { filingId: filing.id, step, field: place.field }, 'table', data, scene.now);
  return { kind: 'tablePreview', filingId: filing.id, step, aside } as const;
};

export const chooseSame: Handler<'table.same'> = async (scene, { filing: id, step, aside, same }) => {
  await mine(scene, id);
  return { show: { kind: 'tablePreview', filingId: id, step, aside, same } };
};

export const adoptTable: Handler<'table.adopt'> = async (scene, { filing: id, step, field, aside, rev, same, how }) => {
  const filing = await mine(scene, id);
  const roster = fieldAt(filing, step, field, 'roster');
  const preview = { kind: 'tablePreview', filingId: id, step, aside, same } as const;
  const { rows } = await tableAside(scene.tx, aside, id);
  // What would be replaced is no longer what the card showed.
  if (same === 'replace' && (filing.revs[step] ?? 0) !== rev) return warned('列表刚有变化，请再看一遍后决定', preview);
  const present = itemsAt(filing.answers, step, field);
  const list = compared(rows, present);
  const { items, replaced, skipped } = adopted(list, how, same, () => randomUUID().slice(0, 8));
  const total = present.length + items.length - replaced;
  // Said on the preview itself, which stays: the person may take away what is in the list, or mend the table.
  if (total > mostOf(roster)) {
    return warned(`没有加入：最多 ${mostOf(roster)} ${roster.noun}，加上这些共 ${total}。请先删去不需要的`, preview);
  }
  await takeAside(scene.tx, aside, { filingId: id, step, field }, 'table');
  await act(scene, filing, { type: 'adoptItems', step, field, items });
  const one = roster.noun === '人' ? '位' : roster.noun;
  const parts = [
    `已加入 ${items.length - replaced} ${one}`,
    replaced && `替换 ${replaced} ${one}`,
    skipped && `跳过 ${skipped} ${one}`,
  ];
  const flash = `${parts.filter(Boolean).join('，')}。`;
  return { toast: saved(`已保存 ${timeOf(scene.now)}`), show: { kind: 'step', filingId: id, step, flash } };
};

const warned = (content: string, show: Notice): Reply => ({ toast: { type: 'warning', content }, show });

export const dropTable: Handler<'table.drop'> = async (scene, { filing: id, step, field, aside }) => {
  const filing = await mine(scene, id);
  mayDo(filing, scene.who, 'edit', step);
  await takeAside(scene.tx, aside, { filingId: id, step, field }, 'table');
  return {
    toast: { type: 'info', content: '没有加入，列表没有改动' },
    show: { kind: 'step', filingId: id, step },
  };
};
