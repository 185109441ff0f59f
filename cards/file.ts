import { findFile, placeName, samePlace, WAITING } from '../services/filing/file-places.ts';
import { institutionName } from '../services/filing/filing.ts';
import type { NoticeOf } from '../services/notice.ts';
import type { FilingView } from '../services/view.ts';
import { button, submit } from './actions.ts';
import { sizeWords } from './file-rows.ts';
import { buttons, type Card, card, clip, flashPart, form, input, md, mdt, note, text } from './kit/index.ts';
import { placeButtons } from './received.ts';

/** One file: look at it, replace it, move it among its kind, give it another name, take it out. */
export const fileCard = (notice: NoticeOf<'file'>, { filing }: FilingView): Card => {
  const { step, file: id, replacing, flash } = notice;
  const at = { filing: filing.id, step, file: id };
  const back = step
    ? button('返回', 'step.open', { filing: filing.id, step })
    : button('返回', 'filing.open', { filing: filing.id });
  const found = findFile(filing, id);
  const about = { title: found ? placeName(filing, found.place) : '文件', subtitle: institutionName(filing) };
  if (!found) return card({ ...about, color: 'grey', elements: [text('这个文件已经移除。'), buttons(back)] });
  const { file, files, place } = found;
  const waits = samePlace(place, WAITING);
  return card({
    ...about,
    tags: files.length > 1 ? [{ text: `第 ${found.at + 1} 个，共 ${files.length} 个`, color: 'blue' }] : [],
    elements: [
      flashPart(flash),
      md(mdt`**${clip(file.name, 120)}**`, mdt`${sizeWords(file)}`),
      replacing && [
        text('请把新文件发到聊天里，它会放在这个文件的位置上；旧文件到那时才移走。', { color: 'orange' }),
        buttons(button('不换了', 'file.replace', { ...at, on: false })),
      ],
      waits && placeButtons(filing, [file]),
      buttons(
        button('查看', 'file.send', { filing: filing.id, file: id }),
        !waits && !replacing && button('替换', 'file.replace', { ...at, on: true }),
        found.at > 0 && button('上移', 'file.move', { ...at, by: -1 }),
        found.at < files.length - 1 && button('下移', 'file.move', { ...at, by: 1 }),
        !waits && button('移除', 'file.takeOut', at),
        back,
      ),
      form('file', [
        input({ name: 'name', label: '显示的文件名', value: clip(file.name, 200), maxLength: 200 }),
        buttons(submit('改名', 'file.rename', at)),
      ]),
      note('移除后可以马上撤销。'),
    ],
  });
};
