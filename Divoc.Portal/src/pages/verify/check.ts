import { call, CallError } from '../../shell/call';
import { loaded } from '../../shell/inTime';
import type { Words } from '../../words';
import { isVerdict, type Outcome } from './verdict';

/** How large a file may be that the service reads. */
export const largestFile = 8 * 1024 * 1024;

/** How long the service is waited for where this device can judge too, and where it can't. */
const patienceMs = 8000;
const fullPatienceMs = 30_000;

/**
 * Judges what was presented: by the service, whose word counts, since it has the register; without a connection, or where that is wanted, on this device. A whole file in which this device found no certificate only the
 * service can read. What comes after `cancelled` nobody wants any more.
 */
export async function check(presented: Uint8Array | string | Blob, words: Words, onlyHere: boolean, cancelled: AbortSignal): Promise<Outcome> {
  if (presented instanceof Blob) return checkByService(presented, words, cancelled);
  const service = onlyHere || !navigator.onLine ? undefined : await checkByService(presented, words, cancelled, patienceMs);
  if (cancelled.aborted || (service && !(service.by === 'nobody' && service.word === 'UNCHECKED'))) return service ?? unchecked('');
  try {
    const { checkOnDevice } = await loaded(import('./device'));
    const own = await checkOnDevice(presented, words);
    return own.by === 'device' && service?.by === 'nobody' ? { ...own, failure: service.text } : own;
  } catch {
    return service ?? unchecked(words.shell.failed);
  }
}

/** Has the service judge: the bytes of a code, a text, or a whole file. */
export async function checkByService(presented: Uint8Array | string | Blob, words: Words, cancelled: AbortSignal, milliseconds = fullPatienceMs): Promise<Outcome> {
  const ended = new AbortController();
  const end = (): void => ended.abort();
  const timer = setTimeout(end, milliseconds);
  cancelled.addEventListener('abort', end);
  try {
    const answer = await call('/divoc/api/v1/verify', {
      method: 'POST',
      body: presented as BodyInit,
      headers: { 'content-type': 'application/octet-stream', 'accept-language': words.language },
      signal: ended.signal,
    });
    const verdict: unknown = await answer.json();
    return isVerdict(verdict) ? { by: 'service', verdict } : unchecked(words.start.notRunning);
  } catch (error) {
    // A silent service, a connection that broke off, and an answer of somebody in between, such as a page to log in at.
    if (!(error instanceof CallError) || error.problem.status === 0) return unchecked(words.start.notRunning);
    const { status, detail, errorCode } = error.problem;
    // Only the service itself says that something is no certificate: then it says why.
    const isRead = (status === 400 || status === 413 || status === 422) && errorCode !== String(status);
    return isRead ? { by: 'nobody', word: 'UNREADABLE', text: detail } : unchecked(detail);
  } finally {
    clearTimeout(timer);
    cancelled.removeEventListener('abort', end);
  }
}

const unchecked = (text: string): Outcome => ({ by: 'nobody', word: 'UNCHECKED', text });
