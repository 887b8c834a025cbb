import { call, CallError } from '../../shell/call';
import type { Words } from '../../words';
import type { Outcome, Verdict } from './verdict';

/** How large a file may be that the service reads. */
export const largestFile = 8 * 1024 * 1024;

/** Has the service judge what was presented: the bytes of a code, a text, or a whole file. */
export async function checkByService(presented: Uint8Array | string | Blob, words: Words): Promise<Outcome> {
  try {
    const answer = await call('/divoc/api/v1/verify', {
      method: 'POST',
      body: presented as BodyInit,
      headers: { 'content-type': 'application/octet-stream', 'accept-language': words.language },
    });
    return { by: 'service', verdict: (await answer.json()) as Verdict };
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    const { status, detail } = error.problem;
    return { by: 'nobody', word: status === 400 || status === 413 || status === 422 ? 'UNREADABLE' : 'UNCHECKED', text: detail };
  }
}
