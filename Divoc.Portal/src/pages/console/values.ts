import type { Field } from './schema';
import type { Fault } from './types';
import { text } from './words';

/** What a form holds: texts by the pointers of their fields, and lists of texts. A moment has its offset from UTC beside it, at `pointer#offset`. */
export type Values = Readonly<Record<string, string | readonly string[]>>;

export const textAt = (values: Values, pointer: string): string => {
  const value = values[pointer];
  return typeof value === 'string' ? value : '';
};

export const listAt = (values: Values, pointer: string): readonly string[] => {
  const value = values[pointer];
  return Array.isArray(value) ? (value as readonly string[]) : [];
};

export const offsetPointer = (pointer: string): string => `${pointer}#offset`;

/** The offset from UTC that a moment has: the one that was given, else that of this device at that local time. */
export function offsetAt(values: Values, pointer: string): string {
  const given = values[offsetPointer(pointer)];
  return typeof given === 'string' ? given : deviceOffset(textAt(values, pointer));
}

export function deviceOffset(local: string): string {
  const parsed = local === '' ? new Date() : new Date(local);
  const minutes = -(Number.isNaN(parsed.getTime()) ? new Date() : parsed).getTimezoneOffset();
  const two = (part: number): string => String(Math.trunc(Math.abs(part))).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
}

/** A local time and an offset as RFC 3339 writes them, which wants seconds. */
export function momentOf(local: string, offset: string): string {
  const withSeconds = /T\d{2}:\d{2}$/.test(local) ? `${local}:00` : local;
  return `${withSeconds}${offset.trim()}`;
}

/** A moment as the form holds it: local time, and offset. */
export function partsOfMoment(moment: string): readonly [string, string] {
  const parts = /^(.*?)(Z|[+-]\d{2}:\d{2})$/i.exec(moment);
  if (!parts) return [moment, ''];
  return [parts[1]!, parts[2]!.toUpperCase() === 'Z' ? '+00:00' : parts[2]!];
}

/** Without the empty entries of lists, so that what the service says of an entry stands at that entry. */
export function compacted(values: Values): Values {
  return Object.fromEntries(Object.entries(values).map(([pointer, value]) => [pointer, typeof value === 'string' ? value : value.filter((item) => item.trim() !== '')]));
}

export interface Built {
  readonly event: Readonly<Record<string, unknown>>;
  readonly faults: readonly Fault[];
}

/** The event that a form tells of, as the service reads it. What is only for the service to judge goes there as it is. */
export function eventOf(fields: readonly Field[], values: Values): Built {
  const faults: Fault[] = [];
  const event = membersOf(fields, values, faults);
  return { event, faults };
}

/** Required texts that are empty, and may be. */
export function emptyOnes(fields: readonly Field[], values: Values): readonly Field[] {
  return fields.flatMap((field) => {
    if (field.kind === 'group') return field.isRequired || isFilled(field, values) ? emptyOnes(field.children, values) : [];
    return field.mayBeEmpty && !isFilled(field, values) ? [field] : [];
  });
}

/** Whether the service is certain to refuse it, since something is missing. */
export function lacksRequired(fields: readonly Field[], values: Values): boolean {
  return fields.some((field) => {
    if (field.kind === 'group') return (field.isRequired || isFilled(field, values)) && lacksRequired(field.children, values);
    return field.isRequired && !field.mayBeEmpty && !isFilled(field, values);
  });
}

export function isFilled(field: Field, values: Values): boolean {
  if (field.kind === 'group') return field.children.some((child) => isFilled(child, values));
  if (field.kind === 'list') return listAt(values, field.pointer).some((item) => item.trim() !== '');
  return textAt(values, field.pointer).trim() !== '';
}

function membersOf(fields: readonly Field[], values: Values, faults: Fault[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(fields.map((field) => [field.name, valueOf(field, values, faults)] as const).filter(([, value]) => value !== undefined));
}

function valueOf(field: Field, values: Values, faults: Fault[]): unknown {
  if (!isFilled(field, values)) return emptyValueOf(field, values, faults);
  const given = textAt(values, field.pointer).trim();
  switch (field.kind) {
    case 'group':
      return membersOf(field.children, values, faults);
    case 'list':
      return listAt(values, field.pointer).map((item) => item.trim()).filter((item) => item !== '');
    case 'number':
      return Number.isFinite(Number(given)) ? Number(given) : given;
    case 'moment':
      return momentOf(given, offsetAt(values, field.pointer));
    case 'object':
      return objectOf(field, given, faults);
    default:
      return given;
  }
}

/** Required groups are sent though they are empty: so the service names each field that is missing. */
function emptyValueOf(field: Field, values: Values, faults: Fault[]): unknown {
  if (!field.isRequired) return undefined;
  if (field.kind === 'group') return membersOf(field.children, values, faults);
  if (field.kind === 'list') return [];
  return field.mayBeEmpty ? '' : undefined;
}

function objectOf(field: Field, given: string, faults: Fault[]): unknown {
  try {
    const parsed: unknown = JSON.parse(given);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed;
  } catch {
    // Said below, as for what is JSON but no object.
  }

  faults.push({ pointer: field.pointer, code: 'FORMAT', detail: text.form.noObject });
  return undefined;
}
