import { utf8 } from './bytes';
import { items, type Json, JsonNumber, member, readClearObject, text } from './json';
import type { Algorithm, Jwk } from './keys';
import { parseInstant, Zone } from './times';

/** Whose signatures count: what `GET /trust` tells (docs/verifying.md, "Whose signatures count"). */

export interface Profile {
  readonly omits: readonly string[];
  readonly results: readonly string[];
  readonly largestSeries: number | null;
  readonly endIsNotEnforced: boolean;
}

/** What a certificate of a key says of its use. */
export interface SignerUse {
  readonly kid: string;
  readonly notBefore: number;
  readonly notAfter: number;
  readonly types: readonly string[];
}

export interface TrustedKey {
  readonly jwk: Jwk;
  readonly verificationMethods: readonly string[];
  readonly certificates: readonly SignerUse[];

  /** The URL in whose key set it stands. */
  readonly issuer: string | null;
  readonly issuerName: string | null;

  /** Names that its issuer has revoked, each with the time up to which (null for all times); null where no list is known. */
  readonly revoked: ReadonlyMap<string, number | null> | null;

  /** Whether a list is known to the service that is too long to be told here. */
  readonly isRevokedElsewhere: boolean;

  /** Whether the registry of the service has the last word. */
  readonly isOurs: boolean;

  /** Whether it signs no more: a key of an earlier system, or one that is published no more. */
  readonly isFormer: boolean;

  /** Whether the registry lists only a part of what it signed. */
  readonly isPartlyListed: boolean;

  /** What it signs, if it is published; empty for everything, null for nothing. */
  readonly purposes: readonly string[] | null;

  /** What it signed; empty for everything, null for nothing. */
  readonly signedFor: readonly string[] | null;
  readonly profile: Profile;
  readonly notBefore: number | null;
  readonly notAfter: number | null;
}

/** Raised where the document is not what this version of the page can read. */
export class TrustError extends Error {}

/** Clocks may differ by this much. */
const tolerance = 10 * 60_000;

const unknownProfile: Profile = { omits: [], results: [], largestSeries: null, endIsNotEnforced: false };

export class Trust {
  private constructor(
    /** The issuer of our lists and certificates. */
    readonly issuer: string,

    /** Where days are counted. */
    readonly zone: Zone,

    /** When it was made, and until when it may be used. */
    readonly times: { readonly issued: string; readonly nextUpdate: string },
    private readonly issued: number,
    private readonly nextUpdate: number,
    private readonly own: readonly TrustedKey[],
    private readonly others: readonly TrustedKey[],
  ) {}

  /**
   * Reads the document as it was fetched.
   * @throws TrustError It can't be read.
   */
  static read(document: string): Trust {
    const root = readClearObject(utf8(document), 16);
    const own = member(root ?? undefined, 'own');
    const issuer = text(own, 'issuer');
    if (!root || issuer.length === 0) {
      throw new TrustError('It is no list of trusted keys.');
    }
    const times = { issued: text(root, 'issued'), nextUpdate: text(root, 'nextUpdate') };
    const [issued, nextUpdate] = [parseInstant(times.issued)?.at, parseInstant(times.nextUpdate)?.at];
    if (issued === undefined || nextUpdate === undefined) {
      throw new TrustError('Nobody can tell how long the keys may be used.');
    }
    const did = text(own, 'did');
    const named = [text(own, 'verificationMethod'), did];
    const ours = items(own, 'keys').map((key) => keyOf(key, {
      isOurs: true,
      purposes: member(key, 'published') === true ? texts(key, 'purposes') : null,
      signedFor: member(key, 'signedFor') === undefined ? null : texts(key, 'signedFor'),
      verificationMethods: [...named, `${did}#${text(member(key, 'jwk'), 'kid')}`],
    }));

    // The first key that fits counts, so one that stands in two places counts as ours and with what is known of it.
    const former = items(root, 'former').flatMap((system) => keysOf(system, { isOurs: true, isFormer: true, isPartlyListed: text(system, 'registry') === 'partial' }));
    const others = items(root, 'issuers').flatMap((one) => keysOf(one, {}));
    return new Trust(issuer, zoneOf(text(own, 'timeZone')), times, issued, nextUpdate, ours, [...former, ...others]);
  }

  /** Why nobody may judge by it now; null where it may be used. A key may be missing in an old one, so that what that signed would not be genuine; and a key may be in it that is trusted no more. */
  faultAt(now: number): 'TRUST_OUTDATED' | 'CLOCK_WRONG' | null {
    if (this.issued > now + tolerance) {
      return 'CLOCK_WRONG';
    }
    return this.nextUpdate <= now ? 'TRUST_OUTDATED' : null;
  }

