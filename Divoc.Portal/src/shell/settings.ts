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
const unknown: Settings = { name: 'Certificate service', hasLogo: false, contact: '', operator: '', issuer: '', version: '', pages: ['verify'], asksKeys: true };

export async function loadSettings(): Promise<Settings> {
  try {
    const answer = await fetch('/portal/settings.json', { credentials: 'omit' });
    return answer.ok ? ((await answer.json()) as Settings) : unknown;
  } catch {
    return unknown;
  }
}
