import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { isJobFileName } from '../daemon/job-file-name.ts';
import type { DataListing } from '../domain/data-listing.ts';
import type { MarketDataView, SpacesView, SpaceView } from './data-views.ts';
import { checkJob, type PastRun } from './job-check.ts';
import type { JobKit } from './job-kit.ts';
import { answer } from './json.ts';
import * as schemas from './schemas.ts';
import type { RouteServices } from './services.ts';

const data = createRoute({
  method: 'get',
  path: '/api/data',
  summary: 'What market data there is: symbols, dates, bars, holes; as it was when last looked at',
  request: { query: z.object({ fresh: z.enum(['0', '1']).default('0') }) },
  responses: schemas.answers(
    'What was found',
    z.looseObject({ as_of: z.string(), seconds: z.number() }),
  ),
});

const spaces = createRoute({
  method: 'get',
  path: '/api/spaces',
  summary:
    'How many sets the jobs of the drop folder and the examples search, and how long it takes',
  responses: schemas.answers(
    'The jobs',
    z.object({ as_of: z.string(), jobs: z.array(z.looseObject({ file: z.string() })) }),
  ),
});

/** What there is to backtest on. */
export function addDataRoutes(app: OpenAPIHono, services: RouteServices): void {
  const { jobs: kit, runList, configFolder } = services;
  if (kit === undefined) return;
  let last: MarketDataView | null = null;
  let looking: Promise<MarketDataView> | null = null;

  /** One look for all who ask meanwhile. */
  const look = (): Promise<MarketDataView> => {
    looking ??= lookAtData(kit)
      .then((found) => {
        last = found;
        return found;
      })
      .finally(() => {
        looking = null;
      });
    return looking;
  };

  app.openapi(data, async (context) => {
    const fresh = context.req.valid('query').fresh === '1';
    return answer(fresh || last === null ? await look() : last);
  });

  app.openapi(spaces, async () => {
    const { runs } = await runList.list();
    const jobs = [
      ...(await spacesIn(kit, configFolder, { place: 'config', past: runs })),
      ...(await spacesIn(kit, kit.exampleFolder, { place: 'examples', past: runs })),
    ];
    return answer({ as_of: new Date().toISOString(), jobs } satisfies SpacesView);
  });
}

async function lookAtData(kit: JobKit): Promise<MarketDataView> {
  const started = performance.now();
  const folders: Record<string, DataListing> = {};
  for (const [name, folder] of Object.entries(kit.dataFolders)) {
    folders[name] = await kit.listData(folder);
  }
  const prepared = await kit.prepared();
  const seconds = (performance.now() - started) / 1000;
  return { as_of: new Date().toISOString(), seconds, folders, prepared };
}

async function spacesIn(
  kit: JobKit,
  folder: string,
  { place, past }: { readonly place: SpaceView['place']; readonly past: readonly PastRun[] },
): Promise<SpaceView[]> {
  const names = (await readdir(folder).catch(() => [])).filter(isJobFileName).sort();
  const found: SpaceView[] = [];
  for (const file of names) {
    const text = await readFile(join(folder, file), 'utf8').catch(() => '');
    const space = await spaceOf(kit, { file, text, place, past });
    if (space !== null) found.push(space);
  }
  return found;
}

/** Null for what is no job. */
async function spaceOf(
  kit: JobKit,
  job: {
    readonly file: string;
    readonly text: string;
    readonly place: SpaceView['place'];
    readonly past: readonly PastRun[];
  },
): Promise<SpaceView | null> {
  const { file, place } = job;
  const { kind, plan, problems, message } = await checkJob(kit, job, job.past);
  if (kind === 'other') return null;
  const [first] = problems;
  const fault = first === undefined ? message : `wanted ${first.wanted}, found ${first.found}`;
  if (plan === null) return { ...UNKNOWN, file, place, problem: fault };
  const { strategy, symbols, parameters, grid_size: size, total, searches, expected } = plan;
  const each = expected === null || total === null ? null : expected.seconds / total;
  const whole = each === null || size === null ? null : Number(size) * searches * each;
  return {
    file,
    place,
    strategy,
    symbols,
    parameters,
    grid_size: size,
    evaluations: total,
    expected: expected === null ? null : { ...expected, grid_seconds: whole },
    problem: null,
  };
}

const UNKNOWN = {
  strategy: null,
  symbols: [],
  parameters: null,
  grid_size: null,
  evaluations: null,
  expected: null,
} as const;
