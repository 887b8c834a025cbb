import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Ask, Failures as FailureList, Outcome, Overview } from './api';
import { Confirm } from './Confirm';
import { FailureItem } from './FailureItem';
import { NotKnown } from './Look';
import type { FailureOrder } from './orders';
import { OutcomeText } from './OutcomeText';
import { Pager, usePaged } from './paged';
import { Reasons } from './Reasons';
import { chosenOf, isEvent } from './choice';
import { words } from './words';

interface FailuresProps {
  readonly ask: Ask;
  /** What the overview counted; undefined where it could not. */
  readonly counted: Overview['failures'];
  /** An order was carried out. */
  readonly onChange: () => void;
}

/** What failed for good, by reason and one by one, and what can be done about it. */
export function Failures({ ask, counted, onChange }: FailuresProps): JSX.Element {
  const [order, setOrder] = useState<FailureOrder>();
  const [outcome, setOutcome] = useState<Outcome>();
  const [orders, setOrders] = useState(0);
  const heading = useRef<HTMLHeadingElement>(null);

  const close = (): void => setOrder(undefined);
  const done = (what: Outcome): void => {
    close();
    setOutcome(what);
    setOrders((before) => before + 1);
    onChange();
  };
  // The button that opened the dialog may be gone, since what it stood beside is. As long as the dialog is open nothing else takes the focus.
  useEffect(() => {
    if (orders > 0) heading.current?.focus();
  }, [orders]);
  const begin = (next: FailureOrder): void => {
    setOutcome(undefined);
    setOrder(next);
  };

  return (
    <section>
      <h2 ref={heading} tabIndex={-1}>{words.failuresTitle}</h2>
      <p>{words.failuresAbout}</p>
      <div role="status">{outcome !== undefined && <OutcomeText outcome={outcome} />}</div>
      {counted === undefined && <NotKnown />}
      {counted !== undefined && counted.reasons.length > 0 && <Reasons reasons={counted.reasons} more={counted.more} onOrder={begin} />}
      <List ask={ask} signature={counted === undefined ? '' : JSON.stringify(counted)} orders={orders} isOrdering={order !== undefined} onOrder={begin} />
      {order !== undefined && <Confirm ask={ask} order={order} onDone={done} onCancel={close} />}
    </section>
  );
}

interface ListProps {
  readonly ask: Ask;
  /** Stands for what the overview counted: when it changes the list is old. */
  readonly signature: string;
  readonly orders: number;
  readonly isOrdering: boolean;
  readonly onOrder: (order: FailureOrder) => void;
}

function List({ ask, signature, orders, isOrdering, onOrder }: ListProps): JSX.Element {
  const list = usePaged<FailureList>(ask, '/operations/failures');
  const { reload, goFirst } = list;
  const shown = list.value?.failures;
  const events = chosenOf(shown ?? [], undefined);
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const chosen = chosenOf(shown ?? [], marked);
  const isBusy = chosen.length > 0 || isOrdering || list.page > 1;

  // Not under the hands of somebody who has chosen something or reads on another page.
  const [known, setKnown] = useState(signature);
  const isOld = known !== signature;
  const show = (): void => {
    setKnown(signature);
    setMarked(new Set());
    goFirst();
  };
  useEffect(() => {
    if (!isOld || isBusy) return;
    setKnown(signature);
    reload();
  }, [isOld, isBusy, signature, reload]);

  const before = useRef(orders);
  useEffect(() => {
    if (before.current === orders) return;
    before.current = orders;
    setMarked(new Set());
    reload();
  }, [orders, reload]);

  const mark = (id: string, isOn: boolean): void => {
    const next = new Set(marked);
    if (isOn) next.add(id);
    else next.delete(id);
    setMarked(next);
  };

  return (
    <>
      {list.fault !== undefined && <NotKnown detail={list.fault.detail} />}
      {shown === undefined && list.fault === undefined && <p class="quiet">{words.loading}</p>}
      {shown?.length === 0 && list.page === 1 && <p class="notice good">{words.noFailures}</p>}
      <div role="status">{isOld && isBusy && <p class="notice">{words.changed}</p>}</div>
      {isOld && isBusy && <button type="button" class="after" onClick={show}>{words.showAnew}</button>}
      {shown !== undefined && shown.length > 0 && (
        <>
          <h3>{words.listTitle}</h3>
          {events.length > 0 && (
            <div class="row choice">
              <label class="tick">
                <input type="checkbox" checked={chosen.length === events.length} onChange={(event) => setMarked(new Set(event.currentTarget.checked ? events : []))} />
                {words.chooseAll}
              </label>
              <span class="quiet" role="status">{words.chosen(chosen.length)}</span>
              <button type="button" disabled={chosen.length === 0} onClick={() => onOrder({ kind: 'replay', ids: chosen })}>{words.replayChosen}</button>
              <button type="button" class="danger" disabled={chosen.length === 0} onClick={() => onOrder({ kind: 'discard', ids: chosen })}>{words.discardChosen}</button>
            </div>
          )}
          <ul class="cards">
            {shown.map((failure) => (
              <FailureItem
                key={`${failure.place} ${failure.sequenceNumber}`} failure={failure} onOrder={onOrder}
                isChosen={isEvent(failure) && marked.has(failure.certificateId)} onChoose={mark} />
            ))}
          </ul>
        </>
      )}
      <Pager label={words.failuresTitle} list={list} next={list.value?.next} />
    </>
  );
}
