import Tooltip from '@douyinfe/semi-ui-19/lib/es/tooltip';
import type { ReactElement } from 'react';

/** Words that come up while the mouse or the focus rests on the child, and describe it to a reader; nothing without words. */
export function Tip({ words, children }: { words: string | undefined; children: ReactElement }) {
  if (!words) return children;
  return (
    <Tooltip content={words} trigger="hover" mouseEnterDelay={150} wrapperClassName="tip">
      {children}
    </Tooltip>
  );
}
