// Judges SMART Health Cards by kill-the-clipboard and jose, and issues some by the former. The first line: {iss, keySet}. Then one line a card: {file, jws, numeric}, answered by {ok, fault, bundle}; or {issue: bundle}, answered by {jws, jwk}.
import { createInterface } from 'node:readline';
import { inflateRawSync } from 'node:zlib';
import * as jose from 'jose';
import { Directory, SHCIssuer, SHCReader } from 'kill-the-clipboard';

const forbidden = ['id', 'meta', 'text', 'display', 'protocolApplied', 'identifier', 'gender', 'use', 'statusReason', 'reportOrigin', 'primarySource', 'manufacturer', 'expirationDate', 'location', 'issued', 'category', 'specimen', 'interpretation'];
const isAllowed = path => /\.name\.\d+\.text$/.test(path) || /\.performer\.\d+\.(actor\.)?display$/.test(path);

function profileFaults(value, path = '') {
  if (Array.isArray(value)) return value.length === 0 ? [`${path} is empty`] : value.flatMap((item, index) => profileFaults(item, `${path}.${index}`));
  if (value === null || value === '') return [`${path} is empty`];
  if (typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, member]) => {
    const place = `${path}.${name}`;
    return [...(forbidden.includes(name) && !isAllowed(place) ? [`${place} must not be there`] : []), ...profileFaults(member, place)];
  });
}

function check(condition, fault) {
  if (!condition) throw new Error(fault);
}

async function judge(card, issuer, keys, reader) {
  const { payload: packed, protectedHeader } = await jose.compactVerify(card.jws, jose.createLocalJWKSet(keys), { algorithms: ['ES256'] });
  check(JSON.stringify(Object.keys(protectedHeader).sort()) === '["alg","kid","zip"]' && protectedHeader.zip === 'DEF', 'header');
  const text = inflateRawSync(packed).toString('utf8');
  const payload = JSON.parse(text);
  check(JSON.stringify(payload) === text.replace(/\\u([0-9A-F]{4})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16))), 'not minified');
  check(payload.iss === issuer && Number.isInteger(payload.nbf), 'claims');
  check(payload.vc.type[0] === 'https://smarthealth.cards#health-card' && /^[A-Za-z0-9_-]{1,24}$/.test(payload.vc.rid), 'credential');
  const [person, ...events] = payload.vc.credentialSubject.fhirBundle.entry;
  const faults = profileFaults(payload.vc.credentialSubject.fhirBundle);
  check(faults.length === 0, faults.join('; '));
  check(person.resource.resourceType === 'Patient' && person.resource.name.length === 1 && (person.resource.name[0].text === undefined) === (person.resource.name[0].family !== undefined), 'patient');
  check(events.length > 0 && events.every((entry, index) => entry.fullUrl === `resource:${index + 1}`), 'entries');
  for (const { resource } of events) {
    const concept = resource.vaccineCode ?? resource.code;
    check(concept.coding.length === 1 && Object.keys(concept.coding[0]).join() === 'system,code', 'coding');
    check(resource.resourceType === 'Immunization' ? /^\d{4}-\d\d-\d\d$/.test(resource.occurrenceDateTime) && resource.status === 'completed' : resource.resourceType === 'Observation' && resource.status === 'final', 'event');
  }

  const bundles = [await reader.fromJWS(card.jws), await reader.fromFileContent(card.file), await reader.fromQRNumeric(card.numeric)].map(read => read.asBundle());
  return (await Promise.all(bundles)).at(-1);
}

async function issue(bundle, issuer) {
  const pair = await jose.generateKeyPair('ES256', { extractable: true });
  const card = await new SHCIssuer({ issuer, privateKey: await jose.exportPKCS8(pair.privateKey), publicKey: await jose.exportSPKI(pair.publicKey), expirationTime: null }).issue(bundle);
  const jwk = await jose.exportJWK(pair.publicKey);
  return { jws: card.asJWS(), numeric: card.asQRNumeric(), jwk: { ...jwk, kid: await jose.calculateJwkThumbprint(jwk), use: 'sig', alg: 'ES256' } };
}

let settings;
let reader;
for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  if (!settings) {
    settings = asked;
    reader = new SHCReader({ issuerDirectory: Directory.fromJSON({ issuerInfo: [{ issuer: { iss: asked.iss }, keys: asked.keySet.keys, crls: [] }] }) });
    continue;
  }

  let answer;
  try {
    answer = asked.issue ? await issue(asked.issue, settings.iss) : { ok: true, bundle: await judge(asked, settings.iss, settings.keySet, reader) };
  } catch (fault) {
    answer = { ok: false, fault: `${fault.name}: ${fault.message}` };
  }

  console.log(JSON.stringify(answer));
}
