import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { KeyGate } from './KeyGate';
import type { PageProps } from '../../shell/Shell';
import { useAsk, type Ask, type Keys as KeyList, type Overview } from './api';
import { AuditList } from './AuditList';
import { Failures } from './Failures';
import { zone } from './format';
import { Hour } from './Hour';
import { Keys } from './Keys';
import { Look } from './Look';
import './operations.css';
import { usePolled } from './polled';
import { Published } from './Published';
import { Queues } from './Queues';
import { words } from './words';

const overviewSeconds = 10;

/** The service itself looks at its keys once a minute. */
const keysSeconds = 60;

/** Where cards stand below one another. */
const smallScreen = '(max-width: 40rem)';

/** The page for operators: how the service is, and what failed. In English only, whatever language the bar has. */
export function Operations({ settings }: PageProps): JSX.Element {
  return (
    <div class="operations" lang="en" dir="ltr">
      <h1>{words.title}</h1>
      <p>{words.about}</p>
      <KeyGate needed={settings.asksKeys} label={words.keyLabel} hint={words.keyHint}>
        {(key, onRefused) => <Opened key={key ?? ''} operatorKey={key} onRefused={onRefused} />}
      </KeyGate>
    </div>
  );
}

interface OpenedProps {
  readonly operatorKey: string | undefined;
  readonly onRefused: () => void;
}

/** Asks for the overview alone until it is answered: each call with a key that is not known counts as a try, and the service answers later after many. */
function Opened({ operatorKey, onRefused }: OpenedProps): JSX.Element {
  const ask = useAsk(operatorKey, onRefused);
  const [paused, setPaused] = useState(false);
  const overview = usePolled<Overview>(ask, '/operations/overview', overviewSeconds, paused);
  const isKnown = overview.value !== undefined || (overview.fault !== undefined && overview.fault.status !== 401);
  return (
    <>
      {isKnown ? <Look overview={overview} seconds={overviewSeconds} paused={paused} onPause={setPaused} /> : <p class="quiet">{words.loading}</p>}
      {isKnown && <Parts ask={ask} overview={overview.value} paused={paused} onChange={overview.refresh} />}
    </>
  );
}

interface PartsProps {
  readonly ask: Ask;
  readonly overview: Overview | undefined;
  readonly paused: boolean;
  readonly onChange: () => void;
}

function Parts({ ask, overview, paused, onChange }: PartsProps): JSX.Element {
  const keys = usePolled<KeyList>(ask, '/operations/keys', keysSeconds, paused);
  const [orders, setOrders] = useState(0);
  const changed = (): void => {
    setOrders((before) => before + 1);
    onChange();
  };
  const hasFailures = overview?.failures !== undefined && overview.failures.reasons.length > 0;
  const leads = useRef(false);
  // On a small screen what needs somebody is not below a long list. There it stays, so that nothing moves under the hands of whoever works on it.
  leads.current ||= hasFailures && matchMedia(smallScreen).matches;
  const state = [<Queues key="queues" queues={overview?.queues} />, <Hour key="hour" overview={overview} />];
  const failures = <Failures key="failures" ask={ask} counted={overview?.failures} onChange={changed} />;
  return (
    <>
      {leads.current ? [failures, ...state] : [...state, failures]}
      <Keys keys={keys} />
      <Published overview={overview} />
      <AuditList ask={ask} orders={orders} />
      <p class="quiet small">{words.times(zone())}</p>
    </>
  );
}
