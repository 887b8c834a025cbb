import * as rules from '../../../Divoc.Functions/Formats/Divoc/Judging/JudgingRules.table.json';
import { countOf, type Kind } from './fields';
import { isWellFormed } from './iri';
import { JsonNumber, type JsonObject, member, text } from './json';
import { type Instant, parseDate, parseInstant, parseShortDate } from './times';
import type { Profile } from './trust';
import { gravest, type Reason } from './verdict';

/**
 * Steps 3 to 8 of the rule in docs/verifying.md: the content of a credential whose signature is good. Several members share a term, so the signature binds the values, but not which member holds which. The words and
 * groups stand in a file that the server reads too. Taken member by member, so that the build leaves out its sentences.
 */

export interface Presented {
  readonly root: JsonObject;
  readonly kind: Kind;
  readonly subject: JsonObject;
  readonly evidence: JsonObject;
}

const place = '/evidence/0/';

/** What contradicts itself, and what the signature leaves open; step by step. */
export function doubtsOf(credential: Presented, profile: Profile): Reason[] {
  const reasons = [...nodeDoubts(credential), ...closedWordDoubts(credential, profile), ...dateDoubts(credential, profile), ...doseDoubts(credential, profile), ...knownWordDoubts(credential, profile)];
  return gravest(reasons) === 'VALID' ? [...reasons, ...openMembers(credential)] : reasons;
}

/** A text of the evidence, or a number as it stands; null where it is absent or empty. */
export function evidenceText(credential: Presented, name: string): string | null {
  return text(credential.evidence, name) || null;
}

