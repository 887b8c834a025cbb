// Certifies the events of a file, waits, and keeps credential, QR code and page of each certificate.
//
// node certify.mjs EVENTS.json FOLDER, with the service's address in CERTIFICATE_SERVICE and your access key in CERTIFICATE_KEY.
// Nothing but Node.js 20 is needed. Ends with 0 when each event has a certificate, else with 1.
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const service = (process.env.CERTIFICATE_SERVICE ?? 'http://localhost:7071').replace(/\/$/, '');
const key = process.env.CERTIFICATE_KEY;
const tries = 10;

/** Calls until the service can answer: an outage, a full quota and a lost connection pass by. */
async function call(url, options = {}) {
  const headers = { ...options.headers, ...(key && { 'x-functions-key': key }) };
  for (let attempt = 1; ; attempt++) {
    let seconds = attempt;
    try {
      const answer = await fetch(url, { ...options, headers, signal: AbortSignal.timeout(100_000) });
      if (answer.ok) return answer;
      if (![429, 500, 503].includes(answer.status) || attempt === tries) explain(await answer.json());
      seconds = Number(answer.headers.get('retry-after') ?? attempt);
    } catch (lost) {
      if (attempt === tries) throw lost;
    }
    await wait(seconds * 1000);
  }
}

/** A refusal lists everything that is wrong: each place, a stable code and a sentence. */
function explain(problem) {
  console.error(problem.errorCode, problem.detail);
  for (const error of problem.errors ?? []) console.error(`  ${error.pointer} ${error.code}: ${error.detail}`);
  process.exit(1);
}

const [events, folder] = process.argv.slice(2);
const body = await readFile(events);
// The same file has the same key: whatever breaks off, run it again and nothing is certified twice.
const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': createHash('sha256').update(body).digest('hex') };
const accepted = await (await call(`${service}/divoc/api/v1/certify`, { method: 'POST', body, headers })).json();
for (const warning of accepted.warnings) console.error(`  ${warning.pointer} ${warning.code}: ${warning.detail}`);

let certificates;
for (;;) {
  const answer = await call(accepted.statusUrl);
  ({ certificates } = await answer.json());
  if (certificates.every((one) => one.status !== 'QUEUED')) break;
  await wait(Number(answer.headers.get('retry-after') ?? 1) * 1000);
}

await mkdir(folder, { recursive: true });
for (const one of certificates) {
  console.log(one.index, one.status, one.certificateId, one.reason ?? '');
  for (const [part, extension] of [['credential', 'json'], ['qr', 'png'], ['pdf', 'pdf']]) {
    if (one.links) await writeFile(join(folder, `${one.certificateId}.${extension}`), Buffer.from(await (await call(one.links[part])).arrayBuffer()));
  }
}
process.exit(certificates.every((one) => one.links) ? 0 : 1);
