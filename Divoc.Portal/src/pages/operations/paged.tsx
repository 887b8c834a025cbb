import type { JSX } from 'preact';
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Problem } from '../../shell/call';
import { problemOf, type Ask } from './api';
import { words } from './words';

export interface Paged<T> {
  readonly value?: T;
  readonly fault?: Problem;
  /** Counts the answers, so that whoever shows them knows a new one. */
  readonly answers: number;
  readonly page: number;
  readonly goNext: (next: string) => void;
  readonly goBack: () => void;
  readonly goFirst: () => void;
  readonly reload: () => void;
}

interface Seen<T> {
  readonly value?: T;
  readonly fault?: Problem;
  readonly answers: number;
}

/** A list that could not be read is asked for again by itself. */
const againSeconds = 10;

const start: readonly (string | undefined)[] = [undefined];

/** A list of which the service answers a page at a time. It names only where the next one begins, so the way back is remembered here. */
export function usePaged<T>(ask: Ask, path: string): Paged<T> {
  // A new array has the page asked for anew, also at the same place.
  const [places, setPlaces] = useState(start);
  const [seen, setSeen] = useState<Seen<T>>({ answers: 0 });

  useEffect(() => {
    const stop = new AbortController();
    const from = places.at(-1);
    ask<T>(from === undefined ? path : `${path}?from=${encodeURIComponent(from)}`, { signal: stop.signal }).then(
      (value) => {
        if (!stop.signal.aborted) setSeen((before) => ({ value, answers: before.answers + 1 }));
      },
      (error: unknown) => {
        if (stop.signal.aborted) return;
        const fault = problemOf(error);
        // The place is gone, as after a restart or when what lay there was taken away.
        if (fault.errorCode === 'FROM' && from !== undefined) setPlaces([undefined]);
        else setSeen((before) => ({ fault, answers: before.answers + 1 }));
      },
    );
    return () => stop.abort();
  }, [ask, path, places]);

  useEffect(() => {
    if (seen.fault === undefined) return undefined;
    const timer = setTimeout(() => setPlaces((now) => [...now]), againSeconds * 1000);
    return () => clearTimeout(timer);
  }, [seen]);

  const goNext = useCallback((next: string) => setPlaces((now) => [...now, next]), []);
  const goBack = useCallback(() => setPlaces((now) => (now.length > 1 ? now.slice(0, -1) : [...now])), []);
  const goFirst = useCallback(() => setPlaces([undefined]), []);
  const reload = useCallback(() => setPlaces((now) => [...now]), []);
  return { ...seen, page: places.length, goNext, goBack, goFirst, reload };
}

interface PagerProps {
  readonly label: string;
  readonly list: Paged<unknown>;
  readonly next: string | undefined;
}

export function Pager({ label, list, next }: PagerProps): JSX.Element | null {
  if (list.page === 1 && next === undefined) return null;
  return (
    <nav class="row pager" aria-label={label}>
      {list.page > 2 && <button type="button" onClick={list.goFirst}>{words.first}</button>}
      {list.page > 1 && <button type="button" onClick={list.goBack}>{words.previous}</button>}
      <span role="status">{words.page(list.page)}</span>
      {next !== undefined && <button type="button" onClick={() => list.goNext(next)}>{words.next}</button>}
    </nav>
  );
}
