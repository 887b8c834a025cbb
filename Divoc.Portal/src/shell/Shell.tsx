import type { ComponentType, JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { languages, loadWords, WordsContext, type Language, type Words } from '../words';
import type { Settings } from './settings';
import { loaded } from './inTime';
import { pathOf, useRoute, type Page } from './route';

export interface PageProps {
  readonly settings: Settings;
}

/** Each page is a file of its own, loaded when it is opened. */
const load: Record<Page, () => Promise<ComponentType<PageProps>>> = {
  start: async () => (await import('../pages/start/Start')).Start,
  verify: async () => (await import('../pages/verify/Verify')).Verify,
  console: async () => (await import('../pages/console/Console')).Console,
  operations: async () => (await import('../pages/operations/Operations')).Operations,
};

/** What surrounds each page: skip link, bar with the pages and the language, a strip when there is no connection, and the foot. */
export function Shell({ settings, first }: { readonly settings: Settings; readonly first: Words }): JSX.Element {
  const [words, setWords] = useState(first);
  const [page, go] = useRoute();
  const [Shown, setShown] = useState<{ readonly page: Page; readonly Component: ComponentType<PageProps> }>();
  const [failed, setFailed] = useState(false);
  const main = useRef<HTMLElement>(null);
  const online = useOnline();
  const pages = (['start', 'verify', 'console', 'operations'] as const).filter((one) => settings.pages.includes(one));

  useEffect(() => {
    let current = true;
    setFailed(false);
    const part = load[page]();
    const show = (Component: ComponentType<PageProps>): void => {
      if (current) setShown({ page, Component });
    };
    loaded(part).then(show).catch(() => {
      if (current) setFailed(true);
      // It may come after all.
      part.then(show).catch(() => undefined);
    });
    return () => {
      current = false;
    };
  }, [page]);

  useEffect(() => {
    document.documentElement.lang = words.language;
    document.documentElement.dir = words.direction;
    document.title = `${words.pages[page]} – ${settings.name}`;
  }, [words, page, settings]);

  // Not when the first page opens: that would skip the bar for whoever goes by keyboard.
  const opened = useRef(page);
  useEffect(() => {
    if (Shown && opened.current !== Shown.page) {
      opened.current = Shown.page;
      main.current?.focus();
    }
  }, [Shown]);

  const follow = (event: MouseEvent, to: Page): void => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    go(to);
  };

  const choose = async (language: string): Promise<void> => setWords(await loadWords(language as Language));

  const home = pages[0] ?? 'verify';
  return (
    <WordsContext.Provider value={words}>
      <a class="skip" href="#main">{words.shell.skip}</a>
      <header class="bar">
        <div class="bar-inside">
          <a class="brand" href={pathOf(home)} onClick={(event) => follow(event, home)}>
            {settings.hasLogo && <img src="/portal/logo" alt="" />}
            <bdi>{settings.name}</bdi>
          </a>
          <nav aria-label={words.shell.pages}>
            {pages.map((one) => (
              <a key={one} href={pathOf(one)} aria-current={one === page ? 'page' : undefined} onClick={(event) => follow(event, one)}>{words.pages[one]}</a>
            ))}
          </nav>
          <label class="language">
            <span class="unseen">{words.shell.language}</span>
            <select value={words.language} onChange={(event) => void choose(event.currentTarget.value)}>
              {languages.map(([code, name]) => <option key={code} value={code} lang={code}>{name}</option>)}
            </select>
          </label>
        </div>
      </header>
      <div role="status">{!online && <p class="strip">{words.shell.offline}</p>}</div>
      <main id="main" tabIndex={-1} ref={main}>
        {Shown?.page === page ? <Shown.Component settings={settings} /> : failed ? <Failed words={words} page={page} /> : <p class="quiet">{words.shell.loading}</p>}
      </main>
      <footer>
        {settings.operator !== '' && <span>{words.shell.runBy} <bdi>{settings.operator}</bdi></span>}
        {settings.contact !== '' && <span>{words.shell.contact} <bdi>{settings.contact}</bdi></span>}
      </footer>
    </WordsContext.Provider>
  );
}

/** A file of the page is missing: the connection broke off, or the program was updated since. */
function Failed({ words, page }: { readonly words: Words; readonly page: Page }): JSX.Element {
  return (
    <>
      <h1>{words.pages[page]}</h1>
      <div role="alert"><p class="notice warn">{words.shell.failed}</p></div>
      <button type="button" class="main" onClick={() => location.reload()}>{words.shell.reload}</button>
    </>
  );
}

function useOnline(): boolean {
  const [online, setOnline] = useState(navigator.onLine);
  useEffect(() => {
    const look = (): void => setOnline(navigator.onLine);
    addEventListener('online', look);
    addEventListener('offline', look);
    return () => {
      removeEventListener('online', look);
      removeEventListener('offline', look);
    };
  }, []);
  return online;
}
