import { Refusal } from '../refusal.ts';
import { longDay } from '../time.ts';
import { type Commands, done } from './decision.ts';
import { publicityOf, told, withOffice } from './office-commands.ts';
import { at, short } from './seal-commands.ts';

/** What the national office has recorded wrongly is put right, with the reason; what stood before stays in the history. */
export const correctCommands: Pick<Commands, 'correctPublicity' | 'correctNumber'> = {
  correctPublicity: (filing, { version, from, days, link, reason }, { now, actor, operators }) => {
    at(filing, version, ['publicity', 'objection'], '只有公示中的材料可以更正公示。');
    const publicity = publicityOf(filing, { from, days, link }, actor, now);
    const why = short(reason, 'no_reason', '请写明为什么更正，申报单位和推荐部门会看到。');
    const { from: first, until } = filing.office!.publicity!;
    const was = `${why}（原来记的是 ${longDay(first)}至 ${longDay(until)}）`;
    return told(
      withOffice(filing, { publicity }),
      `correctPublicity v${version}`,
      'publicityCorrected',
      operators,
      was,
      was,
    );
  },

  correctNumber: (filing, { version, number, reason }, { operators }) => {
    at(filing, version, ['approved'], '编号只能在准予备案以后、名单发布以前更正。');
    const was = filing.office?.number;
    const given = short(number, 'no_number', '请填写正确的编号。');
    const why = short(reason, 'no_reason', '请写明为什么更正，申报单位和推荐部门会看到。');
    if (given === was) return done(filing, { what: 'correctNumber' }, [], 'unchanged');
    if (!was) throw new Refusal('no_number', '还没有编号，列入名单时再填。');
    const words = `${why}（原来的编号是 ${was}）`;
    const next = withOffice(filing, { number: given });
    return told(next, `correctNumber v${version}`, 'numberCorrected', operators, words, words);
  },
};
