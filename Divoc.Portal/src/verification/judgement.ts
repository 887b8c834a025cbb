import { NotSupported } from './keys';
import type { StatusSource, StatusTimes } from './status';
import { parseDay } from './times';
import type { Trust, TrustedKey } from './trust';
import { gravest, inOrder, invalid, type Reason, type SignatureState, type Verdict } from './verdict';

/** What a presented certificate is worth, as far as this device can tell. */

export type Details = Omit<Verdict, 'status' | 'signature' | 'reasons'>;

export type LocalVerdict = Judged | AskOnline | NotJudged | NotRead;

/** The server's verdict, as far as this device knows what the server knows. */
export interface Judged {
  readonly outcome: 'JUDGED';
  readonly checkedOnDevice: true;
  readonly verdict: Verdict;

  /**
   * Whether it is one of ours, so that the registry may know better: that it was never issued, or, where FIELDS_NOT_BOUND is among the reasons, that members which share a term were exchanged.
   */
  readonly askOnline: boolean;

  /** Of the status data that were used; absent where none were needed. */
  readonly data?: StatusTimes;
}

/** The signature is good, and only the registry, or the server with its lists of other issuers, can tell the rest. */
export interface AskOnline {
  readonly outcome: 'ASK_ONLINE';
  readonly checkedOnDevice: true;
  readonly why: 'REGISTRY' | 'NOT_SUPPORTED';

  /** What the signature leaves open. */
  readonly reasons: readonly Reason[];
  readonly details: Details;
}

/** The keys are too old, or it is one of our certificates and the data that would tell whether it was revoked are missing or too old. It is never "not revoked", and never "not genuine". */
export interface NotJudged {
  readonly outcome: 'NOT_JUDGED';
  readonly checkedOnDevice: true;
  readonly why: 'TRUST_OUTDATED' | 'STATUS_UNAVAILABLE' | 'STATUS_OUTDATED' | 'CLOCK_WRONG';
  readonly data?: StatusTimes;
}

/** It is no certificate that is read here; the codes are those of the server's refusals. */
export interface NotRead {
  readonly outcome: 'NOT_READ';
  readonly checkedOnDevice: true;
  readonly code: 'NOT_A_CERTIFICATE' | 'CERTIFICATE_TOO_LARGE' | 'SEVERAL_CERTIFICATES' | 'PARTS_MISSING';
}

/** Raised by formats where a payload can't be read. */
export class Unreadable extends Error {
  constructor(readonly code: NotRead['code']) {
    super(code);
  }
}

/** What a format finds without registry and status. */
export type Judgement = Untrusted | Signed;

export interface Untrusted {
  readonly faults: readonly Reason[];
  readonly signature: SignatureState;
}

export interface Signed extends Details {
  readonly key: TrustedKey;
  readonly doubts: readonly Reason[];

  /** How our registry knows it: by a hash of all values, by its id alone, or by a name that only the registry can tell. */
  readonly listedBy: 'hash' | 'id' | 'registry';
  readonly isRevocationChecked?: boolean;

  /** Whether the list that may have it is not known on this device. */
  readonly isListedElsewhere?: boolean;

  /** Whether its id is not what the signed address ends in, whatever stands before that. */
  readonly hasOtherId?: boolean;
}

export interface World {
  readonly trust: Trust;
  readonly status: StatusSource;
  readonly now: number;
}

export function untrusted(code: string, signature: SignatureState, pointer?: string): Untrusted {
  return { faults: [pointer === undefined ? { code } : { code, pointer }], signature };
}

/** Without members that say nothing. */
export function withoutNothing<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], null> } {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== null && item !== undefined)) as { [K in keyof T]: Exclude<T[K], null> };
}

/** From what a format finds to the verdict. */
export async function conclude(judgement: Judgement, world: World): Promise<LocalVerdict> {
  if ('faults' in judgement) {
    return judged(invalid(judgement.faults, judgement.signature));
  }
  const dates = datesOf(judgement, world);
  if (!judgement.key.isOurs) {
    if (judgement.isListedElsewhere) {
      return ask(judgement);
    }
    const unchecked: Reason[] = judgement.isRevocationChecked ? [] : [{ code: 'REVOCATION_NOT_CHECKED' }];
    return judged(verdictOf(judgement, [...judgement.doubts, ...unchecked, ...dates]));
  }
  return concludeOurs(judgement, dates, world);
}

