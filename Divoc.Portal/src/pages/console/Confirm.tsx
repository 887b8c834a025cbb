import type { JSX } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { text } from './words';

interface Props {
  readonly question: string;
  readonly about: string;
  readonly go: string;
  readonly isDangerous?: boolean;
  readonly onGo: () => void;
  readonly onBack: () => void;
}

/** Asks before something is done. The browser keeps the focus within, and Escape goes back. */
export function Confirm({ question, about, go, isDangerous = false, onGo, onBack }: Props): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
  }, []);
  return (
    <dialog ref={dialog} aria-labelledby={id} onCancel={(event) => { event.preventDefault(); onBack(); }}>
      <h3 id={id}>{question}</h3>
      <p><bdi>{about}</bdi></p>
      <div class="row">
        <button type="button" onClick={onBack}>{text.change.back}</button>
        <button type="button" class={isDangerous ? 'danger' : 'main'} onClick={onGo}>{go}</button>
      </div>
    </dialog>
  );
}
