import type { JSX } from 'preact';
import type { Minute, Overview } from './api';
import { Chart } from './Chart';
import { clock, whole } from './format';
import { minutesOf, mostOf, series, totalOf, type Series } from './hour';
import { NotKnown } from './Look';
import { words } from './words';

export function Hour({ overview }: { readonly overview: Overview | undefined }): JSX.Element {
  return (
    <section>
      <h2>{words.hourTitle}</h2>
      {overview?.activity === undefined ? <NotKnown /> : <Known minutes={minutesOf(overview)} />}
    </section>
  );
}

function Known({ minutes }: { readonly minutes: readonly Minute[] }): JSX.Element {
  const middle = minutes[Math.floor(minutes.length / 2)]!;
  return (
    <div class="panel">
      {series.map((name) => <Row key={name} name={name} minutes={minutes} />)}
      <p class="axis quiet small" aria-hidden="true">
        <span>{timeOf(minutes[0]!)}</span>
        <span>{timeOf(middle)}</span>
        <span>{timeOf(minutes.at(-1)!)}</span>
      </p>
      <p class="quiet small">{words.chartScale}</p>
      <details>
        <summary>{words.numbers}</summary>
        <Numbers minutes={minutes} />
      </details>
    </div>
  );
}

/** Each has a row and a name of its own, so that nothing hangs on colours. */
function Row({ name, minutes }: { readonly name: Series; readonly minutes: readonly Minute[] }): JSX.Element {
  const [label, about] = words.series[name];
  const total = totalOf(minutes, name);
  const most = mostOf(minutes, name);
  const mostText = most === undefined ? words.none : words.most(most[name], timeOf(most));
  return (
    <div class="series" data-series={name}>
      <p class="series-name">
        <strong>{label} <span class="number">{whole(total)}</span></strong> <span class="quiet small">{about}{most !== undefined && `; ${mostText}`}</span>
      </p>
      <Chart name={name} minutes={minutes} label={words.chartOf(label, total, mostText)} />
    </div>
  );
}

function Numbers({ minutes }: { readonly minutes: readonly Minute[] }): JSX.Element {
  const busy = minutes.filter((minute) => series.some((name) => minute[name] > 0));
  if (busy.length === 0) return <p>{words.quietHour}</p>;
  return (
    <>
      <p class="quiet small">{words.quietMinutes}</p>
      <div class="table" role="region" aria-label={words.numbersOf} tabIndex={0}>
        <table class="numbers">
          <caption class="unseen">{words.numbersOf}</caption>
          <thead>
            <tr>
              <th scope="col">{words.minute}</th>
              {series.map((name) => <th key={name} scope="col">{words.series[name][0]}</th>)}
            </tr>
          </thead>
          <tbody>
            {busy.map((minute) => (
              <tr key={minute.minute}>
                <th scope="row">{timeOf(minute)}</th>
                {series.map((name) => <td key={name}>{whole(minute[name])}</td>)}
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{words.total}</th>
              {series.map((name) => <td key={name}>{whole(totalOf(minutes, name))}</td>)}
            </tr>
          </tfoot>
        </table>
      </div>
    </>
  );
}

const timeOf = (minute: Minute): string => clock(new Date(minute.minute));
