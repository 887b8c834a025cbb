import { useCallback } from 'preact/hooks';
import { callJson, CallError, type Call, type Problem } from '../../shell/call';

/** `GET /operations/overview`. A part that could not be found out is absent and named in `unavailable`. */
export interface Overview {
  readonly at: string;
  readonly version: string;
  readonly queues?: readonly Queue[];
  readonly announcements?: { readonly oldestSeconds: number };
  readonly shards?: { readonly oldestSeconds: number };
  readonly activity?: { readonly instances: number; readonly more: boolean; readonly minutes: readonly Minute[] };
  readonly failures?: { readonly reasons: readonly ReasonCount[]; readonly more: boolean };
  readonly unavailable: readonly string[];
}

export interface Queue {
  readonly queue: string;
  readonly queued: number;
  readonly scheduled: number;
  readonly failed: number;
  readonly oldestSeconds: number;
}

export interface Minute {
  readonly minute: string;
  readonly accepted: number;
  readonly issued: number;
  readonly duplicate: number;
  readonly failed: number;
}

export interface ReasonCount {
  readonly reason: string;
  readonly count: number;
}

/** A page of `GET /operations/failures`. */
export interface Failures {
  readonly failures: readonly Failure[];
  readonly next?: string;
}

export interface Failure {
  readonly queue: string;
  readonly place: string;
  readonly sequenceNumber: number;
  readonly certificateId?: string;
  readonly requestId?: string;
  readonly reason: string;
  readonly detail?: string;
  readonly since: string;
  readonly attempt: number;
  readonly deliveries: number;
}

/** What `POST /operations/failures/replay` or `…/discard` did. */
export interface Outcome {
  readonly replayed?: readonly string[];
  readonly discarded?: readonly string[];
  readonly alreadyIssued: readonly string[];
  readonly notFound: readonly string[];
  readonly left: readonly { readonly place: string; readonly sequenceNumber: number; readonly reason: string }[];
  readonly otherMessages?: number;
  readonly more: boolean;
}

/** `GET /operations/keys`. */
export interface Keys {
  readonly keys: readonly Key[];
}

export interface Key {
  readonly kid: string;
  readonly algorithm: string;
  readonly purposes: readonly string[];
  readonly published: boolean;
  readonly signedSince?: string;
  readonly retiredAt?: string;
  readonly certificateUntil?: string;
}

/** A page of `GET /operations/audit`. */
export interface Audit {
  readonly orders: readonly Order[];
  readonly next?: string;
}

export interface Order {
  readonly at: string;
  readonly name: string;
  readonly order: string;
  readonly reason?: string;
  readonly counts?: Readonly<Record<string, number>>;
}

/** A call of the service with the operator's key. */
export type Ask = <T>(path: string, options?: Call) => Promise<T>;

/** Has a key asked anew as soon as the service does not know this one. */
export function useAsk(key: string | undefined, onRefused: () => void): Ask {
  return useCallback(async <T>(path: string, options: Call = {}): Promise<T> => {
    try {
      return await callJson<T>(path, { ...options, key });
    } catch (error) {
      if (error instanceof CallError && error.problem.status === 401) onRefused();
      throw error;
    }
  }, [key, onRefused]);
}

export function problemOf(error: unknown): Problem {
  if (error instanceof CallError) return error.problem;
  return { status: 0, detail: 'The answer of the service can\'t be read.', errorCode: 'UNREADABLE', errors: [] };
}
