import type { Hono } from 'hono';

export interface ApiRoute {
  readonly method: string;
  /** With its parameters as `:name`. */
  readonly path: string;
}

/** Every route below `/api` that was registered, middleware and the answer to all others left out. */
export function apiRoutes({ routes }: Pick<Hono, 'routes'>): readonly ApiRoute[] {
  const named = routes.filter(({ path }) => path.startsWith('/api/') && !path.includes('*'));
  const unique = new Map(named.map(({ method, path }) => [`${method} ${path}`, { method, path }]));
  return [...unique.values()].filter(({ method }) => method !== 'ALL');
}
