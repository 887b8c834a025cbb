import type { JSX } from 'preact';
import type { Outcome } from './api';
import { words } from './words';

/** What an order did. A discarding names what was discarded, a replay what was sent again: also when it is nothing. */
export function OutcomeText({ outcome }: { readonly outcome: Outcome }): JSX.Element {
  const { replayed, discarded, alreadyIssued, notFound, left, otherMessages = 0, more } = outcome;
  const isClean = left.length === 0 && notFound.length === 0 && !more;
  return (
    <ul class={`notice outcome ${isClean ? 'good' : 'warn'}`}>
      {replayed !== undefined && (replayed.length > 0 || otherMessages === 0) && <li>{words.replayed(replayed.length)}</li>}
      {discarded !== undefined && <li>{words.discarded(discarded.length)}</li>}
      {otherMessages > 0 && <li>{words.otherMessages(otherMessages)}</li>}
      {alreadyIssued.length > 0 && <li>{words.alreadyIssued(alreadyIssued.length)}</li>}
      {notFound.length > 0 && <li>{words.notFound(notFound.length)}</li>}
      {left.map((one) => <li key={`${one.place} ${one.sequenceNumber}`}>{words.left(one.place, one.sequenceNumber, words.reasons[one.reason] ?? one.reason)}</li>)}
      {more && <li>{words.more}</li>}
    </ul>
  );
}