/** Step 3: what the ids of person and event say, and whether the certificate id is the one in the event's. */
export function nodeDoubts(credential: Presented): Reason[] {
  const reasons: Reason[] = [];
  const subject = credential.subject.get('id');
  if (subject !== undefined && !isWellFormed(subject as string)) {
    reasons.push({ code: 'SUBJECT_ID_RELATIVE', pointer: '/credentialSubject/id' });
  }
  const id = text(credential.evidence, 'id');
  if (id === '') {
    reasons.push({ code: 'NUMBER_NOT_BOUND', pointer: `${place}certificateId` });
  } else if (!isWellFormed(id)) {
    reasons.push({ code: 'CERTIFICATE_ID_MISMATCH', pointer: `${place}id` });
  } else {
    const end = /[^/?=#:&]*$/.exec(id)![0];
    const number = text(credential.evidence, 'certificateId');
    // DIVOC's first signers put the word into the address where the certificate had no id.
    if (number === '' && (end === '' || end === 'undefined')) {
      reasons.push({ code: 'NO_CERTIFICATE_ID', pointer: `${place}certificateId` });
    } else if (number !== end) {
      reasons.push({ code: 'CERTIFICATE_ID_MISMATCH', pointer: `${place}certificateId` });
    }
  }
  return reasons;
}

/** Step 4: members whose words are closed. */
function closedWordDoubts(credential: Presented, profile: Profile): Reason[] {
  const reasons: Reason[] = [];
  if (credential.kind.certificateType === 'test') {
    const result = text(credential.evidence, 'result');
    if (!rules.closed.result.includes(result) && !profile.results.includes(result)) {
      reasons.push({ code: 'RESULT_UNKNOWN', pointer: `${place}result` });
    }
  }
  const code = evidenceText(credential, 'icd11Code');
  if (code !== null && !(code.startsWith(rules.closed.icd11CodePrefix) && /^[A-Z0-9]{4}$/.test(code.slice(rules.closed.icd11CodePrefix.length)))) {
    reasons.push({ code: 'CODE_FORM', pointer: `${place}icd11Code` });
  }
  return reasons;
}

/** A date as a credential has it: a day, or an instant. */
interface PresentedDate {
  readonly member: string;
  readonly text: string;
  readonly day: number;
  readonly instant: Instant | null;
}

/** A date of the evidence; null where it is none. */
export function readDate(name: string, written: string): PresentedDate | null {
  const instant = parseInstant(written);
  const day = instant?.day ?? parseDate(written) ?? parseShortDate(written);
  return day === null ? null : { member: name, text: written, day, instant };
}

/** A day against an instant is after it only where no time zone could set them so: the instant's offset need not be that of the place. */
function isAfter(one: PresentedDate, other: PresentedDate): boolean {
  if (one.instant && other.instant) {
    return one.instant.at > other.instant.at;
  }
  return one.day > other.day + (!one.instant === !other.instant ? 0 : 1);
}

/** Step 5: the order of the dates, and whether another order of the same dates would be as good. */
function dateDoubts(credential: Presented, profile: Profile): Reason[] {
  const reasons: Reason[] = [];
  const type = credential.kind.certificateType;
  const first = { test: 'sampleCollectionTimestamp', recovery: 'firstPositiveTestDate' }[type] ?? 'date';
  const [second, third] = type === 'test' ? ['resultTimestamp'] : ['effectiveStart', 'effectiveUntil'];
  const dates = new Map<string, PresentedDate>();
  for (const name of [first, second, third]) {
    if (name === undefined) {
      continue;
    }
    const written = evidenceText(credential, name);
    if (written === null && name.startsWith('effective')) {
      continue;
    }
    const date = readDate(name, written ?? '');
    if (date) {
      dates.set(name, date);
    } else {
      reasons.push({ code: 'DATE_UNREADABLE', pointer: place + name });
    }
  }
  if (!parseInstant(text(credential.root, 'issuanceDate'))) {
    reasons.push({ code: 'DATE_UNREADABLE', pointer: '/issuanceDate' });
  }
  if (reasons.length > 0) {
    return reasons;
  }

  const checkOrder = (earlier: PresentedDate | undefined, later: PresentedDate | undefined) => {
    if (earlier && later && isAfter(earlier, later)) {
      reasons.push({ code: 'DATE_ORDER', pointer: place + earlier.member });
    }
  };
  const notBound = (one: PresentedDate, other: PresentedDate) =>
    reasons.push({ code: 'DATES_NOT_BOUND', pointer: place + one.member, pointers: [place + one.member, place + other.member] });

  if (type === 'test') {
    const [sample, result] = [dates.get(first)!, dates.get(second!)!];
    checkOrder(sample, result);
    // A day and an instant next to each other are in order either way.
    if (reasons.length === 0 && !sample.instant !== !result.instant && sample.day !== result.day && !isAfter(result, sample)) {
      notBound(sample, result);
    }
    return reasons;
  }

  const [date, start, end] = [dates.get(first)!, dates.get('effectiveStart'), dates.get('effectiveUntil')];
  checkOrder(start, end);
  if (type === 'recovery') {
    // Each date has a term of its own, so the signature tells which is which, and none can have been removed.
    return reasons;
  }
  checkOrder(date, end);
  if (reasons.length === 0 && isEndOpen(profile, date, start, end)) {
    reasons.push({ code: 'END_NOT_BOUND', pointer: `${place}effectiveUntil` });
  }
  if (reasons.length > 0 || (date.instant && !start?.instant && !end?.instant)) {
    return reasons;
  }

  const present = [date, start, end].filter((one) => one !== undefined);
  const isInOrderWith = (one: PresentedDate, other: PresentedDate): boolean => {
    const at = (name: string) => (name === one.member ? other : name === other.member ? one : dates.get(name));
    const [last, begin] = [at('effectiveUntil'), at('effectiveStart')];
    return !last || (!isAfter(at(first)!, last) && !(begin && isAfter(begin, last)));
  };
  present.forEach((one, index) => {
    for (const other of present.slice(index + 1)) {
      if (other.day !== one.day && isInOrderWith(one, other)) {
        notBound(one, other);
      }
    }
  });
  return reasons;
}

/**
 * Whether the end can have been removed: it can have had the value of another date, and then leaving it out changes nothing that is signed. Or whether, of an issuer who writes no end, or none that is meant, the start can
 * have become one.
 */
function isEndOpen(profile: Profile, date: PresentedDate, start: PresentedDate | undefined, end: PresentedDate | undefined): boolean {
  const isOmitted = profile.omits.includes('effectiveUntil');
  if (!end) {
    return !isOmitted && !profile.endIsNotEnforced && (start !== undefined || !date.instant);
  }
  return isOmitted || (profile.endIsNotEnforced && (!start || start.text === date.text) && end.day > date.day);
}

/** Step 6: which dose of how many. */
function doseDoubts(credential: Presented, profile: Profile): Reason[] {
  if (credential.kind.certificateType !== 'vaccination') {
    return [];
  }
  const [dose, total] = [countOf(credential.evidence.get('dose')), countOf(credential.evidence.get('totalDoses'))];
  if (dose === null || total === null) {
    return [{ code: 'DOSE_NOT_STATED', pointer: `${place}dose` }];
  }
  const isBooster = profile.largestSeries !== null && profile.largestSeries < dose;
  return dose <= total || isBooster ? [] : [{ code: 'DOSES_NOT_BOUND', pointer: `${place}dose`, pointers: [`${place}dose`, `${place}totalDoses`] }];
}

const groupsOf = (credential: Presented, node: 'subject' | 'evidence'): readonly (readonly string[])[] =>
  (rules.sharedTerms as unknown as Record<string, Record<string, string[][]>>)[credential.kind.name]![node]!;

/** Step 7: words that are known, and codes that belong together. */
function knownWordDoubts(credential: Presented, profile: Profile): Reason[] {
  const reasons: Reason[] = [];
  for (const name of Object.keys(rules.knownWords)) {
    const group = groupsOf(credential, 'evidence').find((members) => members.includes(name));
    const value = evidenceText(credential, name);
    if (!group || value === null) {
      continue;
    }
    for (const other of group) {
      const word = other === name ? null : evidenceText(credential, other);
      if (word !== null && isAnother(name, value, word, profile)) {
        reasons.push({ code: name === 'result' ? 'RESULT_NOT_BOUND' : 'WORDS_NOT_BOUND', pointer: place + name, pointers: [place + name, place + other] });
      }
    }
  }
  return [...reasons, ...codeDoubts(credential)];
}

function isAnother(name: string, value: string, word: string, profile: Profile): boolean {
  if (name === 'result' && profile.results.includes(word)) {
    return word !== value;
  }
  const meaning = meaningOf(name, word);
  return meaning >= 0 && meaningOf(name, value) !== meaning;
}

function codeDoubts(credential: Presented): Reason[] {
  const code = evidenceText(credential, 'icd11Code');
  const vaccine = squashed(text(credential.evidence, 'vaccine'));
  const prophylaxis = comparable(text(credential.evidence, 'prophylaxis'));
  const told = [
    { name: 'vaccine', codes: rules.vaccineCodes.filter((known) => vaccine.includes(squashed(known.name))).flatMap((known) => known.codes) },
    { name: 'icd11Code', codes: code !== null && rules.prophylaxis.some((known) => known.codes.includes(code)) ? [code] : [] },
    { name: 'prophylaxis', codes: rules.prophylaxis.find((known) => comparable(known.term) === prophylaxis)?.codes ?? [] },
  ].filter((one) => one.codes.length > 0);
  const reasons: Reason[] = [];
  told.forEach((one, index) => {
    const other = told.slice(index + 1).find((next) => !next.codes.some((known) => one.codes.includes(known)));
    if (other) {
      reasons.push({ code: 'VACCINE_CODES_DISAGREE', pointer: place + one.name, pointers: [place + one.name, place + other.name] });
    }
  });
  return reasons;
}

/** Step 8: the members whose values can still be exchanged, where nobody seems to gain by it. */
function openMembers(credential: Presented): Reason[] {
  const openIn = (node: 'subject' | 'evidence', members: JsonObject, pointer: string) => groupsOf(credential, node)
    .map((group) => group.filter((name) => !rules.bound.includes(name) && members.has(name)))
    .filter((group) => new Set(group.map((name) => shown(members, name))).size > 1)
    .flatMap((group) => group.map((name) => pointer + name));
  const open = [...openIn('subject', credential.subject, '/credentialSubject/'), ...openIn('evidence', credential.evidence, place)];
  return open.length === 0 ? [] : [{ code: 'FIELDS_NOT_BOUND', pointers: open }];
}

function shown(members: JsonObject, name: string): string {
  const value = member(members, name);
  return value instanceof JsonNumber ? value.raw : String(value);
}

/** Which of the known words of a member a word is, whatever its spelling; -1 for none. */
function meaningOf(name: string, word: string): number {
  const spelled = comparable(word);
  return (rules.knownWords as Record<string, string[][]>)[name]!.findIndex((group) => group.some((known) => comparable(known) === spelled));
}

/** Letters and digits alone, in lower case. */
function comparable(written: string): string {
  return lower(written.split('').filter((letter) => /[\p{L}\p{Nd}]/u.test(letter)));
}

/** Without white space, in lower case. */
function squashed(written: string): string {
  return lower(written.split('').filter((letter) => !/[\p{Z}\t-\r\u0085]/u.test(letter)));
}

/** One letter for one, as the server has it. */
function lower(letters: readonly string[]): string {
  return letters.map((letter) => (letter.toLowerCase().length === 1 ? letter.toLowerCase() : letter)).join('');
}
