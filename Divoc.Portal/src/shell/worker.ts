/** Trusted Types (W3C), as far as they are used here: TypeScript does not know them. */
declare global {
  interface Window {
    readonly trustedTypes?: { createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): unknown } };
  }
}

/** How old what the service worker keeps may get while a page is open, and how often that is looked at. */
const refreshMs = 60 * 60_000;
const lookMs = 5 * 60_000;

/** Lets the page that checks open without a connection. Keys and lists are loaded anew when a page opens, when the connection is back, and every hour while a page is open. */
export async function startWorker(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  const worker = navigator.serviceWorker;
  let last = Date.now();
  const refresh = async (): Promise<void> => {
    last = Date.now();
    (await worker.ready).active?.postMessage('refresh');
  };
  const refreshIfDue = (): void => {
    if (Date.now() - last >= refreshMs) void refresh();
  };
  addEventListener('online', () => void refresh());
  document.addEventListener('visibilitychange', refreshIfDue);
  setInterval(refreshIfDue, lookMs);
  // A worker that is new loads them itself.
  if (worker.controller) void refresh();
  await register(worker);
}

/** Only the service worker's own address may become one: the content security policy asks for a Trusted Types policy. */
async function register(worker: ServiceWorkerContainer): Promise<void> {
  const policy = window.trustedTypes?.createPolicy('sw', {
    createScriptURL: (url) => {
      if (url !== '/sw.js') throw new TypeError('not the service worker');
      return url;
    },
  });
  await worker.register((policy?.createScriptURL('/sw.js') ?? '/sw.js') as string, { scope: '/' });
}
