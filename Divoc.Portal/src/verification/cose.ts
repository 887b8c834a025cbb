import { type Bytes, join, utf8 } from './bytes';
import { type Cbor, CborMap, readCbor } from './cbor';

/** A message with one signature (COSE_Sign1, RFC 9052 section 4.2). */
export interface CoseMessage {
  readonly protectedHeaders: Bytes;
  readonly algorithm: Cbor | undefined;
  readonly kid: Bytes | null;
  readonly isCritical: boolean;
  readonly payload: Bytes;
  readonly signature: Bytes;
}

const cwtTag = 61;
const signTag = 18;
const mostLabels = 16;

/** Reads a message; null where it is none. */
export function readMessage(bytes: Uint8Array): CoseMessage | null {
  const parts = readCbor(bytes, cwtTag, signTag);
  if (!Array.isArray(parts) || parts.length !== 4) {
    return null;
  }
  const [protectedHeaders, others, payload, signature] = parts;
  if (!(protectedHeaders instanceof Uint8Array) || !(others instanceof CborMap) || !(payload instanceof Uint8Array) || !(signature instanceof Uint8Array)) {
    return null;
  }
  const signed = protectedHeaders.length === 0 ? new CborMap() : readCbor(protectedHeaders);
  if (!(signed instanceof CborMap) || signed.members.size + others.members.size > mostLabels) {
    return null;
  }
  const header = (label: number) => (signed.has(label) ? signed : others).get(label);
  const kid = header(4);
  return {
    protectedHeaders,
    algorithm: header(1),
    kid: kid instanceof Uint8Array ? kid : null,
    isCritical: signed.has(2) || others.has(2),
    payload,
    signature,
  };
}

/** What is signed (RFC 9052 section 4.4). */
export function signingInput(message: CoseMessage): Bytes {
  return join(Uint8Array.of(0x84, 0x6a), utf8('Signature1'), string(message.protectedHeaders), Uint8Array.of(0x40), string(message.payload));
}

function string(bytes: Bytes): Bytes {
  if (bytes.length < 24) {
    return join(Uint8Array.of(0x40 + bytes.length), bytes);
  }
  return bytes.length < 256
    ? join(Uint8Array.of(0x58, bytes.length), bytes)
    : join(Uint8Array.of(0x59, bytes.length >> 8, bytes.length & 255), bytes);
}
