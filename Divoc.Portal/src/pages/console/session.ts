import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { call, CallError, type Call, type Problem } from '../../shell/call';
import { text } from './words';

/** Calls with the key of this page. */
export interface Service {
  readonly json: <T>(path: string, options?: Call) => Promise<T>;
  readonly answer: (path: string, options?: Call) => Promise<Response>;
  readonly key: string;
  /** Ends with the time for which the page is open with this key, and with it all calls. Nothing is shown, opened or saved after that. */
  readonly signal: AbortSignal;
  /** Goes back to the field of the key, if that is what a refused call is about. */
  readonly noteRefusal: (problem: Problem) => void;
}

export const isKeyRefused = (problem: Problem): boolean => problem.status === 401 || problem.errorCode === 'UNKNOWN_PARTNER';

export function serviceOf(key: string, signal: AbortSignal, onRefused: () => void): Service {
  const noteRefusal = (problem: Problem): void => {
    if (isKeyRefused(problem)) onRefused();
  };
  const answer = async (path: string, options: Call = {}): Promise<Response> => {
    try {
      return await call(path, { ...options, key, signal });
    } catch (error) {
      if (error instanceof CallError) noteRefusal(error.problem);
      throw error;
    }
  };
  return { key, signal, noteRefusal, answer, json: async <T>(path: string, options: Call = {}) => (await (await answer(path, options)).json()) as T };
}

export const ServiceContext = createContext<Service>(serviceOf('', new AbortController().signal, () => undefined));

export const useService = (): Service => useContext(ServiceContext);

/** What stands in a header, to send a call again without doing it twice. `crypto.randomUUID` is there on https only. */
export function newIdempotencyKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

export const idempotent = (key: string): Record<string, string> => ({ 'idempotency-key': key });

/** A call that this page ended itself. */
const isEnded = (error: unknown): boolean => error instanceof DOMException && error.name === 'AbortError';

export function problemOf(error: unknown): Problem {
  if (error instanceof CallError) return error.problem;
  if (isEnded(error)) return { status: 0, detail: text.problem.ended, errorCode: 'ENDED', errors: [] };
  return { status: 0, detail: String(error), errorCode: 'NO_ANSWER', errors: [] };
}
