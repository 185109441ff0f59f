import { fieldAt, institutionName } from '../services/filing/filing.ts';
import { LONGEST } from '../services/filing/fill-commands.ts';
import { isEditable } from '../services/filing/status.ts';
import { isOpen, type TextBatch, type TextPart, textOf } from '../services/filing/text-batch.ts';
import { countWords } from '../services/form/count.ts';
import { textAt } from '../services/form/read.ts';
import type { NoticeOf } from '../services/notice.ts';
import type { Views } from '../services/view.ts';
import { button } from './actions.ts';
import { excerpts } from './conflict-part.ts';
import {
  buttons,
  type Card,
  card,
  clip,
  type Element,
  errorText,
  flashPart,
  hr,
  md,
  mdt,
  note,
  text,
} from './kit/index.ts';
import { aspectsLine, lengthLine } from './length-bar.ts';

/** Long text that has come and waits for its person's word: what it is, how it fits, and what to do with it. */
export const textPreviewCard = (
  { filingId: filing, step, field, flash }: NoticeOf<'textPreview'>,
  { filing: state, batch }: Views['textPreview'],
): Card => {
  const question = fieldAt(state, step, field, 'paragraph');
  const title = `收到的文字：${question.label}`;
  const subtitle = institutionName(state);
  const back = button('回到这一部分', 'step.open', { filing, step });
  if (!batch || !isOpen(batch)) {
    const words = batch?.state === 'landed' ? '这几段已经放进表里。' : '这几段没有放进表里，原文还在聊天里。';
    return card({ title, subtitle, elements: [text(words), buttons(back)] });
  }
  const { parts, trouble } = batch;
  const whole = textOf(parts);
  const before = textAt(state.answers, step, field);
  const after = before ? `${before}\n${whole}` : whole;
  const place = { filing, step, field, batch: batch.id, rev: batch.rev };
  const land = (label: string, replace: boolean, result: string) => {
    const disabled = isEditable(state) ? reasonAgainst(batch, result) : '材料已经定稿或提交，现在不能改动';
    return button(label, 'text.land', { ...place, replace }, { ...(disabled ? { disabled } : replace ? {} : primary) });
  };
  return card({
    title,
    subtitle,
    color: trouble ? 'orange' : 'blue',
    elements: [
      flashPart(flash),
      batch.state === 'checking' && md(mdt`**正在核对：您发的消息后来有没有改过。核对完会自动放进。**`),
      trouble !== null && md(mdt`**${clip(trouble, 200)}**`),
      md(mdt`**已收到 ${parts.filter((part) => part.text).length} 段，共 ${countWords(whole)} 字**（还没有放进表里）`),
      parts.flatMap(partLines).slice(0, PART_LINES),
      excerptOf(whole),
      tooLong(after) && errorText(`接在后面${tooLong(after)}`),
      before !== '' && tooLong(whole) && errorText(`替换原文也${tooLong(whole)}`),
      hr(),
      note(`放进后　${lengthLine(question, after) ?? `共 ${countWords(after)} 字`}`),
      before !== '' && note(`替换后　${lengthLine(question, whole) ?? `共 ${countWords(whole)} 字`}`),
      aspectNote(aspectsLine(question, after)),
      buttons(
        land(before ? '放进（接在后面）' : '放进', false, after),
        before !== '' && land('替换原文', true, whole),
        button('继续发', 'text.more', { filing, step, field, batch: batch.id }),
        button('不要', 'text.drop', place, {
          confirm: { title: '不要这几段？', text: '不会放进表里；原文还在聊天里。' },
        }),
      ),
    ],
  });
};

const primary = { style: 'primary' } as const;

const aspectNote = (words: string | undefined): Element[] => (words ? [note(words)] : []);

const reasonAgainst = ({ parts }: TextBatch, result: string): string | undefined => {
  if (parts.some(({ pending }) => pending)) return '文档还在读，请稍等';
  if (!textOf(parts)) return '还没有可以放进的文字';
  return tooLong(result);
};

const tooLong = (result: string): string | undefined =>
  result.length > LONGEST
    ? `放不下：会有 ${result.length} 个字符，一个部分最多 ${LONGEST} 个，请精简后再发`
    : undefined;

/** A card is at most 30 KB and 200 parts: pieces beyond these are shown by the text alone. */
const PART_LINES = 24;
const NAME_LENGTH = 60;

/** What is to be said of one piece beside its text; nothing of an ordinary message. */
const partLines = (part: TextPart, index: number): Element[] => {
  const called = `第 ${index + 1} 段${part.name ? `（${clip(part.name, NAME_LENGTH)}）` : ''}`;
  if (part.pending) return [note(`${called}正在读取文档，读完会自动出现在这里……`)];
  if (part.trouble) return [errorText(`${called}：${clip(part.trouble, 200)}`)];
  if (part.was !== undefined) {
    const [old, now] = excerpts(part.was, part.text);
    return [md(mdt`**${called}您后来改过，已换成改后的**`, mdt`原来：${old}`, mdt`现在：${now}`)];
  }
  return part.name ? [note(`${called}共 ${countWords(part.text)} 字`)] : [];
};

const BEGINNING = 240;
const END = 120;

/** The beginning and the end of a text, as plain text. */
const excerptOf = (whole: string): Element[] => {
  if (!whole) return [];
  if (whole.length <= BEGINNING + END) return [text(whole)];
  const end = whole.slice(-END).replace(/^[\udc00-\udfff]/, '');
  return [text(clip(whole, BEGINNING)), note(`（中间 ${whole.length - BEGINNING - END} 个字符略）`), text(`……${end}`)];
};
