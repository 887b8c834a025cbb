import { allOf, pathTo, type Field } from './schema';
import type { Fault } from './types';

/** An error, at the field of the form where it stands. */
export interface PlacedFault {
  /** The field's pointer; empty where the error is about nothing that the form has. */
  readonly pointer: string;
  /** The groups that the field is in; empty for none. */
  readonly place: string;
  readonly detail: string;
  /** Where it is about a group: the pointers of the fields that it is about. */
  readonly named: readonly string[];
}

/** The errors of the service about the one event that was sent. Its pointers begin with the place in the array. */
export const ofEvent = (faults: readonly Fault[]): readonly Fault[] =>
  faults.map((fault) => (fault.pointer === undefined ? fault : { ...fault, pointer: fault.pointer.replace(/^\/0(?=\/|$)/, '') }));

export function placed(faults: readonly Fault[], fields: readonly Field[]): readonly PlacedFault[] {
  return faults.map((fault) => {
    const pointer = fault.pointer ?? '';
    const path = pathTo(fields, pointer);
    const field = path.at(-1);
    if (!field) return { pointer: '', place: '', detail: fault.detail, named: [] };
    const isEntry = field.kind === 'list' && pointer !== field.pointer;
    return { pointer: isEntry ? pointer : field.pointer, place: path.slice(0, -1).map((one) => one.label).join(' – '), detail: withLabels(fault.detail, fields, field), named: namedIn(fault.detail, field) };
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

/** Fields of a group that an error about the group is about: those that it names, otherwise all. */
function namedIn(detail: string, group: Field): readonly string[] {
  const words = detail.split(/[^\w.]+/).map((word) => word.replace(/\.$/, ''));
  const all = allOf(group.children);
  const named = all.filter((field) => words.includes(pathOf(field)));
  return (named.length > 0 ? named : all).map((field) => field.pointer);
}

const pathOf = (field: Field): string => field.pointer.slice(1).replaceAll('/', '.');
