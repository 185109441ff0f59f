const names: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  ensp: '\u2002',
  emsp: '\u2003',
  sim: '~',
};

/** Turns the entities that the platform documents into their characters; `&sim;` stands for a plain tilde there. */
export function decode(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w+));/gi, (whole, decimal, hex, name) => {
    if (name) return names[name.toLowerCase()] ?? whole;
    const point = decimal ? Number(decimal) : Number.parseInt(hex, 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}

/** The address when it is one a card may open, otherwise undefined: no script, no file, no data. */
export function safeLink(address: string | undefined): string | undefined {
  return address && /^https?:\/\//i.test(address) ? address : undefined;
}

/** Where a press on a card, a column or a menu entry leads, if anywhere. */
export function linkOf(address: { url?: string; pc_url?: string } | undefined): string | undefined {
  return safeLink(address?.url || address?.pc_url);
}

/** The words of a markdown text without its marks, for places that show or speak plain text. */
export function plainWords(markdown: string): string {
  return decode(
    markdown
      .replace(/<[^>]+>/g, '')
      .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
      .replace(/^\s*(?:#{1,6}|>|[-+*])\s+/gm, '')
      .replace(/\*+|~~|`/g, ''),
  ).trim();
}
