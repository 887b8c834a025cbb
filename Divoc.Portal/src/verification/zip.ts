import { type Bytes, bytesOfLatin1, startsWith, textOf } from './bytes';
import { inflate } from './inflate';

/** The archive of a QR code, by the rules of docs/verifying.md, "Archives": one that two programs could read differently is refused. */

const largest = 64 * 1024;
const largestRatio = 100;
const entryName = 'certificate.json';
const localLength = 30;
const centralLength = 46;
const endLength = 22;

// The two bits of DEFLATE's level, the data descriptor, and names in UTF-8.
const hasDescriptor = 8;
const knownFlags = 6 | hasDescriptor | 0x800;

// Times and owners: of NTFS, Info-ZIP (old and new), Info-ZIP's owners (two forms), ASi, and Java's mark of an archive.
const harmlessExtras = [0x000a, 0x5455, 0x5855, 0x7855, 0x7875, 0x756e, 0xcafe];

/** The content of an archive, as bytes or as DIVOC's text; null where it is refused. */
export function unpack(payload: Uint8Array): Bytes | null {
  // No bytes can be read in both ways: the text form is shorter than the archive's own bytes, and an archive says where its directory begins.
  const text = textOf(payload);
  const letters = text?.replace(/^\uFEFF+/, '').replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '');
  if (letters !== undefined && !/[^\u0000-\u00FF]/.test(letters)) {
    const content = contentOf(bytesOfLatin1(letters));
    if (content) {
      return content;
    }
  }
  return contentOf(payload);
}

function contentOf(archive: Uint8Array): Bytes | null {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.length);
  const short = (offset: number) => view.getUint16(offset, true);
  const word = (offset: number) => view.getUint32(offset, true);
  const end = archive.length - endLength;
  if (end < 0 || word(end) !== 0x06054b50 || short(end + 20) !== 0) {
    return null;
  }
  if (short(end + 4) !== 0 || short(end + 6) !== 0 || short(end + 8) !== 1 || short(end + 10) !== 1) {
    return null;
  }
  const directory = word(end + 16);
  if (directory + word(end + 12) !== end) {
    return null;
  }

  // The directory at the end.
  if (end - directory < centralLength || word(directory) !== 0x02014b50) {
    return null;
  }
  const [flags, method] = [short(directory + 8), short(directory + 10)];
  const [checksum, packedSize, size] = [word(directory + 16), word(directory + 20), word(directory + 24)];
  const centralName = directory + centralLength;
  const centralExtra = centralName + short(directory + 28);
  if (centralExtra + short(directory + 30) !== end || !isName(archive.subarray(centralName, centralExtra))) {
    return null;
  }
  if (word(directory + 42) !== 0 || short(directory + 34) !== 0 || (flags & ~knownFlags) !== 0 || (method !== 0 && method !== 8)) {
    return null;
  }

  // The header before the data.
  if (directory < localLength || word(0) !== 0x04034b50) {
    return null;
  }
  const localExtra = localLength + short(26);
  const start = localExtra + short(28);
  if (start > directory || !isName(archive.subarray(localLength, localExtra)) || short(6) !== flags || short(8) !== method) {
    return null;
  }
  const isTold = word(14) === checksum && word(18) === packedSize && word(22) === size;
  const isLeftOut = (flags & hasDescriptor) !== 0 && word(14) === 0 && word(18) === 0 && word(22) === 0;
  if (!isTold && !isLeftOut) {
    return null;
  }
  if (!hasHarmlessExtras(view, centralExtra, end) || !hasHarmlessExtras(view, localExtra, start)) {
    return null;
  }

  // Behind the data at most their descriptor.
  const after = start + packedSize;
  if (after > directory || !isDescriptor(view, after, directory, flags, [checksum, packedSize, size])) {
    return null;
  }
  if (size > largest || size > largestRatio * packedSize) {
    return null;
  }
  const data = archive.subarray(start, after);
  const content = method === 0 ? data.slice() : inflateAll(data);
  return content && content.length === size && crc32(content) === checksum ? content : null;
}

function inflateAll(data: Uint8Array): Bytes | null {
  const inflated = inflate(data, largest);
  return inflated && inflated.used === data.length ? inflated.bytes : null;
}

function isName(name: Uint8Array): boolean {
  return name.length === entryName.length && startsWith(name, entryName);
}

function isDescriptor(view: DataView, from: number, to: number, flags: number, told: number[]): boolean {
  if ((flags & hasDescriptor) === 0) {
    return from === to;
  }
  if (to - from === 16 && view.getUint32(from, true) === 0x08074b50) {
    from += 4;
  }
  return to - from === 12 && told.every((value, index) => view.getUint32(from + 4 * index, true) === value);
}

function hasHarmlessExtras(view: DataView, from: number, to: number): boolean {
  while (from < to) {
    if (to - from < 4 || !harmlessExtras.includes(view.getUint16(from, true))) {
      return false;
    }
    from += 4 + view.getUint16(from + 2, true);
  }
  return from === to;
}

export function crc32(bytes: Uint8Array): number {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) {
      crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    }
  }
  return ~crc >>> 0;
}