  /** Our published keys for a purpose. */
  ours(purpose: string, algorithm: Algorithm): TrustedKey[] {
    return this.own.filter((key) => key.jwk.alg === algorithm && includes(key.purposes, purpose));
  }

  /** Our keys that signed for a purpose and are not published for it any more. */
  former(purpose: string, algorithm: Algorithm): TrustedKey[] {
    return this.own.filter((key) => key.jwk.alg === algorithm && includes(key.signedFor, purpose) && !includes(key.purposes, purpose)).map((key) => ({ ...key, isFormer: true }));
  }

  /** Keys of others that a proof may name so. */
  named(verificationMethod: string): TrustedKey[] {
    return this.others.filter((key) => key.verificationMethods.includes(verificationMethod));
  }

  /** Keys of others with a certificate of that name. */
  certified(kid: string): TrustedKey[] {
    return this.others.filter((key) => hasCertificate(key, kid));
  }

  /** Keys of others that stand in a key set under that name. */
  inKeySets(kid: string): TrustedKey[] {
    return this.others.filter((key) => key.issuer !== null && key.jwk.kid === kid);
  }
}

export function hasCertificate(key: TrustedKey, kid: string): boolean {
  return key.certificates.some((certificate) => certificate.kid === kid);
}

/** Whether a key may have signed at a time. */
export function isValidAt(key: TrustedKey, at: number): boolean {
  return (key.notBefore === null || at >= key.notBefore) && (key.notAfter === null || at < key.notAfter);
}

function includes(purposes: readonly string[] | null, purpose: string): boolean {
  return purposes !== null && (purposes.length === 0 || purposes.includes(purpose));
}

function keysOf(issuer: Json, known: Partial<TrustedKey>): TrustedKey[] {
  const told = member(issuer, 'profile');
  const largest = member(told, 'largestSeries');
  const profile = told === undefined ? unknownProfile : {
    omits: texts(told, 'omits'),
    results: texts(told, 'results'),
    largestSeries: largest instanceof JsonNumber ? largest.value : null,
    endIsNotEnforced: member(told, 'endIsNotEnforced') === true,
  };
  return items(issuer, 'keys').map((key) => keyOf(key, { ...known, profile, verificationMethods: texts(key, 'verificationMethods') }));
}

function keyOf(key: Json, known: Partial<TrustedKey>): TrustedKey {
  const jwk = member(key, 'jwk');
  if (!(jwk instanceof Map)) {
    throw new TrustError('A key has no JWK.');
  }
  return {
    jwk: Object.fromEntries([...jwk].filter(([, value]) => typeof value === 'string')) as unknown as Jwk,
    verificationMethods: [],
    certificates: items(key, 'certificates').map(useOf),
    issuer: textOrNull(key, 'issuer'),
    issuerName: textOrNull(key, 'issuerName'),
    revoked: member(key, 'revoked') === undefined ? null : new Map(texts(key, 'revoked').map(revokedOf)),
    isRevokedElsewhere: member(key, 'revokedLeftOut') !== undefined,
    isOurs: false,
    isFormer: false,
    isPartlyListed: false,
    purposes: null,
    signedFor: null,
    profile: unknownProfile,
    notBefore: timeOrNull(key, 'notBefore'),
    notAfter: timeOrNull(key, 'notAfter'),
    ...known,
  };
}

function useOf(certificate: Json): SignerUse {
  return {
    kid: text(certificate, 'kid'),
    notBefore: timeOrNull(certificate, 'notBefore') ?? Infinity,
    notAfter: timeOrNull(certificate, 'notAfter') ?? -Infinity,
    types: texts(certificate, 'types'),
  };
}

/** As lists of revocations have it: a name, and maybe the time up to which it revokes. */
export function revokedOf(entry: string): [string, number | null] {
  const [name = '', until] = entry.split('.');
  return [name, until !== undefined && /^[0-9]{1,12}$/.test(until) ? Number(until) * 1000 : null];
}

function texts(parent: Json | undefined, name: string): string[] {
  return items(parent, name).filter((item) => typeof item === 'string');
}

function textOrNull(parent: Json, name: string): string | null {
  const value = member(parent, name);
  return typeof value === 'string' ? value : null;
}

/** A time that can't be read must not make a key good for all times. */
function timeOrNull(parent: Json, name: string): number | null {
  const value = textOrNull(parent, name);
  if (value === null) {
    return null;
  }
  const instant = parseInstant(value);
  if (!instant) {
    throw new TrustError('A time can\'t be read.');
  }
  return instant.at;
}

function zoneOf(name: string): Zone {
  try {
    return new Zone(name);
  } catch {
    throw new TrustError('The time zone is not known in this browser.');
  }
}

