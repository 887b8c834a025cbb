import type { ComponentChildren, JSX } from 'preact';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { idleMinutes, useIdle, useLeaving } from '../../shell/useIdle';

const words = {
  open: 'Open',
  lock: 'Lock',
  held: `This page keeps your key until you lock, leave or reload it, or do not use it for ${idleMinutes} minutes.`,
  empty: 'Enter your key.',
  characters: 'A key has only the letters A to Z, digits and signs such as - and _, and no spaces. Enter it again.',
  refused: 'The service does not know this key, or it is not for this page. Enter another one.',
  locked: 'The page is locked. The key is forgotten.',
  left: 'Somebody left the page, so it is locked. The key is forgotten.',
  idle: `Nobody used the page for ${idleMinutes} minutes, so it is locked. The key is forgotten.`,
} as const;

interface KeyGateProps {
  /** Whether a key is asked at once. Otherwise only after a call without one was refused. */
  readonly needed: boolean;
  /** Whose key is wanted. */
  readonly label: string;
  readonly hint: string;
  /** What is shown with the key (undefined without one). It calls onRefused when the service answers 401 or 403, and then a key is asked anew. */
  readonly children: (key: string | undefined, onRefused: () => void) => ComponentChildren;
}

type Why = 'asked' | 'refused' | 'locked' | 'idle' | 'left';

type State = { readonly open: true; readonly key: string | undefined } | { readonly open: false; readonly why: Why };

/** Holds a key in a variable of the page and nowhere else, and asks for it. */
export function KeyGate({ needed, label, hint, children }: KeyGateProps): JSX.Element {
  const [state, setState] = useState<State>(needed ? { open: false, why: 'asked' } : { open: true, key: undefined });
  const [isLeft, setLeft] = useState(false);
  const key = state.open ? state.key : undefined;
  const inside = useRef<HTMLDivElement>(null);

  // Of an answer that comes late, to a call with an earlier key, nothing is to be learned of this one.
  const refused = useCallback(() => setState((now) => {
    if (!now.open || now.key !== key) return now;
    return { open: false, why: key === undefined ? 'asked' : 'refused' };
  }), [key]);

  const lock = useCallback((why: 'locked' | 'idle') => setState({ open: false, why }), []);
  useIdle(key !== undefined, () => lock('idle'));
  const leave = (): void => {
    setLeft(true);
    setState((now) => (now.open && now.key !== undefined ? { open: false, why: 'left' } : now));
  };
  useLeaving(leave, () => setLeft(false));

  // The field is gone, and with it the place of whoever goes by keyboard.
  useEffect(() => {
    if (key !== undefined) inside.current?.focus();
  }, [key]);

  // The browser keeps the page while another one is shown: nothing is in it then.
  if (isLeft) return <></>;
  if (!state.open) return <KeyForm label={label} hint={hint} why={state.why} onKey={(entered) => setState({ open: true, key: entered })} />;
  return (
    <div ref={inside} tabIndex={-1} class="gate">
      {key !== undefined && (
        <p class="row gate-held">
          <button type="button" onClick={() => lock('locked')}>{words.lock}</button>
          <span class="quiet small">{words.held}</span>
        </p>
      )}
      {children(key, refused)}
    </div>
  );
}

interface KeyFormProps {
  readonly label: string;
  readonly hint: string;
  readonly why: Why;
  readonly onKey: (key: string) => void;
}

function KeyForm({ label, hint, why, onKey }: KeyFormProps): JSX.Element {
  const [fault, setFault] = useState(why === 'refused' ? words.refused : '');
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (why !== 'asked') field.current?.focus();
  }, [why]);

  const submit = (event: Event): void => {
    event.preventDefault();
    const entered = field.current!.value.trim();
    const wrong = faultOf(entered);
    setFault(wrong);
    if (wrong === '') onKey(entered);
    else field.current!.focus();
  };

  return (
    <form class="panel" onSubmit={submit} noValidate>
      <div role="status">
        {why === 'left' && <p class="notice">{words.left}</p>}
        {why === 'locked' && <p class="notice">{words.locked}</p>}
        {why === 'idle' && <p class="notice warn">{words.idle}</p>}
      </div>
      <div class="field">
        <label for="gate-key">{label}</label>
        <p class="hint" id="gate-hint">{hint}</p>
        <input
          id="gate-key" ref={field} type="password" autocomplete="off" autocapitalize="off" spellcheck={false}
          aria-invalid={fault !== ''} aria-describedby={fault === '' ? 'gate-hint' : 'gate-fault gate-hint'} />
        <div role="alert" id="gate-fault">{fault !== '' && <p class="fault">{fault}</p>}</div>
      </div>
      <button type="submit" class="main">{words.open}</button>
    </form>
  );
}

/** A header takes nothing but visible ASCII. */
function faultOf(entered: string): string {
  if (entered === '') return words.empty;
  return /^[!-~]+$/.test(entered) ? '' : words.characters;
}
