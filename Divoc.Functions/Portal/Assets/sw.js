// Lets the page that checks certificates work without a connection. It keeps the page itself and what the service publishes for everybody: keys and lists of revocations.
// It never keeps a certificate, a verdict, or anything else that belongs to a person.
const files = ["/portal/Verify-diq5upn6.js","/portal/ar-jags21wk.js","/portal/ar-kz94dnc9.js","/portal/call-eb6stl5r.js","/portal/dates-chp15oxk.js","/portal/device-egl2l0ak.js","/portal/en-eastunjc.js","/portal/es-jx7j3udu.js","/portal/es-om7wvs8i.js","/portal/fr-2pj3wsy7.js","/portal/fr-nwiq7pay.js","/portal/hi-fq2zwp13.js","/portal/hi-kgzvy972.js","/portal/hooks-gvw1ix7i.js","/portal/id-01zd58a5.js","/portal/id-dhy6meta.js","/portal/index-d31uvcek.js","/portal/index-nc146a3n.css","/portal/jsxRuntime-f5psagim.js","/portal/pt-e7nj14pm.js","/portal/pt-o4yu9ltf.js","/portal/scan-lijdcuqi.js","/portal/si-hz0r026u.js","/portal/si-krt2wyj9.js","/portal/ta-cip2zke5.js","/portal/ta-jck0d8jt.js","/portal/useIdle-o6t2wzmz.js","/portal/verify-fysvzakc.js","/portal/verify-mehti55d.css","/portal/words-erztxiv7.js","/portal/zxing_reader-d7415y22.wasm"];
const cacheName = 'portal-5e9fcfb24b2e409a';
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
