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
    <div class="table" role="region" aria-label={words.auditTitle} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{words.when}</th>
            <th scope="col">{words.who}</th>
            <th scope="col">{words.order}</th>
            <th scope="col">{words.reason}</th>
            <th scope="col">{words.outcome}</th>
          </tr>
        </thead>
        <tbody>
          {orders.map((order) => (
            <tr key={`${order.at} ${order.order}`}>
              <td>{moment(order.at)}</td>
              <td><bdi>{order.name}</bdi></td>
              <td>{words.orders[order.order] ?? order.order}</td>
              <td>{order.reason !== undefined && <code>{order.reason}</code>}</td>
              <td>{outcomeOf(order)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Zeros are left out, unless there is nothing else. */
function outcomeOf({ counts }: Order): string {
  if (counts === undefined) return words.noOutcome;
  const all = Object.entries(counts);
  const some = all.filter(([, number]) => number > 0);
  return (some.length > 0 ? some : all.slice(0, 1)).map(([name, number]) => `${whole(number)} ${words.counts[name] ?? name}`).join(', ');
}
