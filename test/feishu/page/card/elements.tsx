import { type CSSProperties, type ReactNode, useState } from 'react';
import { fileUrl } from '../protocol.ts';
import { Block } from './block.tsx';
import { Button } from './button.tsx';
import { useCard } from './card-context.ts';
import type { CardElement, Column, ColumnSet, Div, Img } from './card-json.ts';
import { Checker } from './checker.tsx';
import { Form } from './form.tsx';
import { Input } from './input.tsx';
import { colorOf, layoutStyle, sizeOf, spacing } from './look.ts';
import { Markdown } from './markdown.tsx';
import { Panel } from './panel.tsx';
import { Picker } from './picker.tsx';
import { MultiSelect, Select } from './select.tsx';
import { StyledText } from './styled-text.tsx';
import { ChartTable, Table } from './table.tsx';

/** The children of a container, each in a box that carries its margin. */
export function Elements({ elements }: { elements: CardElement[] }): ReactNode {
  return elements.map((element, index) => (
    <div key={index} className={`el el-${element.tag}`} style={{ margin: element.margin }}>
      <One element={element} />
    </div>
  ));
}

function One({ element }: { element: CardElement }): ReactNode {
  const { style } = useCard();
  switch (element.tag) {
    case 'markdown':
      return (
        <div style={{ textAlign: element.text_align, fontSize: sizeOf(element.text_size, style) }}>
          <Markdown source={element.content} />
        </div>
      );
    case 'div':
      return <DivView div={element} />;
    case 'hr':
      return <hr className="line" />;
    case 'img':
      return <Picture img={element} />;
    case 'column_set':
      return <Columns set={element} />;
    case 'form':
      return <Form form={element} />;
    case 'collapsible_panel':
      return <Panel panel={element} />;
    case 'interactive_container':
      return <Block block={element} />;
    case 'input':
      return <Input input={element} />;
    case 'select_static':
      return <Select select={element} />;
    case 'multi_select_static':
      return <MultiSelect select={element} />;
    case 'date_picker':
    case 'picker_time':
    case 'picker_datetime':
      return <Picker picker={element} />;
    case 'checker':
      return <Checker checker={element} />;
    case 'button':
      return <Button button={element} />;
    case 'table':
      return <Table table={element} />;
    case 'chart':
      return <ChartTable chart={element} />;
    default:
      return <div className="unknown">这里有一个本地飞书还不会显示的组件：{(element as { tag: string }).tag}</div>;
  }
}

function DivView({ div }: { div: Div }): ReactNode {
  return (
    <div className="div" style={{ width: div.width === 'auto' ? 'fit-content' : div.width }}>
      {div.text && <StyledText text={div.text} />}
      {div.fields && (
        <div className="fields">
          {div.fields.map((field, index) => (
            <div key={index} className={field.is_short ? 'field short' : 'field'}>
              <StyledText text={field.text} />
            </div>
          ))}
        </div>
      )}
    </div>
  );
}

function Columns({ set }: { set: ColumnSet }): ReactNode {
  const { style } = useCard();
  const sides = { left: undefined, center: 'center', right: 'flex-end' };
  const background = colorOf(set.background_style, style);
  return (
    <div
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
  const { style } = useCard();
  const weighted = column.width === 'weighted';
  const fixed = column.width?.endsWith('px') ? column.width : undefined;
  const background = colorOf(column.background_style, style);
  return (
    <div
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
      <Elements elements={column.elements ?? []} />
    </div>
  );
}

function Picture({ img }: { img: Img }): ReactNode {
  const [broken, setBroken] = useState(false);
  const [width, height] = img.size?.includes('px') ? img.size.split(' ') : [];
  if (broken) return <div className="unknown">图片无法显示：{img.alt?.content || img.img_key}</div>;
  return (
    <a className="picture" href={fileUrl(img.img_key)} target="_blank" rel="noreferrer noopener">
      <img
        src={fileUrl(img.img_key)}
        alt={img.alt?.content ?? ''}
        title={img.title?.content}
        onError={() => setBroken(true)}
        style={{ width, height, borderRadius: img.corner_radius, objectFit: width ? 'cover' : undefined }}
      />
    </a>
  );
}
