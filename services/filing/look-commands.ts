import { Refusal } from '../refusal.ts';
import { type Commands, done } from './decision.ts';
import { memberOf, ownerOf } from './filing.ts';
import { colleague, withMember } from './team-commands.ts';

const LONGEST_REMARK = 2000;

/** The 机构负责人, or whoever is asked in that place, looks before 定稿 and says yes or no. */
export const lookCommands: Pick<Commands, 'askLook' | 'judge'> = {
  askLook: (filing, { who }, { now }) => {
    const member = colleague(filing, who);
    const { tenantKey, openId } = member;
    const asked = { ...member, verdict: { state: 'asked' as const, at: now.toISOString() } };
    const notice = { kind: 'look', filingId: filing.id } as const;
    return done(withMember(filing, asked), { what: 'ask to look' }, [{ to: { who: { tenantKey, openId } }, notice }]);
  },

  judge: (filing, { agree, remarks }, { now, actor }) => {
    const said = remarks.trim();
    if (!agree && !said) throw new Refusal('no_remarks', '请写明哪里要改，填报人才好修改。');
    if (said.length > LONGEST_REMARK) throw new Refusal('no_remarks', `请控制在 ${LONGEST_REMARK} 字以内。`);
    const member = memberOf(filing, actor)!;
    const state = agree ? ('agreed' as const) : ('objected' as const);
    const verdict = { state, at: now.toISOString(), ...(said && { remarks: said }) };
    const owner = ownerOf(filing);
    const notice = { kind: 'judged', filingId: filing.id, name: member.name, agree, remarks: said } as const;
    const told = owner ? [{ to: { who: { tenantKey: owner.tenantKey, openId: owner.openId } }, notice }] : [];
    return done(withMember(filing, { ...member, verdict }), { what: state }, told);
  },
};
