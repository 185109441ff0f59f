import { useCallback, useEffect, useRef, useState } from 'react';

/**
 * What `load` gives, read again whenever `load` itself or `ticks` changes. One reading at a time: however fast the ticks come,
 * the next reading begins when the last one has ended. A failed reading leaves what was there.
 */
export function useFresh<T>(load: () => Promise<T>, ticks: number): [T | undefined, (value: T) => void] {
  const [value, setValue] = useState<T>();
  const wanted = useRef(load);
  const state = useRef({ busy: false, again: false });

  const read = useCallback(async () => {
    if (state.current.busy) {
      state.current.again = true;
      return;
    }
    state.current.busy = true;
    do {
      state.current.again = false;
      const asked = wanted.current;
      const fresh = await asked().catch(() => undefined);
      if (fresh !== undefined && asked === wanted.current) setValue(fresh);
    } while (state.current.again);
    state.current.busy = false;
  }, []);

  useEffect(() => {
    wanted.current = load;
    void read();
  }, [load, ticks, read]);

  return [value, setValue];
}
