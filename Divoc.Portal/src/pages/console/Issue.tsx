import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { EventForm } from './EventForm';
import { Failure } from './Failure';
import { humanised, type Field } from './schema';
import { Outcome } from './Outcome';
import { useSending } from './useSending';
import { useShapes, useTypes } from './useTypes';
import type { Values } from './values';
import { text } from './words';

type Show = (certificateId: string) => void;

const usualType = 'vaccination';

/** Which form: the type, and its shape where there are several. */
export function Issue({ onShow }: { readonly onShow: Show }): JSX.Element {
  const types = useTypes();
  const [chosen, setChosen] = useState('');
  const typed = useRef<Values>({});
  const names = types.value?.map((type) => type.name) ?? [];
  const type = chosen !== '' ? chosen : (names.find((name) => name === usualType) ?? names[0] ?? '');
  return (
    <>
      <h2>{text.issue.title}</h2>
      <Failure problem={types.problem}><button type="button" onClick={types.again}>{text.tryAgain}</button></Failure>
      {types.value && (
        <div class="field">
          <label for="issue-type">{text.issue.type}</label>
          <select id="issue-type" value={type} onChange={(event) => setChosen(event.currentTarget.value)}>
            {names.map((name) => <option key={name} value={name}>{text.issue.types[name] ?? humanised(name)}</option>)}
          </select>
        </div>
      )}
      {type !== '' && <Shapes key={type} type={type} typed={typed} onShow={onShow} />}
    </>
  );
}

/** Forms that the service chooses by itself, by what was sent. */
const chosenByService = /-inexact$/;

interface ShapesProps {
  readonly type: string;
  /** What was typed so far: it stays where another type or form has the same fields. */
  readonly typed: { current: Values };
  readonly onShow: Show;
}

function Shapes({ type, typed, onShow }: ShapesProps): JSX.Element {
  const shapes = useShapes(type);
  const [chosen, setChosen] = useState('');
  const [round, setRound] = useState(0);
  const offered = shapes.value?.filter((shape) => !chosenByService.test(shape.name)) ?? [];
  const shape = offered.find((one) => one.name === chosen) ?? offered[0];
  return (
    <>
      <Failure problem={shapes.problem}><button type="button" onClick={shapes.again}>{text.tryAgain}</button></Failure>
      {!shapes.value && !shapes.problem && <p class="quiet" role="status">{text.loading}</p>}
      {offered.length > 1 && (
        <div class="field">
          <label for="issue-shape">{text.issue.shape}</label>
          <select id="issue-shape" value={shape?.name} onChange={(event) => setChosen(event.currentTarget.value)}>
            {offered.map((one) => <option key={one.name} value={one.name}>{text.issue.shapes[`${type} ${one.name}`] ?? one.name}</option>)}
          </select>
        </div>
      )}
      {shape && (
        <OneEvent
          key={`${shape.name} ${round}`} type={type} shape={shape.name} fields={shape.fields} typed={typed} onShow={onShow}
          onAnother={() => { typed.current = ofPlace(typed.current); setRound(round + 1); }}
        />
      )}
    </>
  );
}

/** What stays the same from person to person. */
function ofPlace(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([pointer]) => /^\/(facility|vaccinator|verifier|programId)(\/|$)/.test(pointer)));
}

interface OneEventProps {
  readonly type: string;
  readonly shape: string;
  readonly fields: readonly Field[];
  readonly typed: { current: Values };
  readonly onShow: Show;
  readonly onAnother: () => void;
}

function OneEvent({ type, shape, fields, typed, onShow, onAnother }: OneEventProps): JSX.Element {
  const sending = useSending('POST', type, shape);
  if (sending.accepted) {
    return (
      <>
        <Outcome accepted={sending.accepted} fields={fields} onShow={onShow} />
        <div class="row next">
          <button type="button" class="main" onClick={onAnother}>{text.issue.another}</button>
          <span class="quiet small">{text.issue.anotherHint}</span>
        </div>
      </>
    );
  }

  return (
    <EventForm
      prefix="issue" fields={fields} start={typed.current} submit={text.issue.submit} isBusy={sending.isBusy} faults={sending.faults}
      onSubmit={sending.send} onTyped={(values) => { typed.current = values; }}
    >
      <Failure problem={sending.problem}>
        {sending.problem?.errorCode === 'IDEMPOTENCY_KEY_REUSED' && <button type="button" onClick={sending.renew}>{text.issue.asNew}</button>}
      </Failure>
    </EventForm>
  );
}
