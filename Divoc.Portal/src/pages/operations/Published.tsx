import type { JSX } from 'preact';
import type { Overview } from './api';
import { whole } from './format';
import { NotKnown } from './Look';
import { lateSeconds } from './Queues';
import { words } from './words';

/** What the world knows of the certificates, and which program it knows it from. */
export function Published({ overview }: { readonly overview: Overview | undefined }): JSX.Element {
  return (
    <section>
      <h2>{words.publishedTitle}</h2>
      {overview === undefined ? <NotKnown /> : (
        <dl class="facts panel">
          <div>
            <dt>{words.announcements}</dt>
            <dd class={isLate(overview.announcements) ? 'alarming' : undefined}>{announcementsOf(overview)}</dd>
          </div>
          <div>
            <dt>{words.shards}</dt>
            <dd>{shardsOf(overview)}</dd>
          </div>
          <div>
            <dt>{words.instances}</dt>
            <dd>{instancesOf(overview)}</dd>
          </div>
          <div>
            <dt>{words.version}</dt>
            <dd class="mono">{overview.version}</dd>
          </div>
        </dl>
      )}
    </section>
  );
}

const isLate = (age: Overview['announcements']): boolean => age !== undefined && age.oldestSeconds >= lateSeconds;

function announcementsOf({ announcements }: Overview): string {
  if (announcements === undefined) return words.notKnown;
  return announcements.oldestSeconds === 0 ? words.nothingWaits : words.hasWaited(announcements.oldestSeconds);
}

function shardsOf({ shards, unavailable }: Overview): string {
  if (shards !== undefined) return words.shardsAge(shards.oldestSeconds);
  return unavailable.includes('SHARDS') ? words.notKnown : words.noShards;
}

function instancesOf({ activity }: Overview): string {
  if (activity === undefined) return words.notKnown;
  return activity.more ? words.instancesMore(activity.instances) : whole(activity.instances);
}
