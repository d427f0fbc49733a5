import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import type { Annotations } from '../run/annotations.ts';
import { answer, jsonAnswer, toJson } from './json.ts';
import type { RunSummary } from './run-summary.ts';
import * as schemas from './schemas.ts';
import type { RouteServices } from './services.ts';
import type {
  AnnotationsView,
  HealthView,
  RunSummariesView,
  RunsView,
  SummaryNotes,
} from './views.ts';

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

const summaries = createRoute({
  method: 'get',
  path: '/api/run-summaries',
  summary: 'All runs in short, newest first: what a list of ten thousand needs',
  responses: schemas.answers('The runs', schemas.runSummaries),
});

/** What concerns no single run. */
export function addRunsRoutes(app: OpenAPIHono, services: RouteServices): void {
  const { finder, catalog, runList, version, startedAt } = services;

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

  app.openapi(summaries, async () => {
    const { runs: all, broken } = await runList.list();
    const added = catalog.all();
    const annotations: Record<string, SummaryNotes> = {};
    for (const { id } of all) {
      const own = Object.hasOwn(added, id) ? added[id] : undefined;
      if (own === undefined) continue;
      annotations[id] = summaryNotes(own);
    }
    const named = [...catalog.studies.all()].flatMap(([name, { title }]) =>
      title === null ? [] : [[name, title] as const],
    );
    const titles = Object.fromEntries(named);
    // Ten thousand runs are written once each, not with every answer.
    const { runs: _, ...rest } = {
      runs: all,
      broken,
      annotations,
      titles,
    } satisfies RunSummariesView;
    return jsonAnswer(`{"runs":[${all.map(textOf).join(',')}],${toJson(rest).slice(1)}`);
  });
}

export function summaryNotes({ tags, archived, note }: Annotations): SummaryNotes {
  return { tags, archived, noted: note !== '' };
}

const texts = new WeakMap<RunSummary, string>();

function textOf(summary: RunSummary): string {
  const known = texts.get(summary);
  if (known !== undefined) return known;
  const text = toJson(summary);
  texts.set(summary, text);
  return text;
}

export function annotationsView({ tags, note, archived }: Annotations): AnnotationsView {
  return { tags, note, archived };
}
