import { judge, trustData, type LocalVerdict, type TrustData } from '../../verification';
import type { Language, Words } from '../../words';
import { fill } from '../../words';
import { momentOf } from './dates';
import type { Outcome, Verdict } from './verdict';

type Sentences = Readonly<Record<string, string>>;

const sentencesOf: Record<Language, () => Promise<{ readonly default: Sentences }>> = {
  en: () => import('virtual:sentences/en'),
  ar: () => import('virtual:sentences/ar'),
  es: () => import('virtual:sentences/es'),
  fr: () => import('virtual:sentences/fr'),
  hi: () => import('virtual:sentences/hi'),
  id: () => import('virtual:sentences/id'),
  pt: () => import('virtual:sentences/pt'),
  si: () => import('virtual:sentences/si'),
  ta: () => import('virtual:sentences/ta'),
};

/** Keys and lists as they were loaded last. Those lists stay in the memory of the page until their nextUpdate. */
let known: { readonly text: string; readonly data: TrustData; readonly loaded: string } | undefined;

/** Judges on this device, by the keys and lists that the service publishes. Nothing of the certificate leaves it. */
export async function checkOnDevice(presented: Uint8Array | string, words: Words): Promise<Outcome> {
  const trust = await trusted();
  if (!trust) return { by: 'nobody', word: 'UNCHECKED', text: words.verify.noData };
  const [sentences, verdict] = await Promise.all([sentencesOf[words.language](), judge(presented, trust.data, new Date())]);
  return outcomeOf(verdict, trust.loaded, sentences.default, words);
}

/** Loaded anew each time; without a connection the service worker gives what it kept. */
async function trusted(): Promise<typeof known> {
  try {
    const answer = await fetch('/trust', { credentials: 'omit' });
    if (!answer.ok) return known;
    const text = await answer.text();
    const loaded = new Date(answer.headers.get('date') ?? Date.now()).toISOString();
    const data = known?.text === text ? known.data : trustData(text, (path) => fetch(path, { credentials: 'omit' }), known?.data);
    known = { text, data, loaded };
  } catch {
    // What was known before still counts, and says of when it is.
  }
  return known;
}

function outcomeOf(local: LocalVerdict, loaded: string, sentences: Sentences, words: Words): Outcome {
  const checkedAt = new Date().toISOString();
  switch (local.outcome) {
    case 'JUDGED': {
      const reasons = local.verdict.reasons.map((reason) => ({ code: reason.code, message: sentenceOf(reason, sentences) }));
      const verdict = { ...local.verdict, reasons, checkedAt } as Verdict;
      return { by: 'device', verdict, dataOf: local.data?.issued ?? loaded, register: local.askOnline ? 'may know more' : 'not needed' };
    }
    case 'ASK_ONLINE': {
      const reasons = local.reasons.map((reason) => ({ code: reason.code, message: sentenceOf(reason, sentences) }));
      return { by: 'device', verdict: { ...local.details, status: 'INDETERMINATE', signature: 'valid', reasons, checkedAt } as Verdict, dataOf: loaded, register: 'decides' };
    }
    case 'NOT_JUDGED':
      return { by: 'nobody', word: 'UNCHECKED', text: tooOld(local.data?.nextUpdate, words) };
    case 'NOT_READ':
      return { by: 'nobody', word: 'UNREADABLE', text: '' };
  }
}

function tooOld(nextUpdate: string | undefined, words: Words): string {
  const since = nextUpdate === undefined ? '' : ` ${fill(words.verify.dataOldSince, { time: momentOf(nextUpdate, words.language) })}`;
  return words.verify.dataOld + since;
}

/** One code has a second sentence, for when the dose is among the members that can be exchanged. */
function sentenceOf(reason: { readonly code: string; readonly pointers?: readonly string[] }, sentences: Sentences): string {
  const withDoses = reason.pointers?.some((pointer) => pointer.endsWith('/dose')) ? sentences[`${reason.code}_DOSES`] : undefined;
  return withDoses ?? sentences[reason.code] ?? reason.code;
}
