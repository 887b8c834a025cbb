/**
 * DEFLATE (RFC 1951). The platform's DecompressionStream does not tell where the data ended, and programs differ in what they do with bytes behind the end: archives must have none.
 */

export interface Inflated {
  readonly bytes: Uint8Array<ArrayBuffer>;

  /** How many bytes of the data were used. */
  readonly used: number;
}

const lengthBase = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
const lengthExtra = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const distanceBase = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577];
const lengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const longestCode = 15;

class DamagedData extends Error {}

/** A code: how many symbols have each length, and the symbols in order. */
interface Code {
  readonly counts: Uint16Array;
  readonly symbols: Uint16Array;
}

function codeOf(lengths: ArrayLike<number>): Code {
  const counts = new Uint16Array(longestCode + 1);
  const symbols = new Uint16Array(lengths.length);
  for (let symbol = 0; symbol < lengths.length; symbol++) {
    counts[lengths[symbol]!]!++;
  }
  const offsets = new Uint16Array(longestCode + 2);
  let left = 1;
  for (let length = 1; length <= longestCode; length++) {
    left = left * 2 - counts[length]!;
    if (left < 0) {
      throw new DamagedData();
    }
    offsets[length + 1] = offsets[length]! + counts[length]!;
  }
  const used = lengths.length - counts[0]!;
  // Only a code of one symbol may leave codes unused.
  if (left > 0 && used > 1) {
    throw new DamagedData();
  }
  for (let symbol = 0; symbol < lengths.length; symbol++) {
    if (lengths[symbol] !== 0) {
      symbols[offsets[lengths[symbol]!]!++] = symbol;
    }
  }
  return { counts, symbols };
}

const fixedLengths = codeOf([...Array<number>(144).fill(8), ...Array<number>(112).fill(9), ...Array<number>(24).fill(7), ...Array<number>(8).fill(8)]);
const fixedDistances = codeOf(Array<number>(32).fill(5));

class Inflater {
  private position = 0;
  private bit = 0;
  private held = 0;
  private length = 0;
  private readonly output: Uint8Array<ArrayBuffer>;

  constructor(
    private readonly data: Uint8Array,
    private readonly most: number,
  ) {
    this.output = new Uint8Array(most);
  }

  run(): Inflated {
    let isLast: number;
    do {
      isLast = this.bits(1);
      const kind = this.bits(2);
      if (kind === 0) {
        this.copyStored();
      } else if (kind === 1) {
        this.unpack(fixedLengths, fixedDistances);
      } else if (kind === 2) {
        this.unpackDynamic();
      } else {
        throw new DamagedData();
      }
    } while (isLast === 0);
    return { bytes: this.output.slice(0, this.length), used: this.position };
  }

  private bits(count: number): number {
    while (this.bit < count) {
      const byte = this.data[this.position++];
      if (byte === undefined) {
        throw new DamagedData();
      }
      this.held |= byte << this.bit;
      this.bit += 8;
    }
    const value = this.held & ((1 << count) - 1);
    this.held >>>= count;
    this.bit -= count;
    return value;
  }

  private symbol(code: Code): number {
    let value = 0;
    let first = 0;
    let index = 0;
    for (let length = 1; length <= longestCode; length++) {
      value |= this.bits(1);
      const count = code.counts[length]!;
      if (value - count < first) {
        return code.symbols[index + value - first]!;
      }
      index += count;
      first = (first + count) << 1;
      value <<= 1;
    }
    throw new DamagedData();
  }

  private put(byte: number): void {
    if (this.length === this.most) {
      throw new DamagedData();
    }
    this.output[this.length++] = byte;
  }

  private copyStored(): void {
    this.held = 0;
    this.bit = 0;
    const length = this.bits(16);
    if (this.bits(16) !== (length ^ 0xffff) || this.position + length > this.data.length) {
      throw new DamagedData();
    }
    for (let index = 0; index < length; index++) {
      this.put(this.data[this.position++]!);
    }
  }

  private unpackDynamic(): void {
    const literals = this.bits(5) + 257;
    const distances = this.bits(5) + 1;
    const codes = this.bits(4) + 4;
    if (literals > 286 || distances > 30) {
      throw new DamagedData();
    }
    const order = new Uint8Array(19);
    for (let index = 0; index < codes; index++) {
      order[lengthOrder[index]!] = this.bits(3);
    }
    const lengths = this.lengths(codeOf(order), literals + distances);
    if (lengths[256] === 0) {
      throw new DamagedData();
    }
    this.unpack(codeOf(lengths.subarray(0, literals)), codeOf(lengths.subarray(literals)));
  }

  private lengths(code: Code, count: number): Uint8Array {
    const lengths = new Uint8Array(count);
    let index = 0;
    while (index < count) {
      const symbol = this.symbol(code);
      if (symbol < 16) {
        lengths[index++] = symbol;
        continue;
      }
      if (symbol === 16 && index === 0) {
        throw new DamagedData();
      }
      const repeated = symbol === 16 ? lengths[index - 1]! : 0;
      let times = symbol === 18 ? 11 + this.bits(7) : 3 + this.bits(symbol === 16 ? 2 : 3);
      if (index + times > count) {
        throw new DamagedData();
      }
      for (; times > 0; times--) {
        lengths[index++] = repeated;
      }
    }
    return lengths;
  }

  private unpack(literals: Code, distances: Code): void {
    for (;;) {
      const symbol = this.symbol(literals);
      if (symbol < 256) {
        this.put(symbol);
        continue;
      }
      if (symbol === 256) {
        return;
      }
      const base = lengthBase[symbol - 257];
      if (base === undefined) {
        throw new DamagedData();
      }
      const length = base + this.bits(lengthExtra[symbol - 257]!);
      const far = this.symbol(distances);
      const from = distanceBase[far];
      if (from === undefined) {
        throw new DamagedData();
      }
      const distance = from + this.bits(far < 4 ? 0 : (far >> 1) - 1);
      if (distance > this.length) {
        throw new DamagedData();
      }
      for (let index = 0; index < length; index++) {
        this.put(this.output[this.length - distance]!);
      }
    }
  }
}

/** Unpacks data to at most so many bytes; null where they are damaged, break off, or hold more. */
export function inflate(data: Uint8Array, most: number): Inflated | null {
  try {
    return new Inflater(data, most).run();
  } catch (fault) {
    if (fault instanceof DamagedData) {
      return null;
    }
    throw fault;
  }
}

/** Unpacks data with the header and checksum of ZLIB (RFC 1950), which must end with its checksum; null where it does not. */
export function inflateZlib(data: Uint8Array, most: number): Uint8Array<ArrayBuffer> | null {
  const [method = 0, flags = 0] = data;
  if (data.length < 6 || (method & 15) !== 8 || method >> 4 > 7 || (method * 256 + flags) % 31 !== 0 || (flags & 32) !== 0) {
    return null;
  }
  const inflated = inflate(data.subarray(2, -4), most);
  if (!inflated || inflated.used !== data.length - 6) {
    return null;
  }
  let low = 1;
  let high = 0;
  for (const byte of inflated.bytes) {
    low = (low + byte) % 65521;
    high = (high + low) % 65521;
  }
  const end = new DataView(data.buffer, data.byteOffset + data.length - 4, 4).getUint32(0);
  return end === high * 65536 + low ? inflated.bytes : null;
}
