import { sitePath } from './site-path.ts';

const PAGE = '/token/';

/**
 * Goes to the page that asks for the token, which comes back here. Reading needs it where the
 * browser is on another machine than the server.
 */
export function askForToken(): void {
  if (location.pathname === sitePath(PAGE)) return;
  location.replace(sitePath(PAGE, { to: location.pathname + location.search + location.hash }));
}

/**
 * Asks where the server would not let this browser read a stream.
 * @returns what the server says of it; null where it does not answer
 */
export async function askForTokenIfWanted(url: string): Promise<number | null> {
  const response = await fetch(url, { method: 'HEAD' }).catch(() => null);
  if (response?.status === 401) askForToken();
  return response?.status ?? null;
}

/** The page of this site to go back to; the history where the address names none. */
export function wayBack(search: string): string {
  const to = new URLSearchParams(search).get('to') ?? '';
  const home = sitePath('/');
  // Another host could be written as //host or /\host, too.
  const isOurs =
    URL.canParse(to, location.origin) && new URL(to, location.origin).origin === location.origin;
  return isOurs && to.startsWith(home) ? to : home;
}

/** Shows the server the token, so that this browser may read. @returns whether it is the right one */
export async function openSession(token: string): Promise<boolean> {
  const response = await fetch(sitePath('/api/session'), {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
  });
  if (response.ok) return true;
  if (response.status === 401) return false;
  const problem = (await response.json().catch(() => ({}))) as { detail?: string };
  throw new Error(problem.detail ?? `The server answered ${response.status}`);
}
