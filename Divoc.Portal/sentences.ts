import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

/** Where the service keeps the sentences of its verdicts, by code and language. */
const tables = ['verdicts', 'Divoc/Judging/JudgingRules', 'EuDcc/EuSentences', 'SmartHealthCard/CardSentences'];
const name = /^virtual:sentences\/([a-z]{2})$/;

interface Table {
  readonly sentences: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Gives the sentences of one language as a module, so that a page loads no more than that. */
export function sentences(): Plugin {
  return {
    name: 'sentences',
    resolveId: (id) => (name.test(id) ? `\0${id}` : null),
    load(id) {
      const language = name.exec(id.slice(1))?.[1];
      if (!id.startsWith('\0') || language === undefined) return null;
      const all = tables.flatMap((table) => Object.entries(read(table).sentences));
      return `export default ${JSON.stringify(Object.fromEntries(all.map(([code, texts]) => [code, texts[language] ?? texts['en']])))};`;
    },
  };
}

function read(table: string): Table {
  return JSON.parse(readFileSync(new URL(`../Divoc.Functions/Formats/${table}.table.json`, import.meta.url), 'utf8')) as Table;
}