async function concludeOurs(signed: Signed, dates: readonly Reason[], world: World): Promise<LocalVerdict> {
  const { key, doubts, listedBy } = signed;
  // Made at a fetch: a new one can be fetched at any time, so none of a key that signs no more is needed.
  if (listedBy !== 'hash' && key.isFormer) {
    return key.isPartlyListed ? ask(signed) : judged(verdictOf(signed, [{ code: 'KEY_FORMER' }]));
  }
  // Nothing of ours was ever issued under another id than that at the end of the signed one.
  if (!key.isFormer && signed.hasOtherId) {
    return judged(verdictOf(signed, doubts));
  }
  if (listedBy === 'registry' || !signed.certificateId) {
    return ask(signed);
  }

  const answer = await world.status.find(signed.certificateId, world.now);
  if (answer.kind !== 'known') {
    return withoutNothing({ outcome: 'NOT_JUDGED' as const, checkedOnDevice: true as const, why: answer.kind, data: 'times' in answer ? answer.times : null }) as NotJudged;
  }
  const states = answer.codes.map((code) => ({ code }));
  if (listedBy === 'id') {
    return judged(verdictOf(signed, [...doubts, ...states, ...dates]), answer.times);
  }
  // What was revoked, replaced or suspended is that or was altered: nothing good comes of asking.
  if (states.length > 0) {
    return judged(verdictOf(signed, [...states, ...dates]), answer.times);
  }
  // Whoever finds a key that signs no more can sign with it, and only the registry knows what it signed before.
  if (gravest(doubts) !== 'VALID' || (key.isFormer && !key.isPartlyListed)) {
    return ask(signed);
  }
  const unlisted: Reason[] = key.isPartlyListed ? [{ code: 'NOT_LISTED' }] : [];
  return judged(verdictOf(signed, [...doubts, ...unlisted, ...dates]), answer.times);
}

/** @param data Of the status, which is looked up for certificates of ours alone. */
function judged(verdict: Verdict, data?: StatusTimes): Judged {
  return { outcome: 'JUDGED', checkedOnDevice: true, verdict, askOnline: data !== undefined && verdict.status !== 'INVALID', ...(data ? { data } : {}) };
}

function ask(signed: Signed): AskOnline {
  return { outcome: 'ASK_ONLINE', checkedOnDevice: true, why: 'REGISTRY', reasons: inOrder(signed.doubts), details: detailsOf(signed) };
}

/** Where the browser lacks what is needed to check a signature. */
export function askOfUnsupported(fault: unknown): AskOnline {
  if (!(fault instanceof NotSupported)) {
    throw fault;
  }
  return { outcome: 'ASK_ONLINE', checkedOnDevice: true, why: 'NOT_SUPPORTED', reasons: [], details: {} };
}

function detailsOf(signed: Signed): Details {
  const { key, doubts, listedBy, isRevocationChecked, isListedElsewhere, hasOtherId, ...details } = signed;
  return { ...details, kid: key.jwk.kid };
}

function verdictOf(signed: Signed, reasons: readonly Reason[]): Verdict {
  const status = gravest(reasons);
  return status === 'INVALID' ? invalid(reasons, 'valid') : { status, signature: 'valid', reasons: inOrder(reasons), ...detailsOf(signed) };
}

/** What the days say on which it is valid. They are days where the certificate is issued; the last one counts whole. */
function datesOf(signed: Signed, world: World): Reason[] {
  const today = world.trust.zone.dayAt(world.now);
  const [first, last] = [parseDay(signed.validFrom ?? ''), parseDay(signed.validUntil ?? '')];
  const reasons: Reason[] = [];
  if (last !== null && last < today) {
    reasons.push({ code: signed.key.profile.endIsNotEnforced ? 'END_NOT_ENFORCED' : 'EXPIRED' });
  }
  if (first !== null && first > today) {
    reasons.push({ code: 'NOT_YET_EFFECTIVE' });
  }
  return reasons;
}

