import type { JSX } from 'preact';
import { fill } from '../../words';
import { momentShown, stateOf, wordShown } from './shown';
import type { Change, History } from './types';
import { text } from './words';

type Show = (certificateId: string) => void;

interface Props {
  readonly history: History;
  readonly validUntil: string | undefined;
  readonly onShow: Show;
}

/** The state of a certificate now, and all that happened to it. */
export function HistoryList({ history, validUntil, onShow }: Props): JSX.Element {
  const { state } = history;
  const status = stateOf(state.status, validUntil);
  return (
    <>
      <div class={`notice ${toneOf(status)}`} data-status={state.status}>
        <p><strong>{status === 'EXPIRED' ? text.certificate.states['EXPIRED'] : fill(text.certificate.stateSince, { state: wordShown(text.certificate.states, status), time: momentShown(state.since) })}</strong></p>
        {state.suspendedUntil && <p>{fill(text.certificate.suspendedUntil, { time: momentShown(state.suspendedUntil) })}</p>}
        {state.erased && <p>{text.certificate.erased}</p>}
        {state.replacedBy && <Other words={text.certificate.replacedBy} certificateId={state.replacedBy} onShow={onShow} />}
      </div>
      <ol class="history">
        <li>
          <span>{text.certificate.wasIssued}</span> <span class="quiet small">{momentShown(history.issuedAt)}</span>
          {history.replaces && <Other words={text.certificate.replaces} certificateId={history.replaces} onShow={onShow} />}
        </li>
        {history.changes.map((change, index) => <OneChange key={index} change={change} />)}
      </ol>
    </>
  );
}

function toneOf(status: string): string {
  if (status === 'LIVE') return 'good';
  if (status === 'REVOKED') return 'bad';
  return status === 'SUSPENDED' || status === 'EXPIRED' ? 'warn' : '';
}

function Other({ words, certificateId, onShow }: { readonly words: string; readonly certificateId: string; readonly onShow: Show }): JSX.Element {
  return (
    <p>
      {words} <button type="button" class="inline mono" onClick={() => onShow(certificateId)}><bdi>{certificateId}</bdi></button>
    </p>
  );
}

function OneChange({ change }: { readonly change: Change }): JSX.Element {
  return (
    <li data-change={change.change}>
      <span>{wordShown(text.certificate.changes, change.change)}</span> <span class="quiet small">{momentShown(change.at)}{change.by !== '' && <> {byShown(change.by)}</>}</span>
      <p class="small">
        <span class="mono">{change.reason}</span>
        {change.text && <> – <bdi>{change.text}</bdi></>}
        {change.from && change.change === 'SUSPENDED' && <>; {spanShown(change.from, change.until)}</>}
      </p>
    </li>
  );
}

function spanShown(from: string, until: string | undefined): string {
  return until === undefined
    ? fill(text.certificate.from, { from: momentShown(from) })
    : fill(text.certificate.fromTo, { from: momentShown(from), until: momentShown(until) });
}

/** Where there are no partners, it is the hash of a key, of which the beginning is enough to tell them apart. */
const byShown = (by: string): string => fill(text.certificate.by, { name: /^[0-9a-f]{64}$/i.test(by) ? `${by.slice(0, 8)}…` : by });
