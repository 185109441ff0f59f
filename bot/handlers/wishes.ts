import { contextOf, DIRECT, type Filing, formOf, receiverOf, type Who } from '../../services/filing/filing.ts';
import { isEditable } from '../../services/filing/status.ts';
import { pastFilingsOf } from '../../services/filing/store.ts';
import { findPlace } from '../../services/form/find-field.ts';
import { neighbours, progressOf } from '../../services/form/read.ts';
import type { Notice } from '../../services/notice.ts';
import { appendNotices, focusOf, toPerson } from '../../services/outbox.ts';
import { type Focus, setFocus } from '../../services/people/people.ts';
import { departmentIn, dueOf } from '../../services/rounds/deadlines.ts';
import { isOver, type Round } from '../../services/rounds/round.ts';
import { openRounds } from '../../services/rounds/store.ts';
import { dayOf, daysBetween, lastWorkingDayOnOrBefore, longDay, workingDaysLeft } from '../../services/time.ts';
import type { Said, Wish } from '../sayings.ts';
import { whereToGo } from './fill.ts';
import type { Scene } from './handler.ts';

const words = (...lines: string[]): Notice => ({ kind: 'words', words: lines.join('\n') });

export const HELP = [
  '我能帮您完成网点备案：',
  '· 发送“开始”填报，“继续”回到没填完的地方',
  '· 发送“进度”看各部分填得怎样、审核到哪一步',
  '· 发送“修改手机”“修改地址”等，直接到要改的地方；“上一步”“跳过”也可以直接发',
  '· 工作制度、认定文件、签字盖章后的扫描件，直接发到聊天里',
  '· 第二、四、六部分的长文字也可以直接发到聊天里（可分多条），我给您看过再放进表里',
  '· 发送“导出”拿 Word 草稿和国家系统填报文本，“回执”查提交记录，“什么时候截止”看期限',
  '· 想停就停，发送“退出”即可，已保存的都在；今年不报了，发送“本次不申报”；想少收提醒，发送“提醒设置”',
].join('\n');

type Heard = { scene: Scene; filings: Filing[]; focus: Focus };
/** Work goes on with the filing touched last, whatever older card somebody looked at since. */
const goesOn: Said['wish'][] = ['start', 'continue', 'progress'];
/** With no round open for them, people still look at what they filed before. */
const LOOKS: Said['wish'][] = ['progress', 'answers', 'export', 'receipt'];
/** What a wish is answered with; the filing is otherwise the one on the screen. */
type Answer = (heard: Heard, filing: Filing | undefined) => Notice[] | Promise<Notice[]>;

/** Answers a wish, said or chosen in the menu. Resolves with false for a change of something the form does not have. */
export const onWish = async (heard: Heard, said: Said): Promise<boolean> => {
  const { scene, focus } = heard;
  const past = !heard.filings.length && LOOKS.includes(said.wish);
  const filings = past ? await pastFilingsOf(scene.tx, scene.who) : heard.filings;
  const shown = filings.find(({ id }) => id === focus?.filingId);
  const filing = goesOn.includes(said.wish) ? filings[0] : (shown ?? filings[0]);
  const given =
    said.wish === 'edit'
      ? editing(filing, scene.who, said.words)
      : await answers[said.wish]({ scene, filings, focus }, filing);
  if (!given) return false;
  await replyAll(scene, given);
  if (said.wish === 'quit') await setFocus(scene.tx, scene.who, null);
  return true;
};

/** Without a filing, most wishes lead home, where one can be begun. */
const withFiling =
  (answer: (filing: Filing, heard: Heard) => Notice[]): Answer =>
  (heard, filing) =>
    filing ? answer(filing, heard) : [{ kind: 'home' }];

const answers: Record<Wish, Answer> = {
  help: () => [words(HELP)],
  home: () => [{ kind: 'home' }],
  start: ({ scene }, filing) => [filing ? whereToGo(filing, scene.who) : { kind: 'creditCode' }],
  continue: withFiling((filing, { scene }) => [whereToGo(filing, scene.who)]),
  progress: withFiling((filing) => [overview(filing)]),
  back: withFiling((filing, { scene, focus }) => [beside(filing, scene.who, focus, 'before')]),
  skip: withFiling((filing, { scene, focus }) => [beside(filing, scene.who, focus, 'after')]),
  answers: withFiling((filing) => [{ kind: 'answers', filingId: filing.id, page: 1 }]),
  export: withFiling((filing) => exported(filing)),
  quit: (_heard, filing) => [words(parting(filing))],
  receipt: withFiling((filing) => [
    filing.handedIn
      ? { kind: 'receipt', filingId: filing.id, version: filing.handedIn }
      : words('还没有提交过，所以没有回执。提交后会给您回执，以后随时发送“回执”都能再看。发送“继续”接着办。'),
  ]),
  restart: (_heard, filing) => [
    words(
      filing
        ? '不会清空已经填好的内容，也不需要从头再填：想改哪一项，发送“修改”加它的名称，例如“修改地址”；发送“进度”可以看到全部部分，逐个修改。'
        : '还没有开始填，发送“开始”即可。',
      ...(filing ? ['如果今年不申报了，发送“本次不申报”。'] : []),
    ),
  ],
  how: (_heard, filing) => [words(wayOf(filing))],
  deadline: async ({ scene }, filing) => {
    if (filing) return [words(dueWordsOf(filing, scene.now))];
    const rounds = await openRounds(scene.tx);
    if (!rounds.length) return [words('现在没有进行中的备案工作，开启后这里会告诉您截止时间。')];
    const named = (round: Round) => (rounds.length > 1 ? `${round.title}：` : '');
    return [words(...rounds.map((round) => `${named(round)}${dueWords(round, scene.now)}`))];
  },
  abandon: withFiling((filing) => [{ kind: 'abandonForm', filingId: filing.id }]),
  resume: withFiling((filing, { scene }) => [
    filing.status === 'abandoned'
      ? { kind: 'status', filingId: filing.id, event: 'none' }
      : whereToGo(filing, scene.who),
  ]),
  reminders: () => [{ kind: 'quiet' }],
  // A word of thanks is not a part of the official form.
  thanks: () => [words('不客气。发送“继续”接着填，发送“进度”看全部情况。')],
};

