import { contextOf, type Filing, formOf } from '../../services/filing/filing.ts';
import { isEditable, isFrozen, isWithOffice } from '../../services/filing/status.ts';
import { filingsOf } from '../../services/filing/store.ts';
import { longFieldOf } from '../../services/filing/text-batch.ts';
import { relevantFields } from '../../services/form/read.ts';
import { type Notice, parseNotice } from '../../services/notice.ts';
import { appendNotices, focusOf, toPerson } from '../../services/outbox.ts';
import { type Focus, setFocus } from '../../services/people/people.ts';
import { mayDo } from '../../services/people/roles.ts';
import type { Job } from '../../services/queue.ts';
import type { FileSent, TextSaid } from '../inbound.ts';
import { understand, wishOfMenu } from '../sayings.ts';
import { takeDepartmentScan } from './department-scan.ts';
import type { Scene } from './handler.ts';
import { collectText } from './long-text.ts';
import { offerFor } from './offer.ts';
import { layPasted } from './table.ts';
import { HELP, onWish } from './wishes.ts';

/** A text is a command, a part of the long answer being written, or gets a helpful word; never a lost step. */
export const onText = async (scene: Scene, message: TextSaid, focus: Focus): Promise<void> => {
  const said = message.text.trim();
  const filings = await filingsOf(scene.tx, scene.who.tenantKey, scene.who.openId);
  if (!said) return reply(scene, { kind: 'words', words: HELP });
  const wish = understand(said);
  if (wish && (await onWish({ scene, filings, focus }, wish))) return;
  const filing = filings.find(({ id }) => id === focus?.filingId);
  const field = filing && focus && isEditable(filing) ? longFieldOf(filing, focus.step) : undefined;
  const pasted = filing && focus && (await layPasted(scene, filing, focus.step, said));
  if (pasted) return reply(scene, pasted);
  if (!filing || !focus || !field) {
    const offer = filing && focus && offerFor(filing, focus.step, said);
    return reply(scene, offer ?? { kind: 'words', words: notPlaced(filings, wish?.wish === 'edit') });
  }
  await collectText(scene, message, said, { filing, step: focus.step, field });
};

/** Nothing was lost and nothing changed: what to say instead. */
const notPlaced = ([first]: Filing[], named: boolean): string => {
  const where = first ? '发送“继续”回到没填完的地方' : '发送“开始”开始填报';
  const how = named ? '表里没有找到这一项。发送“进度”看全部部分，在那里点“修改”。' : '';
  return `${first ? '这句话我没有放进表里' : '这句话我没有看懂'}。${how}${where}，发送“帮助”看用法。`;
};

/** The menu's entries are the same wishes, chosen instead of said; an unknown one leads home. */
export const onMenu = async (scene: Scene, eventKey: string, focus: Focus): Promise<void> => {
  const filings = await filingsOf(scene.tx, scene.who.tenantKey, scene.who.openId);
  await onWish({ scene, filings, focus }, { wish: wishOfMenu(eventKey) ?? 'home' });
};

type Sent = Pick<FileSent, 'messageId' | 'files' | 'parentId' | 'sentAtMs'>;

/** Files are fetched after the answer: the platform waits three seconds, a scan may take longer. */
export const onFile = async (scene: Scene, sent: Sent, focus: Focus): Promise<void> => {
  const { messageId, files, parentId, sentAtMs } = sent;
  const meant = (parentId && (await focusOfCard(scene, parentId))) || focus;
  const filings = await filingsOf(scene.tx, scene.who.tenantKey, scene.who.openId);
  const named = filings.find(({ id }) => id === meant?.filingId);
  const filing = named ?? filings[0];
  const theirs = filing && takesFiles(filing) && !(meant?.here && !named);
  if (!theirs && (await takeDepartmentScan(scene, sent, meant))) return;
  if (!filing)
    return reply(scene, { kind: 'words', words: '还没有填报的材料，文件没有保存。发送“开始”先建立草稿，再发文件。' });
  if (!takesFiles(filing)) return reply(scene, { kind: 'words', words: notTaken(filing) });
  const { tenantKey, openId } = scene.who;
  const target = targetOf(filing, meant);
  if (target.kind === 'complete') mayDo(filing, scene.who, 'carry');
  await scene.enqueue(scene.tx, 'fetch', [
    {
      messageId,
      who: { tenantKey, openId },
      filingId: filing.id,
      ...(sentAtMs !== undefined && { sentAtMs }),
      step: meant?.filingId === filing.id ? meant.step : '',
      target,
      files,
    },
  ]);
};

/** Answers and scans while they are open, and between 推荐 and 双方盖章 the complete scan. */
const takesFiles = (filing: Filing): boolean =>
  isEditable(filing) || isFrozen(filing) || filing.status === 'recommended';

const notTaken = ({ status }: Filing): string => {
  if (status === 'abandoned') return '这份材料本次不申报了，文件没有保存。如要继续，请发送“重新申报”。';
  if (status === 'dept_sealed')
    return '双方盖章已经核对，文件没有保存。如需更换扫描件，请先在“双方盖章”里点“撤回核对”（发送“进度”打开）。';
  if (isWithOffice({ status })) return '已在国家系统提交，文件没有保存。如需补充，请联系主办方（发送“进度”看情况）。';
  return '材料已经提交，文件没有保存。如需更换请先撤回修改（发送“进度”）。';
};

/** The section of the card that somebody replies to. */
const focusOfCard = async ({ tx, who }: Scene, messageId: string): Promise<Focus> => {
  const { tenantKey, openId } = who;
  const card = await tx.outbox.findFirst({ where: { messageId, tenantKey, openId } });
  const focus = card && focusOf(parseNotice(card.kind, card.notice));
  return focus?.step || focus?.here ? focus : null;
};

/** The scan once it is frozen, the complete one once it is recommended; else the file question of the section meant, where there is exactly one; else nobody knows yet. */
const targetOf = (filing: Filing, meant: Focus): Job<'fetch'>['target'] => {
  const here = meant?.filingId === filing.id ? meant : null;
  const replaces = here?.replaces ? { replaces: here.replaces } : {};
  if (isFrozen(filing)) return { kind: 'scan', version: filing.version, ...replaces };
  if (filing.status === 'recommended') return { kind: 'complete', version: filing.version };
  const section = here ? formOf(filing.round).steps[here.step] : undefined;
  const fields = section
    ? relevantFields(section, contextOf(filing)).filter(([, field]) => field.kind === 'files')
    : [];
  return here && fields.length === 1
    ? { kind: 'field', step: here.step, field: fields[0]![0], ...replaces }
    : { kind: 'ask' };
};

/** Sends a card or words to this person; a section that is sent becomes the one their messages answer. */
export const reply = async (scene: Scene, notice: Notice): Promise<void> => {
  await appendNotices(scene.tx, scene.enqueue, [toPerson(scene.who, notice)], scene.now);
  // Words leave the section on the screen; any other card takes its place, and with it the next messages.
  if (notice.kind !== 'words') await setFocus(scene.tx, scene.who, focusOf(notice));
};
