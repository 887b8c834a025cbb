import words from '../../../Divoc.Functions/Formats/EuDcc/EuWords.table.json';
import products from '../../../Divoc.Functions/Types/Vaccination/VaccineProducts.table.json';
import { base64, latin1, startsWith, withoutLineEnds } from './bytes';
import { bytesOfBase45 } from './base45';
import { type Cbor, CborMap, readCbor } from './cbor';
import { type CoseMessage, readMessage, signingInput } from './cose';
import { summary } from './divoc';
import { inflateZlib } from './inflate';
import { items, type Json, JsonNumber, type JsonObject, member, text, wholeNumber } from './json';
import { type Judgement, type Untrusted, untrusted, withoutNothing, type World } from './judgement';
import { type Algorithm, isRsa, modulusLength, verifies } from './keys';
import { parseDay } from './times';
import { hasCertificate, isValidAt, type TrustedKey } from './trust';

/** EU Digital COVID Certificates: the text `HC1:…` of a QR code, a signed CWT (Electronic Health Certificate Specification 1.0.1). */

const prefix = 'HC1:';
const purpose = 'dcc';
const longestText = 4296;
const mostBytes = 16 * 1024;
const longestKid = 64;
const smallestModulus = 256;
const largestModulus = 512;

/** 9000-01-01, in seconds since 1970. */
export const latestTime = 221_845_392_000;

/** Clocks of issuers may differ from ours by this much. */
export const tolerance = 60_000;

const types: Record<string, string> = { v: 'vaccination', t: 'test', r: 'recovery' };

export function isHealthCertificate(payload: Uint8Array): boolean {
  return startsWith(payload, prefix);
}

export async function judgeHealthCertificate(payload: Uint8Array, world: World): Promise<Judgement> {
  const written = withoutLineEnds(payload);
  const packed = written.length <= longestText ? bytesOfBase45(latin1(written.subarray(prefix.length))) : null;
  const bytes = packed && inflateZlib(packed, mostBytes);
  const message = bytes && readMessage(bytes);
  if (!message) {
    return untrusted('MALFORMED', 'unknown');
  }
  const found = await signerOf(message, world);
  return 'faults' in found ? found : judge(message, found, world);
}

/** The type of the key decides the algorithm, never the message alone. */
async function signerOf(message: CoseMessage, world: World): Promise<TrustedKey | Untrusted> {
  const algorithm = algorithmOf(message);
  if (message.isCritical || !message.kid || message.kid.length === 0 || message.kid.length > longestKid || !algorithm) {
    return untrusted('PROOF_UNSUPPORTED', 'unknown');
  }
  const name = base64(message.kid);
  const candidates = [...world.trust.ours(purpose, algorithm), ...world.trust.certified(name), ...world.trust.former(purpose, algorithm)];
  const data = signingInput(message);
  for (const key of candidates) {
    if (fits(key, algorithm) && (await verifies(key.jwk, algorithm, message.signature, data))) {
      return key;
    }
  }
  return candidates.some((key) => hasCertificate(key, name)) ? untrusted('SIGNATURE_WRONG', 'invalid') : untrusted('ISSUER_UNKNOWN', 'unknown');
}

function algorithmOf(message: CoseMessage): Algorithm | null {
  if (message.algorithm === -7n && message.signature.length === 64) {
    return 'ES256';
  }
  return message.algorithm === -37n && message.signature.length >= smallestModulus && message.signature.length <= largestModulus ? 'PS256' : null;
}

function fits(key: TrustedKey, algorithm: Algorithm): boolean {
  if (algorithm === 'ES256') {
    return key.jwk.crv === 'P-256';
  }
  const length = modulusLength(key.jwk);
  return isRsa(key.jwk) && length >= smallestModulus && length <= largestModulus;
}

function judge(message: CoseMessage, key: TrustedKey, world: World): Judgement {
  const claims = readCbor(message.payload);
  const certificate = claims instanceof CborMap ? certificateOf(claims) : null;
  if (!(claims instanceof CborMap) || certificate === null) {
    return untrusted('MALFORMED', 'valid');
  }
  const [issued, end] = [timeOf(claims.get(6)), timeOf(claims.get(4))];
  if (issued === null || end === null) {
    return untrusted('FIELD_MISSING', 'valid');
  }
  // The certificate that names the key; there is none where our key has another one by now.
  const kid = base64(message.kid!);
  const signer = key.certificates.find((one) => one.kid === kid);
  if ((signer && (world.now < signer.notBefore || world.now > signer.notAfter)) || !isValidAt(key, issued)) {
    return untrusted('KEY_NOT_VALID', 'valid');
  }
  if (issued > world.now + tolerance) {
    return untrusted('SIGNED_IN_FUTURE', 'valid');
  }
  const content = contentOf(certificate);
  if ('faults' in content) {
    return content;
  }
  const { group, entry } = content;
  if (signer && !signer.types.includes(types[group]!)) {
    return untrusted('SIGNER_NOT_FOR_KIND', 'valid');
  }

  const last = world.trust.zone.format(end - 1000);
  const until = text(entry, 'du');
  const [untilDay, lastDay] = [parseDay(until), parseDay(last)];
  const isEarlier = group === 'r' && untilDay !== null && lastDay !== null && untilDay < lastDay;
  const from = group === 'r' && parseDay(text(entry, 'df')) !== null ? text(entry, 'df') : null;
  const id = text(entry, 'ci');
  return {
    key,
    doubts: world.now >= end + tolerance ? [{ code: 'EXPIRED' }] : [],
    listedBy: 'id',
    ...withoutNothing({
      certificateId: key.isOurs ? ownId(id) : id,
      kind: types[group]!,
      issuer: text(entry, 'is'),
      verificationMethod: kid,
      issued: new Date(issued).toISOString(),
      validFrom: from,
      validUntil: isEarlier ? until : last,
      summary: summaryOf(certificate, group, entry),
    }),
  } as Judgement;
}

