import type { JSX } from 'preact';
import type { ReasonCount } from './api';
import { whole } from './format';
import type { FailureOrder } from './orders';
import { words } from './words';

interface ReasonsProps {
  readonly reasons: readonly ReasonCount[];
  readonly more: boolean;
  readonly onOrder: (order: FailureOrder) => void;
}

/** How often each reason was met, the most frequent first. */
export function Reasons({ reasons, more, onOrder }: ReasonsProps): JSX.Element {
  const all = reasons.reduce((sum, one) => sum + one.count, 0);
  return (
    <>
      <h3>{words.reasonsTitle}</h3>
      {more && <p class="notice">{words.atLeast}</p>}
      <ul class="cards">
        {reasons.map(({ reason, count }) => (
          <li key={reason} class="reason" data-reason={reason}>
            <span class="reason-count">{whole(count)}</span>
            <span class="reason-name"><code>{reason}</code> <span class="quiet">{words.reasons[reason]}</span></span>
            <button type="button" aria-label={words.replayReasonLabel(reason)} onClick={() => onOrder({ kind: 'reason', reason, number: count, more })}>{words.replayReason}</button>
          </li>
        ))}
      </ul>
      {reasons.length > 1 && <button type="button" class="after" onClick={() => onOrder({ kind: 'all', number: all, more })}>{words.replayAll}</button>}
    </>
  );
}
