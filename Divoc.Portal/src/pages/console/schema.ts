import type { Schema } from './types';

export type FieldKind = 'group' | 'text' | 'number' | 'date' | 'moment' | 'choice' | 'list' | 'object';

/** A field of a form, made of a JSON Schema. */
export interface Field {
  readonly name: string;
  /** Where its value stands in an event (JSON Pointer). */
  readonly pointer: string;
  readonly label: string;
  readonly hint: string;
  readonly kind: FieldKind;
  readonly isRequired: boolean;
  /** The member must be there, but an empty text will do. */
  readonly mayBeEmpty: boolean;
  /** Another field that will do in its place. */
  readonly orElse: string;
  readonly schema: Schema;
  readonly children: readonly Field[];
}

/** Optional fields that are common on certificates: they stand with the required ones. The schema can't tell that. */
const common: readonly string[] = ['programId', 'dob', 'age', 'gender', 'batch', 'country', 'city', 'validFrom', 'validUntil'];

export const isFolded = (field: Field): boolean => !field.isRequired && field.orElse === '' && !common.includes(field.name);

/** The fields of an object, in the order of its schema. */
export function fieldsOf(schema: Schema, parent = ''): readonly Field[] {
  const pairs = eithersOf(schema);
  const properties = schema.properties ?? {};
  return Object.entries(properties).map(([name, member]) => {
    const isRequired = schema.required?.includes(name) ?? false;
    const other = pairs.find((pair) => pair.includes(name))?.find((one) => one !== name);
    const pointer = `${parent}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const kind = kindOf(member);
    return {
      name,
      pointer,
      label: labelOf(name, member),
      hint: hintOf(kind, member),
      kind,
      isRequired,
      mayBeEmpty: isRequired && kind === 'text' && (member.minLength ?? 0) === 0,
      orElse: other === undefined ? '' : labelOf(other, properties[other]),
      schema: member,
      children: kind === 'group' ? fieldsOf(member, pointer) : [],
    };
  });
}

export function leavesOf(fields: readonly Field[]): readonly Field[] {
  return fields.flatMap((field) => (field.kind === 'group' ? leavesOf(field.children) : [field]));
}

export function allOf(fields: readonly Field[]): readonly Field[] {
  return fields.flatMap((field) => [field, ...allOf(field.children)]);
}

/** The fields on the way to a pointer, from the outermost group on. */
export const pathTo = (fields: readonly Field[], pointer: string): readonly Field[] =>
  allOf(fields).filter((field) => pointer === field.pointer || pointer.startsWith(`${field.pointer}/`));

/** A field with the groups that it is in: `Person – Address – City`. */
export const placeOf = (fields: readonly Field[], pointer: string): string => pathTo(fields, pointer).map((field) => field.label).join(' – ');

/** `addressLine1` as `Address line 1`. */
export function humanised(name: string): string {
  const words = name.replace(/([a-z])([A-Z0-9])/g, '$1 $2').replace(/[_\-.]+/g, ' ').trim().toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** How a date is written needs no word where the browser asks for it. */
function hintOf(kind: FieldKind, schema: Schema): string {
  const hint = schema.description ?? '';
  return kind === 'date' || kind === 'moment' ? hint.replace(/^A date( and time[^,]*)?, such as \S+\.\s*/, '') : hint;
}

const labelOf = (name: string, schema: Schema | undefined): string => schema?.title ?? humanised(name);

function kindOf(schema: Schema): FieldKind {
  const type = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? []);
  if (schema.properties) return 'group';
  if (schema.enum) return 'choice';
  if (type.includes('array')) return 'list';
  if (type.includes('object')) return 'object';
  if (type.includes('string')) return textKindOf(schema);
  return type.includes('integer') || type.includes('number') ? 'number' : 'text';
}

function textKindOf(schema: Schema): FieldKind {
  if (schema.format === 'date') return 'date';
  return schema.format === 'date-time' ? 'moment' : 'text';
}

/** Pairs of fields one of which is enough. */
function eithersOf(schema: Schema): readonly (readonly string[])[] {
  return (schema.allOf ?? []).map((one) => (one.anyOf ?? []).flatMap((way) => way.required ?? [])).filter((names) => names.length === 2);
}
