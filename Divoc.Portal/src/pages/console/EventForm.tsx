import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { byPointer, placed, type PlacedFault } from './faults';
import { ErrorSummary, FieldLink } from './ErrorSummary';
import { Fields } from './Fields';
import { FormContext, idOf } from './FormContext';
import { isFolded, placeOf, type Field } from './schema';
import type { Fault } from './types';
import { compacted, emptyOnes, eventOf, lacksRequired, type Values } from './values';
import { text } from './words';

interface Props {
  readonly prefix: string;
  readonly fields: readonly Field[];
  readonly start: Values;
  readonly fixed?: readonly string[];
  readonly submit: string;
  readonly isBusy: boolean;
  /** What the service says of what was sent last. */
  readonly faults: readonly Fault[];
  /** What stands below the button. */
  readonly children?: ComponentChildren;
  readonly onSubmit: (event: Readonly<Record<string, unknown>>) => void;
  readonly onTyped?: (values: Values) => void;
}

const nothing: readonly Fault[] = [];
const noPointers: readonly string[] = [];

/** A form of one event. The service judges what it says; here only the reading of JSON can fail. */
export function EventForm({ prefix, fields, start, fixed = noPointers, submit, isBusy, faults, children, onSubmit, onTyped }: Props): JSX.Element {
  const [values, setValues] = useState(start);
  const [own, setOwn] = useState(nothing);
  const [empty, setEmpty] = useState<readonly Field[]>([]);
  const [edited, setEdited] = useState<ReadonlySet<string>>(new Set());
  const found = useMemo(() => placed(own.length > 0 ? own : faults, fields), [own, faults, fields]);
  const set = (pointer: string, value: string | readonly string[]): void => {
    setValues((before) => ({ ...before, [pointer]: value }));
    setEdited((before) => (before.has(pointer) ? before : new Set(before).add(pointer)));
  };
  // What is asked about the empty fields comes after all errors that this page can see are gone.
  const standing = useMemo(() => (empty.length > 0 ? [] : found.filter((fault) => !isEdited(edited, fault))), [found, edited, empty]);
  useEffect(() => onTyped?.(values), [values]);
  const form = useMemo(() => ({ prefix, values, set, faults: byPointer(standing), fixed }), [prefix, values, standing, fixed]);

  const send = (allowsEmpty: boolean): void => {
    const compact = compacted(values);
    setValues(compact);
    setEdited(new Set());
    const built = eventOf(fields, compact);
    setOwn(built.faults);
    if (built.faults.length > 0) return;
    // Where more is missing the service refuses anyway, and then names these as well as they are needed.
    const missing = allowsEmpty || lacksRequired(fields, compact) ? [] : emptyOnes(fields, compact);
    setEmpty(missing);
    if (missing.length === 0) onSubmit(built.event);
  };

  return (
    <FormContext.Provider value={form}>
      <form noValidate onSubmit={(event) => { event.preventDefault(); if (!isBusy) send(false); }}>
        {found.length > 0 && empty.length === 0 && <ErrorSummary prefix={prefix} faults={found} />}
        <p class="quiet small">{text.form.requiredNote}</p>
        <RootFields fields={fields} />
        {empty.length > 0 && <EmptyNotice prefix={prefix} all={fields} fields={empty} onSend={() => send(true)} />}
        <div class="row">
          <button type="submit" class="main" disabled={isBusy}>{isBusy ? text.form.sending : submit}</button>
        </div>
        {children}
      </form>
    </FormContext.Provider>
  );
}

/** An error of a field was about what stood there before somebody changed it. The summary goes on naming it until the form is sent again. */
const isEdited = (edited: ReadonlySet<string>, { pointer, named }: PlacedFault): boolean =>
  [...edited].some((one) => pointer === one || pointer.startsWith(`${one}/`) || named.includes(one));

/** Single fields of the event stand before its groups. */
function RootFields({ fields }: { readonly fields: readonly Field[] }): JSX.Element {
  const first = fields.filter((field) => field.kind !== 'group' && !isFolded(field));
  const groups = fields.filter((field) => field.kind === 'group' && !isFolded(field));
  return (
    <>
      <div class="grid"><Fields fields={first} /></div>
      <Fields fields={groups} />
      <Fields fields={fields.filter(isFolded)} />
    </>
  );
}

function EmptyNotice({ prefix, all, fields, onSend }: { readonly prefix: string; readonly all: readonly Field[]; readonly fields: readonly Field[]; readonly onSend: () => void }): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), [fields]);
  return (
    <div class="notice warn" role="alert" tabIndex={-1} ref={box}>
      <p><strong>{text.form.emptyTitle}</strong></p>
      <p>{text.form.emptyText}</p>
      <ul>
        {fields.map((field) => <li key={field.pointer}><FieldLink id={idOf(prefix, field.pointer)} label={placeOf(all, field.pointer)} /></li>)}
      </ul>
      <button type="button" onClick={onSend}>{text.form.sendEmpty}</button>
    </div>
  );
}
