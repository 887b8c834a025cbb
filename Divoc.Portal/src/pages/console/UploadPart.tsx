import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { Problem } from '../../shell/call';
import { fill } from '../../words';
import { Failure } from './Failure';
import { Labelled } from './Labelled';
import { problemOf, useService } from './session';
import type { Upload } from './types';
import { UploadList } from './UploadList';
import { UploadState } from './UploadState';
import { uploadForm } from './sendFile';
import { takingPath, uploadKinds, type UploadKind } from './uploads';
import { text } from './words';

/** An upload that is shown. */
export interface Shown {
  readonly kind: UploadKind;
  readonly upload: Upload;
}

/** Takes a file of many events, and shows what becomes of it and of earlier ones. */
export function UploadPart(): JSX.Element {
  const [shown, setShown] = useState<Shown & { readonly number: number }>();
  const [turn, setTurn] = useState(0);
  const show = (next: Shown): void => setShown((before) => ({ ...next, number: (before?.number ?? 0) + 1 }));
  return (
    <>
      <h2>{text.upload.title}</h2>
      <p>{text.upload.about}</p>
      <SendForm onSent={show} />
      {shown && <UploadState key={shown.number} shown={shown} onOver={() => setTurn((before) => before + 1)} />}
      <UploadList turn={turn} onShow={show} />
    </>
  );
}

function SendForm({ onSent }: { readonly onSent: (sent: Shown) => void }): JSX.Element {
  const service = useService();
  const [kind, setKind] = useState<UploadKind>('vaccination');
  const [again, setAgain] = useState(false);
  const [fault, setFault] = useState('');
  const [problem, setProblem] = useState<Problem>();
  const [share, setShare] = useState<number>();
  const input = useRef<HTMLInputElement>(null);

  const send = async (): Promise<void> => {
    const file = input.current?.files?.[0];
    setFault(file ? '' : text.upload.noFile);
    if (!file) {
      input.current?.focus();
      return;
    }

    setProblem(undefined);
    setShare(0);
    try {
      const form = new FormData();
      form.append('file', file);
      const upload = await uploadForm<Upload>(takingPath(kind, again), form, { key: service.key, signal: service.signal, onProgress: setShare });
      if (input.current) input.current.value = '';
      onSent({ kind, upload });
    } catch (error) {
      const found = problemOf(error);
      service.noteRefusal(found);
      setProblem(found);
    } finally {
      setShare(undefined);
    }
  };

  return (
    <form noValidate class="panel" onSubmit={(event) => { event.preventDefault(); if (share === undefined) void send(); }}>
      <div class="field">
        <label for="upload-kind">{text.upload.kind}</label>
        <select id="upload-kind" value={kind} onChange={(event) => setKind(event.currentTarget.value as UploadKind)}>
          {uploadKinds.map((one) => <option key={one} value={one}>{text.upload.kinds[one]}</option>)}
        </select>
      </div>
      <Labelled id="upload-file" label={text.upload.file} faults={fault === '' ? [] : [fault]} isRequired>
        {(control) => <input {...control} ref={input} type="file" accept=".csv,text/csv" aria-required="true" onChange={() => setFault('')} />}
      </Labelled>
      <label class="tick">
        <input type="checkbox" checked={again} aria-describedby="upload-again-hint" onChange={(event) => setAgain(event.currentTarget.checked)} />
        <span>{text.upload.again}</span>
      </label>
      <p class="quiet small" id="upload-again-hint">{text.upload.againHint}</p>
      <div role="status">{share !== undefined && <p>{text.upload.sending}</p>}</div>
      {share !== undefined && (
        <p>
          <progress aria-label={text.upload.sendingLabel} max={1} value={share} /> {fill(text.upload.percent, { percent: String(Math.round(share * 100)) })}
        </p>
      )}
      <Failure problem={problem} />
      <button type="submit" class="main" disabled={share !== undefined}>{text.upload.submit}</button>
    </form>
  );
}
