import type { JSX } from 'preact';
import { Failure } from './Failure';
import { useService } from './session';
import { momentShown, wordShown } from './shown';
import type { Upload } from './types';
import type { Shown } from './UploadPart';
import { listPath, uploadKinds } from './uploads';
import { useLoaded } from './useTypes';
import { text } from './words';

/** Earlier uploads, of all kinds, the newest first. */
export function UploadList({ turn, onShow }: { readonly turn: number; readonly onShow: (shown: Shown) => void }): JSX.Element {
  const service = useService();
  const list = useLoaded(async () => {
    const lists = await Promise.all(uploadKinds.map(async (kind) => (await service.json<readonly Upload[]>(listPath(kind))).map((upload) => ({ kind, upload }))));
    return lists.flat().sort((one, other) => other.upload.CreatedAt.localeCompare(one.upload.CreatedAt));
  }, String(turn));
  return (
    <section>
      <h3>{text.upload.listTitle}</h3>
      <Failure problem={list.problem} />
      {list.value?.length === 0 && <p class="quiet">{text.upload.listNone}</p>}
      {list.value && list.value.length > 0 && (
        <ul class="found" aria-label={text.upload.listTitle}>
          {list.value.map((shown) => (
            <li key={shown.upload.ID}>
              <div>
                <strong><bdi>{shown.upload.Filename}</bdi></strong> <span class={`state ${shown.upload.Status}`}>{wordShown(text.upload.listStates, shown.upload.Status)}</span>
                <p class="quiet small">{text.upload.kinds[shown.kind]}, {momentShown(shown.upload.CreatedAt)}</p>
              </div>
              <button type="button" aria-label={`${text.upload.show}: ${shown.upload.Filename}, ${momentShown(shown.upload.CreatedAt)}`} onClick={() => onShow(shown)}>{text.upload.show}</button>
            </li>
          ))}
        </ul>
      )}
      <button type="button" onClick={list.again}>{text.upload.refresh}</button>
    </section>
  );
}
