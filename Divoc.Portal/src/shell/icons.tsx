import type { JSX } from 'preact';

/** The signs beside words, as paths in a box of 24 by 24. They repeat what the word says, so screen readers leave them out. */
const paths = {
  check: 'M5 12.5l4.5 4.5L19 7.5',
  clock: 'M12 6v6l4 2.5M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z',
  cross: 'M6.5 6.5l11 11M17.5 6.5l-11 11',
  bars: 'M9 6v12M15 6v12',
  arrows: 'M4 9h13l-3.5-3.5M20 15H7l3.5 3.5',
  question: 'M8.5 9a3.5 3.5 0 1 1 5 3.2c-1 .5-1.5 1.1-1.5 2.3M12 18.2v.1',
  camera: 'M4 8h3l1.5-2.5h7L17 8h3v11H4zM12 10a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z',
  file: 'M7 3h7l4 4v14H7zM14 3v4h4',
  text: 'M5 6h14M5 12h14M5 18h9',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name }: { readonly name: IconName }): JSX.Element {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={paths[name]} fill="none" stroke="currentColor" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round" />
    </svg>
  );
}
