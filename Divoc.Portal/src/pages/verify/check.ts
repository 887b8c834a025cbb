import { call, CallError } from '../../shell/call';
import type { Words } from '../../words';
import type { Outcome, Verdict } from './verdict';

/** How large a file may be that the service reads. */
export const largestFile = 8 * 1024 * 1024;

/** How long the service is waited for where this device can judge too. */
const patienceMs = 8000;

/**
 * Judges what was presented: by the service, whose word counts, since it has the register; without a connection, or where that is wanted, on this device. A whole file in which this device found no certificate only the
 * service can read.
 */
export async function check(presented: Uint8Array | string | Blob, words: Words, onlyHere: boolean): Promise<Outcome> {
  if (presented instanceof Blob) return checkByService(presented, words);
  const service = onlyHere || !navigator.onLine ? undefined : await checkByService(presented, words, AbortSignal.timeout(patienceMs));
  if (service && !(service.by === 'nobody' && service.word === 'UNCHECKED')) return service;
  const { checkOnDevice } = await import('./device');
  const own = await checkOnDevice(presented, words);
  return own.by === 'device' && service?.by === 'nobody' ? { ...own, failure: service.text } : own;
}

/** Has the service judge: the bytes of a code, a text, or a whole file. */
export async function checkByService(presented: Uint8Array | string | Blob, words: Words, signal?: AbortSignal): Promise<Outcome> {
  try {
    const answer = await call('/divoc/api/v1/verify', {
      method: 'POST',
      body: presented as BodyInit,
      headers: { 'content-type': 'application/octet-stream', 'accept-language': words.language },
      ...(signal ? { signal } : {}),
    });
    return { by: 'service', verdict: (await answer.json()) as Verdict };
  } catch (error) {
    if (error instanceof DOMException) return { by: 'nobody', word: 'UNCHECKED', text: words.start.notRunning };
    if (!(error instanceof CallError)) throw error;
    const { status, detail } = error.problem;
    if (status === 0) return { by: 'nobody', word: 'UNCHECKED', text: words.start.notRunning };
    return { by: 'nobody', word: status === 400 || status === 413 || status === 422 ? 'UNREADABLE' : 'UNCHECKED', text: detail };
  }
}
