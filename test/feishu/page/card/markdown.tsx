import { Fragment, type ReactNode } from 'react';
import { fileUrl } from '../protocol.ts';
import { usePerson } from '../tenant.ts';
import { momentAs } from '../wording.ts';
import { colorOf, tagColors } from './look.ts';
import { decode, safeLink } from './markdown-text.ts';

/** Draws the platform's markdown. Everything becomes React nodes, so that no text can ever turn into HTML of the page. */
export function Markdown({ source }: { source: string }): ReactNode {
  return <div className="md">{blocks(source.split('\n'))}</div>;
}

const listItem = /^(\s*)([-*+]|\d+[.)])\s+(.*)$/;
const rule = /^\s*(?:-{3,}|\*{3,}|_{3,}|<hr\s*\/?>)\s*$/;
const heading = /^(#{1,6})\s+(.*?)\s*#*$/;
const fence = /^\s*```/;
const tableRule = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;

function blocks(lines: string[]): ReactNode[] {
  const drawn: ReactNode[] = [];
  let at = 0;
  const take = (until: (line: string) => boolean): string[] => {
    const start = at++;
    while (at < lines.length && !until(lines[at]!)) at++;
    return lines.slice(start, at);
  };
  while (at < lines.length) {
    const line = lines[at]!;
    const key = drawn.length;
    if (line.trim() === '') {
      at++;
    } else if (fence.test(line)) {
      const code = take((next) => fence.test(next)).slice(1);
      at++;
      drawn.push(<pre key={key}>{code.join('\n')}</pre>);
    } else if (rule.test(line)) {
      at++;
      drawn.push(<hr key={key} className="line" />);
    } else if (heading.test(line)) {
      const [, marks = '', words = ''] = heading.exec(line)!;
      at++;
      // The page has a heading for each chat, so the headings of a card begin below it.
      const Level = marks.length === 1 ? 'h3' : marks.length === 2 ? 'h4' : 'h5';
      drawn.push(
        <Level key={key} className={`md-h md-h${marks.length}`}>
          {inline(words)}
        </Level>,
      );
    } else if (/^\s*>/.test(line)) {
      const quoted = take((next) => !/^\s*>/.test(next)).map((next) => next.replace(/^\s*>\s?/, ''));
      drawn.push(<blockquote key={key}>{blocks(quoted)}</blockquote>);
    } else if (listItem.test(line)) {
      const items = take((next) => !listItem.test(next) && !/^\s+\S/.test(next));
      drawn.push(<Fragment key={key}>{list(items)}</Fragment>);
    } else if (line.includes('|') && tableRule.test(lines[at + 1] ?? '')) {
      drawn.push(<Fragment key={key}>{table(take((next) => next.trim() === '' || !next.includes('|')))}</Fragment>);
    } else {
      const paragraph = take((next) => next.trim() === '' || startsBlock(next));
      drawn.push(<p key={key}>{inline(paragraph.join('\n'))}</p>);
    }
  }
  return drawn;
}

function startsBlock(line: string): boolean {
  return fence.test(line) || rule.test(line) || heading.test(line) || /^\s*>/.test(line) || listItem.test(line);
}

function list(lines: string[]): ReactNode {
  const depth = listItem.exec(lines[0]!)![1]!.length;
  const items: { words: string; inner: string[] }[] = [];
  const first = listItem.exec(lines[0]!)![2]!;
  for (const line of lines) {
    const match = listItem.exec(line);
    const last = items.at(-1);
    if (match && match[1]!.length <= depth) items.push({ words: match[3]!, inner: [] });
    else if (match || last?.inner.length) last?.inner.push(line);
    else if (last) last.words += `\n${line.trim()}`;
  }
  const drawn = items.map((item, index) => (
    <li key={index}>
      {inline(item.words)}
      {item.inner.length > 0 && list(item.inner)}
    </li>
  ));
  const ordered = /\d/.test(first);
  return ordered ? <ol start={Number.parseInt(first, 10)}>{drawn}</ol> : <ul>{drawn}</ul>;
}

function table(lines: string[]): ReactNode {
  const cells = (line: string) =>
    line
      .trim()
      .replace(/^\||\|$/g, '')
      .split('|');
  const [head = '', , ...rows] = lines;
  return (
    <div className="table-scroll">
      <table className="grid">
        <thead>
          <tr>{cells(head).map((cell, index) => keyed('th', index, inline(cell.trim())))}</tr>
        </thead>
        <tbody>
          {rows.map((row, line) =>
            keyed(
              'tr',
              line,
              cells(row).map((cell, index) => keyed('td', index, inline(cell.trim()))),
            ),
          )}
        </tbody>
      </table>
    </div>
  );
}

function keyed(Tag: 'th' | 'td' | 'tr', key: number, children: ReactNode): ReactNode {
  return <Tag key={key}>{children}</Tag>;
}

const tags = 'font|text_tag|number_tag|a|link|at|person|raw|local_datetime';
const token = new RegExp(
  [
    /\\(?<escaped>[!-/:-@[-`{-~])/,
    /(?<ticks>`+)(?<code>[\s\S]+?)\k<ticks>/,
    /\*\*\*(?=\S)(?<both>[\s\S]+?)\*\*\*/,
    /\*\*(?=\S)(?<bold>[\s\S]+?)\*\*/,
    /~~(?=\S)(?<strike>[\s\S]+?)~~/,
    /\*(?=[^\s*])(?<italic>[^*\n]+?)\*/,
    /(?<!\w)_(?=\S)(?<slant>[^_\n]+?)_(?!\w)/,
    /(?<picture>!?)\[(?<label>[^\]]*)\]\((?<target>(?:[^()\s]|\([^()\s]*\))+)\)/,
    /(?<br><br\s*\/?>|\n)/,
    new RegExp(`<(?<tag>${tags})\\b(?<attributes>[^>]*?)(?<closed>/?)>`),
  ]
    .map((part) => part.source)
    .join('|'),
);

/** Draws the markup inside a line or paragraph. */
export function inline(source: string): ReactNode[] {
  const drawn: ReactNode[] = [];
  let rest = source;
  for (let match = token.exec(rest); match; match = token.exec(rest)) {
    const key = drawn.length;
    drawn.push(decode(rest.slice(0, match.index)));
    const group = match.groups!;
    let after = match.index + match[0].length;
    if (group.escaped) drawn.push(group.escaped);
    else if (group.br) drawn.push(<br key={key} />);
    else if (group.code) drawn.push(<code key={key}>{decode(group.code)}</code>);
    else if (group.both) drawn.push(<b key={key}>{<i>{inline(group.both)}</i>}</b>);
    else if (group.bold) drawn.push(<b key={key}>{inline(group.bold)}</b>);
    else if (group.strike) drawn.push(<s key={key}>{inline(group.strike)}</s>);
    else if (group.italic ?? group.slant) drawn.push(<i key={key}>{inline((group.italic ?? group.slant)!)}</i>);
    else if (group.target) drawn.push(linkOrPicture(key, group.label ?? '', group.target, group.picture === '!'));
    else if (group.tag) {
      const inner = group.closed ? { text: '', length: 0 } : untilClosed(rest.slice(after), group.tag);
      if (inner) {
        drawn.push(element(key, group.tag, group.attributes ?? '', inner.text));
        after += inner.length;
      } else drawn.push(match[0]);
    }
    rest = rest.slice(after);
  }
  drawn.push(decode(rest));
  return drawn;
}

/** The text up to the closing tag that belongs to the one just opened; null when it is never closed. */
function untilClosed(rest: string, tag: string): { text: string; length: number } | null {
  let depth = 1;
  for (const match of rest.matchAll(new RegExp(`<(/?)${tag}\\b[^>]*>`, 'g'))) {
    depth += match[1] ? -1 : 1;
    if (depth === 0) return { text: rest.slice(0, match.index), length: match.index + match[0].length };
  }
  return null;
}

function element(key: number, tag: string, attributes: string, inner: string): ReactNode {
  const attribute = (name: string) => new RegExp(`\\b${name}\\s*=\\s*['"]?([^'"\\s>]+)`).exec(attributes)?.[1];
  const color = attribute('color');
  if (tag === 'font') {
    return (
      <span key={key} style={{ color: colorOf(color) }}>
        {inline(inner)}
      </span>
    );
  }
  if (tag === 'text_tag' || tag === 'number_tag') {
    return (
      <span key={key} className="tag" style={tagColors(color)}>
        {inline(inner)}
      </span>
    );
  }
  if (tag === 'a' || tag === 'link') {
    return linkOrPicture(key, inner, attribute('href') ?? attribute('pc_url') ?? attribute('url') ?? '', false);
  }
  if (tag === 'at' || tag === 'person') {
    const ids = (attribute('ids') ?? attribute('id') ?? attribute('email') ?? '').split(',');
    return ids.map((id, index) => <Mention key={`${key} ${index}`} id={id} words={decode(inner)} />);
  }
  if (tag === 'local_datetime') {
    const at = Number(attribute('millisecond'));
    return <Fragment key={key}>{at ? momentAs(at, attribute('format_type')) : decode(inner)}</Fragment>;
  }
  return <Fragment key={key}>{decode(inner)}</Fragment>;
}

function Mention({ id, words }: { id: string; words: string }): ReactNode {
  const { name } = usePerson(id);
  return <span className="mention">@{id === 'all' ? '所有人' : words || name}</span>;
}

function linkOrPicture(key: number, label: string, target: string, picture: boolean): ReactNode {
  if (picture) return <img key={key} className="md-picture" src={fileUrl(target)} alt={decode(label)} />;
  const href = safeLink(decode(target));
  if (!href) return <Fragment key={key}>{inline(label)}</Fragment>;
  return (
    <a key={key} href={href} target="_blank" rel="noreferrer noopener">
      {inline(label)}
    </a>
  );
}
