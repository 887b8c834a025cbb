// Judges certificates by the portal's library. Reads a line of JSON each: {"trust", "files"} is the world of those that follow, {"payload", "now"} a certificate. Writes a verdict for each certificate, as a line.
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const { judge, trustData } = await import(pathToFileURL(process.argv[2]).href);
let data;

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  const asked = JSON.parse(line);
  if (asked.trust) {
    const { files } = asked;
    data = trustData(asked.trust, async (path) => {
      if (!Object.hasOwn(files, path)) {
        throw new TypeError('no network');
      }
      return new Response(files[path] ?? '', { status: files[path] === null ? 404 : 200 });
    });
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
