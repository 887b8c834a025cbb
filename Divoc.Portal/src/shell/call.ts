/** A problem document (RFC 9457) of the service, or what stands for one where there was no answer. */
export interface Problem {
  readonly status: number;
  readonly detail: string;
  readonly errorCode: string;
  readonly errors: readonly { readonly pointer?: string; readonly code: string; readonly detail: string }[];
  readonly retryAfterSeconds?: number;
}

/** A call was refused, or there was no answer (status 0). */
export class CallError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
  }
}

export interface Call {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly key?: string | undefined;
  readonly headers?: Record<string, string>;
  readonly body?: BodyInit;
  readonly json?: unknown;
  readonly signal?: AbortSignal;
}

/**
 * Calls the service that this page came from. Nothing is kept, no cookie is sent, no redirect is followed. A key goes into a header, never into an address.
 * Throws a CallError unless the answer is a success.
 */
export async function call(path: string, options: Call = {}): Promise<Response> {
  const headers: Record<string, string> = { ...options.headers };
  if (options.key) headers['x-functions-key'] = options.key;
  if (options.json !== undefined) headers['content-type'] = 'application/json';
  const init: RequestInit = { method: options.method ?? 'GET', headers, credentials: 'omit', cache: 'no-store', redirect: 'error' };
  const body = options.json === undefined ? options.body : JSON.stringify(options.json);
  if (body !== undefined) init.body = body;
  if (options.signal) init.signal = options.signal;
  let answer: Response;
  try {
    answer = await fetch(path, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new CallError({ status: 0, detail: 'The service does not answer.', errorCode: 'NO_ANSWER', errors: [] });
  }

  if (answer.ok) return answer;
  throw new CallError(await problemOf(answer));
}

export async function callJson<T>(path: string, options: Call = {}): Promise<T> {
  return (await (await call(path, options)).json()) as T;
}

async function problemOf(answer: Response): Promise<Problem> {
  const retry = Number(answer.headers.get('retry-after'));
  const after = retry > 0 ? { retryAfterSeconds: retry } : {};
  try {
    const body = (await answer.json()) as Partial<Problem>;
    return { status: answer.status, detail: body.detail ?? answer.statusText, errorCode: String(body.errorCode ?? answer.status), errors: body.errors ?? [], ...after };
  } catch {
    return { status: answer.status, detail: answer.statusText || `HTTP ${answer.status}`, errorCode: String(answer.status), errors: [], ...after };
  }
}

/** An id from an answer as a part of a path. Addresses in answers are never followed: they hold the public address, which may be another one than this page's. */
export const segment = (text: string): string => encodeURIComponent(text);
