import Select from '@douyinfe/semi-ui-19/lib/es/select';
import { useId } from 'react';

type Props = {
  label: string;
  value: string | undefined;
  options: { value: string; label: string }[];
  onChoose: (value: string) => void;
};

/** A list to choose one of; its label is for readers, and Semi takes it only from an element of its own. */
export function Choice({ label, value, options, onChoose }: Props) {
  const id = useId();
  return (
    <>
      <span id={id} className="spoken">
        {label}
      </span>
      <Select
        aria-labelledby={id}
        size="small"
        value={value}
        onChange={(chosen) => onChoose(String(chosen))}
        optionList={options}
      />
    </>
  );
}
