import { CallError, problemIn, type Problem } from './call';

export interface UploadOptions {
  readonly key: string;
  readonly onProgress: (share: number) => void;
}

/** Sends a form to the service and tells how much of it is sent, which `fetch` does not. Otherwise as `callJson`. */
export function uploadForm<T>(path: string, form: FormData, { key, onProgress }: UploadOptions): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
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
  let body: unknown;
  try {
    body = JSON.parse(request.responseText);
  } catch {
    // An answer of somebody in between.
  }

  return problemIn(body, request.status, request.statusText, request.getResponseHeader('retry-after'));
}
