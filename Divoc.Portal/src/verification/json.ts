import { roughTextOf, textOf, withoutByteOrderMark } from './bytes';

/**
 * JSON as the server reads it. JSON.parse would keep the last of two equal names without a word, and would lose how a number is written.
 */

export class JsonNumber {
  constructor(readonly raw: string) {}

  get value(): number {
    return Number(this.raw);
  }
}

export type JsonObject = Map<string, Json>;
export type Json = null | boolean | string | JsonNumber | Json[] | JsonObject;

/** What was read, and whether programs could read it in two ways. */
export interface JsonText {
  readonly value: Json;
  readonly hasDuplicates: boolean;
  readonly isUnicode: boolean;
}

const numberPattern = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const escapes: Record<string, string> = { '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

class JsonSyntaxError extends Error {}

class Reader {
  hasDuplicates = false;
  isUnicode = true;
  private position = 0;

  constructor(
    private readonly text: string,
    private readonly levels: number,
    private readonly onMember?: (name: string, value: Json) => void,
  ) {}

  read(): Json {
    const value = this.value(0);
    this.space();
    if (this.position < this.text.length) {
      throw new JsonSyntaxError();
    }
    return value;
  }

  private value(depth: number): Json {
    this.space();
    const letter = this.text[this.position];
    if (letter === '{' || letter === '[') {
      if (depth === this.levels) {
        throw new JsonSyntaxError();
      }
      this.position++;
      return letter === '{' ? this.object(depth + 1) : this.array(depth + 1);
    }
    if (letter === '"') {
      return this.string();
    }
    for (const [word, value] of [['true', true], ['false', false], ['null', null]] as const) {
      if (this.text.startsWith(word, this.position)) {
        this.position += word.length;
        return value;
      }
    }
    return this.number();
  }

  private object(depth: number): JsonObject {
    const members: JsonObject = new Map();
    if (this.takes('}')) {
      return members;
    }
    do {
      this.space();
      const name = this.string();
      this.expect(':');
      const value = this.value(depth);
      this.hasDuplicates ||= members.has(name);
      members.set(name, value);
      if (depth === 1) {
        this.onMember?.(name, value);
      }
    } while (this.takes(','));
    this.expect('}');
    return members;
  }

  private array(depth: number): Json[] {
    const items: Json[] = [];
    if (this.takes(']')) {
      return items;
    }
    do {
      items.push(this.value(depth));
    } while (this.takes(','));
    this.expect(']');
    return items;
  }

  private string(): string {
    if (this.text[this.position] !== '"') {
      throw new JsonSyntaxError();
    }
    let result = '';
    let start = ++this.position;
    for (;;) {
      const letter = this.text[this.position];
      if (letter === undefined || letter < ' ') {
        throw new JsonSyntaxError();
      }
      if (letter === '"') {
        result += this.text.slice(start, this.position++);
        break;
      }
      if (letter === '\\') {
        result += this.text.slice(start, this.position) + this.escape();
        start = this.position;
      } else {
        this.position++;
      }
    }
    // Half of a surrogate pair is no text.
    if (/\p{Cs}/u.test(result)) {
      this.isUnicode = false;
    }
    return result;
  }

  private escape(): string {
    const letter = this.text[this.position + 1] ?? '';
    if (letter === 'u') {
      const digits = this.text.slice(this.position + 2, this.position + 6);
      if (!/^[0-9A-Fa-f]{4}$/.test(digits)) {
        throw new JsonSyntaxError();
      }
      this.position += 6;
      return String.fromCharCode(parseInt(digits, 16));
    }
    const escaped = Object.hasOwn(escapes, letter) ? escapes[letter] : undefined;
    if (escaped === undefined) {
      throw new JsonSyntaxError();
    }
    this.position += 2;
    return escaped;
  }

  private number(): JsonNumber {
    numberPattern.lastIndex = this.position;
    const raw = numberPattern.exec(this.text)?.[0];
    if (raw === undefined) {
      throw new JsonSyntaxError();
    }
    this.position += raw.length;
    return new JsonNumber(raw);
  }

  private space(): void {
    while (' \t\r\n'.includes(this.text[this.position] ?? '?')) {
      this.position++;
    }
  }

  private takes(letter: string): boolean {
    this.space();
    const isThere = this.text[this.position] === letter;
    if (isThere) {
      this.position++;
    }
    return isThere;
  }

  private expect(letter: string): void {
    if (!this.takes(letter)) {
      throw new JsonSyntaxError();
    }
  }
}

/**
 * Reads JSON of at most so many levels; null where it is none.
 * @param onMember Told each member of the outermost object, also of JSON that breaks off behind it.
 */
export function readJson(bytes: Uint8Array, levels: number, onMember?: (name: string, value: Json) => void): JsonText | null {
  const content = withoutByteOrderMark(bytes);
  const text = textOf(content);
  const reader = new Reader(text ?? roughTextOf(content), levels, onMember);
  try {
    const value = reader.read();
    return { value, hasDuplicates: reader.hasDuplicates, isUnicode: text !== null && reader.isUnicode };
  } catch (fault) {
    if (fault instanceof JsonSyntaxError) {
      return null;
    }
    throw fault;
  }
}

/** The object that JSON is, where it can be read in one way only; null else. */
export function readClearObject(bytes: Uint8Array, levels: number): JsonObject | null {
  const read = readJson(bytes, levels);
  return read && read.value instanceof Map && read.isUnicode && !read.hasDuplicates ? read.value : null;
}

/** A member; undefined where there is none, or no object. */
export function member(parent: Json | undefined, name: string): Json | undefined {
  return parent instanceof Map ? parent.get(name) : undefined;
}

/** The items of a list; none where there is no list. */
export function items(parent: Json | undefined, name: string): Json[] {
  const list = member(parent, name);
  return Array.isArray(list) ? list : [];
}

/** A text, or a number as it is written; empty where there is neither. */
export function text(parent: Json | undefined, name: string): string {
  const value = member(parent, name);
  if (typeof value === 'string') {
    return value;
  }
  return value instanceof JsonNumber ? value.raw : '';
}

/** A whole number from 0 on, or the same as text; null else. */
export function wholeNumber(parent: Json | undefined, name: string): number | null {
  const digits = text(parent, name);
  return /^[0-9]+$/.test(digits) && Number(digits) <= 0x7fffffff ? Number(digits) : null;
}

/** The canonical form (RFC 8785); null where a number is beyond what a double holds. */
export function canonicalize(value: Json): string | null {
  if (value instanceof JsonNumber) {
    return Number.isFinite(value.value) ? JSON.stringify(value.value) : null;
  }
  if (Array.isArray(value)) {
    const parts = value.map(canonicalize);
    return parts.includes(null) ? null : `[${parts.join(',')}]`;
  }
  if (value instanceof Map) {
    // The order of UTF-16, as RFC 8785 says.
    const names = [...value.keys()].sort();
    const parts = names.map((name) => {
      const form = canonicalize(value.get(name) ?? null);
      return form === null ? null : `${JSON.stringify(name)}:${form}`;
    });
    return parts.includes(null) ? null : `{${parts.join(',')}}`;
  }
  return JSON.stringify(value);
}
