import words from '../../../Divoc.Functions/Formats/Ddcc/DdccWords.table.json';
import products from '../../../Divoc.Functions/Types/Vaccination/VaccineProducts.table.json';
import { base64, base64Url, type Bytes, bytesOfBase64Url, bytesOfLatin1, latin1, utf8 } from './bytes';
import { summary } from './divoc';
import { tolerance, wordOf } from './eudcc';
import { canonicalize, items, type Json, JsonNumber, type JsonObject, member, readClearObject, readJson, text, wholeNumber } from './json';
import { type Judgement, type Untrusted, untrusted, withoutNothing, type World } from './judgement';
import { isRsa, verifies } from './keys';
import { parseDay, parseInstant } from './times';
import { isValidAt, type TrustedKey } from './trust';

/** The WHO's signed documents (DDCC 1.0.0), which only keys of ours sign. */

const purpose = 'ddcc';
const mostBytes = 64 * 1024;
const levels = 32;
const longestData = 4096;
const longestHeader = 1024;
const guide = 'http://smart.who.int/ddcc/StructureDefinition/';
const kinds: Record<string, readonly [type: string, focus: string]> = { 'ddcc-vs': ['vaccination', 'Immunization'], 'ddcc-tr': ['test', 'Observation'] };

/** Whether it says that it is a bundle that is a document, before anything that can't be read. */
export function isDocument(payload: Uint8Array): boolean {
  if (payload.length > mostBytes) {
    return false;
  }
  const seen = new Set<string>();
  readJson(payload, levels, (name, value) => {
    if ((name === 'resourceType' && value === 'Bundle') || (name === 'type' && value === 'document')) {
      seen.add(name);
    }
  });
  return seen.size === 2;
}

export async function judgeDocument(payload: Uint8Array, world: World): Promise<Judgement> {
  const root = payload.length <= mostBytes ? readClearObject(payload, levels) : null;
  if (!root || !hasPlainNumbers(root)) {
    return untrusted('MALFORMED', 'unknown');
  }
  const signature = root.get('signature');
  if (!(signature instanceof Map)) {
    return untrusted('NO_PROOF', 'unknown');
  }
  const jws = readJws(text(signature, 'data'));
  if (!jws) {
    return untrusted('PROOF_UNSUPPORTED', 'unknown', '/signature/data');
  }
  const content = canonicalize(new Map([...root].filter(([name]) => name !== 'signature')));
  if (content === null) {
    return untrusted('MALFORMED', 'unknown');
  }
  const found = await signerOf(jws, utf8(`${jws.header}.${base64Url(utf8(content))}`), world);
  return 'faults' in found ? found : judge(root, signature, jws, found, world);
}

/** A number that is written in another way than its canonical one could be read as another one. */
function hasPlainNumbers(value: Json): boolean {
  if (value instanceof JsonNumber) {
    return String(value.value) === value.raw;
  }
  return value instanceof Map ? [...value.values()].every(hasPlainNumbers) : !Array.isArray(value) || value.every(hasPlainNumbers);
}

interface DetachedJws {
  readonly header: string;
  readonly algorithm: 'ES256' | 'PS256';
  readonly kid: string;
  readonly signature: Bytes;
}

/** A detached JWS in base64, each of its parts written in the only way there is. */
function readJws(data: string): DetachedJws | null {
  if (data.length > longestData || !/^[A-Za-z0-9+/]*={0,2}$/.test(data) || data.length % 4 !== 0) {
    return null;
  }
  const bytes = bytesOfLatin1(atob(data));
  const [header, payload, encoded, ...more] = latin1(bytes).split('.');
  const told = bytesOfBase64Url(header ?? '');
  const signature = bytesOfBase64Url(encoded ?? '');
  if (base64(bytes) !== data || header === undefined || payload !== '' || encoded === undefined || more.length > 0 || !told || told.length > longestHeader || !signature) {
    return null;
  }
  const members = readClearObject(told, 1);
  const [algorithm, kid] = [members?.get('alg'), members?.get('kid')];
  const isOne = members?.size === 2 && (algorithm === 'ES256' || algorithm === 'PS256') && typeof kid === 'string';
  return isOne ? { header, algorithm, kid, signature } : null;
}

async function signerOf(jws: DetachedJws, signed: Bytes, world: World): Promise<TrustedKey | Untrusted> {
  const { trust } = world;
  const others = trust.named(jws.kid).filter((key) => key.isOurs);
  const named = [...trust.ours(purpose, jws.algorithm), ...others, ...trust.former(purpose, jws.algorithm)].filter((key) => key.jwk.kid === jws.kid);
  for (const key of named) {
    const fits = jws.algorithm === 'ES256' ? key.jwk.crv === 'P-256' && jws.signature.length === 64 : isRsa(key.jwk) && key.jwk.alg === 'PS256';
    if (fits && (await verifies(key.jwk, jws.algorithm, jws.signature, signed))) {
      return key;
    }
  }
  return named.length > 0 ? untrusted('SIGNATURE_WRONG', 'invalid') : untrusted('ISSUER_UNKNOWN', 'unknown');
}

