import words from '../../../Divoc.Functions/Formats/SmartHealthCard/CardWords.table.json';
import products from '../../../Divoc.Functions/Types/Vaccination/VaccineProducts.table.json';
import { type Bytes, bytesOfBase64Url, latin1, skipSpace, startsWith, utf8, withoutLineEnds } from './bytes';
import { summary } from './divoc';
import { latestTime, tolerance, wordOf } from './eudcc';
import { inflate } from './inflate';
import { items, type Json, JsonNumber, type JsonObject, member, readClearObject, text } from './json';
import { type Judgement, Unreadable, untrusted, withoutNothing, type World } from './judgement';
import { verifies } from './keys';
import { isValidAt, type TrustedKey } from './trust';
import type { Reason } from './verdict';

/** SMART Health Cards: the texts of their codes, their file, and their JWS (SMART Health Cards Framework 1.4.0). */

const prefix = 'shc:/';
const purpose = 'shc';
const mostParts = 64;
const longestJws = 32 * 1024;
const mostBytes = 64 * 1024;
const mostPayload = 1024 * 1024;
const longestHeader = 512;
const longestKid = 128;
const levels = 32;
const bundle = '/vc/credentialSubject/fhirBundle';

/** What a payload looks like. */
export function likenessOfCard(payload: Uint8Array): 'yes' | 'perhaps' | 'no' {
  if (startsWith(payload, prefix) || isFile(payload)) {
    return 'yes';
  }
  return isJws(latin1(withoutLineEnds(payload))) ? 'perhaps' : 'no';
}

function isFile(payload: Uint8Array): boolean {
  const start = skipSpace(payload);
  return startsWith(start, '{') && startsWith(skipSpace(start.subarray(1)), '"verifiableCredential"');
}

