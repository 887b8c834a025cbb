import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Confirm } from './Confirm';
import { EventForm } from './EventForm';
import { Failure } from './Failure';
import { shapeIn } from './Facts';
import { startOf, untold, type Credential } from './fromCredential';
import { Outcome } from './Outcome';
import type { Found } from './types';
import { useSending } from './useSending';
import { useShapes, type Shape } from './useTypes';
import { text } from './words';

interface Props {
  readonly found: Found;
  readonly credential: Credential;
  readonly about: string;
  readonly onChanged: () => void;
  readonly onShow: (certificateId: string) => void;
  readonly onClose: () => void;
}

/** The form of the event, filled from its certificate. */
export function Correct(props: Props): JSX.Element {
  const { found, credential, onClose } = props;
  const shapes = useShapes(found.type);
  const shape = shapeIn(shapes.value ?? [], credential, found.type);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section class="panel">
      <h4 tabIndex={-1} ref={heading}>{text.correct.title}</h4>
      <p>{text.correct.about}</p>
      <Failure problem={shapes.problem}><button type="button" onClick={shapes.again}>{text.tryAgain}</button></Failure>
      {shape && <Corrected {...props} shape={shape} />}
      <p class="next"><button type="button" onClick={onClose}>{text.certificate.closed}</button></p>
    </section>
  );
}

/** These tell which certificate is meant. */
const fixed = ['/preEnrollmentCode', '/programId'];

function Corrected({ found, credential, about, shape, onChanged, onShow }: Props & { readonly shape: Shape }): JSX.Element {
  const sending = useSending('PUT', found.type, shape.name);
  const [asked, setAsked] = useState<Readonly<Record<string, unknown>>>();
  const start = useMemo(() => startOf(credential, found, shape.fields), [credential, found, shape]);
  if (start === undefined) return <p class="notice warn">{text.correct.unknown}</p>;
  if (sending.accepted) return <Outcome accepted={sending.accepted} fields={shape.fields} isCorrection onShow={onShow} onKnown={onChanged} />;
  const send = (): void => {
    setAsked(undefined);
    sending.send(asked);
  };
  const missing = untold(shape.fields, start);
  return (
    <>
      <div class="notice warn">
        <p>{text.correct.check} {missing.map((field) => field.label).join(', ')}.</p>
      </div>
      <p>{text.correct.missing}</p>
      <EventForm prefix="correct" fields={shape.fields} start={start} fixed={fixed} submit={text.correct.submit} isBusy={sending.isBusy} faults={sending.faults} onSubmit={setAsked}>
        <Failure problem={sending.problem}>
          {sending.problem?.errorCode === 'IDEMPOTENCY_KEY_REUSED' && <button type="button" onClick={sending.renew}>{text.issue.asNew}</button>}
        </Failure>
      </EventForm>
      {asked && <Confirm question={text.correct.ask} about={about} go={text.correct.submit} onGo={send} onBack={() => setAsked(undefined)} />}
    </>
  );
}