function judge(root: JsonObject, signature: JsonObject, jws: DetachedJws, key: TrustedKey, world: World): Judgement {
  const resources = items(root, 'entry').map((entry) => member(entry, 'resource'));
  const composition = resources[0];
  const symbol = text(firstCoding(items(composition, 'category')[0]), 'code');
  const [kind, focusType] = Object.hasOwn(kinds, symbol) ? kinds[symbol]! : [null, null];
  const id = text(member(composition, 'identifier'), 'value');
  const [person, focus] = [only(resources, 'Patient'), focusType === null ? undefined : only(resources, focusType)];
  if (text(composition, 'resourceType') !== 'Composition') {
    return untrusted('FIELD_MISSING', 'valid', '/entry/0/resource');
  }
  if (kind === null) {
    return untrusted('UNKNOWN_KIND', 'valid', '/entry/0/resource/category');
  }
  if (!items(root, 'link').some((link) => text(link, 'url') === `urn:HCID:${id}`)) {
    return { faults: [{ code: 'CERTIFICATE_ID_MISMATCH', pointers: ['/entry/0/resource/identifier/value', '/link'] }], signature: 'valid' };
  }
  if (!person || !focus) {
    return untrusted('FIELD_MISSING', 'valid', '/entry');
  }

  // The signature can't cover its own object, so that may tell nothing that the document does not tell.
  const when = text(root, 'timestamp');
  const authority = text(member(items(composition, 'attester')[0], 'party'), 'reference');
  const expected = `{"data":${JSON.stringify(text(signature, 'data'))},"sigFormat":"application/jose","targetFormat":"application/fhir+json",`
    + '"type":[{"code":"1.2.840.10065.1.12.1.5","system":"urn:iso-astm:E1762-95:2013"}],'
    + `"when":${JSON.stringify(when)},"who":{"reference":${JSON.stringify(authority)}}}`;
  if (canonicalize(signature) !== expected) {
    return untrusted('NOT_WHOLLY_SIGNED', 'valid', '/signature');
  }
  const made = parseInstant(when);
  if (!made) {
    return untrusted('DATE_UNREADABLE', 'valid', '/timestamp');
  }
  if (made.at > world.now + tolerance) {
    return untrusted('SIGNED_IN_FUTURE', 'valid', '/timestamp');
  }
  if (!isValidAt(key, made.at)) {
    return untrusted('KEY_NOT_VALID', 'valid');
  }
  const period = member(items(composition, 'event')[0], 'period');
  const dayOrNull = (name: string) => (parseDay(text(period, name)) === null ? null : text(period, name));
  const country = resources.map((one) => text(extension(one, 'DDCCCountryOfEvent'), 'valueCode')).find((one) => one !== '') ?? '';
  return {
    key,
    doubts: [],
    listedBy: 'id',
    ...withoutNothing({
      certificateId: id,
      kind,
      issuer: text(only(resources, 'Organization'), 'name'),
      verificationMethod: jws.kid,
      issued: when,
      validFrom: dayOrNull('start'),
      validUntil: dayOrNull('end'),
      summary: summary([
        ['name', text(items(person, 'name')[0], 'text')],
        ['dateOfBirth', text(person, 'birthDate')],
        ...(kind === 'vaccination' ? vaccinationOf(focus) : testOf(focus)),
        ['country', country],
      ]),
    }),
  } as Judgement;
}

function vaccinationOf(focus: Json): [string, string | number | null][] {
  const brand = text(member(extension(focus, 'DDCCEventBrand'), 'valueCoding'), 'code');
  const protocol = items(focus, 'protocolApplied')[0];
  const names = products.products.filter((row) => 'icd11Product' in row && row.icd11Product === brand).map((row) => row.product);
  return [
    ['vaccine', names.join(' / ') || brand],
    ['date', text(focus, 'occurrenceDateTime')],
    ['dose', wholeNumber(protocol, 'doseNumberPositiveInt')],
    ['totalDoses', wholeNumber(protocol, 'seriesDosesPositiveInt')],
  ];
}

function testOf(focus: Json): [string, string][] {
  const word = (name: string) => wordOf(words, text(firstCoding(member(focus, name)), 'code'));
  return [
    ['testType', word('code')],
    ['result', word('valueCodeableConcept')],
    ['sampleCollected', text(focus, 'effectiveDateTime')],
    ['facility', text(items(focus, 'performer')[0], 'display')],
  ];
}

function only(resources: readonly (Json | undefined)[], type: string): JsonObject | undefined {
  const found = resources.filter((one) => text(one, 'resourceType') === type);
  return found.length === 1 && found[0] instanceof Map ? found[0] : undefined;
}

function firstCoding(concept: Json | undefined): Json | undefined {
  return items(concept, 'coding')[0];
}

function extension(resource: Json | undefined, name: string): Json | undefined {
  return items(resource, 'extension').find((one) => text(one, 'url') === guide + name);
}
