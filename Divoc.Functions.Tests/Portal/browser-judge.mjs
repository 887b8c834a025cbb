// Judges certificates by the portal's library. Reads lines of JSON: {"trust", "files"} is the world of those that follow ("keeps": true: of the same device, which has loaded some already), {"files"} alone takes the place of its files (null is answered with 404, none at all as without a
// network), {"payload", "now"} is a certificate. Writes a verdict for each certificate, as a line.
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const { judge, trustData } = await import(pathToFileURL(process.argv[2]).href);
let data;
let files;

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  const asked = JSON.parse(line);
  if (asked.files) {
    files = asked.files;
  }
  if (asked.withoutEd25519) {
    const { importKey } = crypto.subtle;
    crypto.subtle.importKey = (form, key, algorithm, ...rest) => (algorithm.name === 'Ed25519' ? Promise.reject(new DOMException('unknown', 'NotSupportedError')) : importKey.call(crypto.subtle, form, key, algorithm, ...rest));
  }
  if (asked.trust) {
    const load = async (path) => {
      if (!Object.hasOwn(files, path)) {
        throw new TypeError('no network');
      }
      return new Response(files[path] ?? '', { status: files[path] === null ? 404 : 200 });
    };
    data = trustData(asked.trust, load, asked.keeps ? data : undefined);
  }
  if (asked.payload === undefined) {
    continue;
  }
  let answer;
  const began = performance.now();
  try {
    const bytes = Buffer.from(asked.payload, 'base64');
    answer = await judge(asked.isText ? bytes.toString('utf8') : new Uint8Array(bytes), data, new Date(asked.now));
  } catch (fault) {
    answer = { outcome: 'EXCEPTION', fault: String(fault?.stack ?? fault) };
  }
  process.stdout.write(`${JSON.stringify({ ...answer, milliseconds: performance.now() - began })}\n`);
}
