import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import type { Annotations } from '../run/catalog.ts';
import { answer } from './json.ts';
import * as schemas from './schemas.ts';
import type { RouteServices } from './services.ts';
import type { AnnotationsView, HealthView, RunsView } from './views.ts';

const health = createRoute({
  method: 'get',
  path: '/api/health',
  summary: 'Whether the daemon answers',
  responses: schemas.answers('It does', schemas.health),
});

const runs = createRoute({
  method: 'get',
  path: '/api/runs',
  summary: 'All runs, newest first',
  responses: schemas.answers('The runs', schemas.runs),
});

/** What concerns no single run. */
export function addRunsRoutes(app: OpenAPIHono, services: RouteServices): void {
  const { finder, catalog, version, startedAt } = services;

  app.openapi(health, () =>
    answer({ status: 'ok', version, started_at: startedAt } satisfies HealthView),
  );

  app.openapi(runs, async () => {
    const found = await finder.list();
    const annotations = Object.entries(catalog.all()).map(
      ([id, added]) => [id, annotationsView(added)] as const,
    );
    return answer({ ...found, annotations: Object.fromEntries(annotations) } satisfies RunsView);
  });
}

export function annotationsView({ tags, note, archived }: Annotations): AnnotationsView {
  return { tags, note, archived };
}
