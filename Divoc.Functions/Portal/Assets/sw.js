// Lets the page that checks certificates work without a connection. It keeps the page itself and what the service publishes for everybody: keys and lists of revocations.
// It never keeps a certificate, a verdict, or anything else that belongs to a person.

// The page and its files, each with its SHA-256.
const files = {"/portal/Verify-f1oovjrg.js":"256c82d24885a9f4d42d7f8de0de4dbceddbefdfdf832577fdfed752d472a6e8","/portal/ar-env9h8fx.js":"5aa06e6fc4517cd20849cdaf1902a30864f0f52d6477160ee1316dda747e493d","/portal/ar-kz94dnc9.js":"7c79539382bc441b9f421b170f9b19bdf5d41c13039ba2f2ce3b355b5e2f533a","/portal/call-ksyzr7py.js":"2c34a1fd0d9c744c03ab4f92898638ba27efc328c231ff6f53d791084d498fb5","/portal/dates-chp15oxk.js":"aa5513634cd48b5ca3d0f50b563f9ec530a111071021f234c736a50494569f99","/portal/device-h72813zz.js":"fb611cb32820e842c3ce35bbed507d933fd4fbfed480560d5af3acc704ad7a97","/portal/en-mtfdh6q9.js":"036aed9ebec0c19d2eec31876e6f73c5af18519e6e5c6697ca69fa4847d1638f","/portal/es-om7wvs8i.js":"2ca455436d3e8805b00dc6e34cbbb5a26b001c48a4f3ee07cae0b8b6e50fb125","/portal/es-oxtbc9zi.js":"f0b1c0a7cec48aa9ee87f92ba1c64c763dde338cfe7f6aa3307669e35f00d75f","/portal/fr-myiascai.js":"211f2a394672820ecc77229bdcf1b60af73c5934fab90390303a2e4864c0bf2a","/portal/fr-nwiq7pay.js":"478c72c517047fdd53e498bb595f28946b7cb9c38ef7a497d0228549a5b44b04","/portal/hi-hu0pl19r.js":"a8f3e87fcc3b1f747914a0e1b70130b34371d06db0f7b849060832d759dc0a00","/portal/hi-kgzvy972.js":"0cb50216c56281a0a66c268799734d82cd04f8606f1e026f14dc9fc920bd8542","/portal/hooks-gvw1ix7i.js":"f7e00a88e8deeb081f37d97524a9a4357e0585a9c80e337a7d4066da00e97348","/portal/id-01zd58a5.js":"d08e1c15c1717ace6576c2cc78c31413b3418c91c0334dc37f2e5ec676ca1e1a","/portal/id-jkkn1m88.js":"1b6a931a937eda0cf1dff1acf15bbf3ad91f668154f1178124a153e224117e55","/portal/inTime-nx62lc3q.js":"c2fbb78bd08dfaa4519b49442b82a7c26aa9208f26be3c2766f0411ad2fa3144","/portal/index-jkzgt449.js":"52b8a72db2f7d514599d4ad3a1547e6cf35b2c49a7d41d8e6a0dd136f6bdfb47","/portal/index-nc146a3n.css":"b0b0e4642c4ac1e2248b1246f8cc0024f1c09ecf18e4d567a5bf36b3efff40fe","/portal/jsxRuntime-f5psagim.js":"9fc240b5aa9b113a4fd83a840301472a27d4abc868cdbe0559544731abd55d19","/portal/pt-h5sdgj1d.js":"bd9113e78795688ceda60dad5b3f353b6899da3eb31d3587f958fe9c49bbd760","/portal/pt-o4yu9ltf.js":"86b27e7e2561badd7df07ca9a2df2349d62a78b97ef7aaaff050ba78a01c97cb","/portal/scan-fotbd4l8.js":"6dbfae9efa50cb1cd0146b4a50617db83eb197c1133d0def26804a8518a1d697","/portal/si-hz0r026u.js":"70e15a6982bb79bf0b4923c2d5183969ce8a61db43fc46b1afeeb0c05857032f","/portal/si-mv3n6py4.js":"a079127970a7fea394158a4c83e11c8f3b55f71aae782bda35ccadb6313e344d","/portal/ta-gbhlh7d3.js":"61fea7215b7d67ee5c37c2b9f18cdc9761d6b1fd300c157924d946dd96f3df82","/portal/ta-jck0d8jt.js":"5c083e6131b3ec8c666fb98d1181fea696c47993dd72ea99fa34884694186045","/portal/useIdle-l8ska0jv.js":"be7edd59e93fbdfd7e25ad9c846a20b2bcbdbd44c61cdb568c96bb4725fab0c0","/portal/verify-gca07lpg.js":"e1f862f080e2006c467d19dbc2919aaae59346829e747666fa04dc78f6990f66","/portal/verify-mehti55d.css":"82469f7b919f5c3a6d5ebf3422ce147dfdfb62ea00f3e317f4a876144a796343","/portal/words-d9y9wdhp.js":"2acef2038c80d94c3ba853cf6c1ada8191e5630d035e5b60d162b1d051f56830","/portal/zxing_reader-d7415y22.wasm":"5003fb4b88c4fbd1fd518a2fd8c8ad365c519e183a08c03a322dddfea3cea84e","/verify":"23f2433ab11e1b5d6288d8e7e805a67bb3f27ca14cf5e28861eda40e575ef404"};
const cacheName = 'portal-1861fb33e5c6513d';
const published = 'published';
const page = '/verify';
const status = '/revocations';

