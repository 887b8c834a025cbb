import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

// Pages that need the service anyway are not kept for when there is no connection.
const onlineOnly = /^(console|operations|start)-/i;

/** Writes the service worker with the names of the built files in it. Its version is their hash, so that a browser sees a new one when anything changed. */
export function serviceWorker(): Plugin {
  return {
    name: 'service-worker',
    generateBundle(_, bundle) {
      const files = Object.keys(bundle).filter((name) => name !== 'index.html' && !onlineOnly.test(name)).sort();
      const version = createHash('sha256').update(JSON.stringify(Object.keys(bundle).sort())).digest('hex').slice(0, 16);
      const source = readFileSync(new URL('src/worker/sw.js', import.meta.url), 'utf8')
        .replace('[/* files */]', JSON.stringify(files.map((name) => `/portal/${name}`)))
        .replace('/* version */', version);
      this.emitFile({ type: 'asset', fileName: 'sw.js', source });
    },
  };
}
