import type { Tx } from '../../prisma/client.ts';

/** 编号 that stand in a round, each with the filing that has it. One statement. */
export const numbersIn = async (tx: Tx, roundId: string): Promise<Map<string, string>> => {
  const rows = await tx.$queryRaw<{ id: string; number: string }[]>`
    SELECT "id", "office" ->> 'number' AS "number" FROM "Filing"
    WHERE "roundId" = ${roundId} AND "office" ->> 'number' IS NOT NULL`;
  return new Map(rows.map(({ id, number }) => [number, id]));
};

/**
 * `count` numbers in order from the first one, of the same length where it ends in digits ("WD-2026-009", "WD-2026-010");
 * those that are taken are passed over. Undefined when the first one does not end in digits and more than it is asked for.
 */
export const numbersFrom = (first: string, count: number, taken: ReadonlySet<string>): string[] | undefined => {
  const [, head = '', digits = ''] = first.match(/^(.*?)(\d+)$/) ?? [];
  if (!digits) return count === 1 && !taken.has(first) ? [first] : undefined;
  const numbers: string[] = [];
  for (let at = BigInt(digits); numbers.length < count; at++) {
    const number = `${head}${String(at).padStart(digits.length, '0')}`;
    if (!taken.has(number)) numbers.push(number);
  }
  return numbers;
};
