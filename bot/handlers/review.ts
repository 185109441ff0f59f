import type { Filing } from '../../services/filing/filing.ts';
import { sealedAs } from '../../services/filing/store.ts';
import { appendNotices, toPerson } from '../../services/outbox.ts';
import { Refusal } from '../../services/refusal.ts';
import { allFiles } from '../../services/views/filing-views.ts';
import { act, type Handler, type Reply, type Scene } from './handler.ts';
import { askedAbout, assigned } from './reviewing.ts';

export const openReview: Handler<'review.open'> = async (scene, { filing: id, version }) => {
  const { filing } = await assigned(scene, id);
  await act(scene, filing, { type: 'open', version });
  // A next version that is sealed but not handed in yet is not the department's to see.
  return { show: { kind: 'review', filingId: id, version: filing.handedIn } };
};

export const sendFiles: Handler<'review.files'> = async (scene, { filing: id, version }) => {
  const { filing } = await assigned(scene, id);
  return sendHandedIn(scene, filing, version);
};

/** The Word form and every file of what was handed in, to whoever asks; whether they may has been asked before. */
export const sendHandedIn = async (scene: Scene, filing: Filing, version: number): Promise<Reply> => {
  const { id } = filing;
  if (filing.handedIn !== version)
    throw new Refusal('old_version', `申报单位已更新到第 ${filing.handedIn} 版，请看新版。`);
  const sealed = await sealedAs(scene.tx, filing, version);
  const files = [
    toPerson(scene.who, { kind: 'annex', filingId: id, version }),
    ...allFiles(sealed).map(({ id: fileId }) =>
      toPerson(scene.who, { kind: 'reviewFile', filingId: id, version, fileId }),
    ),
  ];
  await appendNotices(scene.tx, scene.enqueue, files, scene.now);
  return { toast: { type: 'info', content: `${files.length} 份文件马上发到聊天里` } };
};

type Reading = { filing: string; page?: number; asked?: boolean };

/** For whoever reviews it, or was asked about it. */
const readable = async (scene: Scene, { filing: id, asked }: Reading): Promise<Filing> =>
  asked ? askedAbout(scene, id) : (await assigned(scene, id)).filing;

/** In the place of the card with the button; whoever was asked may be writing in theirs, so there it comes beside it. */
const shown = async (scene: Scene, kind: 'reviewText' | 'reviewFiles', reading: Reading): Promise<Reply> => {
  const { id, handedIn } = await readable(scene, reading);
  const { page, asked } = reading;
  const notice = { kind, filingId: id, version: handedIn, ...(page && { page }), ...(asked && { asked }) };
  if (!asked || page) return { show: notice };
  await appendNotices(scene.tx, scene.enqueue, [toPerson(scene.who, notice)], scene.now);
  return { toast: { type: 'info', content: '马上发到聊天里' } };
};

/** The whole of it to be read, page by page. */
export const readSection: Handler<'review.section'> = (scene, payload) => shown(scene, 'reviewText', payload);

export const showFiles: Handler<'review.fileList'> = (scene, payload) => shown(scene, 'reviewFiles', payload);

/** One file of the version handed in. */
export const sendFile: Handler<'review.file'> = async (scene, { version, file, ...reading }) => {
  const filing = await readable(scene, reading);
  const sealed = await sealedAs(scene.tx, filing, Math.min(version, filing.handedIn));
  if (!allFiles(sealed).some((one) => one.id === file))
    throw new Refusal('no_file', '这份文件已被申报单位移除，请看最新的材料。');
  const notice = { kind: 'reviewFile', filingId: filing.id, version: sealed.version, fileId: file } as const;
  await appendNotices(scene.tx, scene.enqueue, [toPerson(scene.who, notice)], scene.now);
  return { toast: { type: 'info', content: '文件马上发到聊天里' } };
};
