import type { JSX } from 'preact';
import type { Overview } from './api';
import { clockWithSeconds } from './format';
import type { Polled } from './polled';
import { words } from './words';

interface LookProps {
  readonly overview: Polled<Overview>;
  readonly seconds: number;
  readonly paused: boolean;
  readonly onPause: (paused: boolean) => void;
}

/** When the service was looked at, and what it could not tell. The time stands in no live region: it changes every few seconds, and nobody wants to hear it. */
export function Look({ overview, seconds, paused, onPause }: LookProps): JSX.Element {
  const { value, at, fault, refresh } = overview;
  const time = at === undefined ? '' : clockWithSeconds(at);
  return (
    <>
      <div class="row look">
        <button type="button" onClick={() => onPause(!paused)}>{paused ? words.goOn : words.pause}</button>
        <button type="button" onClick={refresh}>{words.refresh}</button>
        <span class="quiet small">{time !== '' && words.updated(time)} {paused ? words.isPaused : words.everySeconds(seconds)}</span>
      </div>
      <div role="alert">{fault !== undefined && <p class="notice bad">{words.noAnswer(fault.detail)} {time !== '' && words.isOld(time)}</p>}</div>
      <div role="status">
        {value !== undefined && value.unavailable.length > 0 && (
          <div class="notice warn">
            <p>{words.unavailableTitle}</p>
            <ul>{value.unavailable.map((part) => <li key={part}>{words.unavailable[part] ?? part}</li>)}</ul>
          </div>
        )}
      </div>
    </>
  );
}

/** What stands in the place of a part that could not be found out: never a zero. */
export function NotKnown({ detail }: { readonly detail?: string }): JSX.Element {
  return <p class="notice warn">{detail === undefined ? words.notKnown : words.noAnswer(detail)}</p>;
}
