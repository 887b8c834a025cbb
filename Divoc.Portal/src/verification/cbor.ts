import { type Bytes, join, roughTextOf } from './bytes';

/** CBOR (RFC 8949), as far as certificates have it: bounded in depth and number of items, and no member twice. */

const depth = 8;
const mostItems = 256;

/** Keys are texts or whole numbers, and one is never the other. */
export class CborMap {
  readonly members = new Map<string | bigint, Cbor>();

  get(name: number | string): Cbor | undefined {
    return this.members.get(typeof name === 'number' ? BigInt(name) : name);
  }

  has(name: number): boolean {
    return this.members.has(BigInt(name));
  }
}

/** Whole numbers are bigints, others numbers. */
export type Cbor = null | boolean | bigint | number | string | Bytes | Cbor[] | CborMap;

class NotCbor extends Error {}

class Reader {
  private position = 0;
  private left = mostItems;
  private readonly view: DataView;

  constructor(private readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  read(outerTags: readonly number[]): Cbor {
    for (const tag of outerTags) {
      const start = this.position;
      const head = this.head();
      if (head.major !== 6 || head.value !== BigInt(tag)) {
        this.position = start;
      }
    }
    const item = this.item(depth);
    if (this.position !== this.bytes.length) {
      throw new NotCbor();
    }
    return item;
  }

  /** The first byte and the number behind it; null as number for indefinite lengths. */
  private head(): { readonly major: number; readonly info: number; readonly value: bigint | null } {
    const first = this.take(1)[0]!;
    const [major, info] = [first >> 5, first & 31];
    if (info < 24) {
      return { major, info, value: BigInt(info) };
    }
    if (info > 27) {
      if (info < 31 || major < 2 || major === 6) {
        throw new NotCbor();
      }
      return { major, info, value: null };
    }
    const length = 1 << (info - 24);
    let value = 0n;
    for (const byte of this.take(length)) {
      value = value * 256n + BigInt(byte);
    }
    return { major, info, value };
  }

  private item(levels: number): Cbor {
    if (levels === 0 || --this.left < 0) {
      throw new NotCbor();
    }
    const start = this.position;
    const { major, info, value } = this.head();
    switch (major) {
      case 0:
        return int64(value!);
      case 1:
        return int64(-1n - value!);
      case 2:
        return this.string(major, value);
      case 3:
        return roughTextOf(this.string(major, value));
      case 4:
        return this.list(value, () => this.item(levels - 1));
      case 5: {
        const map = new CborMap();
        this.list(value, () => {
          const name = this.item(levels - 1);
          if ((typeof name !== 'string' && typeof name !== 'bigint') || map.members.has(name)) {
            throw new NotCbor();
          }
          map.members.set(name, this.item(levels - 1));
          return null;
        });
        return map;
      }
      case 6:
        // Times in either form; certificates have no other tag.
        if (value !== 0n && value !== 1n) {
          throw new NotCbor();
        }
        return this.item(levels - 1);
      default:
        return this.simple(info, start);
    }
  }

  private list(length: bigint | null, read: () => Cbor): Cbor[] {
    const items: Cbor[] = [];
    while (length === null ? !this.takesBreak() : BigInt(items.length) < length) {
      items.push(read());
    }
    return items;
  }

  private string(major: number, length: bigint | null): Bytes {
    if (length !== null) {
      return this.take(Number(length)).slice();
    }
    const chunks: Uint8Array[] = [];
    while (!this.takesBreak()) {
      const chunk = this.head();
      if (chunk.major !== major || chunk.value === null) {
        throw new NotCbor();
      }
      chunks.push(this.take(Number(chunk.value)));
    }
    return join(...chunks);
  }

  private simple(info: number, start: number): Cbor {
    switch (info) {
      case 20:
      case 21:
        return info === 21;
      case 22:
        return null;
      case 25:
        return half(this.view.getUint16(start + 1));
      case 26:
        return this.view.getFloat32(start + 1);
      case 27:
        return this.view.getFloat64(start + 1);
      default:
        throw new NotCbor();
    }
  }

  private takesBreak(): boolean {
    const isBreak = this.bytes[this.position] === 0xff;
    if (isBreak) {
      this.position++;
    }
    return isBreak;
  }

  private take(count: number): Uint8Array {
    if (count > this.bytes.length - this.position) {
      throw new NotCbor();
    }
    this.position += count;
    return this.bytes.subarray(this.position - count, this.position);
  }
}

function int64(value: bigint): bigint {
  if (BigInt.asIntN(64, value) !== value) {
    throw new NotCbor();
  }
  return value;
}

function half(bits: number): number {
  const [sign, exponent, fraction] = [bits & 0x8000 ? -1 : 1, (bits >> 10) & 31, bits & 0x3ff];
  if (exponent === 31) {
    return fraction ? NaN : sign * Infinity;
  }
  return sign * (exponent ? 2 ** (exponent - 25) * (1024 + fraction) : 2 ** -24 * fraction);
}

/** Reads one item and nothing behind it; undefined where that is not there. Tags may stand around it, each once, in this order. */
export function readCbor(bytes: Uint8Array, ...outerTags: number[]): Cbor | undefined {
  try {
    return new Reader(bytes).read(outerTags);
  } catch (fault) {
    if (fault instanceof NotCbor) {
      return undefined;
    }
    throw fault;
  }
}
