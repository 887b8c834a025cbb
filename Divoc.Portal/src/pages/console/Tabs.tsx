import type { ComponentChildren, JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';

interface Tab<T extends string> {
  readonly name: T;
  readonly label: string;
  readonly content: ComponentChildren;
}

interface Props<T extends string> {
  readonly label: string;
  readonly tabs: readonly Tab<T>[];
  readonly chosen: T;
  readonly onChoose: (name: T) => void;
}

/** Parts of a page, as the ARIA Authoring Practices have them: arrows go from tab to tab. A part that was opened stays, with all that was typed. */
export function Tabs<T extends string>({ label, tabs, chosen, onChoose }: Props<T>): JSX.Element {
  const list = useRef<HTMLDivElement>(null);
  const [opened, setOpened] = useState<readonly T[]>([]);
  if (!opened.includes(chosen)) setOpened([...opened, chosen]);
  const move = (event: KeyboardEvent): void => {
    const now = tabs.findIndex((tab) => tab.name === chosen);
    const to = targetOf(event.key, now, tabs.length);
    if (to === undefined) return;
    event.preventDefault();
    onChoose(tabs[to]!.name);
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[to]?.focus();
  };
  return (
    <>
      <div class="tabs" role="tablist" aria-label={label} ref={list} onKeyDown={move}>
        {tabs.map((tab) => (
          <button
            key={tab.name} type="button" role="tab" id={`tab-${tab.name}`} aria-controls={`part-${tab.name}`} aria-selected={tab.name === chosen} tabIndex={tab.name === chosen ? 0 : -1}
            onClick={() => onChoose(tab.name)}
          >
            {tab.label}
          </button>
        ))}
      </div>
      {tabs.map((tab) => (
        <div key={tab.name} role="tabpanel" id={`part-${tab.name}`} aria-labelledby={`tab-${tab.name}`} hidden={tab.name !== chosen}>
          {opened.includes(tab.name) && tab.content}
        </div>
      ))}
    </>
  );
}

function targetOf(key: string, now: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowRight':
      return (now + 1) % count;
    case 'ArrowLeft':
      return (now + count - 1) % count;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}
