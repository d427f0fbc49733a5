import { access, constants, statfs } from 'node:fs/promises';
import { createRoute, type OpenAPIHono, type RouteConfig, z } from '@hono/zod-openapi';
import { messageOf } from '../domain/errors.ts';
import { answer } from './json.ts';
import { createMetrics } from './metrics.ts';
import { problem } from './problem.ts';
import * as schemas from './schemas.ts';
import type { RouteServices } from './services.ts';

const ready = createRoute({
  method: 'get',
  path: '/api/ready',
  summary: 'Whether jobs can be taken: the runs folder can be written, no run is paused',
  responses: schemas.answers(
    'They can; 503 says what is in the way',
    z.object({
      status: z.literal('ready'),
    }),
  ),
});

const figuresAnswers: RouteConfig['responses'] = {
  ...schemas.answers('The figures', z.string()),
  200: {
    description: "The figures, in Prometheus's text format",
    content: { 'text/plain': { schema: z.string() } },
  },
};

const figures = createRoute({
  method: 'get',
  path: '/api/metrics',
  summary: 'What the daemon has done since it started and does now, for Prometheus',
  responses: figuresAnswers,
});

/** For those who look after the daemon: readiness, and figures for Prometheus. */
export function addOperationRoutes(app: OpenAPIHono, services: RouteServices): void {
  const { daemon, store, version } = services;
  const metrics = createMetrics(version);
  daemon.subscribe(metrics.listen);

  app.openapi(ready, async () => {
    const obstacle = await obstacleOf(services);
    return obstacle === null
      ? answer({ status: 'ready' } as const)
      : problem(503, `Not ready: ${obstacle}`);
  });

  app.openapi(figures, async () => {
    const text = await metrics.text({
      records: daemon.records(),
      freeBytes: await freeBytes(store.root),
    });
    return new Response(text, {
      headers: { 'content-type': metrics.contentType, 'cache-control': 'no-store' },
    });
  });
}

async function obstacleOf({ daemon, store }: RouteServices): Promise<string | null> {
  const paused = daemon.records().find(({ state }) => state === 'paused');
  if (paused !== undefined) return `run ${paused.id} is paused: ${paused.reason}`;
  try {
    await access(store.root, constants.W_OK);
    return null;
  } catch (error) {
    return messageOf(error);
  }
}

async function freeBytes(folder: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch {
    return Number.NaN;
  }
}