const overview = (filing: Filing): Notice =>
  isEditable(filing) && !isOver(filing.round)
    ? { kind: 'check', filingId: filing.id }
    : { kind: 'timeline', filingId: filing.id };

/** The section before or after the one on the screen; with none on the screen, where the work goes on. */
const beside = (filing: Filing, who: Who, focus: Focus, way: 'before' | 'after'): Notice => {
  if (!isEditable(filing) || !focus?.step) return whereToGo(filing, who);
  const step = neighbours(formOf(filing.round), contextOf(filing), focus.step)[way];
  if (step) return { kind: 'step', filingId: filing.id, step };
  const flash = way === 'before' ? '前面没有了，这里是全部部分。' : '后面没有了，这里是全部部分。';
  return { kind: 'check', filingId: filing.id, flash };
};

const editing = (filing: Filing | undefined, who: Who, said: string): Notice[] | undefined => {
  const place = filing && findPlace(formOf(filing.round), contextOf(filing), said);
  if (!filing || !place) return undefined;
  if (isEditable(filing)) return [{ kind: 'step', filingId: filing.id, step: place.step, back: true }];
  return [words('材料已经定稿或提交，要先退回到可以修改的状态：'), whereToGo(filing, who)];
};

const exported = (filing: Filing): Notice[] => {
  const filingId = filing.id;
  if (isEditable(filing))
    return [
      { kind: 'draft', filingId },
      { kind: 'textPack', filingId, version: 0 },
    ];
  const { version } = filing;
  // Given up before it was ever frozen: the draft is all there is.
  if (version === 0) return [{ kind: 'draft', filingId }];
  return [
    { kind: 'annex', filingId, version },
    { kind: 'textPack', filingId, version },
  ];
};

const parting = (filing: Filing | undefined): string => {
  if (!filing) return '好的，随时发送“开始”即可。';
  if (!isEditable(filing)) return '好的。有新的进展会马上在这里告诉您，发送“进度”也能看到。';
  const { done, total } = progressOf(formOf(filing.round), contextOf(filing));
  return `好的，先到这里。已保存的内容都在（完成 ${done}/${total} 部分），下次发送“继续”就接着填。`;
};

const wayOf = (filing: Filing | undefined): string => {
  const receiver = filing?.departmentCode ? receiverOf(filing) : '推荐部门';
  const review = filing?.departmentCode === DIRECT ? '等待办理' : '等待审核和推荐';
  return [
    '一共五步：',
    '1. 填好各部分，没有“必须处理”的地方',
    '2. 在总览里勾选声明、定稿，我发来 Word 备案表',
    '3. 打印、签字、盖章，扫描后把文件发到聊天里',
    `4. 提交给${receiver}，${review}，有结果马上告诉您`,
    '5. 最后还要在国家知识产权公共服务网系统中填报并上传扫描件，以那里提交为准',
    filing ? '发送“继续”做下一步。' : '发送“开始”就可以填。',
  ].join('\n');
};

const dueWords = (round: Round, now: Date): string => daysWords('材料填报截止', round.materialsDueOn, round, now);

/** The day that counts for a filing, and why it is this one. */
const dueWordsOf = (filing: Filing, now: Date): string => {
  const due = dueOf(filing);
  const { on, why, reason, last } = due;
  const name = {
    round: '材料填报截止',
    department: '提交给推荐部门截止',
    return: '补正截止',
    extension: '材料填报截止',
  }[why];
  const because = {
    round: '',
    department: `这是${departmentIn(filing)?.name ?? '推荐部门'}设置的，全国材料填报截止 ${longDay(last)}。`,
    return: '这是退回补正时定的。',
    extension: `这是主办方延期后的日期${reason ? `，原因：${reason}` : ''}。`,
  }[why];
  return `${daysWords(name, on, filing.round, now)}${because}`;
};

const daysWords = (name: string, due: string, { holidays }: Round, now: Date): string => {
  const effective = lastWorkingDayOnOrBefore(due, holidays);
  const early = effective === due ? '' : `截止日不是工作日，请按 ${longDay(effective)}安排。`;
  const today = dayOf(now);
  return today > due
    ? `${name} ${longDay(due)}，已过期 ${daysBetween(due, today)} 天。仍可以提交，由推荐部门决定是否受理。`
    : `${name} ${longDay(due)}，还有 ${workingDaysLeft(today, due, holidays)} 个工作日。${early}签字盖章和审核也要时间，请尽早提交。`;
};

/** Sends several in their order; the last that is no words takes the screen, and with it the next messages. */
const replyAll = async (scene: Scene, notices: Notice[]): Promise<void> => {
  const addressed = notices.map((notice) => toPerson(scene.who, notice));
  await appendNotices(scene.tx, scene.enqueue, addressed, scene.now);
  const shown = notices.findLast(({ kind }) => !TAKES_NO_SCREEN.includes(kind));
  if (shown) await setFocus(scene.tx, scene.who, focusOf(shown));
};

/** Words and files leave the section on the screen where it is. */
const TAKES_NO_SCREEN: Notice['kind'][] = ['words', 'draft', 'textPack', 'annex'];
