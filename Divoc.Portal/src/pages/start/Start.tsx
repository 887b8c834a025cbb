import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { callJson } from '../../shell/call';
import type { PageProps } from '../../shell/Shell';
import { useWords } from '../../words';
import { Sample } from './Sample';

interface KeySet {
  readonly keys: readonly { readonly kid: string; readonly alg?: string; readonly kty: string }[];
}

const published = [
  ['publicKeys', '/.well-known/jwks.json'],
  ['did', '/.well-known/did.json'],
  ['trust', '/trust'],
  ['status', '/revocations'],
  ['api', '/docs'],
  ['guide', '/docs/partners.md'],
  ['health', '/health/ready'],
] as const;

/** What this is, that it runs, who issues, and on a developer's machine a first certificate. */
export function Start({ settings }: PageProps): JSX.Element {
  const { start: words } = useWords();
  return (
    <>
      <h1>{words.title}</h1>
      <p>{words.about}</p>
      <Health />
      {settings.pages.includes('verify') && (
        <section class="panel">
          <h2>{words.verifyTitle}</h2>
          <p>{words.verifyText}</p>
          <a class="button main" href="/verify">{words.verify}</a>
        </section>
      )}
      {!settings.asksKeys && <Sample />}
      <div class="columns">
        <Issuer issuer={settings.issuer} version={settings.version} />
        <section>
          <h2>{words.publishedTitle}</h2>
          <ul class="links">
            {published.map(([name, path]) => <li key={name}><a href={path}>{words[name]}</a></li>)}
          </ul>
        </section>
      </div>
    </>
  );
}

/** The beginning of a commit's hash is enough to tell it apart. */
const shortened = (version: string): string => version.replace(/(\+[0-9a-f]{7})[0-9a-f]+$/, '$1');

function Health(): JSX.Element {
  const { start: words } = useWords();
  const [runs, setRuns] = useState<boolean>();
  useEffect(() => {
    callJson('/health/live').then(() => setRuns(true), () => setRuns(false));
  }, []);
  return (
    <div role="status">
      {runs === true && <p class="notice good">{words.running}</p>}
      {runs === false && <p class="notice bad">{words.notRunning}</p>}
    </div>
  );
}

function Issuer({ issuer, version }: { readonly issuer: string; readonly version: string }): JSX.Element {
  const { start: words } = useWords();
  const [keys, setKeys] = useState<KeySet['keys'] | 'failed'>();
  useEffect(() => {
    callJson<KeySet>('/.well-known/jwks.json').then((set) => setKeys(set.keys), () => setKeys('failed'));
  }, []);
  return (
    <section>
      <h2>{words.issuerTitle}</h2>
      <dl class="facts">
        <div>
          <dt>{words.issuer}</dt>
          <dd><bdi>{issuer}</bdi></dd>
        </div>
        <div>
          <dt>{words.keys}</dt>
          {keys === 'failed' && <dd>{words.keysFailed}</dd>}
          {keys !== 'failed' && keys?.length === 0 && <dd>{words.noKeys}</dd>}
          {keys !== 'failed' && keys?.map((key) => <dd key={key.kid} class="mono"><bdi>{key.alg ?? key.kty} {key.kid}</bdi></dd>)}
        </div>
      </dl>
      <p class="quiet small"><bdi>{shortened(version)}</bdi></p>
    </section>
  );
}
