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
    if (options.signal?.aborted) throw error;
    throw new CallError({ status: 0, detail: 'The service does not answer.', errorCode: 'NO_ANSWER', errors: [] });
  }

  if (answer.ok) return answer;
  throw new CallError(await problemOf(answer));
}

export async function callJson<T>(path: string, options: Call = {}): Promise<T> {
  return (await (await call(path, options)).json()) as T;
}

async function problemOf(answer: Response): Promise<Problem> {
  const body: unknown = await answer.json().catch(() => undefined);
  return problemIn(body, answer.status, answer.statusText, answer.headers.get('retry-after'));
}

/** A refusal in the words of the service; of one that somebody else gave, in another form, there is only the status. */
export function problemIn(body: unknown, status: number, statusText: string, retryAfter: string | null): Problem {
  const { detail, errorCode, errors } = (typeof body === 'object' && body !== null ? body : {}) as Partial<Record<keyof Problem, unknown>>;
  const retry = Number(retryAfter);
  return {
    status,
    detail: typeof detail === 'string' && detail !== '' ? detail : statusText || `HTTP ${status}`,
    errorCode: typeof errorCode === 'string' ? errorCode : String(status),
    errors: Array.isArray(errors) ? (errors as Problem['errors']) : [],
    ...(retry > 0 ? { retryAfterSeconds: retry } : {}),
  };
}

/** An id from an answer as a part of a path. Addresses in answers are never followed: they hold the public address, which may be another one than this page's. */
export const segment = (text: string): string => encodeURIComponent(text);
