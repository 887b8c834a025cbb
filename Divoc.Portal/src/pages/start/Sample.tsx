import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { call, callJson, CallError, segment } from '../../shell/call';
import { useWords } from '../../words';
import { checkByService } from '../verify/check';
import type { Outcome } from '../verify/verdict';
import { VerdictCard } from '../verify/VerdictCard';
import '../verify/verify.css';
import sample from '../../../../samples/certify-v1.json';

interface Answer {
  readonly requestId: string;
  readonly certificates: readonly { readonly certificateId: string }[];
}

interface RequestState {
  readonly certificates: readonly { readonly status: string }[];
}

/** Larger than any printed code needs, so that a phone reads it off the screen. */
const pixels = 600;

/** Issues the sample for a person who does not exist, and shows what came out. Only where no keys are asked, which is on a developer's own machine. */
export function Sample(): JSX.Element {
  const all = useWords();
  const words = all.start;
  const [outcome, setOutcome] = useState<Outcome>();
  const [state, setState] = useState<'none' | 'issuing' | 'issued' | 'revoked'>('none');
  const [id, setId] = useState('');
  const [credential, setCredential] = useState('');
  const [fault, setFault] = useState('');
  const told = useRef<HTMLDivElement>(null);
  const turn = useRef(new AbortController());
  useEffect(() => () => turn.current.abort(), []);
  // The button that was pressed is gone, and with it the place of whoever goes by keyboard.
  useEffect(() => {
    if (state === 'issued' || state === 'revoked') told.current?.focus();
  }, [state]);

  /** Whatever was asked before is over: a verdict of before must not stand under what was done since. */
  const begin = (): AbortSignal => {
    turn.current.abort();
    turn.current = new AbortController();
    setFault('');
    setOutcome(undefined);
    return turn.current.signal;
  };
  const run = async (work: (cancelled: AbortSignal) => Promise<void>): Promise<void> => {
    const cancelled = begin();
    try {
      await work(cancelled);
    } catch (error) {
      if (cancelled.aborted) return;
      setFault(error instanceof CallError ? error.problem.detail : String(error));
      setState((before) => (before === 'issuing' ? 'none' : before));
    }
  };
  const issue = (): Promise<void> => run(async (cancelled) => {
    setState('issuing');
    const issued = await issueSample(cancelled);
    // Now: a revoked certificate is handed out no more, though whoever has it can go on showing it.
    setCredential(await (await call(`/certificates/${segment(issued)}/credential.json`)).text());
    setId(issued);
    setState('issued');
  });
  const verify = (): Promise<void> => run(async (cancelled) => {
    const found = await checkByService(credential, all, cancelled);
    if (!cancelled.aborted) setOutcome(found);
  });
  const revoke = (): Promise<void> => run(async () => {
    await call(`/certificates/${segment(id)}/revoke`, { method: 'POST', json: { reason: 'SAMPLE' } });
    begin();
    setState('revoked');
  });

  return (
    <section class="panel">
      <h2>{words.sampleTitle}</h2>
      <p>{words.sampleText}</p>
      {(state === 'none' || state === 'issuing') && <button type="button" class="main" disabled={state === 'issuing'} onClick={() => void issue()}>{words.issueSample}</button>}
      <div role="status" class="gate" tabIndex={-1} ref={told}>
        {state === 'issuing' && <p>{words.issuing}</p>}
        {state === 'issued' && <p>{words.issued}</p>}
        {state === 'revoked' && <p>{words.revoked}</p>}
      </div>
      <div role="alert">{fault !== '' && <p class="notice bad">{fault}</p>}</div>
      {(state === 'issued' || state === 'revoked') && (
        <>
          <div class="row sample">
            <div class="code"><img src={`/certificates/${segment(id)}/qr.png?px=${pixels}`} alt={words.qrOf} /></div>
            <iframe title={words.pageOf} src={`/certificates/${segment(id)}/certificate.pdf`} />
          </div>
          <p class="mono"><bdi>{id}</bdi></p>
          <div class="row">
            <a class="button" href={`/certificates/${segment(id)}/certificate.pdf`} target="_blank" rel="noopener">{words.openPdf}</a>
            <button type="button" class="main" onClick={() => void verify()}>{words.verifyIt}</button>
            {state === 'issued' && <button type="button" class="danger" onClick={() => void revoke()}>{words.revokeIt}</button>}
            {state === 'revoked' && <button type="button" onClick={() => void issue()}>{words.another}</button>}
          </div>
          {outcome && <VerdictCard outcome={outcome} contact="" />}
        </>
      )}
    </section>
  );
}

/** A person of its own each time: of an event that was certified before there would be no second certificate. */
async function issueSample(cancelled: AbortSignal): Promise<string> {
  const code = `SAMPLE-${crypto.randomUUID()}`;
  const events = sample.map((event) => ({ ...event, preEnrollmentCode: code }));
  const answer = await callJson<Answer>('/divoc/api/v1/certify', { method: 'POST', json: events });
  for (;;) {
    if (cancelled.aborted) throw new Error('Nobody waits for it any more.');
    const request = await callJson<RequestState>(`/divoc/api/v1/certify/requests/${segment(answer.requestId)}`);
    const status = request.certificates[0]?.status ?? 'QUEUED';
    if (status === 'ISSUED') return answer.certificates[0]!.certificateId;
    if (status !== 'QUEUED') throw new Error(status);
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}
