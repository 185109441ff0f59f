import { flatten, type Nest } from './nest.ts';
import type { Card, Element, HeaderColor, Inner, TagColor } from './schema.ts';
import { clip, plain } from './text.ts';

/** A title is a line or two; a longer one is somebody's very long name. */
const TITLE_LENGTH = 120;

/**
 * A whole card. `summary` is the line in the list of chats (the title when left out). A card is never to be forwarded: it is made
 * for one person, and a forwarded copy could be clicked by others.
 */
export function card(content: {
  title: string;
  subtitle?: string;
  color?: HeaderColor;
  tags?: readonly { text: string; color: TagColor }[];
  summary?: string;
  elements: Nest<Element>;
}): Card {
  const { color = 'blue', tags = [], elements } = content;
  const title = clip(content.title, TITLE_LENGTH);
  const subtitle = content.subtitle && clip(content.subtitle, TITLE_LENGTH);
  const summary = clip(content.summary ?? title, TITLE_LENGTH);
  return {
    schema: '2.0',
    config: { update_multi: true, enable_forward: false, width_mode: 'default', summary: { content: summary } },
    header: {
      title: plain(title),
      ...(subtitle && { subtitle: plain(subtitle) }),
      template: color,
      ...(tags.length > 0 && {
        text_tag_list: tags.map((it) => ({ tag: 'text_tag' as const, text: plain(it.text), color: it.color })),
      }),
    },
    body: { padding: '12px 12px 16px 12px', vertical_spacing: '8px', elements: flatten(elements) },
  };
}

/** Whether somebody may be typing in it: forms stand at the root of a card. */
export const hasForm = ({ body }: Card): boolean => body.elements.some(({ tag }) => tag === 'form');

/** Words on the left and a button on the right that keeps its words on one line. */
export function row(words: Nest<Inner>, action: Nest<Inner>): Inner {
  return {
    tag: 'column_set',
    flex_mode: 'none',
    horizontal_spacing: '8px',
    columns: [
      { tag: 'column', width: 'weighted', weight: 1, vertical_align: 'center', elements: flatten(words) },
      { tag: 'column', width: 'auto', vertical_align: 'center', elements: flatten(action) },
    ],
  };
}

/** A part that folds away under its title, with a border and an arrow. */
export function panel(title: string, elements: Nest<Inner>, options: { expanded?: boolean } = {}): Inner {
  return {
    tag: 'collapsible_panel',
    expanded: options.expanded ?? false,
    padding: '8px',
    border: { color: 'grey', corner_radius: '5px' },
    header: {
      title: plain(title),
      icon: { tag: 'standard_icon', token: 'down-small-ccm_outlined', size: '16px 16px' },
      icon_position: 'right',
      icon_expanded_angle: -180,
    },
    elements: flatten(elements),
  };
}
