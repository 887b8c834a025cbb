import type { JSX } from 'preact';
import type { Failure } from './api';
import { isEvent } from './choice';
import { moment, secondsSince } from './format';
import type { FailureOrder } from './orders';
import { words } from './words';

interface ItemProps {
  readonly failure: Failure;
  readonly isChosen: boolean;
  readonly onChoose: (id: string, isOn: boolean) => void;
  readonly onOrder: (order: FailureOrder) => void;
}

/** One message that failed. */
export function FailureItem({ failure, isChosen, onChoose, onOrder }: ItemProps): JSX.Element {
  const queue = words.queues[failure.queue]?.[0] ?? failure.queue;
  return (
    <li class="panel failure" data-certificate={failure.certificateId}>
      <div class="failure-what">
        {isEvent(failure) ? (
          <label class="tick">
            <input type="checkbox" checked={isChosen} aria-label={words.choose(failure.certificateId)} onChange={(event) => onChoose(failure.certificateId, event.currentTarget.checked)} />
            <code>{failure.certificateId}</code>
          </label>
        ) : <p><code>{failure.certificateId ?? words.place(failure.place, failure.sequenceNumber)}</code></p>}
        <p class="failure-why"><strong><code>{failure.reason}</code></strong> {failure.detail ?? words.reasons[failure.reason]}</p>
        <p class="quiet small">{queue}; {words.since(moment(failure.since), secondsSince(failure.since))}; {words.attempt(failure.attempt, failure.deliveries)}</p>
      </div>
      {isEvent(failure) ? (
        <div class="row">
          <button type="button" aria-label={words.replayOf(failure.certificateId)} onClick={() => onOrder({ kind: 'replay', ids: [failure.certificateId] })}>{words.replay}</button>
          <button type="button" class="danger" aria-label={words.discardOf(failure.certificateId)} onClick={() => onOrder({ kind: 'discard', ids: [failure.certificateId] })}>{words.discard}</button>
        </div>
      ) : <p class="quiet small">{words.noEvent}</p>}
    </li>
  );
}
