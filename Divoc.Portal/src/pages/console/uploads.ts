import { segment } from '../../shell/call';
import type { Service } from './session';
import type { Upload } from './types';

/** Kinds of events that come as files. */
export type UploadKind = 'vaccination' | 'test';

export const uploadKinds: readonly UploadKind[] = ['vaccination', 'test'];

const base = (kind: UploadKind): string => (kind === 'test' ? '/divoc/api/v1/test' : '/divoc/api/v1');

export const takingPath = (kind: UploadKind, again: boolean): string => `${base(kind)}/bulkCertify${again ? '?again=true' : ''}`;

export const listPath = (kind: UploadKind): string => `${base(kind)}/certify/uploads`;

export const statePath = (kind: UploadKind, id: string): string => `${listPath(kind)}/${segment(id)}`;

export const errorsPath = (kind: UploadKind, id: string, from: string, isCsv: boolean): string => {
  const query = new URLSearchParams();
  if (from !== '') query.set('from', from);
  if (isCsv) query.set('format', 'csv');
  return `${statePath(kind, id)}/errors?${query.toString()}`;
};

export const isOver = (upload: Upload): boolean => upload.Status !== 'Processing';

/** Rows that have an outcome. */
export const doneRows = ({ rows }: Upload): number => rows.issued + rows.duplicate + rows.failed + rows.refused;

/** All rows with errors as one file. The service gives them page by page, each with a header. */
export async function errorsCsv(service: Service, kind: UploadKind, id: string): Promise<Blob> {
  const parts: string[] = [];
  let from: string | undefined = '';
  while (from !== undefined) {
    const answer: Response = await service.answer(errorsPath(kind, id, from, true));
    const page = await answer.text();
    parts.push(parts.length === 0 ? `\uFEFF${page}` : page.slice(headerLength(page)));
    // Only the number is taken from the link, never the address.
    from = /[?&]from=(\d+)/.exec(answer.headers.get('link') ?? '')?.[1];
  }

  return new Blob(parts, { type: 'text/csv;charset=utf-8' });
}

/** The first line end outside quotes ends the header. */
function headerLength(csv: string): number {
  let isQuoted = false;
  for (let at = 0; at < csv.length; at++) {
    if (csv[at] === '"') isQuoted = !isQuoted;
    if (csv[at] === '\n' && !isQuoted) return at + 1;
  }

  return csv.length;
}
