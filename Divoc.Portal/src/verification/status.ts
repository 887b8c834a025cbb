import { base64Url, bytesOfBase64Url, hex, sha256, utf8 } from './bytes';
import { items, type Json, JsonNumber, type JsonObject, member, readClearObject, text } from './json';
import { verifies } from './keys';
import { parseInstant } from './times';
import type { Trust, TrustedKey } from './trust';

/** What the service publishes of certificates that are not valid (docs/published-status.md). */

/** As much of a Response as is needed. */
export interface ResponseLike {
  readonly ok: boolean;
  text(): Promise<string>;
}

/** Loads a path of the service; may be backed by a cache. May throw where neither network nor cache has it. */
export type Loader = (path: string) => Promise<ResponseLike>;

export interface StatusTimes {
  /** When the data used were signed (RFC 3339, UTC). */
  readonly issued: string;

  /** Until when they may be used. */
  readonly nextUpdate: string;
}

export type StatusAnswer =
  | { readonly kind: 'known'; readonly codes: readonly string[]; readonly times: StatusTimes }
  | { readonly kind: 'STATUS_OUTDATED' | 'CLOCK_WRONG'; readonly times: StatusTimes }
  | { readonly kind: 'STATUS_UNAVAILABLE' };

interface SignedDocument {
  readonly source: string;
  readonly kid: string;

  /** Null for the list, else of an index or a shard. */
  readonly type: string | null;
  readonly payload: JsonObject;
  readonly issued: number;
  readonly nextUpdate: number;
  readonly times: StatusTimes;
}

const root = '/revocations';
const indexType = 'status-index+jws';
const shardType = 'status-shard+jws';
const levels = 4;
const longestText = 32 * 1024 * 1024;
const longestPrefix = 16;

/** Shards are at most some 80 KB each; the list or the index stays whatever comes after it. */
const mostKept = 100;

/** Clocks may differ by this much. */
const tolerance = 10 * 60_000;

/** Looks certificates up, and keeps what was loaded until it is over. */
export class StatusSource {
  private readonly kept = new Map<string, SignedDocument>();

  constructor(
    private readonly trust: Trust,
    private readonly load: Loader,
    before?: StatusSource,
  ) {
    // What a key signed that is trusted no more counts no more.
    for (const [path, document] of before?.kept ?? []) {
      if (this.keyOf(document.kid)) {
        this.kept.set(path, document);
      }
    }
  }

  /** What became of a certificate. What can't be known is told so; it is never "not revoked". */
  async find(certificateId: string, now: number): Promise<StatusAnswer> {
    const hash = await sha256(utf8(certificateId));
    const first = await this.get(root, now, (document) => (document.type === null ? number(document.payload, 'prefixLength') === 0 : document.type === indexType));
    if (!first) {
      return { kind: 'STATUS_UNAVAILABLE' };
    }
    const fault = faultOf(first, now);
    if (fault) {
      return fault;
    }
    if (first.type === null) {
      return known(first, base64Url(hash), now);
    }

    const lengths = [number(first.payload, 'prefixLength'), ...items(first.payload, 'formerPrefixLengths').map(numberOf)];
    let outdated: StatusAnswer | null = null;
    for (const length of lengths.filter((one) => Number.isInteger(one) && one > 0 && one <= longestPrefix)) {
      const prefix = hex(hash).slice(0, length);
      const shard = await this.get(`${root}/${prefix}`, now, (document) => document.type === shardType && text(document.payload, 'prefix') === prefix);
      const late = shard && faultOf(shard, now);
      if (shard && !late) {
        return known(shard, base64Url(hash.slice(0, 16)), now);
      }
      outdated ??= late;
    }
    return outdated ?? { kind: 'STATUS_UNAVAILABLE' };
  }

  /** A document that is signed by a key of ours; null where there is none that can be used. */
  private async get(path: string, now: number, isExpected: (document: SignedDocument) => boolean): Promise<SignedDocument | null> {
    const kept = this.kept.get(path);
    let source: string | null = null;
    try {
      const response = await this.load(path);
      source = response.ok ? await response.text() : null;
    } catch {
      // Without network and cache what was kept still counts.
    }
    if (source === null || source === kept?.source || source.length > longestText) {
      return kept ?? null;
    }
    const read = await this.read(source);
    if (!read || !isExpected(read)) {
      return kept ?? null;
    }
    // Never replaced by one that is older, but for one that came from a clock that was ahead.
    if (kept && read.issued < kept.issued && kept.issued <= now + tolerance) {
      return kept;
    }
    this.kept.set(path, read);
    const oldest = [...this.kept.keys()].find((one) => one !== root && one !== path);
    if (this.kept.size > mostKept && oldest !== undefined) {
      this.kept.delete(oldest);
    }
    return read;
  }

