import { findFile, waitingFiles } from '../../services/filing/file-places.ts';
import type { Filing } from '../../services/filing/filing.ts';
import { isFrozen } from '../../services/filing/status.ts';
import type { Notice } from '../../services/notice.ts';
import { appendNotices, toPerson } from '../../services/outbox.ts';
import { mayDo } from '../../services/people/roles.ts';
import { Refusal } from '../../services/refusal.ts';
import { mine } from './fill.ts';
import { act, type Handler, saved } from './handler.ts';

const shown = (filingId: string, step: string, file: string, extra: object = {}): Notice => ({
  kind: 'file',
  filingId,
  step,
  file,
  ...extra,
});

/** Where the files of a section stand, or those of the scan, or those that wait. */
const home = (filing: Filing, step: string, extra: { undo?: string; flash?: string } = {}): Notice => {
  const filingId = filing.id;
  if (step) return { kind: 'step', filingId, step, ...extra };
  if (isFrozen(filing)) return { kind: 'frozen', filingId, ...extra };
  return { kind: 'check', filingId };
};

export const openFile: Handler<'file.open'> = async (scene, { filing: id, step, file }) => {
  await mine(scene, id);
  return { show: shown(id, step, file) };
};

/** The file itself, to whoever asked. */
export const sendFile: Handler<'file.send'> = async (scene, { filing: id, file }) => {
  const filing = await mine(scene, id);
  if (!findFile(filing, file)) throw gone();
  const notice: Notice = { kind: 'ownFile', filingId: id, fileId: file };
  await appendNotices(scene.tx, scene.enqueue, [toPerson(scene.who, notice)], scene.now);
  return { toast: { type: 'info', content: '文件马上发到聊天里' } };
};

export const takeOutFile: Handler<'file.takeOut'> = async (scene, { filing: id, step, file }) => {
  const { filing, outcome } = await act(scene, await mine(scene, id), { type: 'takeOut', file });
  if (outcome === 'unchanged') return { toast: { type: 'info', content: '这个文件先前已经移除' } };
  return { toast: saved('已移除，可以撤销'), show: home(filing, step, { undo: file }) };
};

export const restoreFile: Handler<'file.restore'> = async (scene, { filing: id, step, file }) => {
  const { filing, outcome } = await act(scene, await mine(scene, id), { type: 'restore', file });
  const toast = outcome === 'unchanged' ? ({ type: 'info', content: '已经放回去了' } as const) : saved('已放回原处');
  return { toast, show: home(filing, step) };
};

export const moveFile: Handler<'file.move'> = async (scene, { filing: id, step, file, by }) => {
  const { outcome } = await act(scene, await mine(scene, id), { type: 'moveFile', file, by: by < 0 ? -1 : 1 });
  const toast = outcome === 'unchanged' ? undefined : saved(by < 0 ? '已上移' : '已下移');
  return { ...(toast && { toast }), show: shown(id, step, file) };
};

/** From here on the next file this person sends takes the place of this one. */
export const replaceFile: Handler<'file.replace'> = async (scene, { filing: id, step, file, on }) => {
  const filing = await mine(scene, id);
  if (!findFile(filing, file)) throw gone();
  mayDo(filing, scene.who, step ? 'edit' : 'carry', step || undefined);
  return { show: shown(id, step, file, on ? { replacing: true } : {}) };
};

export const renameFile: Handler<'file.rename'> = async (scene, { filing: id, step, file }, form) => {
  const name = typeof form.name === 'string' ? form.name : '';
  await act(scene, await mine(scene, id), { type: 'renameFile', file, name });
  return { toast: saved('已改名'), show: shown(id, step, file) };
};

/** All files of a batch that still wait, to one place; or away, for whoever wants none of them. */
export const placeFiles: Handler<'file.place'> = async (scene, { filing: id, step, field, files }) => {
  const to = !step && field === 'none' ? null : { step, field };
  const { outcome } = await act(scene, await mine(scene, id), { type: 'placeFiles', files, to });
  const content = to ? '已放好' : '已移除';
  const toast = outcome === 'unchanged' ? ({ type: 'info', content: '这些文件已经放好了' } as const) : saved(content);
  return { toast, show: { kind: 'received', filingId: id, files } };
};

export const openWaiting: Handler<'files.open'> = async (scene, { filing: id }) => {
  const files = waitingFiles(await mine(scene, id)).map((file) => file.id);
  return { show: { kind: 'received', filingId: id, files } };
};

/** The work takes longer than an answer may: it is queued, and the card comes when it is done. */
export const finishScan: Handler<'scan.finish'> = async (scene, { filing: id, version }) => {
  const filing = await mine(scene, id);
  mayDo(filing, scene.who, 'carry');
  if (!isFrozen(filing) || filing.version !== version || !filing.pages.length) {
    throw new Refusal('no_pages', '没有等待合成的照片了，请看最新的卡片。');
  }
  const { tenantKey, openId } = scene.who;
  await scene.enqueue(scene.tx, 'join', [{ filingId: id, version, who: { tenantKey, openId } }]);
  return { toast: { type: 'info', content: `正在把 ${filing.pages.length} 张照片合成一个 PDF，马上就好` } };
};

const gone = () => new Refusal('no_file', '这个文件已经移除。');