/** How long the network is waited for where something is kept, and where nobody waits for it. */
const patienceMs = 3000;
const backgroundMs = 30_000;

/** Shards of the status are kept up to this much, and asked for again after this time: a large service has up to 320 MiB of them. */
const longestPrefix = 2;
const mostOfShards = 16 * 1024 * 1024;
const shardAgeMs = 6 * 60 * 60_000;

/** Clocks may differ by this much. */
const toleranceMs = 10 * 60_000;

const firstPublished = ['/portal/settings.json', '/portal/brand.css', '/trust', status, '/.well-known/jwks.json'];

const json = /[/+]json\b/;

/** What is published: fetched anew where there is a connection, and kept for when there is none. By its path, which content types it has. */
function typeOf(path) {
  if (path === status || path.startsWith(`${status}/`)) return /^application\/(jose\+json|status-(index|shard)\+jws)\b/;
  if (path === '/portal/brand.css') return /^text\/css\b/;
  if (path === '/portal/logo' || path === '/portal/icon.svg') return /^image\//;
  const isJson = ['/trust', '/portal/settings.json', '/portal/manifest.webmanifest'].includes(path) || path.startsWith('/shc/.well-known/') || path.startsWith('/.well-known/');
  return isJson ? json : undefined;
}

self.addEventListener('install', (event) => {
  event.waitUntil(Promise.all([keepFiles(), refresh()]));
});

// Runs when no page uses the version before any more.
self.addEventListener('activate', (event) => {
  const isOld = (name) => name.startsWith('portal-') && name !== cacheName;
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter(isOld).map((name) => caches.delete(name)))).then(() => self.clients.claim()));
});

// A page that is open asks for it.
self.addEventListener('message', (event) => {
  if (event.data === 'refresh') event.waitUntil(refresh());
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin || url.search !== '') return;
  if (request.mode === 'navigate') {
    if (url.pathname === page) event.respondWith(freshOrKept(event, caches.open(cacheName), page, (kept) => freshPage(request, kept)));
  } else if (typeOf(url.pathname)) {
    event.respondWith(freshOrKept(event, caches.open(published), url.pathname, () => fresh(url.pathname, 'default')));
  } else if (url.pathname.startsWith('/portal/')) {
    event.respondWith(caches.open(cacheName).then((store) => store.match(request)).then((kept) => kept ?? fetch(request)));
  }
});

/** A page and files of one version only: while the program is updated, one instance may answer with the new files and another one with the page before. */
async function keepFiles() {
  try {
    const store = await caches.open(cacheName);
    await Promise.all(Object.entries(files).map(([path, hash]) => keepFile(store, path, hash)));
  } catch (error) {
    await caches.delete(cacheName);
    throw error;
  }
}

async function keepFile(store, path, hash) {
  for (const cache of [path === page ? 'no-cache' : 'default', 'reload']) {
    const answer = await fetch(path, { cache, credentials: 'omit' });
    if (answer.ok && !answer.redirected && (await hashOf(answer.clone())) === hash) {
      await store.put(path, answer);
      return;
    }
  }
  throw new Error(`${path} is of another version.`);
}

