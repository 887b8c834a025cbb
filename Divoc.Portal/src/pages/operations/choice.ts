import type { Failure } from './api';

/** Only events go by the id of their certificate. Messages of other queues can be replayed by their reason alone, and not be discarded; a webhook has an id all the same, but came with no request. */
export function isEvent(failure: Failure): failure is Failure & { readonly certificateId: string } {
  return failure.certificateId !== undefined && failure.requestId !== undefined;
}

/** The ids of events among the shown ones, each once though several messages may have it: those that are marked, or all. */
export function chosenOf(shown: readonly Failure[], marked: ReadonlySet<string> | undefined): readonly string[] {
  const ids = shown.filter(isEvent).map((failure) => failure.certificateId);
  return [...new Set(ids)].filter((id) => marked === undefined || marked.has(id));
}
