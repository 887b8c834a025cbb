import { judge, trustData, type LocalVerdict, type TrustData } from '../../verification';
import { loaded } from '../../shell/inTime';
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

/** How long what is published is waited for: the service worker itself gives what it kept after three seconds. */
const patienceMs = 8000;

/** Keys and lists as they were loaded last. Those lists stay in the memory of the page until their nextUpdate. */
let known: { readonly text: string; readonly data: TrustData; readonly loaded: string } | undefined;

/** Judges on this device, by the keys and lists that the service publishes. Nothing of the certificate leaves it. */
export async function checkOnDevice(presented: Uint8Array | string, words: Words): Promise<Outcome> {
  const trust = await trusted();
  if (!trust) return { by: 'nobody', word: 'UNCHECKED', text: words.verify.noData };
  const [sentences, verdict] = await Promise.all([loaded(sentencesOf[words.language]()), judge(presented, trust.data, new Date())]);
  return outcomeOf(verdict, trust.loaded, sentences.default, words);
}

/** Loaded anew each time; without a connection the service worker gives what it kept. */
async function trusted(): Promise<typeof known> {
  try {
    const { ok, text, date } = await published('/trust');
    if (!ok) return known;
    const data = known?.text === text ? known.data : trustData(text, async (path) => {
      const document = await published(path);
      return { ok: document.ok, text: () => Promise.resolve(document.text) };
    }, known?.data);
    known = { text, data, loaded: new Date(date ?? Date.now()).toISOString() };
  } catch {
    // What was known before still counts, and says of when it is.
  }
  return known;
}

/** Something that is published, all of it; fails where the network is silent. */
async function published(path: string): Promise<{ readonly ok: boolean; readonly text: string; readonly date: string | null }> {
  const ended = new AbortController();
  const timer = setTimeout(() => ended.abort(), patienceMs);
  try {
    const answer = await fetch(path, { credentials: 'omit', signal: ended.signal });
    return { ok: answer.ok, text: await answer.text(), date: answer.headers.get('date') };
  } finally {
    clearTimeout(timer);
  }
}

function outcomeOf(local: LocalVerdict, loaded: string, sentences: Sentences, words: Words): Outcome {
  const checkedAt = new Date().toISOString();
  switch (local.outcome) {
    case 'JUDGED': {
      const reasons = local.verdict.reasons.map((reason) => ({ code: reason.code, message: sentenceOf(reason, sentences) }));
      const verdict: Verdict = { ...local.verdict, reasons, checkedAt };
      return { by: 'device', verdict, dataOf: local.data?.issued ?? loaded, register: local.askOnline ? 'may know more' : 'not needed' };
    }
    case 'ASK_ONLINE': {
      const reasons = local.reasons.map((reason) => ({ code: reason.code, message: sentenceOf(reason, sentences) }));
      return { by: 'device', verdict: { ...local.details, status: 'INDETERMINATE', signature: 'valid', reasons, checkedAt }, dataOf: loaded, register: 'decides' };
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