/** Our identifiers end in the id of the certificate, before a checksum; empty for others, which are none of ours. */
function ownId(uvci: string): string {
  const id = uvci.split('#')[0]!.split(':').pop()!.toLowerCase();
  return /^[0-9a-hjkmnp-tv-z]{26}$/.test(id) ? id : '';
}

/** Some issuers write fractions of seconds. */
function timeOf(value: Cbor | undefined): number | null {
  const seconds = typeof value === 'bigint' || typeof value === 'number' ? Number(value) : NaN;
  return seconds >= 0 && seconds < latestTime ? Math.floor(seconds * 1000) : null;
}

/** The certificate as JSON; undefined where there is none, null where JSON can't have it. */
function certificateOf(claims: CborMap): JsonObject | undefined | null {
  const health = claims.get(-260);
  const certificate = health instanceof CborMap ? health.get(1) : undefined;
  return certificate instanceof CborMap ? (jsonOf(certificate) as JsonObject | null) : undefined;
}

function jsonOf(item: Cbor): Json | null {
  const isJson = (one: Cbor): boolean => {
    if (one instanceof CborMap) {
      return [...one.members].every(([name, value]) => typeof name === 'string' && isJson(value));
    }
    if (Array.isArray(one)) {
      return one.every(isJson);
    }
    return typeof one === 'number' ? Number.isFinite(one) : !(one instanceof Uint8Array);
  };
  const made = (one: Cbor): Json => {
    if (one instanceof CborMap) {
      return new Map([...one.members].map(([name, value]) => [name as string, made(value)]));
    }
    if (Array.isArray(one)) {
      return one.map(made);
    }
    return typeof one === 'bigint' || typeof one === 'number' ? new JsonNumber(String(one)) : (one as string);
  };
  return isJson(item) ? made(item) : null;
}

/** One person, and one entry of one group: which of several the signer vouches for would be left to the reader. */
function contentOf(root: JsonObject | undefined): { readonly group: string; readonly entry: JsonObject } | Untrusted {
  const name = member(root, 'nam');
  if (!['fn', 'fnt', 'gn', 'gnt'].some((part) => text(name, part) !== '')) {
    return untrusted('FIELD_MISSING', 'valid', '/nam');
  }
  const groups = Object.keys(types).filter((group) => items(root, group).length > 0);
  const [group] = groups;
  if (group === undefined) {
    return { faults: [{ code: 'FIELD_MISSING', pointers: Object.keys(types).map((one) => `/${one}`) }], signature: 'valid' };
  }
  if (groups.length > 1) {
    return { faults: [{ code: 'FIELD_UNEXPECTED', pointers: groups.map((one) => `/${one}`) }], signature: 'valid' };
  }
  const entries = items(root, group);
  if (entries.length > 1) {
    return untrusted('FIELD_UNEXPECTED', 'valid', `/${group}/1`);
  }
  const entry = entries[0];
  return entry instanceof Map ? { group, entry } : untrusted('FIELD_TYPE', 'valid', `/${group}/0`);
}

function summaryOf(root: JsonObject | undefined, group: string, entry: JsonObject): Record<string, string | number> {
  const name = member(root, 'nam');
  const either = (written: string, transliterated: string) => text(name, written) || text(name, transliterated);
  const word = (code: string) => wordOf(words, text(entry, code));
  const product = text(entry, 'mp');
  const byGroup: Record<string, [string, string | number | null][]> = {
    v: [
      ['vaccine', products.products.find((one) => 'eu' in one && (one.eu as { issue?: boolean }).issue !== false && one.eu?.mp === product)?.product ?? product],
      ['date', text(entry, 'dt')],
      ['dose', wholeNumber(entry, 'dn')],
      ['totalDoses', wholeNumber(entry, 'sd')],
    ],
    t: [['testType', word('tt')], ['disease', word('tg')], ['result', word('tr')], ['sampleCollected', text(entry, 'sc')], ['facility', text(entry, 'tc')]],
    r: [['disease', word('tg')], ['firstPositiveTest', text(entry, 'fr')], ['validFrom', text(entry, 'df')], ['validUntil', text(entry, 'du')]],
  };
  return summary([
    ['name', [either('gn', 'gnt'), either('fn', 'fnt')].filter((part) => part !== '').join(' ')],
    ['dateOfBirth', text(root, 'dob')],
    ...byGroup[group]!,
    ['country', text(entry, 'co')],
  ]);
}

/** The word that verifiers know for a code; the code where there is none. */
export function wordOf(table: Readonly<Record<string, string>>, code: string): string {
  return Object.hasOwn(table, code) ? table[code]! : code;
}
