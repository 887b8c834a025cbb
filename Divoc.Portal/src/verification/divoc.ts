import { bytesOfBase64Url, join, sha256, skipSpace, startsWith, utf8, withoutByteOrderMark, type Bytes, latin1 } from './bytes';
import { canonicalNQuads } from './canonicalize';
import { doubtsOf, evidenceText, nodeDoubts, type Presented, readDate } from './content';
import { countOf, faultsOf, kindOf } from './fields';
import { canonicalize, type JsonObject, readClearObject, readJson, text } from './json';
import { type Judgement, Unreadable, untrusted, withoutNothing, type World } from './judgement';
import { type Algorithm, isRsa, modulusLength, verifies } from './keys';
import { statementsOf, statementsOfProof } from './statements';
import { formatDate, parseInstant } from './times';
import { isValidAt, type TrustedKey } from './trust';
import type { Reason } from './verdict';
import { unpack } from './zip';

/** DIVOC's credentials: W3C credentials in JSON-LD with a proof, alone or in the archive of a QR code. */

const mostBytes = 64 * 1024;
const levels = 32;
const headerLevels = 4;
const smallestModulus = 256;
const purpose = 'divoc';

/** Clocks of issuers may be this much ahead. */
const tolerance = 10 * 60_000;

const members = ['credentialSubject', 'evidence', 'proof'];

export function isArchive(payload: Uint8Array): boolean {
  return startsWith(lead(payload), 'PK');
}

export function isJson(payload: Uint8Array): boolean {
  return startsWith(lead(payload), '{');
}

function lead(payload: Uint8Array): Uint8Array {
  return skipSpace(withoutByteOrderMark(payload));
}

export async function judgeCredential(payload: Uint8Array, world: World): Promise<Judgement> {
  const json = isArchive(payload) ? unpack(payload) : payload;
  if (!json) {
    throw new Unreadable('NOT_A_CERTIFICATE');
  }
  if (json.length > mostBytes) {
    throw new Unreadable('CERTIFICATE_TOO_LARGE');
  }
  const credential = read(json);
  if (!credential) {
    return untrusted('MALFORMED', 'unknown');
  }
  const kind = kindOf(credential);
  if (!kind) {
    return untrusted('UNKNOWN_KIND', 'unknown', '/@context');
  }
  const faults = faultsOf(credential, kind);
  if (faults.length > 0) {
    return { faults, signature: 'unknown' };
  }
  if (!credential.has('proof')) {
    return untrusted('NO_PROOF', 'unknown');
  }

  const presented: Presented = { root: credential, kind, subject: credential.get('credentialSubject') as JsonObject, evidence: (credential.get('evidence') as JsonObject[])[0]! };
  const found = await new ProofCheck(presented, world).run();
  if ('faults' in found) {
    // What an id that is none has to do with it, a signature that covers only a part does not tell.
    return found.faults[0]?.code === 'NOT_WHOLLY_SIGNED' ? { ...found, faults: [...found.faults, ...nodeDoubts(presented)] } : found;
  }
  const [doubts, id] = [doubtsOf(presented, found.profile), text(presented.evidence, 'certificateId')];
  return {
    key: found,
    doubts,
    listedBy: 'hash',
    hasOtherId: doubts.some((doubt) => doubt.code === 'CERTIFICATE_ID_MISMATCH') && (id === '' || !text(presented.evidence, 'id').endsWith(id)),
    ...withoutNothing({
      certificateId: id,
      kind: kind.certificateType,
      issuer: text(credential, 'issuer'),
      verificationMethod: text(credential.get('proof'), 'verificationMethod'),
      issued: text(credential, 'issuanceDate'),
      validFrom: dayOf(presented, 'effectiveStart'),
      validUntil: dayOf(presented, 'effectiveUntil'),
      summary: summaryOf(presented),
    }),
  } as Judgement;
}

