import { render } from 'preact';
import { loadBrand } from './shell/brand';
import { inTime } from './shell/inTime';
import { Shell } from './shell/Shell';
import { loadSettings, unknownSettings, type Settings } from './shell/settings';
import { startWorker } from './shell/worker';
import { startLanguage } from './words';
import { words as english } from './words/en';

/** How long nothing shows where the network is silent: a little longer than the service worker waits for it. */
const patienceMs = 4000;

const app = document.getElementById('app')!;
const loading = loadSettings();
const [found, words] = await Promise.all([inTime(loading, patienceMs, undefined), inTime(startLanguage(), patienceMs, english), inTime(loadBrand(), patienceMs, undefined)]);

const show = (settings: Settings): void => render(<Shell settings={settings} first={words} />, app);
show(found ?? unknownSettings);

// They may come after all.
const settings = found ?? (await loading);
if (settings && !found) show(settings);
// Where that page is switched off, /sw.js is a worker that takes the place of an earlier one, and goes.
if ((settings ?? unknownSettings).pages.includes('verify')) await startWorker().catch(() => undefined);
