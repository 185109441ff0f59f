import { mustOperate } from '../../services/people/roles.ts';
import { Refusal } from '../../services/refusal.ts';
import { startClosing } from '../../services/rounds/closing.ts';
import { type Handler, type Reply, saved } from './handler.ts';

/** What would become of which filings, before anything is done. */
export const showClosing: Handler<'round.closing'> = async ({ operators, who }, { round }) => {
  mustOperate(operators, who);
  return { show: { kind: 'closing', roundId: round } };
};

/** What this person filled in years that are over. */
export const showPast: Handler<'round.past'> = async () => ({ show: { kind: 'past' } });

/** Ends the year, if its filings still stand as the card said; else the card is shown again as they stand now. */
export const endRound: Handler<'round.close'> = async (scene, { round: roundId, rev, seen }) => {
  mustOperate(scene.operators, scene.who);
  // A card of an older release has shown no numbers.
  if (seen === undefined) return again(roundId, '请先看结束后每份材料会怎样，再确认。');
  try {
    const begun = await startClosing(scene.tx, scene.enqueue, { roundId, rev, seen, by: scene.who }, scene.now);
    if (!begun) return again(roundId, '没有结束：材料的情况刚刚有变化，请看最新的数字，再确认。');
  } catch (error) {
    if (error instanceof Refusal && error.code === 'with_office') return again(roundId, error.words);
    throw error;
  }
  return { toast: saved('正在结束'), show: { kind: 'closing', roundId } };
};

const again = (roundId: string, flash: string): Reply => ({
  toast: { type: 'warning', content: flash },
  show: { kind: 'closing', roundId, flash },
});
