import table from '../../../Divoc.Functions/Formats/Divoc/Judging/CredentialFields.table.json';
import { type Json, JsonNumber, type JsonObject } from './json';
import type { Reason } from './verdict';

/** Step 1 of the rule, the form: only the members of the kind, each with one value of its form. The members stand in a file that the server reads too. */

export interface Kind {
  readonly name: string;
  readonly certificateType: string;
  readonly type: string;
  readonly evidenceType: string;
}

type Group = { readonly [name: string]: string | Group | readonly string[] };

const groups: Readonly<Record<string, Group>> = table.groups;
const evidences: Readonly<Record<string, Group>> = table.evidence;
const mostReasons = 20;
const largestCount = 0x7fffffff;

/** The kind of a credential; null if its contexts are not exactly those of a kind. Hosts differ, the contexts do not, and their names are not part of what is signed. */
export function kindOf(credential: JsonObject): Kind | null {
  const contexts = credential.get('@context');
  if (!Array.isArray(contexts) || contexts.length !== 2 || contexts[0] !== 'https://www.w3.org/2018/credentials/v1') {
    return null;
  }
  const name = contexts[1];
  if (typeof name !== 'string' || !/^https?:\/\/[\p{L}\p{N}_.-]+(?::[0-9]{1,5})?\/[^?#]*$/iu.test(name)) {
    return null;
  }
  return table.kinds.find((kind) => name.endsWith(`/credentials/${kind.name}`)) ?? null;
}

/** A whole number from 1 on, or the same as text; null for anything else. */
export function countOf(value: Json | undefined): number | null {
  let count = NaN;
  if (value instanceof JsonNumber) {
    count = value.value;
  } else if (typeof value === 'string' && /^[1-9][0-9]*$/.test(value)) {
    count = Number(value);
  }
  return Number.isInteger(count) && count >= 1 && count <= largestCount ? count : null;
}

/** What is wrong with the form. */
export function faultsOf(credential: JsonObject, kind: Kind): Reason[] {
  const faults: Reason[] = [];
  const add = (code: string, pointer: string) => {
    if (faults.length < mostReasons) {
      faults.push({ code, pointer });
    }
  };

  const checkMembers = (members: JsonObject, rules: Group, place: string): void => {
    let known = 0;
    for (const [rule, form] of Object.entries(rules)) {
      const isOptional = rule.endsWith('?');
      const name = isOptional ? rule.slice(0, -1) : rule;
      const value = members.get(name);
      if (value !== undefined) {
        known++;
        checkValue(value, form, `${place}/${name}`);
      } else if (!isOptional) {
        add('FIELD_MISSING', `${place}/${name}`);
      }
    }
    if (members.size > known) {
      add('FIELD_UNEXPECTED', place);
    }
  };

  const checkValue = (value: Json, form: string | Group | readonly string[], place: string): void => {
    if (Array.isArray(form)) {
      const only = Array.isArray(value) && value.length === 1 ? value[0] : null;
      if (only instanceof Map) {
        checkMembers(only, evidences[kind.certificateType]!, `${place}/0`);
      } else {
        add('FIELD_TYPE', place);
      }
      return;
    }
    const group = typeof form === 'string' ? groups[form] : (form as Group);
    if (group) {
      if (value instanceof Map) {
        checkMembers(value, group, place);
      } else {
        add('FIELD_TYPE', place);
      }
    } else if (!hasForm(value, form as string)) {
      add(form === 'count' ? 'DOSE_NUMBER' : 'FIELD_TYPE', place);
    }
  };

  const checkTypes = (types: Json | undefined, place: string, expected: readonly string[]): void => {
    const found = Array.isArray(types) ? types : [types];
    if (found.length !== expected.length || !expected.every((type) => found.includes(type))) {
      add('UNKNOWN_KIND', place);
    }
  };

  checkMembers(credential, table.credential as Group, '');
  if (faults.length === 0) {
    const evidence = (credential.get('evidence') as JsonObject[])[0]!;
    const [dose, total] = [evidence.get('dose'), evidence.get('totalDoses')];
    if (dose !== undefined && total !== undefined && (dose === '') !== (total === '')) {
      add('DOSE_NUMBER', dose === '' ? '/evidence/0/dose' : '/evidence/0/totalDoses');
    }
    checkTypes(credential.get('type'), '/type', ['VerifiableCredential', kind.type]);
    checkTypes((credential.get('credentialSubject') as JsonObject).get('type'), '/credentialSubject/type', ['Person']);
    checkTypes(evidence.get('type'), '/evidence/0/type', [kind.evidenceType]);
  }
  return faults;
}

function hasForm(value: Json, form: string): boolean {
  switch (form) {
    case 'text':
      return typeof value === 'string';
    case 'textOrNumber':
      return typeof value === 'string' || value instanceof JsonNumber;
    case 'count':
      return value === '' || countOf(value) !== null;
    case 'types':
      return typeof value === 'string' || Array.isArray(value);
    default:
      return true;
  }
}
