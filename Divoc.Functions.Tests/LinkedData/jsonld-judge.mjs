// Reads JSON-LD documents, one a line, and writes for each one line of JSON: the canonical N-Quads that jsonld.js makes of it, or the code of its error.
import { createInterface } from 'node:readline';
import jsonld from 'jsonld-9';

const documentLoader = () => { throw new Error('no context is loaded'); };

for await (const line of createInterface({ input: process.stdin })) {
  let answer;
  try {
    const nquads = await jsonld.canonize(JSON.parse(line), { algorithm: 'RDFC-1.0', format: 'application/n-quads', base: '', documentLoader, safe: false });
    answer = { nquads };
  } catch (error) {
    answer = { error: error.details?.code ?? error.name, message: error.message };
  }

  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
