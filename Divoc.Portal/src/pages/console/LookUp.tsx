import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { segment, type Problem } from '../../shell/call';
import { fill } from '../../words';
import { Certificate } from './Certificate';
import { Failure } from './Failure';
import { codeOf, isCredential } from './fromCredential';
import { Labelled } from './Labelled';
import { humanised } from './schema';
import { problemOf, useService, type Service } from './session';
import { dayShown, keyShown, momentShown, stateOf, wordShown } from './shown';
import type { Found, History } from './types';
import { text } from './words';

type Way = 'code' | 'id';

/** What came of a search. */
interface Result {
  readonly found: readonly Found[];
  /** The code that was looked for; empty where only an id is known. */
  readonly code: string;
  /** The certificate to show at once. */
  readonly certificateId: string;
}

/** A certificate that another part of the page asks to show. The number tells two wishes for the same one apart. */
export interface Wish {
  readonly certificateId: string;
  readonly number: number;
}

export function LookUp({ wish }: { readonly wish: Wish | undefined }): JSX.Element {
  const service = useService();
  const [way, setWay] = useState<Way>('code');
  const [asked, setAsked] = useState('');
  const [fault, setFault] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const [result, setResult] = useState<Result>();
  const [chosen, setChosen] = useState('');

  const look = async (by: Way, what: string): Promise<void> => {
    setFault(what === '' ? text.lookUp.empty : '');
    if (what === '') return;
    setBusy(true);
    setProblem(undefined);
    try {
      const next = by === 'code' ? { found: await find(service, what), code: what, certificateId: '' } : await findById(service, what);
      setResult(next);
      setChosen(next.found.length === 1 ? next.found[0]!.certificateId : next.certificateId);
    } catch (error) {
      const found = problemOf(error);
      if (by === 'id' && found.status === 404) setFault(text.lookUp.noneOfId);
      else setProblem(found);
    } finally {
      setBusy(false);
    }
  };
  const show = (certificateId: string): void => {
    if (result?.found.some((one) => one.certificateId === certificateId)) setChosen(certificateId);
    else void look('id', certificateId);
  };
  const refresh = async (): Promise<void> => {
    if (!result || result.code === '') return;
    // The list is a convenience: the change itself is done, and shown above.
    const found = await find(service, result.code).catch(() => result.found);
    setResult({ ...result, found });
  };
  useEffect(() => {
    if (!wish) return;
    setWay('id');
    setAsked(wish.certificateId);
    void look('id', wish.certificateId);
  }, [wish]);

  return (
    <>
      <h2>{text.lookUp.title}</h2>
      <form noValidate class="look-up" onSubmit={(event) => { event.preventDefault(); if (!isBusy) void look(way, asked.trim()); }}>
        <fieldset class="ways">
          <legend>{text.lookUp.by}</legend>
          {(['code', 'id'] as const).map((one) => (
            <label key={one} class="tick">
              <input type="radio" name="look-up-by" checked={way === one} onChange={() => setWay(one)} />
              <span>{one === 'code' ? text.lookUp.byCode : text.lookUp.byId}</span>
            </label>
          ))}
        </fieldset>
        <Labelled id="look-up" label={way === 'code' ? text.lookUp.code : text.lookUp.id} hint={way === 'code' ? '' : text.lookUp.idHint} faults={fault === '' ? [] : [fault]}>
          {(control) => <input {...control} type="text" dir="auto" autocomplete="off" spellcheck={false} value={asked} onInput={(event) => setAsked(event.currentTarget.value)} />}
        </Labelled>
        <button type="submit" class="main" disabled={isBusy}>{isBusy ? text.lookUp.looking : text.lookUp.submit}</button>
      </form>
      <Failure problem={problem} />
      <div role="status">
        {result && !isBusy && <p class="count">{countShown(result)}</p>}
        {fault !== '' && <p class="unseen">{fault}</p>}
      </div>
      {result && result.found.length > 1 && <FoundList found={result.found} chosen={chosen} onChoose={setChosen} />}
      {result && chosen !== '' && (
        <Certificate key={chosen} certificateId={chosen} found={result.found.find((one) => one.certificateId === chosen)} onChanged={() => void refresh()} onShow={show} />
      )}
    </>
  );
}

function countShown(result: Result): string {
  if (result.found.length === 0) return result.certificateId === '' ? text.lookUp.none : '';
  return result.found.length === 1 ? text.lookUp.found.one : fill(text.lookUp.found.many, { count: String(result.found.length) });
}

async function find(service: Service, code: string): Promise<readonly Found[]> {
  const answer = await service.json<{ readonly certificates: readonly Found[] }>('/certificates/find', { method: 'POST', json: { preEnrollmentCode: code } });
  return answer.certificates;
}

/** The history says whether there is one; the credential, as long as it is handed out, whose it is. */
async function findById(service: Service, certificateId: string): Promise<Result> {
  const path = `/certificates/${segment(certificateId)}`;
  const history = await service.json<History>(`${path}/history`);
  const alone: Result = { found: [], code: '', certificateId };
  if (history.state.status === 'REVOKED' || history.state.erased) return alone;
  const credential = await service.json<unknown>(`${path}/credential.json`);
  if (!isCredential(credential)) return alone;
  const code = codeOf(credential);
  return { found: await find(service, code), code, certificateId };
}

interface ListProps {
  readonly found: readonly Found[];
  readonly chosen: string;
  readonly onChoose: (certificateId: string) => void;
}

function FoundList({ found, chosen, onChoose }: ListProps): JSX.Element {
  return (
    <ul class="found" aria-label={text.lookUp.listTitle}>
      {found.map((one) => {
        const title = fill(text.certificate.title, { type: text.issue.types[one.type] ?? humanised(one.type), key: keyShown(one.key) });
        return (
          <li key={one.certificateId}>
            <div>
              <strong>{title}</strong> <span class={`state ${stateOf(one.state.status, one.validUntil)}`}>{wordShown(text.certificate.states, stateOf(one.state.status, one.validUntil))}</span>
              <p class="quiet small">
                {fill(text.lookUp.issued, { time: momentShown(one.issuedAt) })}
                {one.validUntil && <>, {fill(text.lookUp.until, { day: dayShown(one.validUntil) })}</>}
                {one.programId && <>, <bdi>{fill(text.lookUp.programme, { name: one.programId })}</bdi></>}
              </p>
              <p class="mono"><bdi>{one.certificateId}</bdi></p>
            </div>
            <button type="button" aria-pressed={chosen === one.certificateId} aria-label={`${text.lookUp.choose}: ${title}, ${one.certificateId}`} onClick={() => onChoose(one.certificateId)}>{text.lookUp.choose}</button>
          </li>
        );
      })}
    </ul>
  );
}
