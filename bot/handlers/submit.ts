import { receiverOf, sameWho } from '../../services/filing/filing.ts';
import { isOpenForReview } from '../../services/filing/status.ts';
import { loadFiling } from '../../services/filing/store.ts';
import { appendNotices, toPerson } from '../../services/outbox.ts';
import { mayReview } from '../../services/people/roles.ts';
import { Refusal } from '../../services/refusal.ts';
import { mine } from './fill.ts';
import { act, type Handler, saved } from './handler.ts';

export const freezeFiling: Handler<'filing.freeze'> = async (scene, { filing: id, rev }, form) => {
  const before = await mine(scene, id);
  const performed = await act(scene, before, { type: 'freeze', rev, declared: form.declared === true }).catch(
    (error: unknown) => {
      if (error instanceof Refusal && error.code === 'not_declared') return error;
      throw error;
    },
  );
  if (performed instanceof Refusal) {
    return {
      toast: { type: 'warning', content: performed.words },
      show: { kind: 'check', filingId: id, undeclared: true },
    };
  }
  const { filing } = performed;
  const flash = `第 ${filing.version} 版已定稿，Word 备案表马上发到聊天里。`;
  return { toast: saved(`第 ${filing.version} 版已定稿`), show: { kind: 'frozen', filingId: id, flash } };
};

export const reopenFiling: Handler<'filing.reopen'> = async (scene, { filing: id, version }) => {
  await act(scene, await mine(scene, id), { type: 'reopen', version });
  return { toast: saved('可以修改了'), show: { kind: 'check', filingId: id } };
};

export const removeScan: Handler<'scan.remove'> = async (scene, { filing: id, file }) => {
  await act(scene, await mine(scene, id), { type: 'takeOut', file });
  return { toast: saved('已移除'), show: { kind: 'frozen', filingId: id, undo: file } };
};

export const submitFiling: Handler<'filing.submit'> = async (scene, { filing: id, version }) => {
  const { filing } = await act(scene, await mine(scene, id), { type: 'submit', version });
  return { toast: saved(`已提交给${receiverOf(filing)}`), show: { kind: 'receipt', filingId: id, version } };
};

/** What 撤回修改 would do, before it is done; where it cannot be, why not and what to do instead. */
export const askWithdraw: Handler<'withdraw.open'> = async (scene, { filing: id }) => {
  const filing = await mine(scene, id);
  const toast = { type: 'warning', content: '现在不能撤回，卡片上写着原因和办法。' } as const;
  return { ...(!isOpenForReview(filing) && { toast }), show: { kind: 'withdrawAsk', filingId: id } };
};

export const withdrawFiling: Handler<'filing.withdraw'> = async (scene, { filing: id, version }) => {
  await act(scene, await mine(scene, id), { type: 'withdraw', version });
  return { toast: saved('已撤回，可以修改了'), show: { kind: 'check', filingId: id } };
};

/** The Word form once more, to whoever fills or reviews it. */
export const sendAnnex: Handler<'annex.send'> = async (scene, { filing: id, version }) => {
  const filing = await loadFiling(scene.tx, id);
  const fills = filing.members.some((member) => sameWho(member, scene.who));
  if (!fills) await mayReview(scene.tx, scene.operators, filing, scene.who, scene.now);
  const latest = fills ? filing.version : filing.handedIn;
  if (version < 1 || version > latest) throw new Refusal('no_version', '这一版还没有定稿，请先定稿。');
  await appendNotices(
    scene.tx,
    scene.enqueue,
    [toPerson(scene.who, { kind: 'annex', filingId: id, version })],
    scene.now,
  );
  return { toast: { type: 'info', content: 'Word 备案表马上发到聊天里' } };
};
