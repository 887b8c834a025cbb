import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { PageProps } from '../../shell/Shell';
import { useIdle, useLeaving } from '../../shell/useIdle';
import { Issue } from './Issue';
import { KeyGate } from './KeyGate';
import { LookUp, type Wish } from './LookUp';
import { ServiceContext, serviceOf } from './session';
import { Tabs } from './Tabs';
import { UploadPart } from './UploadPart';
import { text } from './words';
import './console.css';

/** How the page stands to its key. */
interface Access {
  readonly key: string;
  readonly notice: string;
  /** The key was refused amid the work. That stays as it is behind the field, for whoever enters the same key again. */
  readonly isRefused: boolean;
  /** The browser keeps the page while another one is shown. */
  readonly isLeft: boolean;
  /** Counts the times the page began anew: all that it showed ends with each. */
  readonly round: number;
  /** Ends all calls when the page is locked or its key is refused. */
  readonly life: AbortController;
}

const begun = (notice: string, round: number): Access => ({ key: '', notice, isRefused: false, isLeft: false, round, life: new AbortController() });

const refused = (before: Access): Access => ({ ...before, notice: text.key.refusedAmid, isRefused: true });

/** Only the same key leads back to the work behind the field: another one may be that of somebody else. */
function opened(before: Access, key: string): Access {
  return before.isRefused && before.key === key ? { ...before, notice: '', isRefused: false, life: new AbortController() } : { ...begun('', before.round + 1), key };
}

/** For the staff of a facility or a partner's system. */
export function Console({ settings }: PageProps): JSX.Element {
  const [access, setAccess] = useState<Access>(() => begun('', 0));
  const { key, life, round } = access;
  const asksKey = settings.asksKeys && (key === '' || access.isRefused);
  const lock = (notice: string): void => {
    life.abort();
    setAccess((before) => begun(notice, before.round + 1));
  };
  const leave = (): void => {
    life.abort();
    setAccess((before) => ({ ...begun(before.key === '' ? before.notice : text.key.lockedByLeaving, before.round + 1), isLeft: true }));
  };
  const back = (): void => setAccess((before) => begun(before.notice, before.round + 1));
  const refuse = (): void => {
    if (!settings.asksKeys) return;
    life.abort();
    setAccess((before) => (before.life === life ? refused(before) : before));
  };
  const isNear = useIdle(key !== '', () => lock(text.key.lockedByTime));
  useLeaving(leave, back);
  // Another page of the portal is opened, which does not load the document anew.
  useEffect(() => () => life.abort(), [life]);
  const service = useMemo(() => serviceOf(key, life.signal, refuse), [key, life]);
  const isOpen = !access.isLeft && (!asksKey || access.isRefused);
  const inside = useRef<HTMLDivElement>(null);
  // The field is gone, and with it the place of whoever goes by keyboard.
  useEffect(() => {
    if (key !== '') inside.current?.focus();
  }, [life]);
  return (
    <div lang="en" dir="ltr" class="console">
      <h1>{text.title}</h1>
      <p>{text.about}</p>
      {asksKey && <KeyGate key={round} notice={access.notice} onOpen={(given) => setAccess((before) => opened(before, given))} />}
      <div role="alert">{isNear && <p class="notice warn">{text.key.soon}</p>}</div>
      {isOpen && (
        <div hidden={asksKey} class="gate" tabIndex={-1} ref={inside}>
          {settings.asksKeys && (
            <div class="row lock">
              <span class="quiet small">{text.key.lockHint}</span>
              <button type="button" onClick={() => lock(text.key.lockedByHand)}>{text.key.lock}</button>
            </div>
          )}
          <ServiceContext.Provider value={service}>
            <Parts key={round} />
          </ServiceContext.Provider>
        </div>
      )}
    </div>
  );
}

type Part = 'issue' | 'lookUp' | 'upload';

function Parts(): JSX.Element {
  const [part, setPart] = useState<Part>('issue');
  const [wish, setWish] = useState<Wish>();
  const wishes = useRef(0);
  const show = (certificateId: string): void => {
    wishes.current += 1;
    setWish({ certificateId, number: wishes.current });
    setPart('lookUp');
  };
  return (
    <Tabs
      label={text.parts} chosen={part} onChoose={setPart}
      tabs={[
        { name: 'issue', label: text.issueTab, content: <Issue onShow={show} /> },
        { name: 'lookUp', label: text.lookUpTab, content: <LookUp wish={wish} /> },
        { name: 'upload', label: text.uploadTab, content: <UploadPart /> },
      ]}
    />
  );
}
