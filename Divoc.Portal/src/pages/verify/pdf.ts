const longestCredential = 256 * 1024;

/**
 * The credential that a PDF of this service carries as an attachment: the one object of the type EmbeddedFile, compressed by DEFLATE (ISO 32000-1, section 7.11.4). Nothing where the file was written anew by another
 * program; the service reads those.
 */
export async function attachmentOf(pdf: Uint8Array): Promise<Uint8Array | undefined> {
  const text = new TextDecoder('latin1').decode(pdf);
  const object = /\/Type\s*\/EmbeddedFile[^]{0,400}?stream\r?\n/.exec(text);
  if (!object || !/\/FlateDecode/.test(object[0])) return undefined;
  const length = Number(/\/Length\s+(\d+)/.exec(object[0])?.[1] ?? 0);
  const start = object.index + object[0].length;
  if (length === 0 || start + length > pdf.length) return undefined;
  try {
    return await inflate(pdf.slice(start, start + length));
  } catch {
    return undefined;
  }
}

async function inflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array | undefined> {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate')).getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > longestCredential) return undefined;
    parts.push(value);
  }

  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
