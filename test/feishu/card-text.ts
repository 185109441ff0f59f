import type { Card } from './types.ts';

/** The language of everybody here. */
const LOCALE = 'zh_cn';
/** The client cuts what is longer. */
const TITLE_LINES = 4;
const SUBTITLE_LINES = 1;
const MAX_INPUT = 1000;

/** The visible words of a card, one line per element, indented by container: what a person reads, and what tests match. */
export function cardText(card: Card): string {
  const lines: string[] = [];
  const header = card.header;
  if (header) {
    const list: Card[] = header.i18n_text_tag_list?.[LOCALE] ?? header.text_tag_list ?? [];
    const tags = list.map((tag) => `〔${plain(tag.text)}〕`).join('');
    lines.push(`# ${cut(plain(header.title), TITLE_LINES)}${tags}`);
    if (header.subtitle) lines.push(cut(plain(header.subtitle), SUBTITLE_LINES));
  }
  for (const element of card.body?.elements ?? []) lines.push(...elementLines(element, ''));
  return lines.join('\n');
}

/** The words of a text object or of markdown source, without its marks. */
export function plain(text: Card | string | undefined): string {
  const content = typeof text === 'string' ? text : (text?.i18n_content?.[LOCALE] ?? text?.content ?? '');
  if (typeof text === 'object' && text?.tag === 'plain_text') return content;
  return content
    .replaceAll(/<br\s*\/?>/g, '\n')
    .replaceAll(/<[^>]+>/g, '')
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/^#+ /gm, '')
    .replaceAll(/\*\*|~~|`/g, '')
    .replaceAll(/&(?:#(\d+)|sim|nbsp|lt|gt|amp);/g, (entity: string, code?: string) =>
      code === undefined ? ENTITIES[entity]! : String.fromCodePoint(Number(code)),
    );
}

const ENTITIES: Record<string, string> = { '&sim;': '~', '&nbsp;': ' ', '&lt;': '<', '&gt;': '>', '&amp;': '&' };

/** What a control shows before anybody touches it, in words. */
export function shownValue(control: Card): string {
  const texts = (values: unknown[]) =>
    values.map((value) => {
      const option = (control.options ?? []).find((one: Card) => one.value === value);
      return option?.text ? plain(option.text) : String(value);
    });
  if (control.tag === 'checker') return control.checked ? '☑' : '☐';
  const chosen = control.selected_values ?? [control.initial_option ?? optionAt(control)?.value ?? ''];
  if (control.options) return texts(chosen.filter((value: unknown) => value !== '')).join('、');
  // The kind platform takes a default that is too long, and shows what fits.
  const words: string | undefined = control.i18n_default_value?.[LOCALE] ?? control.default_value;
  if (control.tag === 'input') return words?.slice(0, control.max_length ?? MAX_INPUT) ?? '';
  return control.initial_date ?? control.initial_time ?? control.initial_datetime ?? '';
}

/** `initial_index` counts from 1; 0 is none. */
export function optionAt(control: Card): Card | undefined {
  return control.initial_index > 0 ? control.options?.[control.initial_index - 1] : undefined;
}

function elementLines(element: Card, indent: string): string[] {
  const inner = (elements: Card[] | undefined, more = '  ') =>
    (elements ?? []).flatMap((child) => elementLines(child, indent + more));
  const put = (text: string) => text.split('\n').map((line) => indent + line);
  switch (element.tag) {
    case 'markdown':
      return put(plain(element));
    case 'div':
      return [element.text, ...(element.fields ?? []).map((field: Card) => field.text)]
        .filter(Boolean)
        .flatMap((text: Card) => put(plain(text)));
    case 'button':
      return put(`[${plain(element.text)}]${element.disabled ? '（不可点）' : ''}`);
    case 'hr':
      return put('────');
    case 'column_set':
      return (element.columns ?? []).flatMap((column: Card) => inner(column.elements, ''));
    case 'collapsible_panel':
      return [...put(`▸ ${plain(element.header?.title)}`), ...inner(element.elements)];
    case 'form':
    case 'interactive_container':
      return inner(element.elements, element.tag === 'form' ? '' : '  ');
    case 'input':
      return put(`${plain(element.label)}【${shownValue(element) || plain(element.placeholder)}】`);
    case 'checker':
      return put(`${shownValue(element)} ${plain(element.text)}`);
    case 'overflow':
      return put((element.options ?? []).map((option: Card) => `⋯${plain(option.text)}`).join(' '));
    case 'table':
      return tableLines(element).flatMap(put);
    case 'img':
      return put(`（图：${plain(element.alt)}）`);
    case 'img_combination':
      return put(`（图 ${(element.img_list ?? []).length} 张）`);
    case 'select_img':
      return put(`【选图：${(element.options ?? []).map((option: Card) => option.value ?? '').join('／')}】`);
    case 'chart':
      return put(`（图表：${element.chart_spec?.title?.text ?? element.chart_spec?.type ?? ''}）`);
    case 'audio':
      return put('（语音）');
    case 'person':
      return put(`@${element.user_id}`);
    case 'person_list':
      return put((element.persons ?? []).map((person: Card) => `@${person.id}`).join(' '));
    default:
      return element.options || element.placeholder ? put(selectLine(element)) : [];
  }
}

function selectLine(control: Card): string {
  const options = (control.options ?? []).map((option: Card) => plain(option.text ?? option.value)).join('／');
  return `【${shownValue(control) || plain(control.placeholder)}${options ? ` ▾ ${options}` : ' ▾'}】`;
}

function tableLines(table: Card): string[] {
  const columns: Card[] = table.columns ?? [];
  const cell = (value: unknown): string =>
    Array.isArray(value) ? value.map((item) => item?.text ?? item).join('、') : plain(String(value ?? ''));
  const rows = (table.rows ?? []).map((row: Card) => columns.map((column) => cell(row[column.name])).join(' | '));
  return [columns.map((column) => column.display_name ?? '').join(' | '), ...rows];
}

function cut(text: string, lines: number): string {
  const all = text.split('\n');
  return all.length > lines ? `${all.slice(0, lines).join('\n')}…` : text;
}
