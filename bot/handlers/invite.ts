import { randomInt, randomUUID } from 'node:crypto';
import { takeCode } from '../../services/departments/codes.ts';
import { pendingWith } from '../../services/departments/registrations.ts';
import { type Filing, formOf, type Invitation } from '../../services/filing/filing.ts';
import { INVITED_DAYS } from '../../services/filing/invite-commands.ts';
import { loadFiling } from '../../services/filing/store.ts';
import { codeIn, findInvitation, MOST_MISSES, missesOf, newCode, noteMiss } from '../../services/people/invitations.ts';
import { NAMELESS, personName } from '../../services/people/people.ts';
import { mayDo } from '../../services/people/roles.ts';
import { mine } from './fill.ts';
import { act, actorOf, type Handler, type Scene, saved } from './handler.ts';
import { reply } from './messages.ts';
import { onDepartmentCode } from './register.ts';

const DAY_MS = 86_400_000;

export const showInviteForm: Handler<'invite.form'> = async (scene, { filing: id, role }) => {
  mayDo(await mine(scene, id), scene.who, 'lead');
  return { show: { kind: 'inviteForm', filingId: id, role } };
};

/** A code to hand on: the words for it come as a message of their own, because a card cannot be copied. */
export const inviteByCode: Handler<'invite.code'> = async (scene, { filing: id, role }, form) => {
  const filing = await mine(scene, id);
  const uses = role === 'head' ? 1 : Math.min(10, Math.max(1, Math.trunc(Number(form.uses)) || 1));
  const invitation = { ...drafted(scene, filing, role, form), code: newCode(randomInt), usesLeft: uses };
  await act(scene, filing, { type: 'invite', invitation });
  const flash = `邀请码 ${invitation.code} 已生成，说明马上发到聊天里，转给同事即可。`;
  return { toast: saved('邀请码已生成'), show: { kind: 'team', filingId: id, flash } };
};

/** By mobile or e-mail: the look-up follows after the answer. */
export const inviteByLookUp: Handler<'invite.find'> = async (scene, { filing: id, role }, form) => {
  const filing = await mine(scene, id);
  mayDo(filing, scene.who, 'lead');
  const mobile = typed(form.mobile).replace(/[\s-]/g, '');
  const email = typed(form.email);
  const error = faultIn(mobile, email);
  if (error) return { show: { kind: 'inviteForm', filingId: id, role, error } };
  const invitation = { ...drafted(scene, filing, role, form), mobile: mobile || null, email: email || null };
  await act(scene, filing, { type: 'invite', invitation });
  await scene.enqueue(scene.tx, 'lookUp', [{ filingId: id, invitationId: invitation.id }]);
  const flash = '正在飞书里查找，找到后对方马上收到邀请；没有找到会在这里告诉您。';
  return { toast: saved('正在查找'), show: { kind: 'team', filingId: id, flash } };
};

const typed = (value: unknown): string => (typeof value === 'string' ? value.normalize('NFKC').trim() : '');

const faultIn = (mobile: string, email: string): string | undefined => {
  if (!mobile && !email) return '请填写同事的手机或邮箱，或者点“生成邀请码”。';
  if (mobile && !/^1[3-9]\d{9}$/.test(mobile)) return '请填 11 位手机号。';
  return email && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(email) ? '请填写完整的邮箱，例如 name@example.com。' : undefined;
};

const drafted = (
  scene: Scene,
  filing: Filing,
  role: Invitation['role'],
  form: Record<string, unknown>,
): Invitation => ({
  id: randomUUID(),
  role,
  sections: role === 'head' ? null : chosenSections(filing, form),
  code: null,
  usesLeft: 1,
  mobile: null,
  email: null,
  tenantKey: scene.who.tenantKey,
  openId: null,
  invitedBy: scene.who.openId,
  byName: actorOf(scene, filing).name,
  state: 'open',
  trouble: null,
  createdAt: scene.now,
  endsAt: new Date(scene.now.getTime() + INVITED_DAYS * DAY_MS),
});

/** Steps of the form that were chosen; null = all, which is also what none means. */
export const chosenSections = (filing: Filing, { sections }: Record<string, unknown>): string[] | null => {
  const { steps } = formOf(filing.round);
  const chosen = Array.isArray(sections) ? sections.filter((key) => typeof key === 'string') : [];
  const known = chosen.filter((key) => Object.hasOwn(steps, key));
  return known.length && known.length < Object.keys(steps).length ? known : null;
};

export const withdrawInvitation: Handler<'invite.withdraw'> = async (scene, { filing: id, invitation }) => {
  await act(scene, await mine(scene, id), { type: 'uninvite', invitation });
  return { toast: saved('已收回'), show: { kind: 'team', filingId: id } };
};

/** The one who was found answers; the card that comes next is the draft's, or says that it is over. */
export const answerInvitation: Handler<'invite.answer'> = async (scene, { filing: id, invitation, yes }) => {
  const filing = await loadFiling(scene.tx, id);
  scene.known = filing;
  if (yes) await accept(scene, filing, invitation);
  else await act(scene, filing, { type: 'decline', invitation });
  const toast = yes ? saved('已加入') : ({ type: 'info', content: '已回复对方' } as const);
  return { toast, show: { kind: 'invited', filingId: id, invitationId: invitation } };
};

const accept = async (scene: Scene, filing: Filing, invitation: string): Promise<void> => {
  const name = (await personName(scene.tx, scene.who)) ?? NAMELESS;
  await act(scene, filing, { type: 'accept', invitation, name }, name);
};

/** True when the message was an invitation code, right or wrong: wrong ones are counted, because codes can be guessed. */
export const onCode = async (scene: Scene, said: string): Promise<boolean> => {
  const code = codeIn(said);
  if (!code) return false;
  const recent = await missesOf(scene.tx, scene.who, scene.now);
  if (recent.length >= MOST_MISSES) {
    await reply(scene, { kind: 'words', words: '一小时内已有 5 个邀请码不对，请过一小时再试，或请同事重新发一个。' });
    return true;
  }
  const found = await findInvitation(scene.tx, code, scene.now);
  const department = found ? null : await takeCode(scene.tx, code, scene.who, scene.now);
  if (department) {
    await onDepartmentCode(scene, department);
    return true;
  }
  const entry = found ? undefined : await pendingWith(scene.tx, code, scene.who);
  if (entry) {
    await reply(scene, { kind: 'entryForm', registrationId: entry });
    return true;
  }
  if (!found) {
    await noteMiss(scene.tx, scene.who, recent, scene.now);
    await reply(scene, {
      kind: 'words',
      words: '没有这个邀请码，或者它已经过期、用完、被收回。请核对，或请同事重新发一个。',
    });
    return true;
  }
  await accept(scene, await loadFiling(scene.tx, found.filingId), found.id);
  return true;
};
