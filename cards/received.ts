import {
  findFile,
  openPlaces,
  placeName,
  SCANS,
  samePlace,
  WAITING,
  waitingFiles,
} from '../services/filing/file-places.ts';
import { contextOf, type Filing, formOf, institutionName } from '../services/filing/filing.ts';
import { isEditable } from '../services/filing/status.ts';
import type { FileRef } from '../services/form/define.ts';
import { neighbours } from '../services/form/read.ts';
import type { NoticeOf } from '../services/notice.ts';
import type { FilingView } from '../services/view.ts';
import { button } from './actions.ts';
import { fileRows, sizeWords } from './file-rows.ts';
import { buttons, type Card, card, clip, type Element, md, mdt, note, row } from './kit/index.ts';

/** Lines of each kind on one card; what is beyond them stands where it was put. */
const LISTED = 10;
/** Nodes of the files that wait, which have the rest of the card below them. */
const WAITING_NODES = 72;

/** One card for all files of a batch: where each has gone, and where those that wait may go. */
export const receivedCard = ({ files, said = [] }: NoticeOf<'received'>, { filing }: FilingView): Card => {
  const found = files.map((id) => findFile(filing, id));
  // As they stand now: that one was fetched before another is nobody's order.
  const there = found.filter((one) => one !== undefined).toSorted((a, b) => a.at - b.at);
  const waiting = there.filter(({ place }) => samePlace(place, WAITING)).map(({ file }) => file);
  const placed = there.filter(({ place }) => !samePlace(place, WAITING));
  const gone = found.length - waiting.length - placed.length;
  const steps = [...new Set(placed.map(({ place }) => place.step))];
  return card({
    title: waiting.length ? `收到 ${waiting.length} 个文件，放到哪里？` : '收到文件',
    subtitle: institutionName(filing),
    color: waiting.length ? 'orange' : 'green',
    elements: [
      placed.length > 0 &&
        md(
          mdt`${placed
            .slice(0, LISTED)
            .map(
              ({ file, place }) =>
                mdt`✔ 已收到并保存“${clip(file.name, 40)}”　${sizeWords(file)}　→ ${placeName(filing, place)}`,
            )}`,
        ),
      placed.length > LISTED && note(`另有 ${placed.length - LISTED} 个文件也已保存。`),
      said.length > 0 && md(mdt`${said.slice(0, LISTED).map((words) => mdt`${clip(words, 120)}`)}`),
      gone > 0 && note(`${gone} 个文件已移除。`),
      waiting.length > 0 && [
        fileRows(waiting, { filing: filing.id, step: '' }, WAITING_NODES),
        ...placeButtons(filing, waiting),
      ],
      buttons(...onward(filing, steps)),
    ],
  });
};

/** Where files that wait may go, all of them at once. */
export const placeButtons = (filing: Filing, files: FileRef[]): Element[] => {
  const ids = files.map(({ id }) => id);
  const to = (label: string, step: string, field: string) =>
    button(label, 'file.place', { filing: filing.id, step, field, files: ids });
  const places = openPlaces(filing);
  const early = !places.some((place) => samePlace(place, SCANS));
  return [
    note(
      files.length > 1
        ? '点一下，把它们都放过去；想分开放，先点“打开”。文件都替您留着。'
        : '文件替您留着，放好才算数。',
    ),
    buttons(
      ...places.map((place) => to(placeName(filing, place), place.step, place.field)),
      early &&
        button(
          placeName(filing, SCANS),
          'files.open',
          { filing: filing.id },
          { disabled: '定稿后才收签字盖章的扫描件' },
        ),
      to('不要', '', 'none'),
    ),
  ];
};

/** A line where something still waits to be put somewhere; nothing otherwise. */
export const waitingPart = (filing: Filing): Element[] => {
  const { length } = waitingFiles(filing);
  if (!length) return [];
  const words = mdt`<font color='orange'>有 **${length}** 个文件还没有放好</font>`;
  return [row(md(words), button('放好它们', 'files.open', { filing: filing.id }))];
};

const onward = (filing: Filing, steps: string[]) => {
  const [step] = steps;
  const form = formOf(filing.round);
  if (!isEditable(filing) || !step || steps.length > 1 || !form.steps[step])
    return [button('总览', 'filing.open', { filing: filing.id })];
  const { after } = neighbours(form, contextOf(filing), step);
  return [
    button(`打开“${form.steps[step].title}”`, 'step.open', { filing: filing.id, step }),
    after && button('下一步', 'step.open', { filing: filing.id, step: after }, { style: 'primary' }),
    button('总览', 'check.open', { filing: filing.id }),
  ];
};
