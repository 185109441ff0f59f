import { sealedAs } from '../../services/filing/store.ts';
import { appendNotices, toPerson } from '../../services/outbox.ts';
import { Refusal } from '../../services/refusal.ts';
import { allFiles } from '../../services/view.ts';
import { act, type Handler } from './handler.ts';
import { assigned } from './reviewing.ts';

export const openReview: Handler<'review.open'> = async (scene, { filing: id, version }) => {
  const { filing } = await assigned(scene, id);
  await act(scene, filing, { type: 'open', version });
  // A next version that is sealed but not handed in yet is not the department's to see.
  return { show: { kind: 'review', filingId: id, version: filing.handedIn } };
};

export const sendFiles: Handler<'review.files'> = async (scene, { filing: id, version }) => {
  const { filing } = await assigned(scene, id);
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
