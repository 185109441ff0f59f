import type { ReactNode } from 'react';
import { Audio } from './audio.tsx';
import { Block } from './block.tsx';
import { Button } from './button.tsx';
import { useCard } from './card-context.ts';
import type { CardElement, Div, Icon as IconJson } from './card-json.ts';
import { Chart } from './chart.tsx';
import { Checker } from './checker.tsx';
import { ColumnSet } from './column-set.tsx';
import { Form } from './form.tsx';
import { Icon } from './icon.tsx';
import { Input } from './input.tsx';
import { sizeOf } from './look.ts';
import { Markdown } from './markdown.tsx';
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
      return <ColumnSet set={element} />;
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
