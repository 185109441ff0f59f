import { randomUUID } from 'node:crypto';
import { type Acting, actsNow, colleagueAs, isOnDuty, mustAct } from '../../services/departments/acting.ts';
import { DIRECT, type Filing, isHandedIn, sameWho, type Who } from '../../services/filing/filing.ts';
import { loadForReview } from '../../services/filing/store.ts';
import type { Notice } from '../../services/notice.ts';
import { mustReview } from '../../services/people/roles.ts';
import { Refusal } from '../../services/refusal.ts';
import { act, type Handler, type Scene, saved } from './handler.ts';
import { sendHandedIn } from './review.ts';
import { askedAbout, typedAt } from './reviewing.ts';

type AtDesk = { filing: Filing; acting: Acting; reviewer: string };

/** The filing with who works for its department, if this person reviews it. One statement. */
const atDesk = async (scene: Scene, id: string): Promise<AtDesk> => {
  const { filing, acting } = await loadForReview(scene.tx, id);
  const reviewer = mustReview(scene.operators, filing, acting, scene.who, scene.now) ?? '';
  if (filing.departmentCode === DIRECT) {
    throw new Refusal('direct', '直接申报的材料没有推荐部门，不能转交，也不用征求意见。');
  }
  scene.known = filing;
  return { filing, acting, reviewer };
};

/** What only the contact, or the deputy on duty, may do: the one to whom the review was handed may not hand it on. */
const mustLeadDesk = ({ acting }: AtDesk, { who, now }: Scene): void => {
  mustAct(acting, who, now, '转交和负责人批准由联系人办理，您的点击没有改动任何内容。如有需要，请告诉联系人。');
};

export const showPeople: Handler<'review.people'> = async (scene, { filing: id, version }) => {
  await atDesk(scene, id);
  return { show: { kind: 'reviewPeople', filingId: id, version } };
};

const people = (filingId: string, version: number, error?: string): Notice => ({
  kind: 'reviewPeople',
  filingId,
  version,
  ...(error && { error }),
});

/** The colleague chosen on the card, as long as the department lets them in. */
const chosen = ({ acting }: AtDesk, form: Record<string, unknown>) =>
  acting.colleagues.find(({ id }) => id === typedAt(form, 'colleague'));
const NOBODY_CHOSEN = '请先选择一位同事';

export const handOverReview: Handler<'review.assign'> = async (scene, { filing: id, version }, form) => {
  const desk = await atDesk(scene, id);
  mustLeadDesk(desk, scene);
  const colleague = chosen(desk, form);
  if (!colleague) return { show: people(id, version, NOBODY_CHOSEN) };
  const { tenantKey, openId, name } = colleague;
  const tell = othersActing(desk, scene);
  const command = { type: 'assignReview', version, to: { tenantKey, openId, name }, tell } as const;
  const { outcome } = await act(scene, desk.filing, command, desk.reviewer);
  const words = outcome === 'unchanged' ? `已经转交给${name}` : `已转交给${name}，对方马上收到`;
  return { toast: saved(words), show: { kind: 'review', filingId: id, version } };
};

export const takeReviewBack: Handler<'review.unassign'> = async (scene, { filing: id, version }) => {
  const desk = await atDesk(scene, id);
  mustLeadDesk(desk, scene);
  const command = { type: 'assignReview', version, to: null, tell: othersActing(desk, scene) } as const;
  await act(scene, desk.filing, command, desk.reviewer);
  return { toast: saved('已收回，由您继续办理'), show: { kind: 'review', filingId: id, version } };
};

/** The contact and the deputies on duty, but for the one who clicked. */
const othersActing = ({ acting }: AtDesk, { who, now }: Scene): Who[] =>
  [...(acting.contact ? [acting.contact] : []), ...acting.deputies.filter((deputy) => isOnDuty(deputy, now))]
    .flatMap(({ tenantKey, openId }) => (tenantKey && openId ? [{ tenantKey, openId }] : []))
    .filter((one) => !sameWho(one, who));

export const askColleague: Handler<'opinion.ask'> = async (scene, { filing: id, version, what }, form) => {
  const desk = await atDesk(scene, id);
  const colleague = chosen(desk, form);
  if (!colleague) return { show: people(id, version, NOBODY_CHOSEN) };
  const { tenantKey, openId, name } = colleague;
  const of = { tenantKey, openId, name };
  try {
    const command = { type: 'askOpinion', version, id: randomUUID(), of, kind: what } as const;
    await act(scene, desk.filing, command, desk.reviewer);
  } catch (error) {
    if (error instanceof Refusal && AT_CHOICE.includes(error.code)) return { show: people(id, version, error.words) };
    throw error;
  }
  const words = what === 'approval' ? `已请${name}批准，同意前不能推荐` : `已征求${name}的意见`;
  return { toast: saved(words), show: { kind: 'review', filingId: id, version } };
};

const AT_CHOICE = ['ask_self', 'asked_already', 'too_many_asked'];

export const withdrawAsking: Handler<'opinion.drop'> = async (scene, { filing: id, version, opinion }) => {
  const desk = await atDesk(scene, id);
  const asked = desk.filing.opinions.find((one) => one.id === opinion);
  if (asked?.kind === 'approval') mustLeadDesk(desk, scene);
  await act(scene, desk.filing, { type: 'dropOpinion', id: opinion }, desk.reviewer);
  return { toast: saved('已撤回'), show: people(id, version) };
};

/** The filing, if this person is a colleague of its department who is or was asked about it; else a Refusal. One statement. */
const asAsked = async (scene: Scene, id: string): Promise<{ filing: Filing; name: string }> => {
  const { filing, acting } = await loadForReview(scene.tx, id);
  const colleague = colleagueAs(acting, scene.who);
  const known = isHandedIn(filing) && !actsNow(acting, scene.who, scene.now) ? colleague : undefined;
  if (!known) throw new Refusal('not_asked', '现在没有请您发表意见，您的点击没有改动任何内容。');
  scene.known = filing;
  return { filing, name: known.name };
};

export const answerAsking: Handler<'opinion.answer'> = async (scene, payload, form) => {
  const { filing: id, version, opinion: opinionId, agree } = payload;
  const { filing, name } = await asAsked(scene, id);
  const words = typedAt(form, 'words');
  const ask = { kind: 'opinionAsk', filingId: id, version, opinionId } as const;
  try {
    await act(scene, filing, { type: 'giveOpinion', version, id: opinionId, agree, words }, name);
  } catch (error) {
    if (error instanceof Refusal && error.code === 'no_words') return { show: { ...ask, words, error: error.words } };
    throw error;
  }
  return { toast: saved('已答复，联系人马上收到'), show: ask };
};

/** All files of the version asked about; each loader asks again whether it is theirs to read. */
export const sendFilesToAsked: Handler<'opinion.files'> = async (scene, { filing: id, version }) =>
  sendHandedIn(scene, await askedAbout(scene, id), version);
