import * as table from '../../../Divoc.Functions/Formats/verdicts.table.json';

/** Verdicts in the words of the server's answer (docs/verdicts.md). */

export type Status = 'VALID' | 'EXPIRED' | 'SUPERSEDED' | 'SUSPENDED' | 'REVOKED' | 'INDETERMINATE' | 'INVALID';

export type SignatureState = 'valid' | 'invalid' | 'unknown';

export interface Reason {
  readonly code: string;

  /** Where in the credential, as a JSON Pointer. */
  readonly pointer?: string;

  /** All members that it is about, where it is about several. */
  readonly pointers?: readonly string[];
}

export interface Verdict {
  readonly status: Status;
  readonly signature: SignatureState;
  readonly reasons: readonly Reason[];
  readonly certificateId?: string;
  readonly kind?: string;
  readonly issuer?: string;
  readonly verificationMethod?: string;
  readonly kid?: string;
  readonly issued?: string;
  readonly validFrom?: string;
  readonly validUntil?: string;

  /** What a verifier compares with the person and the papers before them. */
  readonly summary?: Readonly<Record<string, string | number>>;
}

const gravity = table.gravity as readonly Status[];
const mostReasons = 20;

// All other reasons make a certificate INVALID.
const statuses: Record<string, Status> = { REVOKED: 'REVOKED', SUSPENDED: 'SUSPENDED', SUPERSEDED: 'SUPERSEDED', EXPIRED: 'EXPIRED' };
for (const code of 'NUMBER_NOT_BOUND DATES_NOT_BOUND END_NOT_BOUND DOSES_NOT_BOUND RESULT_NOT_BOUND WORDS_NOT_BOUND VACCINE_CODES_DISAGREE'.split(' ')) {
  statuses[code] = 'INDETERMINATE';
}
for (const code of 'NO_CERTIFICATE_ID DOSE_NOT_STATED FIELDS_NOT_BOUND NOT_YET_EFFECTIVE END_NOT_ENFORCED REVOCATION_NOT_CHECKED NOT_LISTED'.split(' ')) {
  statuses[code] = 'VALID';
}

/** What a reason makes of a certificate. */
export function statusOf(reason: Reason): Status {
  return statuses[reason.code] ?? 'INVALID';
}

/** The gravest of what some reasons make of a certificate. */
export function gravest(reasons: readonly Reason[]): Status {
  return gravity[Math.max(0, ...reasons.map((reason) => gravity.indexOf(statusOf(reason))))] ?? 'INVALID';
}

/** The reasons as they are answered: the gravest first, none twice. */
export function inOrder(reasons: readonly Reason[]): Reason[] {
  const told = reasons.filter((reason, index) => reason.pointers || reasons.findIndex((other) => other.code === reason.code && other.pointer === reason.pointer) === index);
  return told.sort((one, other) => gravity.indexOf(statusOf(other)) - gravity.indexOf(statusOf(one))).slice(0, mostReasons);
}

/** Only what makes it invalid is said: the rest would speak of a certificate that nobody vouches for. */
export function invalid(reasons: readonly Reason[], signature: SignatureState): Verdict {
  return { status: 'INVALID', signature, reasons: reasons.filter((reason) => statusOf(reason) === 'INVALID').slice(0, mostReasons) };
}
