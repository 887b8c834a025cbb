import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Problem } from '../../shell/call';
import { fill } from '../../words';
import { Failure } from './Failure';
import { problemOf, useService } from './session';
import type { Upload } from './types';
import { UploadErrorList } from './UploadErrorList';
import type { Shown } from './UploadPart';
import { doneRows, isOver, statePath } from './uploads';
import { text } from './words';

const firstPauseMs = 500;
const longestPauseMs = 15_000;

/** How far an upload has come, asked until it is over. */
export function UploadState({ shown, onOver }: { readonly shown: Shown; readonly onOver: () => void }): JSX.Element {
  const { upload, problem, again } = useUpload(shown, onOver);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const { rows } = upload;
  const shownRows = (['read', 'queued', 'issued', 'duplicate', 'failed', 'refused'] as const).filter((name) => name === 'read' || name === 'issued' || rows[name] > 0);
  return (
    <section>
      <h3 tabIndex={-1} ref={heading}>{fill(text.upload.stateTitle, { name: upload.Filename })}</h3>
      <div role="status">
        <p class={`notice ${toneOf(upload.Status)}`} data-status={upload.Status}>{text.upload.states[upload.Status] ?? upload.Status}</p>
        {upload.reason && <p>{fill(text.upload.givenUp, { reason: upload.reason })}</p>}
      </div>
      {!isOver(upload) && <progress class="wide" aria-label={text.upload.doneLabel} max={Math.max(rows.read, 1)} value={doneRows(upload)} />}
      <dl class="facts">
        {shownRows.map((name) => (
          <div key={name} data-rows={name}>
            <dt>{text.upload.rows[name]}</dt>
            <dd>{rows[name]}</dd>
          </div>
        ))}
      </dl>
      {shown.upload.ignoredColumns && <p class="notice warn">{fill(text.upload.ignored, { columns: shown.upload.ignoredColumns.join(', ') })}</p>}
      <Failure problem={problem}>
        <p>{text.upload.lost}</p>
        <button type="button" onClick={again}>{text.tryAgain}</button>
      </Failure>
      {isOver(upload) && rows.refused + rows.failed > 0 && <UploadErrorList kind={shown.kind} upload={upload} />}
    </section>
  );
}

function toneOf(status: string): string {
  if (status === 'Success') return 'good';
  return status === 'Failed' ? 'warn' : '';
}

interface Asked {
  readonly upload: Upload;
  readonly problem: Problem | undefined;
  readonly again: () => void;
}

function useUpload({ kind, upload: first }: Shown, onOver: () => void): Asked {
  const service = useService();
  const [upload, setUpload] = useState(first);
  const [problem, setProblem] = useState<Problem>();
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let open = true;
    const ask = async (): Promise<void> => {
      let pause = firstPauseMs;
      for (let now = first; open && !isOver(now);) {
        await new Promise((resolve) => setTimeout(resolve, pause));
        if (!open) return;
        now = await service.json<Upload>(statePath(kind, first.ID));
        if (!open) return;
        setProblem(undefined);
        setUpload(now);
        pause = Math.min(pause * 1.5, longestPauseMs);
      }

      if (open && !isOver(first)) onOver();
    };
    ask().catch((error: unknown) => open && setProblem(problemOf(error)));
    return () => {
      open = false;
    };
  }, [first.ID, turn, service]);
  return { upload, problem, again: () => setTurn(turn + 1) };
}
