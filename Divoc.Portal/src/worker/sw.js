// Lets the page that checks certificates work without a connection. It keeps the page itself and what the service publishes for everybody: keys and lists of revocations.
// It never keeps a certificate, a verdict, or anything else that belongs to a person.

// The page and its files, each with its SHA-256.
const files = {/* files */};
const cacheName = 'portal-/* version */';
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
