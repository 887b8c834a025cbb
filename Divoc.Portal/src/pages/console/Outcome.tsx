import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { segment, type Problem } from '../../shell/call';
import { fill } from '../../words';
import { Failure } from './Failure';
import { ofEvent, placed } from './faults';
import { Files } from './Files';
import type { Field } from './schema';
import { problemOf, useService } from './session';
import { wordShown } from './shown';
import type { Accepted, RequestedState, RequestState } from './types';
import { text } from './words';

/** Growing pauses between two questions in milliseconds; after the last one somebody has to ask. */
const pauses = [300, 500, 1000, 2000, 3000, 5000, 8000, 10_000, 15_000, 15_000, 20_000, 20_000, 30_000];

interface Props {
  readonly accepted: Accepted;
  /** The fields of the form that was sent, for their labels. */
  readonly fields: readonly Field[];
  readonly isCorrection?: boolean;
  readonly onShow: (certificateId: string) => void;
  readonly onKnown?: () => void;
}

/** What becomes of an accepted event, asked until it is known. */
export function Outcome({ accepted, fields, isCorrection = false, onShow, onKnown }: Props): JSX.Element {
  const { state, problem, isOver, again } = useOutcome(accepted.requestId);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const status = state?.status ?? 'QUEUED';
  const isIssued = status === 'ISSUED';
  useEffect(() => {
    if (status !== 'QUEUED') onKnown?.();
  }, [status]);
  return (
    <section>
      <h3 tabIndex={-1} ref={heading}>{text.outcome.title}</h3>
      {accepted.warnings.length > 0 && (
        <div class="notice warn">
          <p>{text.outcome.warnings}</p>
          <ul>{placed(ofEvent(accepted.warnings), fields).map((warning, index) => <li key={index}>{warning.detail}</li>)}</ul>
        </div>
      )}
      <div role="status">
        {status === 'QUEUED' ? <p class="notice">{isOver ? text.outcome.stillQueued : text.outcome.queued}</p> : <p class={`notice ${toneOf(status)}`} data-status={status}>{sentenceOf(status, isCorrection)}</p>}
        {state?.reason && <p>{fill(text.outcome.why, { reason: state.detail ?? state.reason })}</p>}
      </div>
      <Failure problem={problem}><p>{text.outcome.lost}</p></Failure>
      {isOver && status === 'QUEUED' && <button type="button" onClick={again}>{text.outcome.ask}</button>}
      {isIssued && <Files certificateId={state!.certificateId} />}
      {isIssued && <p><span class="quiet">{text.certificate.id}:</span> <span class="mono"><bdi>{state!.certificateId}</bdi></span></p>}
      {state?.links !== undefined && <button type="button" onClick={() => onShow(state.certificateId)}>{isIssued ? text.outcome.show : text.outcome.showOther}</button>}
    </section>
  );
}

function toneOf(status: string): string {
  if (status === 'ISSUED') return 'good';
  return status === 'FAILED' ? 'bad' : 'warn';
}

function sentenceOf(status: string, isCorrection: boolean): string {
  if (status === 'ISSUED' && isCorrection) return text.outcome.corrected;
  return text.outcome.states[status] ?? fill(text.outcome.unknown, { state: wordShown(text.outcome.states, status) });
}

interface Asked {
  readonly state?: RequestedState;
  readonly problem?: Problem | undefined;
  readonly isOver: boolean;
  readonly again: () => void;
}

function useOutcome(requestId: string): Asked {
  const service = useService();
  const [state, setState] = useState<RequestedState>();
  const [problem, setProblem] = useState<Problem>();
  const [isOver, setOver] = useState(false);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let open = true;
    const ask = async (): Promise<void> => {
      setOver(false);
      for (const pause of pauses) {
        let wait = pause;
        try {
          const answer = await service.json<RequestState>(`/divoc/api/v1/certify/requests/${segment(requestId)}`);
          if (!open) return;
          setProblem(undefined);
          setState(answer.certificates[0]);
          if (answer.certificates[0]?.status !== 'QUEUED') return;
        } catch (error) {
          if (!open) return;
          const failed = problemOf(error);
          setProblem(failed);
          if (failed.errorCode === 'ENDED') break;
          if (failed.status >= 400 && failed.status < 500 && failed.status !== 429) break;
          wait = Math.max(pause, (failed.retryAfterSeconds ?? 0) * 1000);
        }

        await new Promise((resolve) => setTimeout(resolve, wait));
        if (!open) return;
      }

      setOver(true);
    };
    void ask();
    return () => {
      open = false;
    };
  }, [requestId, turn, service]);
  return { ...(state ? { state } : {}), problem, isOver, again: () => setTurn(turn + 1) };
}
