import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { fill } from '../../words';
import type { PlacedFault } from './faults';
import { idOf } from './FormContext';
import { text } from './words';

/** All errors, each with a link to its field. It takes the focus, so that nobody overlooks it. */
export function ErrorSummary({ prefix, faults }: { readonly prefix: string; readonly faults: readonly PlacedFault[] }): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), [faults]);
  return (
    <div class="notice bad" role="alert" tabIndex={-1} ref={box}>
      <p><strong>{faults.length === 1 ? text.form.faults.one : fill(text.form.faults.many, { count: String(faults.length) })}</strong></p>
      <ul>
        {faults.map((fault, index) => (
          <li key={index}>
            {fault.pointer === '' ? fault.detail : <FieldLink id={idOf(prefix, fault.pointer)} label={fault.place === '' ? fault.detail : `${fault.place}: ${fault.detail}`} />}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Goes to a field, also to one that is folded away. The address stays: it would be a page of the history for each error. */
export function FieldLink({ id, label }: { readonly id: string; readonly label: string }): JSX.Element {
  const go = (event: MouseEvent): void => {
    event.preventDefault();
    const target = document.getElementById(id);
    for (let fold = target?.closest('details'); fold; fold = fold.parentElement?.closest('details')) fold.open = true;
    const control = target?.matches('fieldset.list') ? target.querySelector('input') : target;
    control?.focus();
    control?.scrollIntoView({ block: 'center' });
  };
  return <a href={`#${id}`} onClick={go}>{label}</a>;
}
