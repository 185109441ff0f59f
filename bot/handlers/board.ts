import { mustOperate } from '../../services/people/roles.ts';
import type { Handler } from './handler.ts';

export const openBoard: Handler<'board.open'> = async ({ operators, who }, { round, page }) => {
  mustOperate(operators, who);
  return { show: { kind: 'board', roundId: round, ...(page && { page }) } };
};
