// Lets the page that checks certificates work without a connection. It keeps the page itself and what the service publishes for everybody: keys and lists of revocations.
// It never keeps a certificate, a verdict, or anything else that belongs to a person.
const files = ["/portal/Verify-cau2rufs.js","/portal/ar-ke4470yo.js","/portal/ar-kz94dnc9.js","/portal/call-eb6stl5r.js","/portal/dates-chp15oxk.js","/portal/device-dnpp6jsp.js","/portal/en-eastunjc.js","/portal/es-ng86qx0y.js","/portal/es-om7wvs8i.js","/portal/fr-gcm3peuh.js","/portal/fr-nwiq7pay.js","/portal/hi-j96cw71e.js","/portal/hi-kgzvy972.js","/portal/hooks-gvw1ix7i.js","/portal/id-01zd58a5.js","/portal/id-ibjvzn8u.js","/portal/index-ljzlgfp9.js","/portal/index-nc146a3n.css","/portal/jsxRuntime-f5psagim.js","/portal/pt-egqwkd4z.js","/portal/pt-o4yu9ltf.js","/portal/scan-lijdcuqi.js","/portal/si-fq3j3qv5.js","/portal/si-hz0r026u.js","/portal/ta-cto3rzol.js","/portal/ta-jck0d8jt.js","/portal/useIdle-o6t2wzmz.js","/portal/verify-jvl6eed7.js","/portal/verify-mehti55d.css","/portal/words-hn1lpnc6.js","/portal/zxing_reader-d7415y22.wasm"];
const cacheName = 'portal-cfbcbc90c1dc48cb';
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
