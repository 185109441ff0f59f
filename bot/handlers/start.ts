import { randomUUID } from 'node:crypto';
import type { Tx } from '../../prisma/client.ts';
import { checkCreditCode } from '../../services/filing/credit-code.ts';
import { whoStarts } from '../../services/filing/earlier.ts';
import { institutionName, type Member, sameWho } from '../../services/filing/filing.ts';
import { createFiling, findByCode, loadFiling } from '../../services/filing/store.ts';
import { appendNotices, openAsk, toPerson } from '../../services/outbox.ts';
import { personName } from '../../services/people/people.ts';
import { Refusal } from '../../services/refusal.ts';
import { openRounds } from '../../services/rounds/store.ts';
import { whereToGo } from './fill.ts';
import { act, type Handler, saved } from './handler.ts';

export const goHome: Handler<'home'> = async () => ({ show: { kind: 'home' } });

export const askCreditCode: Handler<'filing.ask'> = async () => ({ show: { kind: 'creditCode' } });

/** Where more than one round is open, the one to file in comes first. */
export const chooseRound: Handler<'round.choose'> = async (_scene, { round }) => ({
  show: { kind: 'creditCode', roundId: round },
});

/** A filing begins with the legal person it is for: one per 统一社会信用代码 and round. */
export const startFiling: Handler<'filing.start'> = async (scene, { round: roundId }, form) => {
  const typed = typeof form.creditCode === 'string' ? form.creditCode : '';
  const checked = checkCreditCode(typed);
  if (!checked.ok) return { show: { kind: 'creditCode', roundId, typed: typed.slice(0, 100), error: checked.words } };
  const { name, earlier } = await whoStarts(scene.tx, scene.who, checked.code, roundId);
  const id = randomUUID();
  const begun = {
    id,
    roundId,
    creditCode: checked.code,
    owner: { ...scene.who, name: name ?? '填报人' },
    now: scene.now,
  };
  if (await createFiling(scene.tx, begun)) {
    const toast = saved('已建立草稿，随时可以停下');
    return { toast, show: { kind: 'step', filingId: id, step: 'identity', ...(earlier && { earlier }) } };
  }
  // Somebody began before, perhaps at this very moment: the first one holds it.
  const existing = await findByCode(scene.tx, roundId, checked.code);
  if (!existing) throw await takesNothing(scene.tx, roundId);
  scene.known = existing;
  if (existing.members.some((member) => sameWho(member, scene.who))) return { show: whereToGo(existing, scene.who) };
  return { show: { kind: 'held', filingId: existing.id } };
};

const takesNothing = async (tx: Tx, roundId: string): Promise<Refusal> => {
  const round = (await openRounds(tx)).find(({ id }) => id === roundId);
  return round
    ? new Refusal('round_closing', `${round.title}正在结束，不能再开始填报。`)
    : new Refusal('no_round', '这个年度的备案工作没有在进行，不能开始填报。请发送“开始”看现在能填哪个年度。');
};

/** A colleague asks the owner to be let in. */
export const askToJoin: Handler<'filing.join'> = async (scene, { filing: id }) => {
  const filing = await loadFiling(scene.tx, id);
  scene.known = filing;
  if (filing.members.some((member) => sameWho(member, scene.who))) return { show: whereToGo(filing, scene.who) };
  const owner = filing.members.find(({ role }) => role === 'owner');
  if (!owner) throw new Refusal('no_owner', '这份材料没有填报人，请联系主办方。');
  const { tenantKey, openId } = scene.who;
  const name = (await personName(scene.tx, scene.who)) ?? '一位同事';
  const notice = { kind: 'joinAsk', filingId: id, who: { tenantKey, openId }, name } as const;
  await appendNotices(scene.tx, scene.enqueue, [toPerson(owner, notice)], scene.now);
  return { toast: saved(`已向${owner.name}发出申请`), show: { kind: 'held', filingId: id, asked: true } };
};

/** Only somebody who asked can be let in, and under the name the owner was shown. */
export const answerJoin: Handler<'join.answer'> = async (scene, { filing: id, tenant, who: openId, yes }) => {
  const filing = await loadFiling(scene.tx, id);
  scene.known = filing;
  const owner = filing.members.find(({ role }) => role === 'owner');
  if (!owner || !sameWho(owner, scene.who)) throw new Refusal('not_owner', '只有填报人可以同意别人加入。');
  const guest = { tenantKey: tenant, openId };
  if (filing.members.some((known) => sameWho(known, guest))) throw new Refusal('joined', '对方已经可以一起填了。');
  const ask = await openAsk(scene.tx, id, guest);
  if (!ask) throw new Refusal('not_asked', '这个申请已经处理过了。对方如需加入，请对方重新申请。');
  if (!yes) {
    await appendNotices(scene.tx, scene.enqueue, [toPerson(guest, { kind: 'joinDenied', filingId: id })], scene.now);
    return { toast: { type: 'info', content: '已回复对方' }, show: { kind: 'status', filingId: id, event: 'none' } };
  }
  const { name } = ask;
  const member: Member = { ...guest, name, role: 'editor' };
  await act(scene, filing, { type: 'join', member });
  return { toast: saved(`${name}现在可以一起填${institutionName(filing)}的备案表`), show: ask };
};
