import { contextOf, type Filing, formOf, isEditable, type Who } from '../../services/filing/filing.ts';
import { filingsOf } from '../../services/filing/store.ts';
import { longFieldOf } from '../../services/filing/text-batch.ts';
import { relevantFields } from '../../services/form/read.ts';
import type { Notice } from '../../services/notice.ts';
import { appendNotices, focusOf, toPerson } from '../../services/outbox.ts';
import { type Focus, setFocus } from '../../services/people/people.ts';
import type { FileSent, TextSaid } from '../inbound.ts';
import { whereToGo } from './fill.ts';
import type { Scene } from './handler.ts';
import { collectText } from './long-text.ts';

const HELP = [
  '我能帮您完成网点备案：',
  '· 发送“开始”填报，“继续”回到没填完的地方',
  '· 发送“进度”看各部分填得怎样、审核到哪一步',
  '· 工作制度、认定文件、签字盖章后的扫描件，直接发到聊天里',
  '· 第二、四、六部分的长文字也可以直接发到聊天里（可分多条），我给您看过再放进表里',
].join('\n');

const COURTESY = /^(谢谢|多谢|好的?|收到|嗯+|知道了|明白了?|辛苦了?|ok|OK)[您你了啦啊呀。！!~，,\s]*$/;

/** What a text message asks for, in the words people use. */
const commands: [RegExp, (filings: Filing[], who: Who) => Notice][] = [
  [/^(帮助|怎么用|help|\?|？)$/i, () => ({ kind: 'words', words: HELP })],
  [/^(首页|菜单|主页|你好|您好|hi|hello|在吗)$/i, () => ({ kind: 'home' })],
  [/^(开始|开始填报|填报|我要填报|备案)$/, ([first], who) => (first ? whereToGo(first, who) : { kind: 'creditCode' })],
  [/^(继续|继续填报|接着填|下一步)$/, ([first], who) => (first ? whereToGo(first, who) : { kind: 'home' })],
  [/^(进度|总览|检查|查看进度|到哪了)$/, ([first]) => (first ? overview(first) : { kind: 'home' })],
];

const overview = (filing: Filing): Notice =>
  isEditable(filing) ? { kind: 'check', filingId: filing.id } : { kind: 'status', filingId: filing.id, event: 'none' };

/** A text is a command, a part of the long answer being written, or gets a helpful word; never a lost step. */
export const onText = async (scene: Scene, message: TextSaid, focus: Focus): Promise<void> => {
  const said = message.text.trim();
  const filings = await filingsOf(scene.tx, scene.who.tenantKey, scene.who.openId);
  if (!said) return reply(scene, { kind: 'words', words: HELP });
  const command = commands.find(([pattern]) => pattern.test(said.replace(/[。.!！~\s]+$/, '')));
  if (command) return reply(scene, command[1](filings, scene.who));
  const filing = filings.find(({ id }) => id === focus?.filingId);
  const field = filing && focus && isEditable(filing) ? longFieldOf(filing, focus.step) : undefined;
  // A word of thanks is not a part of the official form.
  if (COURTESY.test(said))
    return reply(scene, { kind: 'words', words: '不客气。发送“继续”接着填，发送“进度”看全部情况。' });
  if (!filing || !focus || !field) {
    const where = filings[0] ? '发送“继续”回到没填完的地方' : '发送“开始”开始填报';
    return reply(scene, { kind: 'words', words: `这句话我没有放进表里。${where}，发送“帮助”看用法。` });
  }
  await collectText(scene, message, said, { filing, step: focus.step, field });
};

/** Files are fetched after the answer: the platform waits three seconds, a scan may take longer. */
export const onFile = async (
  scene: Scene,
  { messageId, files }: Pick<FileSent, 'messageId' | 'files'>,
  focus: Focus,
): Promise<void> => {
  const filings = await filingsOf(scene.tx, scene.who.tenantKey, scene.who.openId);
  const filing = filings.find(({ id }) => id === focus?.filingId) ?? filings[0];
  if (!filing)
    return reply(scene, { kind: 'words', words: '还没有填报的材料，文件没有保存。发送“开始”先建立草稿，再发文件。' });
  if (!isEditable(filing) && filing.status !== 'frozen') {
    const why =
      filing.status === 'recommended'
        ? '材料已经推荐，文件没有保存。正式扫描件请上传到国家系统（发送“进度”看怎么办）。'
        : '材料已经提交，文件没有保存。如需更换请先撤回修改（发送“进度”）。';
    return reply(scene, { kind: 'words', words: why });
  }
  const target =
    filing.status === 'frozen'
      ? { kind: 'scan' as const, version: filing.version }
      : { kind: 'field' as const, ...placeFor(filing, focus) };
  const { tenantKey, openId } = scene.who;
  await scene.enqueue(scene.tx, 'fetch', [
    { messageId, who: { tenantKey, openId }, filingId: filing.id, target, files },
  ]);
};

/** The file question of the section the person is in; without one, 相关工作制度. */
const placeFor = (filing: Filing, focus: Focus): { step: string; field: string } => {
  const context = contextOf(filing);
  const section = focus?.filingId === filing.id ? formOf(filing.round).steps[focus.step] : undefined;
  const field = section && relevantFields(section, context).find(([, one]) => one.kind === 'files')?.[0];
  return field && focus ? { step: focus.step, field } : { step: 'systems', field: 'systems' };
};

/** Sends a card or words to this person; a section that is sent becomes the one their messages answer. */
export const reply = async (scene: Scene, notice: Notice): Promise<void> => {
  await appendNotices(scene.tx, scene.enqueue, [toPerson(scene.who, notice)], scene.now);
  // Words leave the section on the screen; any other card takes its place, and with it the next messages.
  if (notice.kind !== 'words') await setFocus(scene.tx, scene.who, focusOf(notice));
};
