import {
  type Brought,
  dropBrought as drop,
  keepBrought,
  loadBrought,
  setTaken,
  type Taken,
  valuesOf,
} from '../../services/filing/brought.ts';
import { earlierAnswers } from '../../services/filing/earlier.ts';
import { isEditable } from '../../services/filing/status.ts';
import type { Notice } from '../../services/notice.ts';
import { mayDo } from '../../services/people/roles.ts';
import { Refusal } from '../../services/refusal.ts';
import { timeOf } from '../../services/time.ts';
import { mine, whereToGo } from './fill.ts';
import { act, type Handler, type Reply, type Scene, saved } from './handler.ts';

export const openBrought: Handler<'brought.open'> = async (scene, { filing: id, brought }) => {
  const filing = await mine(scene, id);
  return { show: isEditable(filing) ? { kind: 'brought', filingId: id, brought } : whereToGo(filing, scene.who) };
};

/** Takes the sections named, as they were offered, if they stand as they were when the card was drawn: all or none. */
export const takeBrought: Handler<'brought.take'> = (scene, { filing: id, brought: broughtId, revs }) =>
  orLookAgain(id, broughtId, async () => {
    const filing = await mine(scene, id);
    const brought = await offered(scene, id, broughtId);
    const sections = Object.entries(revs)
      .filter(([step]) => !brought.taken[step])
      .map(([step, rev]) => ({ step, rev, values: valuesOf(brought.proposals, step) }))
      .filter(({ values }) => Object.keys(values).length > 0);
    const { filing: done } = await act(scene, filing, { type: 'adopt', sections });
    const taken = { ...brought.taken };
    for (const { step, values } of sections) {
      const here = filing.answers[step] ?? {};
      const [known, absent] = [
        Object.keys(values).filter((f) => f in here),
        Object.keys(values).filter((f) => !(f in here)),
      ];
      const before = Object.fromEntries(known.map((field) => [field, here[field]!]));
      taken[step] = { rev: done.revs[step] ?? 0, before, absent };
    }
    await noteTaken(scene, brought, taken);
    const left = brought.proposals.some(({ step }) => !taken[step]);
    const toast = saved(`已保存 ${timeOf(scene.now)}`);
    const show: Notice = left
      ? { kind: 'brought', filingId: id, brought: broughtId }
      : {
          kind: 'check',
          filingId: id,
          flash: `已把${brought.source}里的 ${sections.length} 个部分放进表里。`,
          brought: broughtId,
        };
    return { toast, show };
  });

/** Puts one section's former answers back, unless it has been changed since. */
export const undoBrought: Handler<'brought.undo'> = (scene, { filing: id, brought: broughtId, step, rev }) =>
  orLookAgain(id, broughtId, async () => {
    const filing = await mine(scene, id);
    const brought = await offered(scene, id, broughtId);
    const { [step]: taken, ...others } = brought.taken;
    if (!taken) throw new Refusal('not_taken', '这一部分已经撤销过了。');
    const gone = Object.fromEntries(taken.absent.map((field) => [field, undefined]));
    await act(scene, filing, { type: 'unadopt', step, rev, values: { ...taken.before, ...gone } });
    await noteTaken(scene, brought, others);
    return { toast: saved('已撤销，恢复原来的内容'), show: { kind: 'brought', filingId: id, brought: broughtId } };
  });

export const dropBrought: Handler<'brought.drop'> = async (scene, { filing: id, brought }) => {
  const filing = await mine(scene, id);
  mayDo(filing, scene.who, 'edit');
  await drop(scene.tx, brought);
  return {
    toast: { type: 'info', content: '没有放进表里' },
    show: isEditable(filing) ? { kind: 'check', filingId: id } : whereToGo(filing, scene.who),
  };
};

/** What an earlier filing of the same institution has to offer this one. */
export const openEarlier: Handler<'earlier.open'> = async (scene, { filing: id, earlier }) => {
  const filing = await mine(scene, id);
  if (!isEditable(filing)) return { show: whereToGo(filing, scene.who) };
  mayDo(filing, scene.who, 'edit');
  const { found, year } = await earlierAnswers(scene.tx, filing, earlier, scene.who);
  if (!found.proposals.length) throw new Refusal('nothing_earlier', `${year} 年的材料里没有可以带入的内容。`);
  const brought = await keepBrought(scene.tx, { filingId: id, source: `${year} 年的材料`, found }, scene.now);
  return { show: { kind: 'brought', filingId: id, brought } };
};

const offered = async ({ tx }: Scene, filingId: string, id: string): Promise<Brought> => {
  const brought = await loadBrought(tx, id);
  if (brought?.filingId !== filingId) {
    throw new Refusal('brought_gone', '这些内容已经处理过，或有了更新的文件。如还需要，请把文件再发一次。');
  }
  return brought;
};

const noteTaken = async (scene: Scene, brought: Brought, taken: Taken): Promise<void> => {
  await setTaken(scene.tx, brought.id, taken, scene.now);
  scene.brought = { ...brought, taken };
};

/** Where somebody's change came between, nothing is written and the card shows how things stand now. */
const orLookAgain = async (filingId: string, brought: string, work: () => Promise<Reply>): Promise<Reply> => {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'changed_since') throw error;
    return { toast: { type: 'warning', content: error.words }, show: { kind: 'brought', filingId, brought } };
  }
};
