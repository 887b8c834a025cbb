import { defineConfig } from 'vite';
import { sentences } from './sentences.ts';
import { serviceWorker } from './serviceWorker.ts';

// The service that `npm run dev` shows pages of: started by hand, on its usual address.
const service = 'http://localhost:7071';

/** Calls of the service go on to it. Its loopback rule takes calls of its own origin only. */
const proxied = ['/certificate', '/certificates', '/certify', '/divoc', '/health', '/operations/', '/portal/settings.json', '/portal/brand.css', '/portal/logo', '/revocations', '/shc', '/trust', '/types', '/.well-known'];

export default defineConfig({
  base: '/portal/',
  plugins: [sentences(), serviceWorker()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: '../Divoc.Functions/Portal/Assets',
    emptyOutDir: true,
    assetsDir: '',
    target: 'es2022',
    // Everything comes from a file: the content security policy lets no code and no picture stand in a page.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { output: { hashCharacters: 'base36' } },
  },
  server: { proxy: Object.fromEntries(proxied.map((path) => [path, { target: service, headers: { origin: service } }])) },
});
