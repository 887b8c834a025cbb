// Lets the page that checks certificates work without a connection. It keeps the page itself and what the service publishes for everybody: keys and lists of revocations.
// It never keeps a certificate, a verdict, or anything else that belongs to a person.
const files = ["/portal/Console-edb61mky.js","/portal/Console-l2pl05z6.css","/portal/Operations-jt06bjn6.js","/portal/Start-b8pp0zq5.js","/portal/Verify-j9l81ipf.js","/portal/ar-bkn90bye.js","/portal/call-hm9xiaso.js","/portal/es-d09x6mjo.js","/portal/fr-h9aw3b4v.js","/portal/hi-blsi57a7.js","/portal/id-nxmbx91g.js","/portal/index-gbyxuxe1.css","/portal/index-jy9tuidf.js","/portal/jsxRuntime-d9clyu57.js","/portal/pt-hi37vs00.js","/portal/scan-lijdcuqi.js","/portal/si-gn4rnyoz.js","/portal/ta-cfhmqzqr.js","/portal/verify-j41pg9mv.js","/portal/verify-mp79zsst.css","/portal/words-njjnc17r.js","/portal/zxing_reader-d7415y22.wasm"];
const cacheName = 'portal-0f3c9ed50367d03f';
const published = 'published';
const page = '/verify';

const firstPublished = ['/portal/settings.json', '/portal/brand.css', '/trust', '/revocations', '/.well-known/jwks.json'];

/** What is published: fetched anew where there is a connection, and kept for when there is none. */
const isPublished = (path) =>
  ['/trust', '/portal/settings.json', '/portal/brand.css', '/portal/logo', '/portal/icon.svg', '/portal/manifest.webmanifest'].includes(path) || path === '/revocations' || path.startsWith('/revocations/') ||
  path.startsWith('/shc/.well-known/') || path.startsWith('/.well-known/');

self.addEventListener('install', (event) => {
  event.waitUntil(Promise.all([keepFiles(), keepPublished()]));
});

// Runs when no page uses the version before any more.
self.addEventListener('activate', (event) => {
  const isOld = (name) => name.startsWith('portal-') && name !== cacheName;
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter(isOld).map((name) => caches.delete(name)))).then(() => self.clients.claim()));
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin || url.search !== '') return;
  if (request.mode === 'navigate') {
    if (url.pathname === page) event.respondWith(fetch(request).catch(() => fromCache(cacheName, page)));
  } else if (isPublished(url.pathname)) {
    event.respondWith(freshOrKept(request));
  } else if (url.pathname.startsWith('/portal/')) {
    event.respondWith(fromCache(cacheName, request).then((kept) => kept.ok ? kept : fetch(request)));
  }
});

async function keepFiles() {
  await (await caches.open(cacheName)).addAll([...files, page]);
}

/** The first page was loaded before there was a worker: what it loaded is fetched once more, to be there without a connection from now on. */
async function keepPublished() {
  await Promise.allSettled(firstPublished.map((path) => freshOrKept(new Request(path))));
}

async function freshOrKept(request) {
  try {
    const fresh = await fetch(request);
    if (fresh.ok) await (await caches.open(published)).put(request, fresh.clone());
    return fresh;
  } catch {
    return fromCache(published, request);
  }
}

async function fromCache(name, request) {
  return (await (await caches.open(name)).match(request)) ?? Response.error();
}
