import { useSyncExternalStore } from 'react';

const query = matchMedia('(min-width: 1200px)');

/** Whether the chats fit side by side. */
export function useWide(): boolean {
  return useSyncExternalStore(
    (changed) => {
      query.addEventListener('change', changed);
      return () => query.removeEventListener('change', changed);
    },
    () => query.matches,
  );
}
