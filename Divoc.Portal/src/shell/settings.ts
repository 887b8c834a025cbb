/** What the service says of itself: `GET /portal/settings.json`. */
export interface Settings {
  readonly name: string;
  readonly hasLogo: boolean;
  readonly contact: string;
  readonly operator: string;
  readonly issuer: string;
  readonly version: string;
  readonly pages: readonly string[];
  readonly asksKeys: boolean;
}

/** Without a connection, before the first answer was kept, only the page that checks is of use. */
export const unknownSettings: Settings = { name: 'Certificate service', hasLogo: false, contact: '', operator: '', issuer: '', version: '', pages: ['verify'], asksKeys: true };

/** Nothing where the service does not say it, or something in between answers in its place. */
export async function loadSettings(): Promise<Settings | undefined> {
  try {
    const answer = await fetch('/portal/settings.json', { credentials: 'omit' });
    const settings: unknown = answer.ok ? await answer.json() : undefined;
    return isSettings(settings) ? settings : undefined;
  } catch {
    return undefined;
  }
}

function isSettings(value: unknown): value is Settings {
  if (typeof value !== 'object' || value === null) return false;
  const { name, hasLogo, contact, operator, issuer, version, pages, asksKeys } = value as Partial<Record<keyof Settings, unknown>>;
  return [name, contact, operator, issuer, version].every((text) => typeof text === 'string') && typeof hasLogo === 'boolean' && typeof asksKeys === 'boolean'
    && Array.isArray(pages) && pages.every((page) => typeof page === 'string');
}
