/**
 * A day as the language writes it. Of a time the day counts that is written in it, which is the day at the place of the event; nothing is moved into the time zone of this device.
 * Digits and calendar are those of identity documents. What is no whole day (1987, 1987-04) stays as it is.
 */
export function dayOf(text: string, language: string): string {
  const parts = /^(\d{4})-(\d{2})-(\d{2})(?:T|$)/.exec(text);
  if (!parts) return text;
  if (!isWritten(language)) return `${parts[1]}-${parts[2]}-${parts[3]}`;
  const day = new Date(Date.UTC(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3])));
  return new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC', calendar: 'gregory', numberingSystem: 'latn' }).format(day);
}

/** A moment in the time of this device. */
export function momentOf(text: string, language: string): string {
  const moment = new Date(text);
  if (Number.isNaN(moment.getTime())) return text;
  return new Intl.DateTimeFormat(isWritten(language) ? language : 'en-GB', { dateStyle: 'medium', timeStyle: 'short', calendar: 'gregory', numberingSystem: 'latn' }).format(moment);
}

/** Browsers know no names of months in a few languages, and would write numbers of their own. */
const isWritten = (language: string): boolean => Intl.DateTimeFormat.supportedLocalesOf(language).length > 0;
