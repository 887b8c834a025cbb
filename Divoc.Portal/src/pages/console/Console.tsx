import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { PageProps } from '../../shell/Shell';
import { useIdle } from '../../shell/useIdle';
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
  /** The key was refused amid the work, which stays as it is behind the field. */
  readonly isRefused: boolean;
  /** Counts the times the page was locked: all that it showed ends with each. */
  readonly round: number;
}

/** For the staff of a facility or a partner's system. */
export function Console({ settings }: PageProps): JSX.Element {
  const [access, setAccess] = useState<Access>({ key: '', notice: '', isRefused: false, round: 0 });
  const asksKey = settings.asksKeys && access.key === '';
  const lock = (notice: string): void => setAccess((before) => ({ key: '', notice, isRefused: false, round: before.round + 1 }));
  const isNear = useIdle(access.key !== '' || access.isRefused, () => lock(text.key.lockedByTime));
  const service = useMemo(
    () => serviceOf(access.key, () => setAccess((before) => (before.key === access.key ? { ...before, key: '', notice: text.key.refused, isRefused: true } : before))),
    [access.key],
  );
  const isOpen = !asksKey || access.isRefused;
  const inside = useRef<HTMLDivElement>(null);
  // The field is gone, and with it the place of whoever goes by keyboard.
  useEffect(() => {
    if (access.key !== '') inside.current?.focus();
  }, [access.key]);
  return (
    <div lang="en" dir="ltr" class="console">
      <h1>{text.title}</h1>
      <p>{text.about}</p>
      {asksKey && <KeyGate key={access.round} notice={access.notice} onOpen={(key) => setAccess((before) => ({ ...before, key, notice: '', isRefused: false }))} />}
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
            <Parts key={access.round} />
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