/** The credential; null where programs may read it in two ways. */
function read(json: Uint8Array): JsonObject | null {
  const document = readJson(json, levels);
  if (!document || !(document.value instanceof Map)) {
    throw new Unreadable('NOT_A_CERTIFICATE');
  }
  const { value } = document;
  if (!document.isUnicode || document.hasDuplicates || canonicalize(value) === null) {
    // Looked for in the bytes, since what is malformed must not be read.
    const bytes = latin1(json);
    if (members.some((name) => bytes.includes(`"${name}"`))) {
      return null;
    }
    throw new Unreadable('NOT_A_CERTIFICATE');
  }
  if (!members.some((name) => value.has(name))) {
    throw new Unreadable('NOT_A_CERTIFICATE');
  }
  return value;
}

type ProofResult = TrustedKey | 'invalid proof' | 'not wholly signed' | 'wrong signature' | null;

/** Step 2, the signature: finds the trusted key that signed a credential. */
class ProofCheck {
  private readonly proof: JsonObject;
  private readonly jws: ReturnType<typeof readJws>;
  private input: Bytes | null | undefined;

  constructor(
    private readonly presented: Presented,
    private readonly world: World,
  ) {
    this.proof = presented.root.get('proof') as JsonObject;
    this.jws = readJws(text(this.proof, 'jws'));
  }

  async run(): Promise<TrustedKey | { readonly faults: readonly Reason[]; readonly signature: 'valid' | 'invalid' | 'unknown' }> {
    const { trust, now } = this.world;
    const created = parseInstant(text(this.proof, 'created'));
    if (!created) {
      return untrusted('DATE_UNREADABLE', 'unknown', '/proof/created');
    }
    const method = text(this.proof, 'verificationMethod');
    const candidates = [...trust.ours(purpose, 'PS256'), ...trust.named(method)];
    let result = await this.attempt(candidates.filter((key) => isValidAt(key, created.at)));
    if (result === null || result === 'wrong signature') {
      const former = trust.former(purpose, 'PS256');
      const earlier = former.length > 0 ? await this.attempt(former) : null;
      result = earlier !== null && typeof earlier !== 'string' ? earlier : result;
    }
    switch (result) {
      case null:
      case 'invalid proof':
        return untrusted('PROOF_UNSUPPORTED', 'unknown');
      case 'not wholly signed':
        return untrusted('NOT_WHOLLY_SIGNED', 'unknown');
      case 'wrong signature': {
        const named = candidates.filter((key) => key.verificationMethods.includes(method));
        if (named.length === 0) {
          return untrusted('ISSUER_UNKNOWN', 'unknown');
        }
        return named.some((key) => isValidAt(key, created.at)) ? untrusted('SIGNATURE_WRONG', 'invalid') : untrusted('KEY_NOT_VALID', 'unknown');
      }
      default:
        return created.at > now + tolerance ? untrusted('SIGNED_IN_FUTURE', 'valid') : result;
    }
  }

  private async attempt(keys: readonly TrustedKey[]): Promise<ProofResult> {
    switch (text(this.proof, 'type')) {
      case 'RsaSignature2018':
        return this.attemptRsa(keys.filter((key) => isRsa(key.jwk)));
      case 'Ed25519Signature2018':
        return this.verify(keys.filter((key) => key.jwk.kty === 'OKP'), 'EdDSA');
      default:
        return null;
    }
  }

  /** Keys that sign with PKCS #1 are few; they are tried only where none of the others fits. */
  private async attemptRsa(keys: readonly TrustedKey[]): Promise<ProofResult> {
    let outcome: ProofResult = null;
    for (const algorithm of ['PS256', 'RS256'] as const) {
      const group = keys.filter((key) => key.jwk.alg === algorithm);
      if (group.length > 0) {
        const result: ProofResult = await this.verify(group, algorithm);
        outcome = (result !== null && typeof result !== 'string') || outcome !== 'wrong signature' ? result : outcome;
        if (outcome !== null && typeof outcome !== 'string') {
          return outcome;
        }
      }
    }
    return outcome;
  }