  private keyOf(kid: string): TrustedKey | undefined {
    return this.trust.ours('status', 'PS256').find((one) => one.jwk.kid === kid);
  }

  private async read(source: string): Promise<SignedDocument | null> {
    const parts = partsOf(source.trim());
    const header = parts && readObject(parts.header);
    const payload = parts && readObject(parts.payload);
    const signature = parts && bytesOfBase64Url(parts.signature);
    if (!parts || !header || !payload || !signature || header.get('alg') !== 'PS256') {
      return null;
    }
    const type = parts.kid === null ? textOrNull(header.get('typ')) : null;
    const kid = parts.kid ?? textOrNull(header.get('kid'));
    // The list has nothing but the algorithm in its protected header, so none of the others can pass for it; nothing unknown is passed over.
    const names = parts.kid === null ? ['alg', 'kid', 'typ'] : ['alg'];
    if ([...header.keys()].some((name) => !names.includes(name)) || (parts.kid === null && type === null)) {
      return null;
    }
    const key = kid === null ? undefined : this.keyOf(kid);
    if (kid === null || !key || text(payload, 'issuer') !== this.trust.issuer || !(await verifies(key.jwk, 'PS256', signature, utf8(`${parts.header}.${parts.payload}`)))) {
      return null;
    }
    const times = { issued: text(payload, 'issued'), nextUpdate: text(payload, 'nextUpdate') };
    const [issued, nextUpdate] = [parseInstant(times.issued)?.at, parseInstant(times.nextUpdate)?.at];
    return issued === undefined || nextUpdate === undefined ? null : { source, kid, type, payload, issued, nextUpdate, times };
  }
}

interface Parts {
  readonly header: string;
  readonly payload: string;
  readonly signature: string;

  /** Of the flattened form; null in the compact one. */
  readonly kid: string | null;
}

function partsOf(source: string): Parts | null {
  if (!source.startsWith('{')) {
    const [header, payload, signature, ...more] = source.split('.');
    return header !== undefined && payload !== undefined && signature !== undefined && more.length === 0 ? { header, payload, signature, kid: null } : null;
  }
  const flattened = readClearObject(utf8(source), levels);
  const kid = textOrNull(member(flattened?.get('header'), 'kid'));
  return flattened && kid !== null ? { header: text(flattened, 'protected'), payload: text(flattened, 'payload'), signature: text(flattened, 'signature'), kid } : null;
}

function readObject(base64: string): JsonObject | null {
  const bytes = bytesOfBase64Url(base64);
  return bytes && readClearObject(bytes, levels);
}

function faultOf(document: SignedDocument, now: number): StatusAnswer | null {
  if (document.issued > now + tolerance) {
    return { kind: 'CLOCK_WRONG', times: document.times };
  }
  return document.nextUpdate <= now ? { kind: 'STATUS_OUTDATED', times: document.times } : null;
}

function known(document: SignedDocument, name: string, now: number): StatusAnswer {
  const codes: string[] = [];
  if (items(document.payload, 'revoked').includes(name)) {
    codes.push('REVOKED');
  }
  if (items(document.payload, 'suspended').some((one) => text(one, 'certificate') === name && suspends(one, now))) {
    codes.push('SUSPENDED');
  }
  if (items(document.payload, 'superseded').includes(name)) {
    codes.push('SUPERSEDED');
  }
  return { kind: 'known', codes, times: document.times };
}

/** A time that can't be read does not end a suspension. */
function suspends(entry: Json, now: number): boolean {
  const [from, until] = [parseInstant(text(entry, 'from')), parseInstant(text(entry, 'until'))];
  return (!from || from.at <= now) && (!until || now < until.at);
}

function number(parent: JsonObject, name: string): number {
  return numberOf(parent.get(name));
}

function numberOf(value: Json | undefined): number {
  return value instanceof JsonNumber ? value.value : NaN;
}

function textOrNull(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null;
}