async function hashOf(answer) {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', await answer.arrayBuffer()));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The network's answer if it comes in time and is good, else what is kept. The network goes on being asked: what comes late is kept for the next time. */
async function freshOrKept(event, opening, path, load) {
  const kept = await (await opening).match(path);
  const loading = load(kept);
  event.waitUntil(loading.catch(() => undefined));
  if (!kept) return loading.catch(() => Response.error());
  return Promise.race([loading.catch(() => kept.clone()), new Promise((resolve) => setTimeout(() => resolve(kept.clone()), patienceMs))]);
}

/** The page from the network. An error of a server, a redirect, and a page of somebody else, such as one to log in at, do not count where there is one that works. */
async function freshPage(request, kept) {
  const answer = await fetch(request);
  // The service itself says that there is no such page any more: it was switched off.
  const isGone = answer.status === 404 && /^application\/problem\+json\b/.test(answer.headers.get('content-type') ?? '');
  return !kept || isGone || (isExpected(answer, /^text\/html\b/) && (await answer.clone().text()).includes('<div id="app">')) ? answer : kept.clone();
}

/** Something that is published from the network, which is kept if it is good; else what is kept. */
async function fresh(path, cache, signal) {
  const answer = await fetch(path, { cache, credentials: 'omit', signal });
  const store = await caches.open(published);
  const copy = answer.clone();
  const isGood = isExpected(answer, typeOf(path)) && (await isReadable(path, answer));
  const kept = await store.match(path);
  if (isGood && !(kept && (await isOlder(path, answer, kept)))) {
    await store.put(path, copy.clone());
    return copy;
  }
  return kept ?? copy;
}

const isExpected = (answer, type) => answer.ok && !answer.redirected && type.test(answer.headers.get('content-type') ?? '');

async function isReadable(path, answer) {
  if (typeOf(path) !== json && !path.startsWith(status)) return true;
  const read = await contentOf(path, answer);
  if (typeof read !== 'object' || read === null) return false;
  if (path === '/trust') return typeof read.own?.issuer === 'string';
  if (path === '/portal/settings.json') return Array.isArray(read.pages);
  if (path.endsWith('/jwks.json')) return Array.isArray(read.keys);
  return !path.startsWith(status) || !Number.isNaN(Date.parse(read.issued));
}

/** Of what says when it was issued, the later one is kept, unless that came from a clock that was ahead. */
async function isOlder(path, answer, kept) {
  if (path !== '/trust' && !path.startsWith(status)) return false;
  const [issued, before] = [Date.parse((await contentOf(path, answer))?.issued), Date.parse((await contentOf(path, kept))?.issued)];
  return issued < before && before <= Date.now() + toleranceMs;
}

/** The JSON of a document, or of what it signs (JWS, flattened or compact); nothing where it can't be read. Signatures are checked where it is used. */
async function contentOf(path, answer) {
  try {
    const text = (await answer.clone().text()).trim();
    if (!path.startsWith(status)) return JSON.parse(text);
    const payload = text.startsWith('{') ? JSON.parse(text).payload : text.split('.')[1];
    const bytes = Uint8Array.from(atob(payload.replace(/-/g, '+').replace(/_/g, '/')), (character) => character.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

/** Loads anew what is published. Where the network fails, what is kept stays. */
async function refresh() {
  await Promise.allSettled(firstPublished.map((path) => fresh(path, 'no-cache', AbortSignal.timeout(backgroundMs))));
  await refreshShards().catch(() => undefined);
}

/** All shards of the status, where they are few. Where they are many, only those are kept that were asked for: of the certificates that were checked on this device. */
async function refreshShards() {
  const store = await caches.open(published);
  const index = await store.match(status);
  const length = index && (await contentOf(status, index))?.prefixLength;
  if (!Number.isInteger(length) || length < 1 || length > longestPrefix) return;
  let total = 0;
  for (let number = 0; number < 16 ** length && total < mostOfShards; number++) {
    const path = `${status}/${number.toString(16).padStart(length, '0')}`;
    const kept = await store.match(path);
    const isYoung = kept && Date.now() - Date.parse(kept.headers.get('date') ?? '') < shardAgeMs;
    const shard = isYoung ? kept : await fresh(path, 'no-cache', AbortSignal.timeout(backgroundMs));
    total += (await shard.text()).length;
  }
}
