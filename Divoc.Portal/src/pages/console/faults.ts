import { allOf, pathTo, type Field } from './schema';
import type { Fault } from './types';

/** An error, at the field of the form where it stands. */
export interface PlacedFault {
  /** The field's pointer; empty where the error is about nothing that the form has. */
  readonly pointer: string;
  /** The groups that the field is in; empty for none. */
  readonly place: string;
  readonly detail: string;
}

/** The errors of the service about the one event that was sent. Its pointers begin with the place in the array. */
export const ofEvent = (faults: readonly Fault[]): readonly Fault[] =>
  faults.map((fault) => (fault.pointer === undefined ? fault : { ...fault, pointer: fault.pointer.replace(/^\/0(?=\/|$)/, '') }));

export function placed(faults: readonly Fault[], fields: readonly Field[]): readonly PlacedFault[] {
  return faults.map((fault) => {
    const pointer = fault.pointer ?? '';
    const path = pathTo(fields, pointer);
    const field = path.at(-1);
    if (!field) return { pointer: '', place: '', detail: fault.detail };
    const isEntry = field.kind === 'list' && pointer !== field.pointer;
    return { pointer: isEntry ? pointer : field.pointer, place: path.slice(0, -1).map((one) => one.label).join(' – '), detail: withLabels(fault.detail, fields, field) };
  });
}

export function byPointer(faults: readonly PlacedFault[]): Readonly<Record<string, readonly string[]>> {
  const found: Record<string, string[]> = {};
  for (const fault of faults) (found[fault.pointer] ??= []).push(fault.detail);
  return found;
}

/** The service names fields by their paths, `recipient.name is required.`; people know their labels. */
function withLabels(detail: string, fields: readonly Field[], about: Field): string {
  const own = pathOf(about);
  const named = detail.startsWith(`${own} `) ? `${about.label}${detail.slice(own.length)}` : detail;
  return allOf(fields)
    .map((field) => [pathOf(field), field.label] as const)
    .filter(([path]) => path.includes('.'))
    .sort(([one], [other]) => other.length - one.length)
    .reduce((words, [path, label]) => words.replaceAll(path, `“${label}”`), named);
}

const pathOf = (field: Field): string => field.pointer.slice(1).replaceAll('/', '.');
