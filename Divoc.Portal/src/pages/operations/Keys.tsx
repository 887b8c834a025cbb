import type { JSX } from 'preact';
import type { Key, Keys as KeyList } from './api';
import { date, daysUntil, secondsSince } from './format';
import { NotKnown } from './Look';
import type { Polled } from './polled';
import { words } from './words';

/** The log of the service warns as early of a certificate that ends. */
const soonDays = 60;

export function Keys({ keys }: { readonly keys: Polled<KeyList> }): JSX.Element {
  const known = keys.value?.keys;
  return (
    <section>
      <h2>{words.keysTitle}</h2>
      {keys.fault !== undefined && <NotKnown detail={keys.fault.detail} />}
      {known === undefined && keys.fault === undefined && <p class="quiet">{words.loading}</p>}
      {known?.length === 0 && <p>{words.noKeys}</p>}
      {known !== undefined && known.length > 0 && <ul class="cards">{known.map((key) => <OneKey key={key.kid} one={key} />)}</ul>}
    </section>
  );
}

function OneKey({ one }: { readonly one: Key }): JSX.Element {
  return (
    <li class="panel">
      <h3 class="mono"><bdi>{one.kid}</bdi></h3>
      <dl class="facts">
        <div>
          <dt>{words.algorithm}</dt>
          <dd>{one.algorithm}</dd>
        </div>
        <div>
          <dt>{words.purposes}</dt>
          <dd>{one.purposes.length === 0 ? words.everything : one.purposes.join(', ')}</dd>
        </div>
        <div>
          <dt>{words.state}</dt>
          <dd>{stateOf(one)}</dd>
        </div>
        <div>
          <dt>{words.age}</dt>
          <dd>{one.signedSince === undefined ? words.neverUsed : words.usedSince(date(one.signedSince), secondsSince(one.signedSince))}</dd>
        </div>
        <div>
          <dt>{words.certificateUntil}</dt>
          <End until={one.certificateUntil} />
        </div>
      </dl>
    </li>
  );
}

function stateOf(key: Key): string {
  if (key.retiredAt !== undefined) return words.retired(date(key.retiredAt));
  return key.published ? words.published : words.gone;
}

function End({ until }: { readonly until: string | undefined }): JSX.Element {
  if (until === undefined) return <dd>{words.noCertificate}</dd>;
  const left = daysUntil(until);
  if (left < 0) return <dd class="alarming">{words.ended(date(until))}</dd>;
  return left <= soonDays ? <dd class="alarming">{words.endsSoon(date(until), left)}</dd> : <dd>{words.ends(date(until), left)}</dd>;
}
