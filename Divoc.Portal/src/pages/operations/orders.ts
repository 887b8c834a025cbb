import type { Ask, Outcome } from './api';

const route = '/operations/failures';

/** What an operator is about to order. The API discards by ids only: what is discarded does not come back. */
export type FailureOrder =
  | { readonly kind: 'replay'; readonly ids: readonly string[] }
  | { readonly kind: 'discard'; readonly ids: readonly string[] }
  | { readonly kind: 'reason'; readonly reason: string; readonly number: number; readonly more: boolean }
  | { readonly kind: 'all'; readonly number: number; readonly more: boolean };

/** Gives an order. Its reason is only for a discarding. */
export function give(ask: Ask, order: FailureOrder, reason: string): Promise<Outcome> {
  if (order.kind === 'discard') return ask<Outcome>(`${route}/discard`, { method: 'POST', json: { certificateIds: order.ids, reason } });
  return ask<Outcome>(`${route}/replay`, { method: 'POST', json: meantBy(order) });
}

function meantBy(order: FailureOrder): object {
  if (order.kind === 'reason') return { reason: order.reason };
  return order.kind === 'all' ? { all: true } : { certificateIds: order.ids };
}
