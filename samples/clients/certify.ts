// Certifies the events of a file, waits, and keeps credential, QR code and page of each certificate.
//
// Compile it with TypeScript 5 (docs/partners.md), then: node certify.js EVENTS.json FOLDER, with the service's address in CERTIFICATE_SERVICE and your access key in
// CERTIFICATE_KEY. Nothing else but Node.js 20 is needed. Ends with 0 when each event has a certificate, else with 1.
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

type Message = { pointer: string; code: string; detail: string };
type Problem = { errorCode: string; detail: string; errors?: Message[] };
type Part = 'credential' | 'qr' | 'pdf';
type Certificate = { index: number; status: string; certificateId: string; reason?: string; links?: Record<Part, string> };

const service = (process.env.CERTIFICATE_SERVICE ?? 'http://localhost:7071').replace(/\/$/, '');
const key = process.env.CERTIFICATE_KEY;
const tries = 10;

/** Calls until the service can answer: an outage, a full quota and a lost connection pass by. */
async function call(url: string, options: RequestInit = {}): Promise<Response> {
  const headers = { ...(options.headers as Record<string, string>), ...(key ? { 'x-functions-key': key } : {}) };
  for (let attempt = 1; ; attempt++) {
    let seconds = attempt;
    try {
      const answer = await fetch(url, { ...options, headers, signal: AbortSignal.timeout(100_000) });
      if (answer.ok) return answer;
      if (![429, 500, 503].includes(answer.status) || attempt === tries) explain((await answer.json()) as Problem);
      seconds = Number(answer.headers.get('retry-after') ?? attempt);
    } catch (lost) {
      if (attempt === tries) throw lost;
    }
    await wait(seconds * 1000);
  }
}

/** A refusal lists everything that is wrong: each place, a stable code and a sentence. */
function explain(problem: Problem): never {
  console.error(problem.errorCode, problem.detail);
  for (const error of problem.errors ?? []) console.error(`  ${error.pointer} ${error.code}: ${error.detail}`);
  process.exit(1);
}

async function follow(statusUrl: string): Promise<Certificate[]> {
  for (;;) {
    const answer = await call(statusUrl);
    const { certificates } = (await answer.json()) as { certificates: Certificate[] };
    if (certificates.every((one) => one.status !== 'QUEUED')) return certificates;
    await wait(Number(answer.headers.get('retry-after') ?? 1) * 1000);
  }
}

async function main(events: string, folder: string): Promise<number> {
  const body = await readFile(events);
  // The same file has the same key: whatever breaks off, run it again and nothing is certified twice.
  const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': createHash('sha256').update(body).digest('hex') };
  const accepted = (await (await call(`${service}/divoc/api/v1/certify`, { method: 'POST', body, headers })).json()) as { statusUrl: string; warnings: Message[] };
  for (const warning of accepted.warnings) console.error(`  ${warning.pointer} ${warning.code}: ${warning.detail}`);
  const certificates = await follow(accepted.statusUrl);
  await mkdir(folder, { recursive: true });
  for (const one of certificates) {
    console.log(one.index, one.status, one.certificateId, one.reason ?? '');
    for (const [part, extension] of [['credential', 'json'], ['qr', 'png'], ['pdf', 'pdf']] as const) {
      if (one.links) await writeFile(join(folder, `${one.certificateId}.${extension}`), Buffer.from(await (await call(one.links[part])).arrayBuffer()));
    }
  }
  return certificates.every((one) => one.links) ? 0 : 1;
}

const [events = '', folder = ''] = process.argv.slice(2);
void main(events, folder).then((code) => process.exit(code));
