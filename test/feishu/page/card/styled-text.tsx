import type { CSSProperties } from 'react';
import { useCard } from './card-context.ts';
import type { Text } from './card-json.ts';
import { colorOf, sizeOf } from './look.ts';
import { Markdown } from './markdown.tsx';

/** A text of a `div` or a `checker`; `lines` cuts it with an ellipsis. */
export function StyledText({ text }: { text: Text }) {
  const { style } = useCard();
  const cut: CSSProperties = text.lines
    ? { display: '-webkit-box', WebkitBoxOrient: 'vertical', WebkitLineClamp: text.lines, overflow: 'hidden' }
    : {};
  const look = { fontSize: sizeOf(text.text_size, style), textAlign: text.text_align, ...cut };
  if (text.tag === 'lark_md') {
    return (
      <div style={look}>
        <Markdown source={text.content ?? ''} />
      </div>
    );
  }
  return (
    <div className="plain" style={{ ...look, color: colorOf(text.text_color, style) }}>
      {text.content}
    </div>
  );
}
