import { utf8 } from './bytes';
import { isDocument, judgeDocument } from './ddcc';
import { isArchive, isJson, judgeCredential } from './divoc';
import { isHealthCertificate, judgeHealthCertificate } from './eudcc';
import { judgeCard, likenessOfCard } from './healthcard';
import { askOfUnsupported, conclude, type Judgement, type LocalVerdict, Unreadable, type World } from './judgement';
import { NotSupported } from './keys';
import { type Loader, StatusSource } from './status';
import { Trust } from './trust';

/** What a device needs to judge certificates. */
export interface TrustData {
  readonly trust: Trust;
  readonly status: StatusSource;
}

const mostBytes = 1024 * 1024;

/**
 * Makes the data of a device. Keep the result: it remembers lists that were loaded.
 * @param document What `GET /trust` answered, as text.
 * @param load Loads `/revocations` and what lies below it.
 * @param before The data of before, whose lists count on.
 * @throws TrustError The document can't be read.
 */
export function trustData(document: string, load: Loader, before?: TrustData): TrustData {
  const trust = Trust.read(document);
  return { trust, status: new StatusSource(trust, load, before?.status) };
}

/**
 * Gives the server's verdict (`POST /divoc/api/v1/verify`), as far as this device knows what the server knows.
 * @param presented The text or the bytes of a QR code, the archive in it, a file of certificates; several parts of one card as lines.
 */
export async function judge(presented: string | Uint8Array, data: TrustData, now: Date): Promise<LocalVerdict> {
  const payload = typeof presented === 'string' ? utf8(presented) : presented;
  const world: World = { ...data, now: now.getTime() };
  try {
    // Pages that came by plain http have no cryptography.
    if (globalThis.crypto?.subtle === undefined) {
      throw new NotSupported('crypto.subtle');
    }
    const judgement = await formatOf(payload)(payload, world);
    const fault = data.trust.faultAt(world.now);
    return fault ? { outcome: 'NOT_JUDGED', checkedOnDevice: true, why: fault, data: data.trust.times } : await conclude(judgement, world);
  } catch (fault) {
    if (fault instanceof Unreadable) {
      return { outcome: 'NOT_READ', checkedOnDevice: true, code: fault.code };
    }
    return askOfUnsupported(fault);
  }
}

/** The format that a payload looks most like; of those that it looks like equally the one that the server asks first. */
function formatOf(payload: Uint8Array): (payload: Uint8Array, world: World) => Promise<Judgement> {
  if (payload.length > mostBytes) {
    throw new Unreadable('CERTIFICATE_TOO_LARGE');
  }
  if (isArchive(payload)) {
    return judgeCredential;
  }
  if (isHealthCertificate(payload)) {
    return judgeHealthCertificate;
  }
  const card = likenessOfCard(payload);
  if (card === 'yes') {
    return judgeCard;
  }
  if (isDocument(payload)) {
    return judgeDocument;
  }
  if (isJson(payload)) {
    return judgeCredential;
  }
  if (card === 'perhaps') {
    return judgeCard;
  }
  throw new Unreadable('NOT_A_CERTIFICATE');
}
