import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Problem } from '../../shell/call';
import { Failure } from './Failure';
import { useObjectUrls } from './Files';
import { problemOf, useService } from './session';
import type { Upload, UploadErrors } from './types';
import { errorsCsv, errorsPath, type UploadKind } from './uploads';
import { useLoaded } from './useTypes';
import { text } from './words';

type Row = UploadErrors['errorRows'][number];

/** So many rows are shown at a time; a page of the service may be empty and still have a next one. */
const rowsAtOnce = 50;

/** Rows that made no certificate, and why. */
export function UploadErrorList({ kind, upload }: { readonly kind: UploadKind; readonly upload: Upload }): JSX.Element {
  const service = useService();
  const [more, setMore] = useState<UploadErrors>({ errorRows: [], next: null });
  const [problem, setProblem] = useState<Problem>();

  const load = async (from: string): Promise<UploadErrors> => {
    const rows: Row[] = [];
    let next: string | null | undefined = from;
    do {
      const page: UploadErrors = await service.json<UploadErrors>(errorsPath(kind, upload.ID, next, false));
      rows.push(...page.errorRows);
      next = page.next;
    } while (next && rows.length < rowsAtOnce);
    return { errorRows: rows, next: next ?? null };
  };
  const first = useLoaded(() => load(''), upload.ID);
  const rows = [...(first.value?.errorRows ?? []), ...more.errorRows];
  const next = more.errorRows.length > 0 ? more.next : first.value?.next;
  const loadMore = async (from: string): Promise<void> => {
    setProblem(undefined);
    try {
      const page = await load(from);
      setMore((before) => ({ errorRows: [...before.errorRows, ...page.errorRows], next: page.next ?? null }));
    } catch (error) {
      setProblem(problemOf(error));
    }
  };

  return (
    <>
      <h4>{text.upload.errorsTitle}</h4>
      <Failure problem={first.problem ?? problem}><button type="button" onClick={first.again}>{text.tryAgain}</button></Failure>
      {rows.length > 0 && <ErrorTable rows={rows} />}
      <div class="row">
        {next && <button type="button" onClick={() => void loadMore(next)}>{text.upload.more}</button>}
        <Download kind={kind} upload={upload} />
      </div>
    </>
  );
}

function ErrorTable({ rows }: { readonly rows: readonly Row[] }): JSX.Element {
  return (
    <div class="table" tabIndex={0} role="region" aria-label={text.upload.errorsTitle}>
      <table>
        <thead>
          <tr><th scope="col">{text.upload.row}</th><th scope="col">{text.lookUp.code}</th><th scope="col">{text.upload.column}</th><th scope="col">{text.upload.errorOf}</th></tr>
        </thead>
        <tbody>
          {rows.flatMap((row) => row.problems.map((one, index) => (
            <tr key={`${row.row} ${index}`} data-row={row.row}>
              <td data-label={text.upload.row}>{row.row}</td>
              <td class="mono"><bdi>{row.preEnrollmentCode}</bdi></td>
              <td class="mono"><bdi>{one.column}</bdi></td>
              <td>{one.detail}</td>
            </tr>
          )))}
        </tbody>
      </table>
    </div>
  );
}

function Download({ kind, upload }: { readonly kind: UploadKind; readonly upload: Upload }): JSX.Element {
  const service = useService();
  const keep = useObjectUrls();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const download = async (): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    try {
      const link = document.createElement('a');
      link.href = keep(await errorsCsv(service, kind, upload.ID));
      link.download = `errors-${upload.Filename.replace(/\.csv$/i, '')}.csv`;
      link.click();
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <button type="button" disabled={isBusy} onClick={() => void download()}>{isBusy ? text.upload.downloading : text.upload.download}</button>
      <Failure problem={problem} />
    </>
  );
}
