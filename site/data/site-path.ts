/** Where the site is mounted, without a slash at the end; empty at the root of a host. */
const base = import.meta.env.BASE_URL.replace(/\/$/, '');

/** @param path starts with a slash, such as `/run/` or `/api/runs` */
export function sitePath(path: string, query: Readonly<Record<string, string>> = {}): string {
  const search = new URLSearchParams(query).toString();
  return `${base}${path}${search === '' ? '' : `?${search}`}`;
}
