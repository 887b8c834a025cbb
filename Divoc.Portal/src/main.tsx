import { render } from 'preact';
import { Shell } from './shell/Shell';
import { loadSettings } from './shell/settings';
import { startLanguage } from './words';

/** Trusted Types (W3C), as far as they are used here: TypeScript does not know them. */
declare global {
  interface Window {
    readonly trustedTypes?: { createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): unknown } };
  }
}

/** Only the service worker's own address may become one: the content security policy asks for a Trusted Types policy. */
async function registerWorker(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  const policy = window.trustedTypes?.createPolicy('sw', {
    createScriptURL: (url) => {
      if (url !== '/sw.js') throw new TypeError('not the service worker');
      return url;
    },
  });
  await navigator.serviceWorker.register((policy?.createScriptURL('/sw.js') ?? '/sw.js') as string, { scope: '/' });
}

const app = document.getElementById('app')!;
const [settings, words] = await Promise.all([loadSettings(), startLanguage()]);
render(<Shell settings={settings} first={words} />, app);
if (settings.pages.includes('verify')) void registerWorker().catch(() => undefined);
