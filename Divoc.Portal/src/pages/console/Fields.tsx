import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { fill } from '../../words';
import { idOf, useForm } from './FormContext';
import { Labelled, RequiredMark, type ControlProps } from './Labelled';
import { allOf, isFolded, type Field } from './schema';
import { isFilled, listAt, offsetAt, offsetPointer, textAt } from './values';
import { text } from './words';

/** Fields, those that are seldom filled in folded away below the others. */
export function Fields({ fields }: { readonly fields: readonly Field[] }): JSX.Element {
  const { values, faults } = useForm();
  const folded = fields.filter(isFolded);
  const wanted = folded.some((field) => isFilled(field, values) || allOf([field]).some((one) => hasFault(faults, one.pointer)));
  // It does not fold up under the hands of somebody who empties a field.
  const open = useRef(false);
  open.current ||= wanted;
  return (
    <>
      {fields.filter((field) => !isFolded(field)).map((field) => <OneField key={field.pointer} field={field} />)}
      {folded.length > 0 && (
        <details open={open.current} class="more">
          <summary>{fill(text.form.more, { labels: folded.map((field) => field.label).join(', ') })}</summary>
          {folded.map((field) => <OneField key={field.pointer} field={field} />)}
        </details>
      )}
    </>
  );
}

const hasFault = (faults: Readonly<Record<string, readonly string[]>>, pointer: string): boolean =>
  Object.keys(faults).some((one) => one === pointer || one.startsWith(`${pointer}/`));

function OneField({ field }: { readonly field: Field }): JSX.Element {
  if (field.kind === 'group') return <Group field={field} />;
  if (field.kind === 'list') return <List field={field} />;
  return <Single field={field} />;
}

function Group({ field }: { readonly field: Field }): JSX.Element {
  const { prefix, faults } = useForm();
  const id = idOf(prefix, field.pointer);
  const found = faults[field.pointer] ?? [];
  return (
    <fieldset id={id} tabIndex={-1} aria-describedby={found.length > 0 ? `${id}-fault` : undefined}>
      <legend>{field.label}</legend>
      {field.hint !== '' && <p class="hint">{field.hint}</p>}
      {found.length > 0 && <p class="fault" id={`${id}-fault`}>{found.join(' ')}</p>}
      <Fields fields={field.children} />
    </fieldset>
  );
}

function Single({ field }: { readonly field: Field }): JSX.Element {
  const { prefix, faults, fixed } = useForm();
  const hints = [
    field.hint,
    field.kind === 'object' ? text.form.object : '',
    field.orElse === '' ? '' : fill(text.form.orElse, { other: field.orElse }),
    fixed.includes(field.pointer) ? text.form.fixed : '',
  ];
  return (
    <Labelled id={idOf(prefix, field.pointer)} label={field.label} hint={hints.filter((hint) => hint !== '').join(' ')} faults={faults[field.pointer] ?? []} isRequired={field.isRequired}>
      {(control) => <Control field={field} control={control} />}
    </Labelled>
  );
}

function Control({ field, control }: { readonly field: Field; readonly control: ControlProps }): JSX.Element {
  const { values, set, fixed } = useForm();
  const { pointer, schema } = field;
  const given = textAt(values, pointer);
  const common = {
    ...control,
    'aria-required': field.isRequired ? ('true' as const) : undefined,
    readOnly: fixed.includes(pointer),
    autocomplete: 'off',
    value: given,
    onInput: (event: { readonly currentTarget: HTMLInputElement }): void => set(pointer, event.currentTarget.value),
  };
  switch (field.kind) {
    case 'date':
      return <input {...common} type="date" max="9999-12-31" />;
    case 'number':
      return <input {...common} type="number" min={schema.minimum} max={schema.maximum} step={1} />;
    case 'moment':
      return (
        <div class="moment">
          <input {...common} type="datetime-local" max="9999-12-31T23:59" />
          <input
            type="text" class="offset" aria-label={fill(text.form.offset, { label: field.label })} autocomplete="off" value={offsetAt(values, pointer)}
            onInput={(event) => set(offsetPointer(pointer), event.currentTarget.value)}
          />
        </div>
      );
    case 'choice':
      return (
        <select {...control} aria-required={common['aria-required']} value={given} onChange={(event) => set(pointer, event.currentTarget.value)}>
          <option value="">{text.form.choose}</option>
          {(schema.enum ?? []).filter((word) => word !== null && word !== '').map((word) => <option key={word} value={word!}>{word}</option>)}
        </select>
      );
    case 'object':
      return <textarea {...control} spellcheck={false} autocomplete="off" dir="ltr" value={given} onInput={(event) => set(pointer, event.currentTarget.value)} />;
    default:
      return <input {...common} type="text" dir="auto" spellcheck={false} />;
  }
}

/** One line for each entry. */
function List({ field }: { readonly field: Field }): JSX.Element {
  const { prefix, values, set, faults } = useForm();
  const given = listAt(values, field.pointer);
  const items = given.length === 0 ? [''] : given;
  const id = idOf(prefix, field.pointer);
  const found = faults[field.pointer] ?? [];
  const described = [field.hint !== '' && `${id}-hint`, found.length > 0 && `${id}-fault`].filter(Boolean).join(' ');
  const put = (index: number, value: string): void => set(field.pointer, items.map((item, at) => (at === index ? value : item)));
  return (
    <fieldset class="list" id={id} tabIndex={-1}>
      <legend>{field.label}{field.isRequired && <RequiredMark />}</legend>
      {field.hint !== '' && <p class="hint" id={`${id}-hint`}>{field.hint}</p>}
      {items.map((item, index) => {
        const itemId = `${id}-${index}`;
        const label = fill(text.form.item, { label: field.label, number: String(index + 1) });
        const wrong = faults[`${field.pointer}/${index}`] ?? [];
        return (
          <div class="item" key={index}>
            <input
              id={itemId} type="text" dir="auto" autocomplete="off" spellcheck={false} aria-label={label} value={item}
              aria-required={field.isRequired && index === 0 ? 'true' : undefined} aria-invalid={wrong.length > 0 || found.length > 0 ? 'true' : undefined}
              aria-describedby={[described, wrong.length > 0 && `${itemId}-fault`].filter(Boolean).join(' ') || undefined}
              onInput={(event) => put(index, event.currentTarget.value)}
            />
            {items.length > 1 && (
              <button type="button" aria-label={`${text.form.remove}: ${label}`} onClick={() => set(field.pointer, items.filter((_, at) => at !== index))}>{text.form.remove}</button>
            )}
            {wrong.length > 0 && <p class="fault" id={`${itemId}-fault`}>{wrong.join(' ')}</p>}
          </div>
        );
      })}
      {found.length > 0 && <p class="fault" id={`${id}-fault`}>{found.join(' ')}</p>}
      {items.length < (field.schema.maxItems ?? 50) && <button type="button" class="slight" onClick={() => set(field.pointer, [...items, ''])}>{text.form.add}</button>}
    </fieldset>
  );
}
