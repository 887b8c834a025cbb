import { useRef, useState } from 'preact/hooks';
import { segment, type Problem } from '../../shell/call';
import { ofEvent } from './faults';
import { idempotent, newIdempotencyKey, problemOf, useService } from './session';
import type { Accepted, Fault } from './types';

interface Sending {
  readonly isBusy: boolean;
  readonly accepted?: Accepted;
  readonly problem: Problem | undefined;
  /** Errors of single fields. */
  readonly faults: readonly Fault[];
  readonly send: (event: unknown) => void;
  /** Takes a new Idempotency-Key: what is sent next is another event, or one that was changed on purpose. */
  readonly renew: () => void;
}

const nothing: readonly Fault[] = [];

/** Sends one event of a form. All tries have the key that was made when the form was opened: an answer that was lost does not make a second certificate. */
export function useSending(method: 'POST' | 'PUT', type: string, shape: string): Sending {
  const service = useService();
  const key = useRef('');
  if (key.current === '') key.current = newIdempotencyKey();
  const [isBusy, setBusy] = useState(false);
  const [accepted, setAccepted] = useState<Accepted>();
  const [problem, setProblem] = useState<Problem>();
  const [faults, setFaults] = useState(nothing);

  const send = async (event: unknown): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    setFaults(nothing);
    try {
      const path = `/certify/${segment(type)}?shape=${segment(shape)}`;
      setAccepted(await service.json<Accepted>(path, { method, json: [event], headers: idempotent(key.current) }));
    } catch (error) {
      const found = problemOf(error);
      if (found.errors.length > 0) setFaults(ofEvent(found.errors));
      else setProblem(found);
    } finally {
      setBusy(false);
    }
  };
  const renew = (): void => {
    key.current = newIdempotencyKey();
    setProblem(undefined);
  };
  return { isBusy, ...(accepted ? { accepted } : {}), problem, faults, send: (event) => void send(event), renew };
}
