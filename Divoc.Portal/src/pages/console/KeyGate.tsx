import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { call, type Problem } from '../../shell/call';
import { Failure } from './Failure';
import { Labelled } from './Labelled';
import { isKeyRefused, problemOf } from './session';
import { text } from './words';

interface Props {
  /** Why the key is asked for again; empty at first. */
  readonly notice: string;
  readonly onOpen: (key: string) => void;
}

/** What the header of a key can hold. */
const keyPattern = /^[\x21-\x7e]+$/;

/** Asks for the key, and tries it. */
export function KeyGate({ notice, onOpen }: Props): JSX.Element {
  const [key, setKey] = useState('');
  const [fault, setFault] = useState('');
  const [problem, setProblem] = useState<Problem>();
  const [isBusy, setBusy] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const life = useRef(new AbortController());
  // A key that is still being checked does not open a page that was left or locked meanwhile.
  useEffect(() => () => life.current.abort(), []);
  // Not when the page is opened: that would skip what stands above.
  useEffect(() => {
    if (notice !== '') field.current?.focus();
  }, [notice]);

  const refuse = (why: string): void => {
    setFault(why);
    field.current?.focus();
  };
  const open = async (): Promise<void> => {
    const given = key.trim();
    setProblem(undefined);
    if (given === '' || !keyPattern.test(given)) {
      refuse(given === '' ? text.key.missing : text.key.malformed);
      return;
    }

    setFault('');
    setBusy(true);
    try {
      await call('/divoc/api/v1/requests', { key: given, signal: life.current.signal });
      if (!life.current.signal.aborted) onOpen(given);
    } catch (error) {
      const found = problemOf(error);
      setBusy(false);
      if (isKeyRefused(found)) refuse(found.status === 401 ? text.key.refused : found.detail);
      else setProblem(found);
    }
  };

  return (
    <form noValidate class="panel key" onSubmit={(event) => { event.preventDefault(); if (!isBusy) void open(); }}>
      <h2>{text.key.title}</h2>
      <div role="status">{notice !== '' && <p class="notice">{notice}</p>}</div>
      <p id="key-about">{text.key.about}</p>
      <Labelled id="key" label={text.key.label} faults={fault === '' ? [] : [fault]} isRequired>
        {(control) => <input {...control} ref={field} type="password" aria-required="true" autocomplete="off" spellcheck={false} dir="ltr" value={key} onInput={(event) => setKey(event.currentTarget.value)} />}
      </Labelled>
      <div role="status">{fault !== '' && <p class="unseen">{fault}</p>}</div>
      <Failure problem={problem} />
      <button type="submit" class="main" disabled={isBusy}>{isBusy ? text.key.opening : text.key.open}</button>
    </form>
  );
}
