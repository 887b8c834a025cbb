const numbers = new Intl.NumberFormat('en');
const moments = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' });
const days = new Intl.DateTimeFormat('en', { dateStyle: 'medium' });
const minutes = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const seconds = new Intl.DateTimeFormat('en', { timeStyle: 'medium', hourCycle: 'h23' });

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

export const whole = (number: number): string => numbers.format(number);

export const moment = (time: string): string => moments.format(new Date(time));

export const date = (time: string): string => days.format(new Date(time));

export const clock = (time: Date): string => minutes.format(time);

export const clockWithSeconds = (time: Date): string => seconds.format(time);

export const zone = (): string => moments.resolvedOptions().timeZone;

/** A number with its noun: "1 event", "2 events". */
export const count = (number: number, one: string, many = `${one}s`): string => `${whole(number)} ${number === 1 ? one : many}`;

/** A time span by its largest unit, rounded down. */
export function span(inSeconds: number): string {
  if (inSeconds < 1) return 'under a second';
  if (inSeconds < minute) return count(Math.floor(inSeconds), 'second');
  if (inSeconds < hour) return count(Math.floor(inSeconds / minute), 'minute');
  if (inSeconds < 2 * day) return count(Math.floor(inSeconds / hour), 'hour');
  return count(Math.floor(inSeconds / day), 'day');
}

export const secondsSince = (time: string): number => Math.max(0, (Date.now() - Date.parse(time)) / 1000);

export const daysUntil = (time: string): number => Math.floor((Date.parse(time) - Date.now()) / 1000 / day);
