import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { type ActionName, actions } from '../../cards/actions.ts';
import { exceptions, groups, type Right } from './rights-table.ts';
import { openIdOf, type RightsWorld, type Role, roles, startRightsWorld } from './rights-world.ts';

let world: RightsWorld;
beforeAll(async () => {
  world = await startRightsWorld();
}, 60_000);
afterAll(() => world?.stop());

type Where = 'own' | 'foreign' | 'unknown';
type Cell = { action: ActionName; role: Role; where: Where; may: boolean };

const rightOf = (action: ActionName): Right =>
  exceptions[action] ?? groups[(action.split('.')[0] ?? '') as keyof typeof groups];

const mayThere = (right: Right, role: Role, where: Where): boolean =>
  where !== 'unknown' && (right[where] ?? []).includes(role);

const names = Object.keys(actions) as ActionName[];
const carries = (action: ActionName, name: string): boolean => name in (actions[action] as z.ZodObject).shape;
const members: Role[] = ['owner', 'editor', 'partial', 'head'];
/** Who tries ids that nobody has. */
const guessers: Role[] = ['owner', 'operator'];
/** Pressed where they act: whoever may has done it. */
const doneThere: ActionName[] = [
  ...(['filing.reopen', 'filing.withdraw', 'review.return', 'review.turnDown', 'review.recommend'] as const),
  ...([
    'review.takeBack',
    'review.moveUpOver',
    'seal.remove',
    'filing.online',
    'office.return',
    'office.decide',
  ] as const),
];

/** Whose rights are gone differ from strangers only where those who have them now may do something. */
const had: Partial<Record<Role, Role>> = {
  ...{ offDuty: 'contact', dismissed: 'contact', replaced: 'contact', formerOperator: 'operator' },
};
const isTold = (action: ActionName, role: Role): boolean => {
  const now = had[role];
  const { own } = rightOf(action);
  return !now || (own.includes(now) && !own.includes('stranger'));
};
/** On a filing of others nobody but operators has more rights than a stranger has: one of each side tries. */
const outside: Role[] = ['owner', 'editor', 'contact', 'copied', 'otherContact', 'operator', 'stranger'];

const cells: Cell[] = names.flatMap((action) =>
  roles
    .filter((role) => isTold(action, role))
    .flatMap((role) => {
      const ids: Where[] = guessers.includes(role)
        ? ['own', 'foreign', 'unknown']
        : outside.includes(role)
          ? ['own', 'foreign']
          : ['own'];
      const wheres: Where[] = carries(action, 'filing') ? ids : ['own'];
      return wheres.map((where) => ({ action, role, where, may: mayThere(rightOf(action), role, where) }));
    }),
);

const targetOf = ({ action, where }: Cell) => {
  const stage = rightOf(action).stage ?? 'draft';
  const filing = where === 'unknown' ? 'no-such-filing' : world.filings[where][stage];
  return { filing, round: world.round, invitation: `${stage}-${where === 'own'}` };
};

test('every button has a row that says who may press it', () => {
  expect(names.filter((action) => !rightOf(action))).toEqual([]);
});

test('whoever may not is told so; nothing changes, no message is queued, and one line is left', async () => {
  const refused = cells.filter(({ may }) => !may);
  const before = await world.contents();
  const answers = await inTurns(refused, async (cell) => ({
    cell,
    answer: await world.click(cell.role, cell.action, targetOf(cell)),
  }));
  const wrong = answers.filter(
    ({ answer }) => answer.toast?.type !== 'warning' || !/[。？]$/.test(answer.toast.content),
  );
  expect(wrong.map(({ cell, answer }) => `${named(cell)}: ${answer.toast?.content}`)).toEqual([]);
  const lines = (await world.refusals()).map(({ subject, who, what }) => `${subject} ${who} ${what}`);
  const noted = new Set(lines);
  const late = ({ action, role, where }: Cell) => rightOf(action).late && where === 'own' && members.includes(role);
  const unnoted = answers.filter(({ cell }) => !noted.has(lineOf(cell)) && !late(cell));
  expect(unnoted.map(({ cell, answer }) => `${named(cell)}: ${answer.toast?.content}`)).toEqual([]);
  const expected = new Set(refused.map(lineOf));
  expect(lines.filter((line) => !expected.has(line))).toEqual([]);
  expect(noted.size).toBe(lines.length);
  expect(await world.contents()).toEqual(before);
}, 120_000);

test('whoever may is not refused for want of rights, and meets no fault', async () => {
  await world.restore();
  const wrong: string[] = [];
  for (const cell of cells.filter(({ may }) => may)) {
    const { toast } = await world.click(cell.role, cell.action, targetOf(cell));
    const idle = doneThere.includes(cell.action) && toast?.type !== 'success';
    if (idle || toast?.type === 'error' || (await world.refusals()).length)
      wrong.push(`${named(cell)}: ${toast?.content}`);
    await world.restore();
  }
  expect(wrong).toEqual([]);
}, 120_000);

test('why it was refused is said even when no line can be left', async () => {
  const { db, filings } = world;
  await db.$executeRaw`ALTER TABLE "Chain" RENAME TO "Chain_away"`;
  try {
    const { toast } = await world.click('stranger', 'check.open', { filing: filings.own.draft });
    expect(toast?.content).toContain('这份材料由其他同事填报');
  } finally {
    await db.$executeRaw`ALTER TABLE "Chain_away" RENAME TO "Chain"`;
  }
});

const named = ({ action, role, where }: Cell) => `${role} ${action} ${where}`;
const lineOf = (cell: Cell) => {
  const { filing, round } = targetOf(cell);
  const at = carries(cell.action, 'filing')
    ? `filing:${filing}`
    : carries(cell.action, 'round')
      ? `round:${round}`
      : 'operators';
  return `access:${at} tenant:${openIdOf(cell.role)} refused ${cell.action}`;
};

/** So many clicks at once that the database is busy. */
const inTurns = async <T, R>(all: T[], work: (one: T) => Promise<R>): Promise<R[]> => {
  const results: R[] = [];
  const queue = [...all];
  const hand = async () => {
    for (let one = queue.shift(); one; one = queue.shift()) results.push(await work(one));
  };
  await Promise.all(Array.from({ length: 8 }, hand));
  return results;
};
