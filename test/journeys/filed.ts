import type { Command } from '../../services/filing/decision.ts';
import { perform } from '../../services/filing/perform.ts';
import { departmentSlots, institutionSlots } from '../../services/filing/seal-commands.ts';
import type { Answers } from '../../services/form/define.ts';
import { dayOf } from '../../services/time.ts';
import type { Sample } from './play.ts';
import { asMember, keptFile, now, readyDraft } from './ready-made.ts';
import type { World } from './world.ts';

type Given = { n: number; name: string; over?: string; changes?: Answers; since?: Command[] };

/**
 * A filing that its department has recommended and that is in the national system, made through the product's own door but
 * without a chat, for journeys of the national office. Its colleagues hear of it with the next thing they are told. `since`: what the
 * national office has decided since.
 */
export const filedFiling = async (world: World, sample: Sample, given: Given): Promise<string> => {
  const { n, name, over, changes = {}, since = [] } = given;
  const id = await readyDraft(world, sample, {
    n,
    changes: { ...changes, identity: { institutionName: name, ...changes.identity } },
  });
  const hash = 'ab12'.padEnd(64, '0');
  const slots = Object.keys(institutionSlots);
  const [scan, complete] = [await keptFile(world, `${name}扫描件.pdf`), await keptFile(world, `${name}完整扫描件.pdf`)];
  const commands: Command[] = [
    { type: 'freeze', rev: (await now(world, id)).rev, declared: true },
    { type: 'scan', version: 1, file: scan },
    { type: 'seal', version: 1, slots, code: 'ab12', hash },
    { type: 'submit', version: 1 },
    { type: 'recommend', version: 1, opinion: `同意推荐${name}。`, ...(over && { over }) },
    { type: 'complete', version: 1, file: complete },
    { type: 'sealComplete', version: 1, slots: [...slots, ...Object.keys(departmentSlots)], code: 'ab12', hash },
    { type: 'fileOnline', version: 1, on: dayOf(world.feishu.store.now()), receipt: `GG-${n}` },
    ...since,
  ];
  for (const command of commands) {
    const circumstances = { now: world.feishu.store.now(), actor: asMember(world.clerk), operators: [] };
    await world.db.$transaction((tx) => perform(tx, async () => {}, id, command, circumstances));
  }
  return id;
};
