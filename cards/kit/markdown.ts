/**
 * Markdown whose every foreign part has been escaped. Only `mdt` makes one, so that the compiler keeps a user's raw text out of a
 * markdown component: there it could mention everyone, fake links or break the layout (platform: rich text component 2.0).
 */
export class Markdown {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }
}

type Value = string | number | Markdown | readonly Markdown[];

/**
 * Tagged template for markdown: mdt`**名称** ${userText}`. What the template itself says is markdown; every string put into it is
 * escaped, another `mdt` goes in as it is, a list of them as lines.
 */
export function mdt(template: TemplateStringsArray, ...values: Value[]): Markdown {
  return new Markdown(template.reduce((text, part, index) => text + insert(values[index - 1]!) + part));
}

function insert(value: Value): string {
  if (value instanceof Markdown) return value.source;
  if (typeof value === 'object') return value.map((line) => line.source).join('\n');
  return esc(String(value));
}

/**
 * The platform's own table of entities, and by number what else CommonMark and its usual extensions could take for a sign: `&`, the
 * bar of tables, `=` under a heading, `.` after a list number or in a bare address, `@` of a mention.
 */
const ENTITIES: Record<string, string> = {
  '~': '&sim;',
  ...Object.fromEntries([...`&><-!*/\\[]()#:+"'\`$_|@.={}^`].map((sign) => [sign, `&#${sign.charCodeAt(0)};`])),
};
const SIGNS = /[~&><\-!*/\\[\]()#:+"'`$_|@.={}^]/g;

/**
 * A user's text as markdown that shows exactly this text. Line breaks become `<br>`, because a single newline may be swallowed and
 * only `<br>` cannot open a new block; spaces that begin a line are entities, because four of them would open a code block.
 */
export function esc(userText: string): string {
  return userText
    .replace(SIGNS, (sign) => ENTITIES[sign]!)
    .split(/\r\n|\r|\n/)
    .map((line) => line.replace(/^[ \t]+/, (indent) => indent.replaceAll(' ', '&#32;').replaceAll('\t', '&#9;')))
    .join('<br>');
}