function isJws(written: string): boolean {
  return /^eyJ[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*$/.test(written);
}

/** The JWS in a payload; null where it can't be read. */
function jwsOf(payload: Uint8Array): string | null {
  if (isFile(payload)) {
    const cards = payload.length <= mostPayload ? items(readClearObject(payload, levels) ?? undefined, 'verifiableCredential') : [];
    if (cards.length > 1) {
      throw new Unreadable('SEVERAL_CERTIFICATES');
    }
    return typeof cards[0] === 'string' ? cards[0] : null;
  }
  const written = latin1(withoutLineEnds(payload));
  if (!written.startsWith(prefix)) {
    return written;
  }
  return written.length <= 2 * longestJws + mostParts * 16 ? ofLines(written.split('\n').map((line) => line.replace(/\r+$/, ''))) : null;
}

/** A card may be divided among several codes: `shc:/{number}/{count}/{digits}`. */
function ofLines(texts: readonly string[]): string | null {
  const parts = texts.map((line) => {
    const steps = /^shc:\/(?:([0-9]+)\/([0-9]+)\/)?([^/]*)$/.exec(line);
    const [number, count] = [Number(steps?.[1] ?? 1), Number(steps?.[2] ?? 1)];
    return steps && number >= 1 && number <= count && count <= mostParts ? { number, count, digits: steps[3]! } : null;
  });
  const first = parts[0];
  if (!first || texts.length > mostParts + 1) {
    return null;
  }
  const all = parts.filter((part) => part !== null);
  if (all.length < parts.length) {
    return null;
  }
  if (all.some((part) => part.count !== first.count) || new Set(all.map((part) => part.number)).size < all.length) {
    throw new Unreadable('SEVERAL_CERTIFICATES');
  }
  if (all.length < first.count) {
    throw new Unreadable('PARTS_MISSING');
  }
  return ofDigits(all.sort((one, other) => one.number - other.number).map((part) => part.digits).join(''));
}

/** Two digits a character, counted from the hyphen on. */
function ofDigits(digits: string): string | null {
  if (digits.length % 2 !== 0 || digits.length > 2 * longestJws || !/^[0-9]*$/.test(digits)) {
    return null;
  }
  let jws = '';
  for (let index = 0; index < digits.length; index += 2) {
    const pair = Number(digits.slice(index, index + 2));
    if (pair > 77) {
      return null;
    }
    jws += String.fromCharCode(45 + pair);
  }
  return jws;
}

interface CardJws {
  readonly kid: string;
  readonly signed: Bytes;
  readonly packed: Bytes;
  readonly signature: Bytes;
}

function readJws(jws: string): CardJws | null {
  if (jws.length > longestJws || !isJws(jws)) {
    return null;
  }
  const [header, payload, last] = jws.split('.') as [string, string, string];
  const [bytes, packed, signature] = [header, payload, last].map(bytesOfBase64Url);
  const told = bytes && bytes.length <= longestHeader ? readClearObject(bytes, 2) : null;
  const kid = told?.get('kid');
  const isCard = told?.size === 3 && told.get('alg') === 'ES256' && told.get('zip') === 'DEF' && typeof kid === 'string' && kid.length > 0 && kid.length <= longestKid;
  return isCard && packed && signature?.length === 64 ? { kid, signed: utf8(`${header}.${payload}`), packed, signature } : null;
}

export async function judgeCard(payload: Uint8Array, world: World): Promise<Judgement> {
  const written = jwsOf(payload);
  if (written === null) {
    return untrusted('MALFORMED', 'unknown');
  }
  const jws = readJws(written);
  if (!jws) {
    return untrusted(isJws(written) ? 'PROOF_UNSUPPORTED' : 'MALFORMED', 'unknown');
  }
  const { trust } = world;
  const candidates = [...trust.ours(purpose, 'ES256').filter((key) => key.jwk.kid === jws.kid), ...trust.inKeySets(jws.kid)];
  const former = trust.former(purpose, 'ES256').filter((key) => key.jwk.kid === jws.kid);
  let signers = await signersAmong(candidates, jws);
  if (signers.length === 0) {
    signers = await signersAmong(former, jws);
  }
  if (signers.length === 0) {
    return candidates.length + former.length > 0 ? untrusted('SIGNATURE_WRONG', 'invalid') : untrusted('ISSUER_UNKNOWN', 'unknown');
  }
  return judge(jws, signers, world);
}

async function signersAmong(keys: readonly TrustedKey[], jws: CardJws): Promise<TrustedKey[]> {
  const signers: TrustedKey[] = [];
  for (const key of keys) {
    if (key.jwk.crv === 'P-256' && (await verifies(key.jwk, 'ES256', jws.signature, jws.signed))) {
      signers.push(key);
    }
  }
  return signers;
}

function judge(jws: CardJws, signers: readonly TrustedKey[], world: World): Judgement {
  const unpacked = inflate(jws.packed, mostBytes)?.bytes;
  const root = unpacked && unpacked.length > 0 ? readClearObject(unpacked, levels) : null;
  if (!root) {
    return untrusted('MALFORMED', 'valid');
  }
  const vc = member(root, 'vc');
  const resources = items(member(member(vc, 'credentialSubject'), 'fhirBundle'), 'entry').map((entry) => member(entry, 'resource'));
  const [from, end] = [timeOf(root, 'nbf'), timeOf(root, 'exp')];
  const fault = faultOf(root, vc, resources);
  if (fault || from === null) {
    return { faults: [fault!], signature: 'valid' };
  }
  const issuer = text(root, 'iss');
  // What a key of ours signed was signed here, whatever the setting was then.
  const key = signers.find((one) => one.isOurs || (isIssuer(issuer) && one.issuer === issuer));
  if (!key) {
    return untrusted('ISSUER_NOT_OF_KEY', 'valid', '/iss');
  }
  if (from > world.now + tolerance) {
    return untrusted('SIGNED_IN_FUTURE', 'valid');
  }
  if (!isValidAt(key, from)) {
    return untrusted('KEY_NOT_VALID', 'valid');
  }

  const name = text(vc, 'rid');
  const until = name === '' ? undefined : key.revoked?.get(name);
  const isRevoked = until === null || (until !== undefined && from < until);
  const isOver = end !== null && world.now >= end + tolerance;
  const doses = sorted(resources.filter((one) => is(one, 'Immunization')), dayOf);
  const results = sorted(resources.filter((one) => is(one, 'Observation')), (result) => text(result, 'effectiveDateTime'));
  const kind = doses.length > 0 ? 'vaccination' : results.length > 0 ? 'test' : '';
  return {
    key,
    doubts: [...(isRevoked ? [{ code: 'REVOKED' }] : []), ...(isOver ? [{ code: 'EXPIRED' }] : [])],
    listedBy: 'registry',
    isRevocationChecked: key.revoked !== null,
    isListedElsewhere: key.isRevokedElsewhere && name !== '',
    ...withoutNothing({
      // Which of our certificates a card holds, only the registry knows.
      certificateId: key.isOurs ? null : name,
      kind,
      issuer,
      verificationMethod: jws.kid,
      issued: new Date(from).toISOString(),
      validUntil: end === null ? null : world.trust.zone.format(end - 1000),
      summary: summaryOf(resources.find((one) => is(one, 'Patient')), doses, results, key.issuerName),
    }),
  } as Judgement;
}

function faultOf(root: JsonObject, vc: Json | undefined, resources: readonly (Json | undefined)[]): Reason | null {
  if (text(root, 'iss') === '') {
    return { code: 'FIELD_MISSING', pointer: '/iss' };
  }
  if (timeOf(root, 'nbf') === null) {
    return { code: 'FIELD_MISSING', pointer: '/nbf' };
  }
  if (root.has('exp') && timeOf(root, 'exp') === null) {
    return { code: 'FIELD_TYPE', pointer: '/exp' };
  }
  if (!items(vc, 'type').includes('https://smarthealth.cards#health-card')) {
    return { code: 'UNKNOWN_KIND', pointer: '/vc/type' };
  }
  const persons = resources.filter((one) => is(one, 'Patient')).length;
  if (persons !== 1) {
    return { code: persons === 0 ? 'FIELD_MISSING' : 'FIELD_UNEXPECTED', pointer: `${bundle}/entry` };
  }
  const wrong = resources.findIndex((one) => (is(one, 'Immunization') && text(one, 'status') !== 'completed')
    || (is(one, 'Observation') && !['final', 'amended', 'corrected'].includes(text(one, 'status'))));
  return wrong < 0 ? null : { code: 'FIELD_UNEXPECTED', pointer: `${bundle}/entry/${wrong}/resource/status` };
}

/** An https URL without a slash at its end; on a developer's machine http will do. */
function isIssuer(written: string): boolean {
  return /^(?:https:\/\/[^/?#@]+|http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::[0-9]+)?)(?:\/[^?#]*)?$/i.test(written) && !written.endsWith('/');
}

function is(resource: Json | undefined, type: string): boolean {
  return text(resource, 'resourceType') === type;
}

function timeOf(root: JsonObject, name: string): number | null {
  const value = root.get(name);
  const seconds = value instanceof JsonNumber ? value.value : NaN;
  return seconds >= 0 && seconds < latestTime ? Math.round(seconds * 1000) : null;
}

function dayOf(dose: Json | undefined): string {
  return text(dose, 'occurrenceDateTime').slice(0, 10);
}

function sorted(resources: readonly (Json | undefined)[], keyOf: (resource: Json | undefined) => string): (Json | undefined)[] {
  return [...resources].sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : Number(keyOf(one) > keyOf(other))));
}

function summaryOf(patient: Json | undefined, doses: readonly (Json | undefined)[], results: readonly (Json | undefined)[], issuerName: string | null): Record<string, string | number> {
  const values: [string, string | number | null][] = [['name', nameOf(patient)], ['dateOfBirth', text(patient, 'birthDate')]];
  const latest = doses.at(-1);
  if (latest !== undefined) {
    values.push(
      ['vaccine', vaccineOf(latest)],
      ['date', text(latest, 'occurrenceDateTime')],
      ['batch', text(latest, 'lotNumber')],
      ['facility', text(member(items(latest, 'performer')[0], 'actor'), 'display')],
      ['doses', doses.length],
      ['earlierDoses', doses.slice(0, -1).map((dose) => `${vaccineOf(dose)} ${dayOf(dose)}`.trim()).join(', ')],
      ['isSubpotent', member(latest, 'isSubpotent') === true ? 'true' : null],
    );
  }
  const result = results.at(-1);
  if (result !== undefined) {
    const value = member(result, 'valueCodeableConcept');
    values.push(
      ['testType', wordOf(words, codeOf(member(result, 'code'))[1])],
      ['result', value instanceof Map ? wordOf(words, codeOf(value)[1]) : text(result, 'valueString')],
      ['sampleCollected', text(result, 'effectiveDateTime')],
      ['facility', text(items(result, 'performer')[0], 'display')],
    );
  }
  return summary([...values, ['issuer', issuerName]]);
}

function nameOf(patient: Json | undefined): string {
  const name = items(patient, 'name')[0];
  const parts = [...items(name, 'prefix'), ...items(name, 'given'), text(name, 'family'), ...items(name, 'suffix')];
  return text(name, 'text') || parts.filter((part) => typeof part === 'string' && part !== '').join(' ');
}

function codeOf(concept: Json | undefined): readonly [system: string, code: string] {
  const coding = items(concept, 'coding')[0];
  return [text(coding, 'system'), text(coding, 'code')];
}

function vaccineOf(dose: Json | undefined): string {
  const [system, code] = codeOf(member(dose, 'vaccineCode'));
  const found = (products.products as readonly ProductRow[]).find((row) => code === {
    [systems.cvx]: row.cvxIsOfAntigen ? undefined : row.cvx,
    [systems.icd11]: row.icd11Product,
    [systems.snomed]: row.snomed,
  }[system]);
  return found?.product ?? code;
}

interface ProductRow {
  readonly product: string;
  readonly cvx?: string;
  readonly cvxIsOfAntigen?: boolean;
  readonly icd11Product?: string;
  readonly snomed?: string;
}

const systems = { cvx: 'http://hl7.org/fhir/sid/cvx', icd11: 'http://id.who.int/icd/release/11/mms', snomed: 'http://snomed.info/sct' };
