import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Ask, Audit, Order } from './api';
import { moment, whole } from './format';
import { NotKnown } from './Look';
import { Pager, usePaged } from './paged';
import { words } from './words';

/** @param orders How many orders this page has given: after each the list is read anew. */
export function AuditList({ ask, orders }: { readonly ask: Ask; readonly orders: number }): JSX.Element {
  const list = usePaged<Audit>(ask, '/operations/audit');
  const shown = list.value?.orders;
  const { goFirst } = list;
  const before = useRef(orders);
  useEffect(() => {
    if (before.current === orders) return;
    before.current = orders;
    goFirst();
  }, [orders, goFirst]);

  return (
    <section>
      <h2>{words.auditTitle}</h2>
      <p>{words.auditAbout}</p>
      {list.fault !== undefined && <NotKnown detail={list.fault.detail} />}
      {shown?.length === 0 && <p>{words.noOrders}</p>}
      {shown !== undefined && shown.length > 0 && <Orders orders={shown} />}
      <Pager label={words.auditTitle} list={list} next={list.value?.next} />
    </section>
  );
}

function Orders({ orders }: { readonly orders: readonly Order[] }): JSX.Element {
  return (
    <ul class="cards">
      {orders.map((order) => (
        <li key={`${order.at} ${order.order}`} class="order">
          <span class="quiet">{moment(order.at)}</span>
          <span>
            <strong>{words.orders[order.order] ?? order.order}</strong> {order.reason !== undefined && <code>{order.reason}</code>} {words.by} <bdi>{order.name}</bdi>: {outcomeOf(order)}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Zeros are left out, unless there is nothing else. */
function outcomeOf({ counts }: Order): string {
  if (counts === undefined) return words.noOutcome;
  const all = Object.entries(counts);
  const some = all.filter(([, number]) => number > 0);
  return (some.length > 0 ? some : all.slice(0, 1)).map(([name, number]) => `${whole(number)} ${words.counts[name] ?? name}`).join(', ');
}
