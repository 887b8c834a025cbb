import type { JSX } from 'preact';
import { codeOf, shapeOf, valuesOf, type Credential } from './fromCredential';
import type { Field } from './schema';
import { dayShown, momentShown } from './shown';
import type { Found } from './types';
import { useShapes, type Shape } from './useTypes';
import { momentOf, offsetAt, textAt, type Values } from './values';
import { text } from './words';

interface Props {
  readonly certificateId: string;
  readonly found: Found | undefined;
  /** Null where there is none that this page can read, undefined until that is known. */
  readonly credential: Credential | null | undefined;
}

/** What the certificate says, under the labels of the form. */
export function Facts({ certificateId, found, credential }: Props): JSX.Element {
  return (
    <>
      <dl class="facts">
        <Fact label={text.certificate.id} value={certificateId} isCode isWide />
        {credential && <Fact label={text.certificate.code} value={codeOf(credential)} isCode />}
        {found?.programId && <Fact label={text.certificate.programme} value={found.programId} isCode />}
        {found && <Fact label={text.certificate.issued} value={momentShown(found.issuedAt)} />}
        {found && <Fact label={text.certificate.validUntil} value={found.validUntil ? dayShown(found.validUntil) : text.certificate.noEnd} />}
      </dl>
      {found && credential && <Told found={found} credential={credential} />}
      {(!found || credential === null) && <p class="quiet">{text.certificate.noFacts}</p>}
    </>
  );
}

interface FactProps {
  readonly label: string;
  readonly value: string;
  readonly isCode?: boolean;
  readonly isWide?: boolean;
}

function Fact({ label, value, isCode = false, isWide = false }: FactProps): JSX.Element {
  return (
    <div class={isWide ? 'wide' : ''}>
      <dt>{label}</dt>
      <dd class={isCode ? 'mono' : ''}><bdi>{value}</bdi></dd>
    </div>
  );
}

function Told({ found, credential }: { readonly found: Found; readonly credential: Credential }): JSX.Element | null {
  const shapes = useShapes(found.type);
  const shape = shapeIn(shapes.value ?? [], credential, found.type);
  const values = shape && valuesOf(credential, found, shape.fields);
  if (shape && !values) return <p class="quiet">{text.certificate.noFacts}</p>;
  if (!shape || !values) return null;
  return (
    <div class="told">
      {shape.fields.filter((field) => field.kind === 'group').map((group) => <GroupFacts key={group.pointer} group={group} values={values} />)}
    </div>
  );
}

export function shapeIn(shapes: readonly Shape[], credential: Credential, type: string): Shape | undefined {
  const name = shapeOf(credential, type, shapes.map((shape) => shape.name));
  return shapes.find((shape) => shape.name === name);
}

function GroupFacts({ group, values }: { readonly group: Field; readonly values: Values }): JSX.Element | null {
  const given = group.children.filter((field) => field.kind !== 'group' && textAt(values, field.pointer) !== '');
  const address = group.children.filter((field) => field.kind === 'group').flatMap((field) => field.children).map((field) => textAt(values, field.pointer)).filter((part) => part !== '');
  if (given.length === 0 && address.length === 0) return null;
  const label = group.children.find((field) => field.kind === 'group')?.label ?? '';
  return (
    <section>
      <h4>{group.label}</h4>
      <dl class="facts">
        {given.map((field) => <Fact key={field.pointer} label={field.label} value={valueShown(field, values)} />)}
        {address.length > 0 && <Fact label={label} value={address.join(', ')} />}
      </dl>
    </section>
  );
}

/** A moment at the place of the event, with its offset: it may be another than that of this device. */
function valueShown(field: Field, values: Values): string {
  const given = textAt(values, field.pointer);
  if (field.kind === 'date' || /^\d{4}-\d{2}-\d{2}$/.test(given)) return dayShown(given);
  return field.kind === 'moment' ? momentOf(given, offsetAt(values, field.pointer)).replace('T', ' ').replace(/(:\d{2})(:00(\.0+)?)(?=[+-])/, '$1 ') : given;
}
