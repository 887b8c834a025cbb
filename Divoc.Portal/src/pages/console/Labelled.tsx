import type { ComponentChildren, JSX } from 'preact';
import { text } from './words';

/** What a control says of itself to those who don't see it. */
export interface ControlProps {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': 'true' | undefined;
}

interface Props {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly faults?: readonly string[];
  readonly isRequired?: boolean;
  readonly children: (control: ControlProps) => ComponentChildren;
}

/** A control with its label, its hint, and what is wrong with it. */
export function Labelled({ id, label, hint = '', faults = [], isRequired = false, children }: Props): JSX.Element {
  const described = [hint !== '' && `${id}-hint`, faults.length > 0 && `${id}-fault`].filter(Boolean).join(' ');
  return (
    <div class="field">
      <label for={id}>{label}{isRequired && <RequiredMark />}</label>
      {hint !== '' && <p class="hint" id={`${id}-hint`}>{hint}</p>}
      {children({ id, 'aria-describedby': described === '' ? undefined : described, 'aria-invalid': faults.length > 0 ? 'true' : undefined })}
      {faults.length > 0 && <p class="fault" id={`${id}-fault`}>{faults.join(' ')}</p>}
    </div>
  );
}

export function RequiredMark(): JSX.Element {
  return <span class="mark" title={text.form.required} aria-hidden="true"> *</span>;
}
