import type { JSX } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { useService } from './session';
import { text } from './words';

interface Props {
  readonly question: string;
  readonly about: string;
  /** What else has to be right, such as times. */
  readonly details?: string;
  readonly go: string;
  readonly isDangerous?: boolean;
  readonly onGo: () => void;
  readonly onBack: () => void;
}

/** Asks before something is done. The browser keeps the focus within, and Escape goes back. */
export function Confirm({ question, about, details = '', go, isDangerous = false, onGo, onBack }: Props): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
  }, []);
  const { signal } = useService();
  // A dialog holds the focus, also where it can't be seen: behind the field of the key nobody could get out of it.
  useEffect(() => {
    signal.addEventListener('abort', onBack);
    return () => signal.removeEventListener('abort', onBack);
  }, [signal, onBack]);
  return (
    <dialog ref={dialog} aria-labelledby={id} onCancel={(event) => { event.preventDefault(); onBack(); }}>
      <h3 id={id}>{question}</h3>
      <p><bdi>{about}</bdi></p>
      {details !== '' && <p>{details}</p>}
      <div class="row">
        <button type="button" onClick={onBack}>{text.change.back}</button>
        <button type="button" class={isDangerous ? 'danger' : 'main'} onClick={onGo}>{go}</button>
      </div>
    </dialog>
  );
}
