import type { Minute, Overview } from './api';

export const series = ['accepted', 'issued', 'duplicate', 'failed'] as const;

export type Series = (typeof series)[number];

/** As many minutes as the service tells of. */
export const minutesShown = 60;

const inMilliseconds = 60_000;

/** All minutes of the last hour, the earliest first. The service leaves out those in which nothing was done. */
export function minutesOf(overview: Overview): readonly Minute[] {
  const told = new Map((overview.activity?.minutes ?? []).map((minute) => [startOf(minute.minute), minute]));
  const last = startOf(overview.at);
  return Array.from({ length: minutesShown }, (_, index) => {
    const start = last - (minutesShown - 1 - index) * inMilliseconds;
    return told.get(start) ?? { minute: new Date(start).toISOString(), accepted: 0, issued: 0, duplicate: 0, failed: 0 };
  });
}

const startOf = (time: string): number => Math.floor(Date.parse(time) / inMilliseconds) * inMilliseconds;

export const totalOf = (minutes: readonly Minute[], name: Series): number => minutes.reduce((sum, minute) => sum + minute[name], 0);

/** The minute with the most; undefined where nothing was done. */
export function mostOf(minutes: readonly Minute[], name: Series): Minute | undefined {
  const most = minutes.reduce<Minute | undefined>((before, minute) => (minute[name] > (before?.[name] ?? 0) ? minute : before), undefined);
  return most;
}
