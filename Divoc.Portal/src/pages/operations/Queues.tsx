import type { JSX } from 'preact';
import type { Queue } from './api';
import { span, whole } from './format';
import { NotKnown } from './Look';
import { words } from './words';

/** From then on the alerts of the service speak of events that are late. */
export const lateSeconds = 15 * 60;

export function Queues({ queues }: { readonly queues: readonly Queue[] | undefined }): JSX.Element {
  return (
    <section>
      <h2>{words.queuesTitle}</h2>
      <p>{words.queuesAbout}</p>
      {queues === undefined && <NotKnown />}
      {queues !== undefined && <ul class="cards">{queues.map((queue) => <OneQueue key={queue.queue} queue={queue} />)}</ul>}
    </section>
  );
}

function OneQueue({ queue }: { readonly queue: Queue }): JSX.Element {
  const [name, about] = words.queues[queue.queue] ?? [queue.queue, ''];
  const hasNoneDue = queue.queued === 0 && queue.oldestSeconds === 0;
  return (
    <li class="panel queue" data-queue={queue.queue}>
      <div>
        <h3>{name}</h3>
        <p class="quiet small">{about}</p>
        <p class="quiet small"><code>{queue.queue}</code></p>
      </div>
      <dl class="facts counts">
        <Fact name={words.queued} value={whole(queue.queued)} />
        <Fact name={words.scheduled} value={whole(queue.scheduled)} />
        <Fact name={words.failed} value={whole(queue.failed)} isBad={queue.failed > 0} />
        <Fact name={words.oldest} value={hasNoneDue ? words.nothingDue : span(queue.oldestSeconds)} isBad={queue.oldestSeconds >= lateSeconds} />
      </dl>
    </li>
  );
}

function Fact({ name, value, isBad = false }: { readonly name: string; readonly value: string; readonly isBad?: boolean }): JSX.Element {
  return (
    <div>
      <dt>{name}</dt>
      <dd class={isBad ? 'alarming' : undefined}>{value}</dd>
    </div>
  );
}
