import type { Problem } from '../../shell/call';
import { fill } from '../../words';
import { humanised } from './schema';
import { text } from './words';

const moments = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
const times = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });
const days = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });

/** A moment in the time of this device. */
export function momentShown(moment: string): string {
  const parsed = new Date(moment);
  return Number.isNaN(parsed.getTime()) ? moment : moments.format(parsed);
}

/** A day is the same everywhere. */
export function dayShown(day: string): string {
  const parsed = new Date(`${day}T00:00:00Z`);
  return Number.isNaN(parsed.getTime()) ? day : days.format(parsed);
}

/** What to do about a refused call, in a sentence or two. */
export function problemShown(problem: Problem): string {
  if (problem.errorCode === 'ENDED') return problem.detail;
  if (problem.status === 0) return text.problem.noAnswer;
  if (problem.status === 401) return text.key.refused;
  if (problem.errorCode === 'IDEMPOTENCY_KEY_REUSED') return text.problem.keyReused;
  if (problem.status === 429 || problem.status === 503) return `${problem.detail} ${againShown(problem.retryAfterSeconds)}`;
  return problem.detail;
}

function againShown(seconds: number | undefined): string {
  if (seconds === undefined) return text.problem.againSoon;
  return fill(text.problem.againAt, { time: times.format(new Date(Date.now() + seconds * 1000)), seconds: String(seconds) });
}

/** What tells a certificate from others of its type: `dose:2` as `Dose 2`. */
export const keyShown = (key: string): string => humanised(key.replace(':', ' '));

/** A certificate whose last day is over is not valid, though nobody revoked it. */
export function stateOf(status: string, validUntil: string | undefined): string {
  const now = new Date();
  const today = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
  return status === 'LIVE' && validUntil !== undefined && validUntil < today ? 'EXPIRED' : status;
}

/** A word of the service in words of this page; one that is not known here as it is. */
export function wordShown(words: Readonly<Record<string, string>>, word: string): string {
  return words[word] ?? word;
}
