import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Problem } from '../../shell/call';
import { problemOf, type Ask } from './api';

export interface Polled<T> {
  /** The last answer, kept while the service does not answer. */
  readonly value?: T;
  readonly at?: Date;
  /** Why the last call failed. */
  readonly fault?: Problem;
  readonly refresh: () => void;
}

/** Asks again and again while the page is visible. The next call waits for the answer to the one before, so a slow service is not asked more. */
export function usePolled<T>(ask: Ask, path: string, seconds: number, paused: boolean): Polled<T> {
  const [seen, setSeen] = useState<Omit<Polled<T>, 'refresh'>>({});
  const look = useRef<() => void>(() => undefined);
  const answered = useRef(false);

  useEffect(() => {
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let running = false;
    let again = false;

    const run = async (): Promise<void> => {
      clearTimeout(timer);
      // An answer that is on its way may be of the time before whatever this call is for.
      if (running) {
        again = true;
        return;
      }

      running = true;
      do {
        again = false;
        await once();
      } while (again && !stop.signal.aborted);
      running = false;
      plan();
    };
    const once = async (): Promise<void> => {
      try {
        const value = await ask<T>(path, { signal: stop.signal });
        if (stop.signal.aborted) return;
        answered.current = true;
        setSeen({ value, at: new Date() });
      } catch (error) {
        if (!stop.signal.aborted) setSeen((before) => ({ ...before, fault: problemOf(error) }));
      }
    };
    const plan = (): void => {
      if (!paused && !document.hidden && !stop.signal.aborted) timer = setTimeout(() => void run(), seconds * 1000);
    };
    const shown = (): void => {
      if (document.hidden) clearTimeout(timer);
      else if (!paused) void run();
    };

    look.current = () => void run();
    if (!paused || !answered.current) void run();
    document.addEventListener('visibilitychange', shown);
    return () => {
      stop.abort();
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', shown);
    };
  }, [ask, path, seconds, paused]);

  const refresh = useCallback(() => look.current(), []);
  return { ...seen, refresh };
}
