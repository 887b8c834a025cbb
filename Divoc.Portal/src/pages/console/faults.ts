import { allOf, type Field } from './schema';
import type { Fault } from './types';

/** An error, at the field of the form where it stands. */
export interface PlacedFault {
  /** The field's pointer; empty where the error is about nothing that the form has. */
  readonly pointer: string;
  /** The field with the groups that it is in; empty for none. */
  readonly place: string;
  readonly detail: string;
}

/** The errors of the service about the one event that was sent. Its pointers begin with the place in the array. */
export const ofEvent = (faults: readonly Fault[]): readonly Fault[] =>
  faults.map((fault) => (fault.pointer === undefined ? fault : { ...fault, pointer: fault.pointer.replace(/^\/0(?=\/|$)/, '') }));

export function placed(faults: readonly Fault[], fields: readonly Field[]): readonly PlacedFault[] {
  const all = allOf(fields);
  return faults.map((fault) => {
    const pointer = fault.pointer ?? '';
    const path = all.filter((field) => pointer === field.pointer || pointer.startsWith(`${field.pointer}/`));
    const field = path.at(-1);
    if (!field) return { pointer: '', place: '', detail: fault.detail };
    const isEntry = field.kind === 'list' && pointer !== field.pointer;
    return { pointer: isEntry ? pointer : field.pointer, place: path.map((one) => one.label).join(' – '), detail: withLabel(fault.detail, pointer, field.label) };
  });
}

export function byPointer(faults: readonly PlacedFault[]): Readonly<Record<string, readonly string[]>> {
  const found: Record<string, string[]> = {};
  for (const fault of faults) (found[fault.pointer] ??= []).push(fault.detail);
  return found;
}

/** The service names a field by its path, `recipient.name is required.`; people know its label. */
function withLabel(detail: string, pointer: string, label: string): string {
  const path = pointer.slice(1).replaceAll('/', '.');
  return detail.startsWith(`${path} `) ? `${label} ${detail.slice(path.length + 1)}` : detail;
}
