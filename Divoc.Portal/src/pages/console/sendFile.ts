import { CallError, type Problem } from '../../shell/call';

export interface UploadOptions {
  readonly key: string;
  readonly signal: AbortSignal;
  readonly onProgress: (share: number) => void;
}

/** Sends a form to the service and tells how much of it is sent, which `fetch` does not. Otherwise as `callJson`. The signal ends it. */
export function uploadForm<T>(path: string, form: FormData, { key, signal, onProgress }: UploadOptions): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const request = new XMLHttpRequest();
    const end = (): void => request.abort();
    signal.addEventListener('abort', end);
    request.onloadend = () => signal.removeEventListener('abort', end);
    request.onabort = () => reject(signal.reason as Error);
    request.open('POST', path);
    if (key !== '') request.setRequestHeader('x-functions-key', key);
    request.upload.onprogress = (event) => {
      if (event.lengthComputable && event.total > 0) onProgress(event.loaded / event.total);
    };
    request.onerror = () => reject(new CallError({ status: 0, detail: 'The service does not answer.', errorCode: 'NO_ANSWER', errors: [] }));
    request.onload = () => {
      if (request.status < 200 || request.status >= 300) {
        reject(new CallError(problemOf(request)));
        return;
      }

      try {
        resolve(JSON.parse(request.responseText) as T);
      } catch {
        reject(new CallError({ status: request.status, detail: 'The answer of the service can’t be read.', errorCode: 'NO_ANSWER', errors: [] }));
      }
    };
    request.send(form);
  });
}

function problemOf(request: XMLHttpRequest): Problem {
  const retry = Number(request.getResponseHeader('retry-after'));
  const after = retry > 0 ? { retryAfterSeconds: retry } : {};
  try {
    const body = JSON.parse(request.responseText) as Partial<Problem>;
    return { status: request.status, detail: body.detail ?? request.statusText, errorCode: String(body.errorCode ?? request.status), errors: body.errors ?? [], ...after };
  } catch {
    return { status: request.status, detail: request.statusText || `HTTP ${request.status}`, errorCode: String(request.status), errors: [], ...after };
  }
}
