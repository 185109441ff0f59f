import Button from '@douyinfe/semi-ui-19/lib/es/button';
import { useState } from 'react';

/** Puts words on the clipboard and says whether that worked. */
export function CopyButton({ words, label }: { words: string; label: string }) {
  const [told, setTold] = useState('复制');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(words);
      setTold('已复制');
    } catch {
      setTold('没能复制，请选中文字复制');
    }
  };
  return (
    <Button size="small" theme="borderless" aria-label={told === '复制' ? label : told} onClick={copy}>
      {told}
    </Button>
  );
}
