import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { words as english } from './en';

/** The languages of the certificates' pages, each by its own name. */
export const languages = [
  ['en', 'English'],
  ['ar', 'العربية'],
  ['es', 'Español'],
  ['fr', 'Français'],
  ['hi', 'हिन्दी'],
  ['id', 'Bahasa Indonesia'],
  ['pt', 'Português'],
  ['si', 'සිංහල'],
  ['ta', 'தமிழ்'],
] as const;

export type Language = (typeof languages)[number][0];

/** The verdicts in words: those of the service, and what only a page says. */
export type VerdictWord = 'VALID' | 'EXPIRED' | 'SUSPENDED' | 'SUPERSEDED' | 'REVOKED' | 'INDETERMINATE' | 'INVALID' | 'UNKNOWN' | 'UNREADABLE' | 'UNCHECKED';

/** All texts of the pages that everybody sees. A language that lacks one does not compile. */
export interface Words {
  readonly language: Language;
  readonly direction: 'ltr' | 'rtl';
  readonly pages: Readonly<Record<'start' | 'verify' | 'console' | 'operations', string>>;
  readonly shell: Readonly<Record<'skip' | 'pages' | 'language' | 'loading' | 'failed' | 'reload' | 'offline' | 'runBy' | 'contact', string>>;
  readonly start: Readonly<Record<
    | 'title' | 'about' | 'verifyTitle' | 'verifyText' | 'verify' | 'issuerTitle' | 'issuer' | 'keys' | 'noKeys' | 'keysFailed' | 'publishedTitle' | 'publicKeys' | 'did' | 'trust' | 'status'
    | 'api' | 'guide' | 'health' | 'running' | 'notRunning' | 'sampleTitle' | 'sampleText' | 'issueSample' | 'issuing' | 'issued' | 'openPdf' | 'qrOf' | 'pageOf' | 'verifyIt' | 'revokeIt' | 'revoked'
    | 'another', string>>;
  readonly verify: Readonly<Record<
    | 'title' | 'about' | 'camera' | 'stopCamera' | 'cameraHint' | 'cameraSlow' | 'cameraDenied' | 'cameraNone' | 'insecure' | 'file' | 'drop' | 'paste' | 'pasteLabel' | 'pasteHint' | 'check'
    | 'onlyHere' | 'onlyHereHint' | 'working' | 'noCode' | 'tooLarge' | 'another' | 'details' | 'compare' | 'checkedByService' | 'checkedHere' | 'askOnline' | 'confirmOnline' | 'dataOld' | 'dataOldSince'
    | 'noData' | 'serviceFailed' | 'helpIssuer' | 'helpIssuerUnnamed' | 'helpUnknown' | 'helpUndecided' | 'reasons' | 'part' | 'yes' | 'no', string>> & {
      readonly word: Readonly<Record<VerdictWord, string>>;
      readonly sentence: Readonly<Record<VerdictWord, string>>;
      readonly fact: Readonly<Record<
        | 'name' | 'dateOfBirth' | 'age' | 'gender' | 'vaccine' | 'prophylaxis' | 'disease' | 'date' | 'dose' | 'totalDoses' | 'doses' | 'earlierDoses' | 'isSubpotent' | 'batch' | 'facility'
        | 'country' | 'testType' | 'result' | 'sampleCollected' | 'resultFound' | 'firstPositiveTest' | 'validFrom' | 'validUntil' | 'issued' | 'issuer' | 'certificateId' | 'kind' | 'kid'
        | 'verificationMethod' | 'replacedBy', string>>;
    };
}

const others: Record<Exclude<Language, 'en'>, () => Promise<{ readonly words: Words }>> = {
  ar: () => import('./ar'),
  es: () => import('./es'),
  fr: () => import('./fr'),
  hi: () => import('./hi'),
  id: () => import('./id'),
  pt: () => import('./pt'),
  si: () => import('./si'),
  ta: () => import('./ta'),
};

export async function loadWords(language: Language): Promise<Words> {
  if (language === 'en') return english;
  try {
    return (await others[language]()).words;
  } catch {
    return english;
  }
}

/** The first language of the browser that there is; else English. */
export function startLanguage(): Promise<Words> {
  const wanted = navigator.languages.map((tag) => tag.toLowerCase().split('-')[0]);
  const found = wanted.map((tag) => languages.find(([code]) => code === tag)?.[0]).find((code) => code !== undefined);
  return loadWords(found ?? 'en');
}

export const WordsContext = createContext<Words>(english);

export const useWords = (): Words => useContext(WordsContext);

/** Fills `{name}` in a text. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}
