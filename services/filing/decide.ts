import { Refusal } from '../refusal.ts';
import type { Circumstances, Command, Commands, Decision } from './decision.ts';
import type { Filing } from './filing.ts';
import { fillCommands } from './fill-commands.ts';
import { reviewCommands } from './review-commands.ts';
import { submitCommands } from './submit-commands.ts';

const handlers: Commands = { ...fillCommands, ...submitCommands, ...reviewCommands };

/**
 * What a command makes of a filing (state machine: draft/returned → frozen → submitted → under_review → recommended
 * or returned). Pure: no clock, no database, no Feishu. Throws Refusal with words for the person.
 */
export const decide = (filing: Filing, command: Command, circumstances: Circumstances): Decision => {
  if (filing.round.closedAt)
    throw new Refusal('round_closed', '本年度备案工作已经结束，不能再改动。如有疑问请联系主办方。');
  const handler = handlers[command.type] as (f: Filing, c: Command, x: Circumstances) => Decision;
  return handler(filing, command, circumstances);
};
