import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { problemOf, type Ask, type Outcome } from './api';
import { give, type FailureOrder } from './orders';
import { words } from './words';

interface ConfirmProps {
  readonly ask: Ask;
  readonly order: FailureOrder;
  readonly onDone: (outcome: Outcome) => void;
  readonly onCancel: () => void;
}

/**
 * Says what an order does, and of how many, before it is given. After an error it stays, so that the same order can be given again.
 * Who cancels closes the dialog, and the browser gives the focus back to the button that led here.
 */
export function Confirm({ ask, order, onDone, onCancel }: ConfirmProps): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const reason = useRef<HTMLInputElement>(null);
  const [working, setWorking] = useState(false);
  const [fault, setFault] = useState('');
  const [reasonFault, setReasonFault] = useState('');
  useEffect(() => dialog.current?.showModal(), []);

  const text = textOf(order);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const why = reason.current?.value.trim() ?? '';
    const isMissing = order.kind === 'discard' && why === '';
    setReasonFault(isMissing ? words.discardNeedsReason : '');
    if (isMissing) {
      reason.current?.focus();
      return;
    }

    setFault('');
    setWorking(true);
    try {
      onDone(await give(ask, order, why));
    } catch (error) {
      const { detail, errors } = problemOf(error);
      setFault([detail, ...errors.map((one) => one.detail)].join(' '));
      setWorking(false);
    }
  };

  // Escape closes a dialog by itself, at the second time whatever a page says. An order that is under way is not called off by that, and its outcome is shown here.
  const escape = (event: Event): void => {
    if (working) event.preventDefault();
  };
  const closed = (): void => {
    if (working) dialog.current?.showModal();
    else onCancel();
  };

  return (
    <dialog ref={dialog} aria-labelledby="order-title" onCancel={escape} onClose={closed}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <h2 id="order-title">{text.title}</h2>
        <p>{text.about}</p>
        {order.kind !== 'discard' && order.kind !== 'replay' && <p>{words.someText}</p>}
        {order.kind === 'discard' && (
          <div class="field">
            <label for="order-reason">{words.discardReason}</label>
            <p class="hint" id="order-hint">{words.discardHint}</p>
            <input
              id="order-reason" ref={reason} type="text" maxLength={256} autocomplete="off" required
              aria-invalid={reasonFault !== ''} aria-describedby={reasonFault === '' ? 'order-hint' : 'order-fault order-hint'} />
            <div role="alert" id="order-fault">{reasonFault !== '' && <p class="fault">{reasonFault}</p>}</div>
          </div>
        )}
        <div role="alert">{fault !== '' && <p class="notice bad">{words.notDone(fault)}</p>}</div>
        <div role="status">{working && <p>{words.working}</p>}</div>
        <div class="row">
          <button type="button" disabled={working} onClick={() => dialog.current?.close()}>{words.cancel}</button>
          <button type="submit" class={order.kind === 'discard' ? 'danger' : 'main'} disabled={working}>{text.act}</button>
        </div>
      </form>
    </dialog>
  );
}

function textOf(order: FailureOrder): { readonly title: string; readonly about: string; readonly act: string } {
  if (order.kind === 'discard') return { title: words.discardTitle(order.ids.length), about: words.discardText, act: words.discardAct(order.ids.length) };
  if (order.kind === 'replay') return { title: words.replayTitle(order.ids.length), about: words.replayText, act: words.replayAct(order.ids.length) };
  const number = words.messageCount(order.number, order.more);
  return { title: order.kind === 'all' ? words.allTitle(number) : words.reasonTitle(number, order.reason), about: words.replayText, act: words.someAct(number) };
}
