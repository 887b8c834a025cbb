import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '../../shell/icons';
import { loaded } from '../../shell/inTime';
import type { PageProps } from '../../shell/Shell';
import { fill, useWords } from '../../words';
import { Camera, type CameraFault } from './Camera';
import { check as judge, largestFile } from './check';
import { attachmentOf } from './pdf';
import { Parts, partsLastMs } from './parts';
import type { Outcome } from './verdict';
import { VerdictCard } from './VerdictCard';
import './verify.css';

/** Checks a certificate: by the camera, a picture, a PDF or a text. Nothing of it is kept. */
export function Verify({ settings }: PageProps): JSX.Element {
  const words = useWords();
  const [outcome, setOutcome] = useState<Outcome>();
  const [camera, setCamera] = useState(false);
  const [working, setWorking] = useState(false);
  const [fault, setFault] = useState('');
  const [onlyHere, setOnlyHere] = useState(false);
  const [parts] = useState(() => new Parts());
  const run = useRef(new AbortController());
  const forgetting = useRef<ReturnType<typeof setTimeout>>(undefined);

  /** Whatever is still under way is of a certificate before: its answer must never stand for the next one. */
  const begin = (): AbortSignal => {
    run.current.abort();
    run.current = new AbortController();
    setOutcome(undefined);
    setFault('');
    setWorking(false);
    return run.current.signal;
  };
  const forgetParts = (): void => {
    clearTimeout(forgetting.current);
    parts.forget();
  };
  useEffect(() => () => {
    run.current.abort();
    clearTimeout(forgetting.current);
  }, []);

  const check = async (presented: Uint8Array | string | Blob): Promise<void> => {
    const cancelled = begin();
    forgetParts();
    setCamera(false);
    setWorking(true);
    const found = await judge(presented, words, onlyHere, cancelled);
    if (cancelled.aborted) return;
    setWorking(false);
    setOutcome(found);
  };

  const codeRead = (code: Uint8Array): void => {
    const collected = parts.add(code);
    if ('whole' in collected) {
      void check(collected.whole);
      return;
    }

    const read = fill(words.verify.part, collected);
    setFault(read);
    clearTimeout(forgetting.current);
    forgetting.current = setTimeout(() => {
      parts.forget();
      setFault((shown) => (shown === read ? '' : shown));
    }, partsLastMs);
  };

  const fileOpened = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    const cancelled = begin();
    setCamera(false);
    if (file.size > largestFile) {
      setFault(words.verify.tooLarge);
      return;
    }

    setWorking(true);
    let code: Uint8Array | undefined;
    let missing = words.verify.noCode;
    try {
      code = await readFile(file);
    } catch {
      // The reader of codes could not be loaded; the service has one too.
      missing = words.shell.failed;
    }

    if (cancelled.aborted) return;
    setWorking(false);
    if (code) codeRead(code);
    else if (onlyHere) setFault(missing);
    else await check(file);
  };

  const cameraPressed = (): void => {
    begin();
    forgetParts();
    setCamera(!camera);
  };

  const cameraFailed = (kind: CameraFault): void => {
    setCamera(false);
    setFault({ denied: words.verify.cameraDenied, none: words.verify.cameraNone, reader: words.shell.failed }[kind]);
  };

  const again = (): void => {
    begin();
    forgetParts();
  };

  if (outcome) {
    return (
      <>
        <h1 class="unseen">{words.verify.title}</h1>
        <VerdictCard outcome={outcome} contact={settings.contact} />
        <button type="button" class="large" onClick={again}>{words.verify.another}</button>
      </>
    );
  }

  return (
    <>
      <h1>{words.verify.title}</h1>
      <p>{words.verify.about}</p>
      {!isSecureContext && <p class="notice warn">{words.verify.insecure}</p>}
      <div role="status">
        {working && <p class="notice">{words.verify.working}</p>}
        {fault !== '' && <p class="notice warn">{fault}</p>}
      </div>
      {camera && <Camera onCode={codeRead} onFault={cameraFailed} />}
      {isSecureContext && (
        <button type="button" class="main large" onClick={cameraPressed}>
          <Icon name="camera" /> {camera ? words.verify.stopCamera : words.verify.camera}
        </button>
      )}
      <Drop onFile={(file) => void fileOpened(file)} />
      <Paste onText={(text) => void check(text)} />
      <label class="tick">
        <input type="checkbox" checked={onlyHere} onChange={(event) => setOnlyHere(event.currentTarget.checked)} aria-describedby="only-here-hint" />
        <span>{words.verify.onlyHere}</span>
      </label>
      <p class="quiet small" id="only-here-hint">{words.verify.onlyHereHint}</p>
    </>
  );
}

/** The code in a picture, or the credential that a PDF carries. Nothing if this device can't find it. */
async function readFile(file: File): Promise<Uint8Array | undefined> {
  const start = new Uint8Array(await file.slice(0, 5).arrayBuffer());
  if (new TextDecoder('latin1').decode(start) === '%PDF-') return attachmentOf(new Uint8Array(await file.arrayBuffer()));
  if (!isPicture(start)) return undefined;
  const { readCodeOfFile } = await loaded(import('./scan'));
  return readCodeOfFile(file);
}

const isPicture = (start: Uint8Array): boolean => (start[0] === 0x89 && start[1] === 0x50) || (start[0] === 0xff && start[1] === 0xd8) || (start[0] === 0x52 && start[1] === 0x49);

/** Opens a file, chosen or dropped anywhere on the page. */
function Drop({ onFile }: { readonly onFile: (file: File | undefined) => void }): JSX.Element {
  const { verify: words } = useWords();
  const told = useRef(onFile);
  told.current = onFile;
  useEffect(() => {
    const over = (event: DragEvent): void => event.preventDefault();
    const drop = (event: DragEvent): void => {
      event.preventDefault();
      told.current(event.dataTransfer?.files[0]);
    };
    addEventListener('dragover', over);
    addEventListener('drop', drop);
    return () => {
      removeEventListener('dragover', over);
      removeEventListener('drop', drop);
    };
  }, []);
  return (
    <div class="drop">
      <label class="button">
        <Icon name="file" /> {words.file}
        <input class="unseen" type="file" accept="image/*,application/pdf,.json,.smart-health-card" onChange={(event) => { onFile(event.currentTarget.files?.[0]); event.currentTarget.value = ''; }} />
      </label>
      <span class="quiet drop-hint">{words.drop}</span>
    </div>
  );
}

function Paste({ onText }: { readonly onText: (text: string) => void }): JSX.Element {
  const { verify: words } = useWords();
  const [text, setText] = useState('');
  return (
    <details>
      <summary>{words.paste}</summary>
      <form onSubmit={(event) => { event.preventDefault(); if (text.trim() !== '') onText(text.trim()); }}>
        <div class="field">
          <label for="pasted">{words.pasteLabel}</label>
          <p class="hint" id="pasted-hint">{words.pasteHint}</p>
          <textarea id="pasted" aria-describedby="pasted-hint" dir="ltr" spellcheck={false} autocomplete="off" value={text} onInput={(event) => setText(event.currentTarget.value)} />
        </div>
        <button type="submit">{words.check}</button>
      </form>
    </details>
  );
}
