import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { segment } from '../../shell/call';
import { fill } from '../../words';
import { ChangeForm, type ChangeKind } from './ChangeForm';
import { Correct } from './Correct';
import { Facts } from './Facts';
import { Failure } from './Failure';
import { Files } from './Files';
import { isCredential, type Credential } from './fromCredential';
import { HistoryList } from './HistoryList';
import { humanised } from './schema';
import { useService } from './session';
import { keyShown } from './shown';
import type { Found, History } from './types';
import { useLoaded } from './useTypes';
import { text } from './words';

interface Props {
  readonly certificateId: string;
  /** What the list says of it; nothing where only the id is known. */
  readonly found: Found | undefined;
  readonly onChanged: () => void;
  readonly onShow: (certificateId: string) => void;
}

/** One certificate: what it says, what happened to it, and what can be done with it. */
export function Certificate({ certificateId, found, onChanged, onShow }: Props): JSX.Element {
  const service = useService();
  const path = `/certificates/${segment(certificateId)}`;
  const history = useLoaded(() => service.json<History>(`${path}/history`), path);
  const isHandedOut = found?.links !== undefined;
  const credential = useLoaded(() => (isHandedOut ? credentialAt(() => service.json(`${path}/credential.json`)) : Promise.resolve(null)), `${path} ${isHandedOut}`);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [certificateId]);
  const title = found ? fill(text.certificate.title, { type: text.issue.types[found.type] ?? humanised(found.type), key: keyShown(found.key) }) : text.certificate.untyped;
  const changed = (): void => {
    history.again();
    onChanged();
  };
  return (
    <section class="certificate">
      <h3 tabIndex={-1} ref={heading}>{title}</h3>
      <Facts certificateId={certificateId} found={found} credential={credential.value} />
      <Failure problem={credential.problem}><button type="button" onClick={credential.again}>{text.tryAgain}</button></Failure>
      <h4>{text.certificate.historyTitle}</h4>
      <Failure problem={history.problem}><button type="button" onClick={history.again}>{text.tryAgain}</button></Failure>
      {!history.value && !history.problem && <p class="quiet" role="status">{text.loading}</p>}
      {history.value && <HistoryList history={history.value} validUntil={found?.validUntil} onShow={onShow} />}
      {isHandedOut && history.value && history.value.state.status !== 'SUPERSEDED' && (
        <>
          <h4>{text.certificate.print}</h4>
          <Files certificateId={certificateId} />
        </>
      )}
      {history.value && <Actions history={history.value} found={found} credential={credential.value} title={title} onChanged={changed} onShow={onShow} />}
    </section>
  );
}

/** Null where it is of a format that this page does not know. */
async function credentialAt(load: () => Promise<unknown>): Promise<Credential | null> {
  const loaded = await load();
  return isCredential(loaded) ? loaded : null;
}

type Action = ChangeKind | 'correct';

interface ActionsProps {
  readonly history: History;
  readonly found: Found | undefined;
  readonly credential: Credential | null | undefined;
  readonly title: string;
  readonly onChanged: () => void;
  readonly onShow: (certificateId: string) => void;
}

function Actions({ history, found, credential, title, onChanged, onShow }: ActionsProps): JSX.Element {
  const [action, setAction] = useState<Action>();
  const [done, setDone] = useState('');
  const opener = useRef<HTMLDivElement>(null);
  const notice = useRef<HTMLDivElement>(null);
  // What was opened is gone, and the focus with it.
  useEffect(() => {
    if (done !== '') notice.current?.focus();
  }, [done]);
  const status = history.state.status;
  const name = credential?.credentialSubject['name'];
  const about = [typeof name === 'string' ? name : '', title, history.certificateId].filter((part) => part !== '').join(', ');
  const offered = actionsOf(status, history, found !== undefined && !!credential);
  const open = (next: Action): void => {
    setDone('');
    setAction(next);
  };
  const close = (): void => {
    setAction(undefined);
    opener.current?.querySelector('button')?.focus();
  };
  const changed = (kind: ChangeKind): void => {
    setAction(undefined);
    setDone(text.change[kind].done);
    onChanged();
  };
  return (
    <>
      {offered.length > 0 && <h4>{text.certificate.actions}</h4>}
      <div role="status" tabIndex={-1} ref={notice}>{done !== '' && <p class="notice good">{done}</p>}</div>
      <div class="row" ref={opener}>
        {offered.map((one) => (
          <button key={one} type="button" class={one === 'revoke' ? 'danger' : ''} aria-expanded={action === one} onClick={() => (action === one ? close() : open(one))}>{text.certificate[one]}</button>
        ))}
      </div>
      {action !== undefined && action !== 'correct' && <ChangeForm key={action} kind={action} certificateId={history.certificateId} about={about} onDone={changed} onClose={close} />}
      {action === 'correct' && found && credential && <Correct found={found} credential={credential} about={about} onChanged={onChanged} onShow={onShow} onClose={close} />}
    </>
  );
}

/** What has a purpose in a state. A suspension that is still to come can be lifted as well. */
function actionsOf(status: string, history: History, isReadable: boolean): readonly Action[] {
  if (status === 'REVOKED' || status === 'SUPERSEDED') return [];
  const correct: readonly Action[] = isReadable && !history.state.erased ? ['correct'] : [];
  const wasSuspended = history.changes.findLast((change) => change.change === 'SUSPENDED' || change.change === 'REINSTATED')?.change === 'SUSPENDED';
  return [...correct, 'suspend', ...(wasSuspended ? (['reinstate'] as const) : []), 'revoke'];
}
