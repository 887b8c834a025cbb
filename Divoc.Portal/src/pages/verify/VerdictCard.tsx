import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Icon } from '../../shell/icons';
import { fill, useWords, type VerdictWord, type Words } from '../../words';
import { dayOf, momentOf } from './dates';
import { looks, showsFacts, wordOf, type Outcome, type Verdict } from './verdict';

/** One large word with its sign and colour, one sentence, and below it what to compare with the person. */
export function VerdictCard({ outcome, contact }: { readonly outcome: Outcome; readonly contact: string }): JSX.Element {
  const words = useWords();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [outcome]);
  const word = shownWord(outcome);
  const { tone, icon } = looks[word];
  const verdict = outcome.by === 'nobody' ? undefined : outcome.verdict;
  const isOpen = outcome.by === 'device' && outcome.register === 'decides';
  const sentence = isOpen ? words.verify.askOnline : words.verify.sentence[word];
  // A reason that says the same and more stands in the place of the sentence.
  const fuller = verdict?.reasons.find((reason) => reason.message.startsWith(sentence));
  const reasons = verdict?.reasons.filter((reason) => reason !== fuller) ?? [];
  return (
    <section class={`verdict ${tone}`} aria-live="polite" data-word={word}>
      <div class="verdict-head">
        <span class="disc"><Icon name={icon} /></span>
        <h2 tabIndex={-1} ref={heading}>{words.verify.word[word]}</h2>
      </div>
      <p class="verdict-sentence" data-code={fuller?.code}>{fuller?.message ?? sentence}</p>
      {outcome.by === 'nobody' && outcome.text !== '' && <p>{outcome.text}</p>}
      {reasons.length > 0 && (
        <ul class="reasons" aria-label={words.verify.reasons}>
          {reasons.map((reason) => <li key={reason.code} data-code={reason.code}>{reason.message}</li>)}
        </ul>
      )}
      {outcome.by === 'device' && outcome.register === 'may know more' && <p>{words.verify.confirmOnline}</p>}
      <Help word={word} contact={contact} />
      {verdict && showsFacts(word) && <Facts verdict={verdict} isToCompare={!takenBack.includes(word)} />}
      {verdict && <p class="small">{sourceOf(outcome, words)}</p>}
      {outcome.by === 'device' && outcome.failure && <p class="small">{fill(words.verify.serviceFailed, { reason: outcome.failure })}</p>}
      {verdict && <Details verdict={verdict} showsAll={showsFacts(word)} />}
    </section>
  );
}

/** Of these there is nothing to compare: nobody takes them, whosever they are. */
const takenBack: readonly VerdictWord[] = ['REVOKED', 'SUSPENDED', 'SUPERSEDED'];

function shownWord(outcome: Outcome): VerdictWord {
  if (outcome.by === 'nobody') return outcome.word;
  return outcome.by === 'device' && outcome.register === 'decides' ? 'UNCHECKED' : wordOf(outcome.verdict);
}

function sourceOf(outcome: Outcome, words: Words): string {
  if (outcome.by === 'nobody') return '';
  const time = momentOf(outcome.verdict.checkedAt, words.language);
  return outcome.by === 'service'
    ? fill(words.verify.checkedByService, { time })
    : fill(words.verify.checkedHere, { time, data: momentOf(outcome.dataOf, words.language) });
}

/** What the holder can do. */
function Help({ word, contact }: { readonly word: VerdictWord; readonly contact: string }): JSX.Element | null {
  const { verify: words } = useWords();
  if (word === 'VALID' || word === 'UNREADABLE') return null;
  const help = word === 'UNKNOWN' ? words.helpUnknown : word === 'INDETERMINATE' ? words.helpUndecided : '';
  const own = word !== 'UNKNOWN';
  return <p>{help} {own && (contact === '' ? words.helpIssuerUnnamed : fill(words.helpIssuer, { contact }))}</p>;
}

/** Name and birth date first and large: they are compared with an identity document. */
function Facts({ verdict, isToCompare }: { readonly verdict: Verdict; readonly isToCompare: boolean }): JSX.Element | null {
  const words = useWords();
  const { name, dateOfBirth, totalDoses, ...rest } = verdict.summary ?? {};
  const facts: [string, unknown][] = Object.entries(rest).map(([key, value]) => [key, key === 'dose' && totalDoses !== undefined ? `${String(value)} / ${String(totalDoses)}` : value]);
  for (const key of ['validFrom', 'validUntil'] as const) {
    if (verdict[key] && rest[key] === undefined) facts.push([key, verdict[key]]);
  }

  return (
    <div class="card">
      {isToCompare && <p class="quiet small">{words.verify.compare}</p>}
      {name !== undefined && <p class="person"><span class="unseen">{words.verify.fact.name}: </span><bdi>{String(name)}</bdi></p>}
      {dateOfBirth !== undefined && <p class="birth"><span class="quiet">{words.verify.fact.dateOfBirth}</span> <bdi>{dayOf(String(dateOfBirth), words.language)}</bdi></p>}
      <dl class="facts">
        {facts.map(([key, value]) => (
          <div key={key}>
            <dt>{labelOf(key, words)}</dt>
            <dd><bdi>{textOf(value, words)}</bdi></dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function Details({ verdict, showsAll }: { readonly verdict: Verdict; readonly showsAll: boolean }): JSX.Element {
  const words = useWords();
  const all = ['kind', 'issuer', 'issued', 'certificateId', 'replacedBy', 'verificationMethod', 'kid'] as const;
  const shown = all.filter((key) => verdict[key] && (showsAll || key === 'issuer' || key === 'verificationMethod' || key === 'kid'));
  return (
    <details>
      <summary>{words.verify.details}</summary>
      <dl class="facts">
        {shown.map((key) => (
          <div key={key}>
            <dt>{labelOf(key, words)}</dt>
            <dd><bdi>{key === 'issued' ? momentOf(verdict[key]!, words.language) : verdict[key]}</bdi></dd>
          </div>
        ))}
      </dl>
      <p class="mono">{[verdict.status, ...verdict.reasons.map((reason) => reason.code)].join(' · ')}</p>
    </details>
  );
}

const labelOf = (key: string, words: Words): string => (words.verify.fact as Readonly<Record<string, string>>)[key] ?? key;

function textOf(value: unknown, words: Words): string {
  if (value === true || value === false || value === 'true') return value ? words.verify.yes : words.verify.no;
  if (Array.isArray(value)) return value.map((one) => textOf(one, words)).join('; ');
  if (typeof value === 'object' && value !== null) return Object.values(value).map((one) => textOf(one, words)).join(', ');
  return dayOf(String(value), words.language);
}
