import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { segment, type Problem } from '../../shell/call';
import { fill } from '../../words';
import { Confirm } from './Confirm';
import { byPointer } from './faults';
import { Failure } from './Failure';
import { Labelled } from './Labelled';
import { idempotent, newIdempotencyKey, problemOf, useService } from './session';
import { deviceOffset, momentOf } from './values';
import { momentShown } from './shown';
import { text } from './words';

export type ChangeKind = 'revoke' | 'suspend' | 'reinstate';

interface Props {
  readonly kind: ChangeKind;
  readonly certificateId: string;
  /** Whose certificate it is, for the last question. */
  readonly about: string;
  readonly onDone: (kind: ChangeKind) => void;
  readonly onClose: () => void;
}

interface Given {
  readonly reason: string;
  readonly text: string;
  readonly from: string;
  readonly until: string;
}

/** Asks for the reason, then once more whether it is meant, and changes the certificate. */
export function ChangeForm({ kind, certificateId, about, onDone, onClose }: Props): JSX.Element {
  const service = useService();
  const words = text.change[kind];
  const key = useRef('');
  if (key.current === '') key.current = newIdempotencyKey();
  const [given, setGiven] = useState<Given>({ reason: '', text: '', from: '', until: '' });
  const [isAsking, setAsking] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [kind]);
  const put = (name: keyof Given, value: string): void => setGiven((before) => ({ ...before, [name]: value }));
  const [lacksReason, setLacksReason] = useState(false);
  const faults = byPointer((problem?.errors ?? []).map((error) => ({ pointer: error.pointer ?? '', place: '', detail: error.detail, named: [] })));
  const reasonFaults = lacksReason ? [text.change.noReason] : (faults['/reason'] ?? []);

  /** There is nothing to be asked about before it is known why. */
  const ask = (event: Event): void => {
    event.preventDefault();
    const lacks = given.reason.replace(/_+$/, '') === '';
    setLacksReason(lacks);
    if (lacks) document.getElementById(`${kind}-reason`)?.focus();
    else setAsking(true);
  };

  const go = async (): Promise<void> => {
    setAsking(false);
    setBusy(true);
    setProblem(undefined);
    try {
      await service.answer(`/certificates/${segment(certificateId)}/${kind}`, { method: 'POST', json: orderOf(given), headers: idempotent(key.current) });
      onDone(kind);
    } catch (error) {
      const found = problemOf(error);
      // The order was refused, so the next one may say something else.
      if (found.status >= 400 && found.status < 500) key.current = newIdempotencyKey();
      setProblem(found);
    } finally {
      setBusy(false);
    }
  };

  return (
    <form class="panel" noValidate onSubmit={ask}>
      <h4 tabIndex={-1} ref={heading}>{words.title}</h4>
      <p>{words.about}</p>
      <Failure problem={problem} />
      <Labelled id={`${kind}-reason`} label={text.change.reason} hint={fill(text.change.reasonHint, { examples: words.examples })} faults={reasonFaults} isRequired>
        {(control) => <input {...control} type="text" aria-required="true" autocomplete="off" value={given.reason} onInput={(event) => put('reason', codeOf(event.currentTarget.value))} />}
      </Labelled>
      <Labelled id={`${kind}-text`} label={text.change.note} hint={text.change.noteHint} faults={faults['/text'] ?? []}>
        {(control) => <input {...control} type="text" dir="auto" autocomplete="off" value={given.text} onInput={(event) => put('text', event.currentTarget.value)} />}
      </Labelled>
      {kind === 'suspend' && (
        <>
          <Labelled id="suspend-from" label={text.change.from} hint={text.change.fromHint} faults={faults['/from'] ?? []}>
            {(control) => <input {...control} type="datetime-local" max="9999-12-31T23:59" value={given.from} onInput={(event) => put('from', event.currentTarget.value)} />}
          </Labelled>
          <Labelled id="suspend-until" label={text.change.until} hint={text.change.untilHint} faults={faults['/until'] ?? []}>
            {(control) => <input {...control} type="datetime-local" max="9999-12-31T23:59" value={given.until} onInput={(event) => put('until', event.currentTarget.value)} />}
          </Labelled>
        </>
      )}
      <div class="row">
        <button type="submit" class="main" disabled={isBusy}>{isBusy ? text.change.working : text.change.next}</button>
        <button type="button" onClick={onClose}>{text.change.cancel}</button>
      </div>
      {isAsking && <Confirm question={words.ask} about={about} details={kind === 'suspend' ? spanOf(given) : ''} go={words.go} isDangerous={kind === 'revoke'} onGo={() => void go()} onBack={() => setAsking(false)} />}
    </form>
  );
}

/** Reasons are codes, so what somebody types becomes one as far as it can. */
const codeOf = (typed: string): string => typed.toUpperCase().replace(/[\s-]+/g, '_');

/** The times in words, as a slip of one digit is easily overlooked in a field. */
function spanOf({ from, until }: Given): string {
  const { span } = text.change;
  const begin = from === '' ? span.now : fill(span.from, { from: momentShown(from) });
  return `${begin} ${until === '' ? span.open : fill(span.until, { until: momentShown(until) })}`;
}

/** The times are those of this device. */
function orderOf(given: Given): Record<string, string> {
  const order: Record<string, string> = { reason: given.reason.replace(/_+$/, '') };
  if (given.text.trim() !== '') order['text'] = given.text.trim();
  for (const name of ['from', 'until'] as const) {
    if (given[name] !== '') order[name] = momentOf(given[name], deviceOffset(given[name]));
  }

  return order;
}
