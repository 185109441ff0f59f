import type { CSSProperties, KeyboardEvent, MouseEvent, ReactNode } from 'react';
import { useCard } from './card-context.ts';
import type { Column, ColumnSet as ColumnSetElement, MultiUrl } from './card-json.ts';
import { colorOf, layoutStyle, spacing } from './look.ts';
import { linkOf } from './markdown-text.ts';

/** Columns side by side, or below each other where the card is narrow and the set says so. */
export function ColumnSet({ set }: { set: ColumnSetElement }): ReactNode {
  const { style } = useCard();
  const sides = { left: undefined, center: 'center', right: 'flex-end' };
  const background = colorOf(set.background_style, style);
  return (
    <div
      {...leading(set.action)}
      className={`columns ${set.flex_mode ?? 'none'} ${background ? 'filled' : ''}`}
      style={{
        gap: spacing(set.horizontal_spacing, '8px'),
        justifyContent: sides[set.horizontal_align ?? 'left'],
        background,
      }}
    >
      {set.columns.map((column, index) => (
        <ColumnView key={index} column={column} />
      ))}
    </div>
  );
}

function ColumnView({ column }: { column: Column }): ReactNode {
  const { style, draw } = useCard();
  const weighted = column.width === 'weighted';
  const fixed = column.width?.endsWith('px') ? column.width : undefined;
  const background = colorOf(column.background_style, style);
  return (
    <div
      {...leading(column.action)}
      className={background ? 'column filled' : 'column'}
      style={
        {
          ...layoutStyle(column),
          margin: column.margin,
          background,
          '--flex': weighted ? `${column.weight ?? 1} 1 0` : fixed ? `0 0 ${fixed}` : '0 1 auto',
        } as CSSProperties
      }
    >
      {draw(column.elements ?? [])}
    </div>
  );
}

/** What makes a column or a row of columns lead somewhere; controls inside it win. */
function leading(action: { multi_url?: MultiUrl } | undefined) {
  const address = linkOf(action?.multi_url);
  if (!address) return {};
  const go = () => void window.open(address, '_blank', 'noopener');
  return {
    role: 'link',
    tabIndex: 0,
    onClick: (event: MouseEvent) => {
      if (!event.defaultPrevented && !(event.target as Element).closest('button, a, input, textarea')) go();
    },
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key === 'Enter' && event.target === event.currentTarget) go();
    },
  };
}
