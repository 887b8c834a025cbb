import { useEffect, useState } from 'preact/hooks';

export type Page = 'start' | 'verify' | 'console' | 'operations';

const pages: readonly Page[] = ['start', 'verify', 'console', 'operations'];

export const pathOf = (page: Page): string => (page === 'start' ? '/' : `/${page}`);

const pageAt = (path: string): Page => pages.find((page) => pathOf(page) === path.replace(/(.)\/$/, '$1')) ?? 'start';

/** The page of the address bar, and a way to another one without loading it anew. */
export function useRoute(): readonly [Page, (page: Page) => void] {
  const [page, setPage] = useState<Page>(pageAt(location.pathname));
  useEffect(() => {
    const back = (): void => setPage(pageAt(location.pathname));
    addEventListener('popstate', back);
    return () => removeEventListener('popstate', back);
  }, []);
  const go = (next: Page): void => {
    if (next !== pageAt(location.pathname)) history.pushState(null, '', pathOf(next));
    setPage(next);
  };
  return [page, go];
}
