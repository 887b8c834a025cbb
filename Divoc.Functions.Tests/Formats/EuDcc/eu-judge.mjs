// Judges EU certificates, one call a line. {"text", "pem"}: what two libraries read and whether both say that the certificate's key signed it. {"payload", "issuer", "pem", "key"}: the text that
// one of them makes and signs.
import { createInterface } from 'node:readline';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { DCC } = require('dcc-utils');
const pathcheck = require('@pathcheck/dcc-sdk');

const plain = (value) => JSON.parse(JSON.stringify(value, (_, inner) => (inner instanceof Map ? Object.fromEntries(inner) : inner)));
const answerOf = async ({ text, payload, issuer, pem, key }) => {
  if (payload) {
    return { text: await pathcheck.signAndPack(await pathcheck.makeCWT(payload, 1, issuer), pem, key) };
  }
  const read = await DCC.fromRaw(text);
  let signed = true;
  try { await read.checkSignatureWithCertificate(pem); } catch { signed = false; }
  pathcheck.addCachedCerts({ [read.kid]: pem.split("\n").filter((row) => row && !row.startsWith("-----")).join("\n") });
  const other = await pathcheck.unpackAndVerify(text, pem);
  return { first: { kid: read.kid, signed, payload: plain(read.payload) }, second: plain(other) };
};

for await (const line of createInterface({ input: process.stdin })) {
  let answer;
  try { answer = await answerOf(JSON.parse(line)); } catch (error) { answer = { error: String(error?.stack ?? error) }; }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
