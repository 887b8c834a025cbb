import type { IconName } from '../../shell/icons';
import type { Verdict as JudgedVerdict } from '../../verification';
import type { VerdictWord } from '../../words';

/** A verdict as `POST /divoc/api/v1/verify` answers it: what a device finds too, with sentences, the replacement, and the time. */
export interface Verdict extends Omit<JudgedVerdict, 'reasons'> {
  readonly reasons: readonly Reason[];
  readonly replacedBy?: string;
  readonly checkedAt: string;
}

export interface Reason {
  readonly code: string;
  readonly message: string;
}

const statuses: readonly string[] = ['VALID', 'EXPIRED', 'SUSPENDED', 'SUPERSEDED', 'REVOKED', 'INDETERMINATE', 'INVALID'];
const signatures: readonly string[] = ['valid', 'invalid', 'unknown'];
const texts = ['certificateId', 'kind', 'issuer', 'verificationMethod', 'kid', 'issued', 'validFrom', 'validUntil', 'replacedBy'];

/** Whether an answer is a verdict that this page can show. Something in between may answer in the place of the service. */
export function isVerdict(answer: unknown): answer is Verdict {
  if (!isObject(answer)) return false;
  const { status, signature, reasons, summary, checkedAt } = answer;
  return statuses.includes(String(status)) && signatures.includes(String(signature)) && typeof checkedAt === 'string'
    && Array.isArray(reasons) && reasons.every((reason) => isObject(reason) && typeof reason['code'] === 'string' && typeof reason['message'] === 'string')
    && (summary === undefined || isObject(summary))
    && texts.every((name) => answer[name] === undefined || typeof answer[name] === 'string');
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a page shows of a check. */
export type Outcome =
  | { readonly by: 'service'; readonly verdict: Verdict }
  | { readonly by: 'device'; readonly verdict: Verdict; readonly dataOf: string; readonly register: 'decides' | 'may know more' | 'not needed'; readonly failure?: string }
  | { readonly by: 'nobody'; readonly word: 'UNREADABLE' | 'UNCHECKED'; readonly text: string };

/** The one word of a verdict. Not known is told apart from not genuine. */
export function wordOf(verdict: Verdict): VerdictWord {
  if (verdict.status !== 'INVALID') return verdict.status;
  const has = (code: string): boolean => verdict.signature === 'unknown' && verdict.reasons.some((reason) => reason.code === code);
  if (has('ISSUER_UNKNOWN')) return 'UNKNOWN';
  return has('UNKNOWN_KIND') || has('PROOF_UNSUPPORTED') ? 'UNCHECKED' : 'INVALID';
}

/** Sign and colour of a word. They always stand together with it. */
export const looks: Readonly<Record<VerdictWord, { readonly tone: 'good' | 'warn' | 'bad' | 'info'; readonly icon: IconName }>> = {
  VALID: { tone: 'good', icon: 'check' },
  EXPIRED: { tone: 'warn', icon: 'clock' },
  SUSPENDED: { tone: 'warn', icon: 'bars' },
  SUPERSEDED: { tone: 'info', icon: 'arrows' },
  REVOKED: { tone: 'bad', icon: 'cross' },
  INDETERMINATE: { tone: 'info', icon: 'question' },
  INVALID: { tone: 'bad', icon: 'cross' },
  UNKNOWN: { tone: 'info', icon: 'question' },
  UNREADABLE: { tone: 'info', icon: 'question' },
  UNCHECKED: { tone: 'info', icon: 'question' },
};

/** What is not genuine says nothing about anybody. */
export const showsFacts = (word: VerdictWord): boolean => !['INVALID', 'UNKNOWN', 'UNREADABLE', 'UNCHECKED'].includes(word);
