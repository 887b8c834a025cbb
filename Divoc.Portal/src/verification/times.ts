/** Dates and times as certificates write them (RFC 3339), and calendar days. Days are numbers: those since 1970-01-01. */

export interface Instant {
  /** Milliseconds since 1970, UTC. */
  readonly at: number;

  /** The day in its own offset. */
  readonly day: number;
}

const dayLength = 86_400_000;
const earliest = -62_104_060_800_000; // 0002-01-01
const latest = 253_402_127_999_999; // 9999-12-29, the last millisecond

/** The day of a date; null where the calendar has none. */
function dayOf(year: number, month: number, date: number): number | null {
  const at = new Date(0);
  at.setUTCFullYear(year, month - 1, date);
  return year > 0 && at.getUTCFullYear() === year && at.getUTCMonth() === month - 1 && at.getUTCDate() === date ? at.getTime() / dayLength : null;
}

/** A day as <c>YYYY-MM-DD</c>. */
export function parseDate(text: string): number | null {
  const parts = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/.exec(text);
  return parts ? dayOf(Number(parts[1]), Number(parts[2]), Number(parts[3])) : null;
}

/** A day as <c>YYYYMMDD</c>, which DIVOC's early certificates have. */
export function parseShortDate(text: string): number | null {
  return /^[0-9]{8}$/.test(text) ? parseDate(`${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`) : null;
}

export function parseInstant(text: string): Instant | null {
  const parts = /^([0-9-]{10})T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]+))?(?:Z|([+-])([0-9]{2}):([0-9]{2}))$/i.exec(text);
  const day = parts && parseDate(parts[1]!);
  if (!parts || day === null) {
    return null;
  }
  const [hour, minute, second] = [Number(parts[2]), Number(parts[3]), Number(parts[4])];
  const [offsetHour, offsetMinute] = [Number(parts[7] ?? 0), Number(parts[8] ?? 0)];
  if (hour > 23 || minute > 59 || second > 59 || offsetMinute > 59 || offsetHour * 60 + offsetMinute > 14 * 60) {
    return null;
  }
  const milliseconds = Number((parts[5] ?? '').slice(0, 3).padEnd(3, '0'));
  const local = day! * dayLength + ((hour * 60 + minute) * 60 + second) * 1000 + milliseconds;
  if (local < earliest || local > latest) {
    return null;
  }
  const offset = (offsetHour * 60 + offsetMinute) * 60_000 * (parts[6] === '-' ? -1 : 1);
  return { at: local - offset, day: day! };
}

/** The day of a date or of a time in its own offset. */
export function parseDay(text: string): number | null {
  return parseDate(text) ?? parseInstant(text)?.day ?? null;
}

export function formatDate(day: number): string {
  return new Date(day * dayLength).toISOString().slice(0, 10);
}

/** A time zone by its IANA name. */
export class Zone {
  private readonly parts: Intl.DateTimeFormat;

  /** @throws RangeError The browser does not know it. */
  constructor(name: string) {
    this.parts = new Intl.DateTimeFormat('en-US', {
      timeZone: name, calendar: 'gregory', numberingSystem: 'latn', hourCycle: 'h23',
      year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
    });
  }

  /** The day that it is there. */
  dayAt(at: number): number {
    return Math.floor((at + this.offsetAt(at)) / dayLength);
  }

  /** A time as it is written there. */
  format(at: number): string {
    const offset = this.offsetAt(at);
    const local = new Date(at + offset).toISOString();
    if (offset === 0) {
      return local;
    }
    const minutes = Math.abs(offset) / 60_000;
    const two = (number: number) => String(Math.floor(number)).padStart(2, '0');
    return `${local.slice(0, -1)}${offset < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
  }

  private offsetAt(at: number): number {
    const told = new Map(this.parts.formatToParts(at).map((part) => [part.type, Number(part.value)]));
    const local = Date.UTC(told.get('year')!, told.get('month')! - 1, told.get('day')!, told.get('hour')!, told.get('minute')!, told.get('second')!);
    return local - Math.floor(at / 1000) * 1000;
  }
}
