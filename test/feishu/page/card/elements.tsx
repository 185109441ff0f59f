import type { CSSProperties, MouseEvent, ReactNode } from 'react';
import { Audio } from './audio.tsx';
import { Block } from './block.tsx';
import { Button } from './button.tsx';
import { useCard } from './card-context.ts';
import type { CardElement, Column, ColumnSet, Div, Icon as IconJson, MultiUrl } from './card-json.ts';
import { Chart } from './chart.tsx';
import { Checker } from './checker.tsx';
import { Form } from './form.tsx';
import { Icon } from './icon.tsx';
import { Input } from './input.tsx';
import { colorOf, layoutStyle, sizeOf, spacing } from './look.ts';
import { Markdown } from './markdown.tsx';
import { linkOf } from './markdown-text.ts';
import { Overflow } from './overflow.tsx';
import { Panel } from './panel.tsx';
import { Person, PersonList } from './person.tsx';
import { Picker } from './picker.tsx';
import { ImgCombination, Picture } from './pictures.tsx';
import { MultiSelect, Select } from './select.tsx';
import { SelectImg } from './select-img.tsx';
import { StyledText } from './styled-text.tsx';
import { Table } from './table.tsx';

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
        <WithIcon icon={element.icon}>
          <div style={{ textAlign: element.text_align, fontSize: sizeOf(element.text_size, style) }}>
            <Markdown source={element.content} />
          </div>
        </WithIcon>
      );
    case 'div':
      return <DivView div={element} />;
    case 'hr':
      return <hr className="line" />;
    case 'img':
      return <Picture img={element} />;
    case 'img_combination':
      return <ImgCombination combination={element} />;
    case 'person':
      return <Person person={element} />;
    case 'person_list':
      return <PersonList list={element} />;
    case 'audio':
      return <Audio audio={element} />;
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
    case 'select_person':
      return <Select select={element} />;
    case 'multi_select_static':
    case 'multi_select_person':
      return <MultiSelect select={element} />;
    case 'date_picker':
    case 'picker_time':
    case 'picker_datetime':
      return <Picker picker={element} />;
    case 'select_img':
      return <SelectImg select={element} />;
    case 'overflow':
      return <Overflow overflow={element} />;
    case 'checker':
      return <Checker checker={element} />;
    case 'button':
      return <Button button={element} />;
    case 'table':
      return <Table table={element} />;
    case 'chart':
      return <Chart chart={element} />;
    default:
      return <div className="unknown">这里有一个本地飞书还不会显示的组件：{(element as { tag: string }).tag}</div>;
  }
}

function WithIcon({ icon, children }: { icon: IconJson | undefined; children: ReactNode }): ReactNode {
  if (!icon) return children;
  return (
    <div className="with-icon">
      <Icon icon={icon} />
      {children}
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
    onKeyDown: (event: React.KeyboardEvent) => {
      if (event.key === 'Enter' && event.target === event.currentTarget) go();
    },
  };
}

function DivView({ div }: { div: Div }): ReactNode {
  return (
    <div className="div" style={{ width: div.width === 'auto' ? 'fit-content' : div.width }}>
      {div.text && (
        <WithIcon icon={div.icon}>
          <StyledText text={div.text} />
        </WithIcon>
      )}
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
  const { style } = useCard();
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
      <Elements elements={column.elements ?? []} />
    </div>
  );
}
