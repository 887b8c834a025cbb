import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

// Pages that need the service anyway are not kept for when there is no connection.
const onlineOnly = /^(console|operations|start)-/i;

const html = 'index.html';

const hashOf = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

/**
 * Writes the service worker with the built files in it, each with the hash of its content: it keeps none of another version. Its own version is the hash of all that, so that a browser sees a new one when
 * anything changed.
 */
export function serviceWorker(): Plugin {
  return {
    name: 'service-worker',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const built = Object.entries(bundle).map(([name, file]): [string, string] => [name, hashOf(file.type === 'chunk' ? file.code : file.source)]);
        const kept = built.filter(([name]) => !onlineOnly.test(name)).map(([name, hash]) => [name === html ? '/verify' : `/portal/${name}`, hash] as const);
        const source = readFileSync(new URL('src/worker/sw.js', import.meta.url), 'utf8');
        const files = JSON.stringify(Object.fromEntries(kept.sort(([one], [other]) => (one < other ? -1 : 1))));
        if (!files.includes('"/verify"')) throw new Error(`There is no ${html} yet.`);
        const version = hashOf(source + JSON.stringify(built.sort())).slice(0, 16);
        this.emitFile({ type: 'asset', fileName: 'sw.js', source: source.replace('{/* files */}', files).replace('/* version */', version) });
      },
    },
  };
}