  private async verify(keys: readonly TrustedKey[], algorithm: Algorithm): Promise<ProofResult> {
    if (text(this.proof, 'proofPurpose') !== 'assertionMethod' || this.jws?.algorithm !== algorithm) {
      return 'invalid proof';
    }
    this.input ??= await this.signingInput(this.jws.header);
    if (!this.input) {
      return 'not wholly signed';
    }
    for (const key of keys) {
      if (isRsa(key.jwk) && modulusLength(key.jwk) < smallestModulus) {
        return 'invalid proof';
      }
      if (await verifies(key.jwk, algorithm, this.jws.signature, this.input)) {
        return key;
      }
    }
    return 'wrong signature';
  }

  /** The header, a point, and the hashes of the proof's options and of the document. */
  private async signingInput(header: string): Promise<Bytes | null> {
    const [options, document] = [statementsOfProof(this.proof), statementsOf(this.presented.root, this.presented.kind)];
    const lines = options && document && [await canonicalNQuads(options), await canonicalNQuads(document)];
    if (!lines || lines[0] == null || lines[1] == null) {
      return null;
    }
    return join(utf8(`${header}.`), await sha256(utf8(lines[0])), await sha256(utf8(lines[1])));
  }
}

/** A detached JWS with an unencoded payload (RFC 7797), and nothing else in its header. */
function readJws(jws: string): { readonly header: string; readonly algorithm: string; readonly signature: Bytes } | null {
  const [header, payload, encoded, ...more] = jws.split('.');
  const bytes = bytesOfBase64Url(header ?? '');
  const signature = bytesOfBase64Url(encoded ?? '');
  if (header === undefined || payload !== '' || encoded === undefined || more.length > 0 || !bytes || !signature) {
    return null;
  }
  const read = readClearObject(bytes, headerLevels);
  const critical = read?.get('crit');
  const isPinned = read?.size === 3 && read.get('b64') === false && Array.isArray(critical) && critical.length === 1 && critical[0] === 'b64';
  const algorithm = read?.get('alg');
  return isPinned && typeof algorithm === 'string' ? { header, algorithm, signature } : null;
}

/** A day always as YYYY-MM-DD; an instant as it stands. */
function dayOf(presented: Presented, name: string): string | null {
  const written = evidenceText(presented, name);
  const date = written === null ? null : readDate(name, written);
  return date && !date.instant ? formatDate(date.day) : written;
}

function summaryOf(presented: Presented): Record<string, string | number> {
  const { kind, subject, evidence } = presented;
  const facility = evidence.get('facility');
  const address = facility instanceof Map ? facility.get('address') : undefined;
  const of = (names: Record<string, string>) => Object.entries(names).map(([shown, name]) => [shown, text(evidence, name)]);
  const byKind: Record<string, [string, string | number | null][]> = {
    vaccination: [
      ...of({ vaccine: 'vaccine', prophylaxis: 'prophylaxis', date: 'date' }),
      ['dose', countOf(evidence.get('dose'))],
      ['totalDoses', countOf(evidence.get('totalDoses'))],
    ] as [string, string | number | null][],
    test: of({ testType: 'testType', disease: 'disease', result: 'result', sampleCollected: 'sampleCollectionTimestamp', resultFound: 'resultTimestamp' }) as [string, string][],
    recovery: of({ disease: 'disease', firstPositiveTest: 'firstPositiveTestDate', testType: 'testType' }) as [string, string][],
  };
  return summary([
    ['name', text(subject, 'name')],
    ['dateOfBirth', text(subject, 'dob')],
    ['age', text(subject, 'age')],
    ['gender', text(subject, 'gender')],
    ...byKind[kind.certificateType]!,
    ['facility', text(facility, 'name')],
    ['country', text(address, 'addressCountry')],
  ]);
}

/** Names and values in their order, without those that say nothing. */
export function summary(values: readonly (readonly [string, string | number | null | undefined])[]): Record<string, string | number> {
  return Object.fromEntries(values.filter(([, value]) => value !== null && value !== undefined && value !== '')) as Record<string, string | number>;
}
