import type { JSX } from 'preact';
import type { Minute } from './api';
import { clock } from './format';
import { mostOf, type Series } from './hour';
import { words } from './words';

/** A bar has ten units of width, two of them free. */
const step = 10;
const gap = 2;
const height = 44;

/** So high that one among many is seen. */
const least = 3;

interface ChartProps {
  readonly name: Series;
  readonly minutes: readonly Minute[];
  readonly label: string;
}

/** Bars, one a minute. It is stretched to the width of the page, so there is no text in it. */
export function Chart({ name, minutes, label }: ChartProps): JSX.Element {
  const most = mostOf(minutes, name);
  const top = most?.[name] ?? 1;
  const width = minutes.length * step;
  return (
    <svg class={`chart ${name} ${most === undefined ? 'empty' : ''}`} viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" role="img" aria-label={label}>
      {minutes.map((minute, index) => minute[name] > 0 && <Bar key={minute.minute} minute={minute} index={index} number={minute[name]} top={top} />)}
      <path class="base" d={`M0 ${height}H${width}`} />
    </svg>
  );
}

function Bar({ minute, index, number, top }: { readonly minute: Minute; readonly index: number; readonly number: number; readonly top: number }): JSX.Element {
  const tall = least + (height - least) * (number / top);
  return (
    <rect x={index * step + gap / 2} y={height - tall} width={step - gap} height={tall}>
      <title>{words.bar(clock(new Date(minute.minute)), number)}</title>
    </rect>
  );
}
