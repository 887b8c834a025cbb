import { leavesOf, type Field } from './schema';
import type { Found } from './types';
import { offsetPointer, partsOfMoment, type Values } from './values';

type Members = Readonly<Record<string, unknown>>;

export interface Credential {
  readonly '@context'?: readonly unknown[];
  readonly credentialSubject: Members;
  readonly evidence: readonly Members[];
}

const addressMembers: readonly (readonly [string, string])[] = [
  ['addressLine1', 'streetAddress'], ['addressLine2', 'streetAddress2'], ['city', 'city'], ['district', 'district'], ['state', 'addressRegion'],
  ['country', 'addressCountry'], ['pincode', 'postalCode'],
];

/** The group of a type's events that its evidence tells, and members with another name there. */
const groups: Readonly<Record<string, readonly [string, Readonly<Record<string, string>>]>> = {
  vaccination: ['vaccination', { name: 'vaccine' }],
  test: ['testDetails', {}],
  recovery: ['recovery', { validFrom: 'effectiveStart', validUntil: 'effectiveUntil' }],
};

export const isCredential = (value: unknown): value is Credential => isMembers(value) && isMembers(value['credentialSubject']) && Array.isArray(value['evidence']);

export const codeOf = (credential: Credential): string => textOf(credential.credentialSubject['refId']);

/** The shape in which an event is sent again that a credential was made of: the one with date of birth has a context of its own. */
export function shapeOf(credential: Credential, type: string, shapes: readonly string[]): string {
  const hasDate = (credential['@context'] ?? []).some((context) => typeof context === 'string' && context.endsWith('/vaccination/v2'));
  const wanted = type === 'vaccination' && hasDate ? 'v3' : shapes[0];
  return shapes.find((shape) => shape === wanted) ?? shapes[0] ?? '';
}

/** What DIVOC's credential tells of the event, as a form holds it. Undefined for types that are not known here. */
export function valuesOf(credential: Credential, found: Found, fields: readonly Field[]): Values | undefined {
  const group = groups[found.type];
  const evidence = credential.evidence[0];
  if (!group || !evidence) return undefined;
  const subject = credential.credentialSubject;
  const [name, renamed] = group;
  const told: Record<string, unknown> = {
    '/preEnrollmentCode': subject['refId'],
    '/programId': found.programId,
    '/recipient/identity': subject['id'],
    '/vaccinator/name': memberOf(evidence['verifier'], 'name'),
    '/verifier/name': memberOf(evidence['verifier'], 'name'),
    '/facility/name': memberOf(evidence['facility'], 'name'),
  };
  for (const member of ['name', 'gender', 'age', 'nationality', 'dob']) told[`/recipient/${member}`] = subject[member];
  for (const [ours, theirs] of addressMembers) {
    told[`/recipient/address/${ours}`] = memberOf(subject['address'], theirs);
    told[`/facility/address/${ours}`] = memberOf(memberOf(evidence['facility'], 'address'), theirs);
  }

  return Object.fromEntries(leavesOf(fields).flatMap((field) => {
    const [, root, member] = field.pointer.split('/');
    const value = root === name && member !== undefined ? evidence[renamed[member] ?? member] : told[field.pointer];
    return entriesOf(field, textOf(value));
  }));
}

function entriesOf(field: Field, value: string): readonly (readonly [string, string])[] {
  if (value === '') return [];
  if (field.kind !== 'moment') return [[field.pointer, value]];
  const [local, offset] = partsOfMoment(value);
  return [[field.pointer, local], [offsetPointer(field.pointer), offset]];
}

/**
 * What a correction starts with. The age of a vaccination is reckoned from the date of birth when it is certified, and a date of birth on 1 January may be made of an age: sent again, either would
 * change what is certified of the person.
 */
export function startOf(credential: Credential, found: Found, fields: readonly Field[]): Values | undefined {
  const told = valuesOf(credential, found, fields);
  if (told === undefined || found.type !== 'vaccination') return told;
  const isDoubtful = (pointer: string, value: unknown): boolean => pointer === '/recipient/age' || (pointer === '/recipient/dob' && String(value).endsWith('-01-01'));
  return Object.fromEntries(Object.entries(told).filter(([pointer, value]) => !isDoubtful(pointer, value)));
}

/** Fields of which a credential tells nothing, though the event may have had them. */
export function untold(fields: readonly Field[], values: Values): readonly Field[] {
  const may = ['contact', 'familyName', 'givenName', 'comorbidities', 'meta', 'device', 'enrollmentType'];
  const birth = ['/recipient/dob', '/recipient/age'];
  const isBirthTold = birth.some((pointer) => values[pointer] !== undefined);
  return leavesOf(fields).filter((field) => values[field.pointer] === undefined && (may.includes(field.name) || (!isBirthTold && birth.includes(field.pointer))));
}

const isMembers = (value: unknown): value is Members => typeof value === 'object' && value !== null && !Array.isArray(value);

const memberOf = (value: unknown, name: string): unknown => (isMembers(value) ? value[name] : undefined);

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : '';
}
