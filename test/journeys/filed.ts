import type { Command } from '../../services/filing/decision.ts';
import { perform } from '../../services/filing/perform.ts';
import { departmentSlots, institutionSlots } from '../../services/filing/seal-commands.ts';
import type { Status } from '../../services/filing/status.ts';
import type { Answers } from '../../services/form/define.ts';
import { addDays, dayOf, instantOf } from '../../services/time.ts';
import type { Sample } from './play.ts';
import { asMember, keptFile, now, readyDraft } from './ready-made.ts';
import { madeReady } from './walked.ts';
import type { World } from './world.ts';

type Given = { n: number; name: string; over?: string; changes?: Answers; since?: Command[] };

const ANSWERS: Partial<Record<Status, Answers>> = { ineligible: { standing: { center: 'tisc' } } };
const hash = 'ab12'.padEnd(64, '0');
const slots = Object.keys(institutionSlots);
const allOfThem = [...slots, ...Object.keys(departmentSlots)];

/**
 * A filing that its department has recommended and that is in the national system, made through the product's own door but
 * without a chat, for journeys of the national office. Its colleagues hear of it with the next thing they are told. `since`: what the
 * national office has decided since.
 */
export const filedFiling = (world: World, sample: Sample, given: Given): Promise<string> =>
  filingAt(world, sample, given, 'filed_online');

/** The same in any state: what people did until then is done without a chat. */
export const filingAt = async (world: World, sample: Sample, given: Given, status: Status): Promise<string> => {
  const { n, name, changes = ANSWERS[status] ?? {} } = given;
  const id = await readyDraft(world, sample, {
    n,
    changes: { ...changes, identity: { institutionName: name, ...changes.identity } },
  });
  await doAll(world, id, await wayTo(world, given, status, (await now(world, id)).rev));
  return id;
};

/** The rest of the way of one that its department has recommended: both seals, and the national system. */
export const fileWithoutChat = async (world: World, given: Pick<Given, 'n' | 'name'> & Handed) => {
  const { id, version = 1 } = given;
  const way = await wayTo(world, given, 'filed_online', 0);
  const rest = way.slice(way.findIndex(({ type }) => type === 'complete'));
  await doAll(
    world,
    id,
    rest.map((command) => ({ ...command, version }) as Command),
  );
};
type Handed = { id: string; version?: number };

/** What comes before a 公示 was done on its first day, also where that is past. */
const doAll = (world: World, id: string, commands: Command[]) =>
  madeReady(world.db, id, async () => {
    const start = commands.find((command) => command.type === 'publicise');
    for (const [n, command] of commands.entries()) {
      const then = start && n < commands.indexOf(start) && instantOf(start.from, '00:05');
      const circumstances = { now: then || world.feishu.store.now(), actor: asMember(world.clerk), operators: [] };
      await world.db.$transaction((tx) => perform(tx, async () => {}, id, command, circumstances));
    }
  });

const wayTo = async (
  world: World,
  { n, name, over, since = [] }: Given,
  status: Status,
  rev: number,
): Promise<Command[]> => {
  const today = dayOf(world.feishu.store.now());
  const publicised = since.find((command) => command.type === 'publicise')?.from;
  const past = addDays(today, -30);
  const beyond: Status[] = ['publicity', 'approved', 'listed'];
  const filedOn = publicised ?? (beyond.includes(status) ? past : today);
  const of = async (file: string) => keptFile(world, `${name}${file}.pdf`);
  const recommend = { type: 'recommend', version: 1, opinion: `同意推荐${name}。`, ...(over && { over }) } as const;
  const way: [Status, Command[]][] = [
    ['draft', []],
    [
      'frozen',
      [
        { type: 'freeze', rev, declared: true },
        { type: 'scan', version: 1, file: await of('扫描件') },
      ],
    ],
    ['inst_sealed', [{ type: 'seal', version: 1, slots, code: 'ab12', hash }]],
    ['submitted', [{ type: 'submit', version: 1 }]],
    ['under_review', status === 'under_review' ? [{ type: 'open', version: 1 }] : []],
    ['recommended', [recommend]],
    [
      'dept_sealed',
      [
        { type: 'complete', version: 1, file: await of('完整扫描件') },
        { type: 'sealComplete', version: 1, slots: allOfThem, code: 'ab12', hash },
      ],
    ],
    ['filed_online', [{ type: 'fileOnline', version: 1, on: filedOn, receipt: `GG-${n}` }]],
    // A 公示 that is over: its days are those of a month ago.
    ['publicity', [{ type: 'publicise', version: 1, from: past, days: 5, link: '' }]],
    ['approved', [{ type: 'approve', version: 1, number: `WD-${n}` }]],
    ['listed', [{ type: 'list', version: 1, on: today, link: '', number: '' }]],
  ];
  const asides: Partial<Record<Status, Command>> = {
    returned: { type: 'return', version: 1, remarks: '请补充。' },
    waiting: { ...recommend, wait: true },
    not_recommended: { type: 'turnDown', version: 1, reason: '人员不足。' },
  };
  const aside = asides[status];
  const until = aside ? 'submitted' : status;
  const far = way.findIndex(([state]) => state === until);
  return [...way.slice(0, far + 1).flatMap(([, commands]) => commands), ...(aside ? [aside] : []), ...since];
};
