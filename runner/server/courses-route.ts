import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { Analyses } from './analyses.ts';
import { answer } from './json.ts';
import { findSymbol } from './run-finder.ts';
import * as schemas from './schemas.ts';
import type { RouteServices } from './services.ts';
import type { CoursesView } from './views.ts';

/** As many as a comparison draws; all of their evaluations are read. */
const MOST_SEARCHES = 20;

const steps = z.array(z.array(z.number()));
const course = z.object({
  evaluations: z.int(),
  valid: z.int(),
  seconds: z.number(),
  byEvaluations: steps.openapi({ description: 'Improvements: [evaluations made, fitness]' }),
  bySeconds: steps.openapi({ description: 'Improvements: [seconds of running, fitness]' }),
  quantiles: z.array(z.number()).openapi({
    description: 'Fitness of all valid ones at evenly spaced shares, lowest first',
  }),
});

const search = z.string().regex(/^\d{8}_\d{6}\/[\w.-]+$/, 'wanted RUN/FOLDER');

const route = createRoute({
  method: 'get',
  path: '/api/courses',
  summary: 'How searches of several runs went: bests by evaluations and seconds, and quantiles',
  request: {
    query: z.object({
      searches: z
        .string()
        .transform((text) => text.split(','))
        .pipe(z.array(search).min(1).max(MOST_SEARCHES))
        .openapi({ type: 'string', example: '20261121_101530/SPY,20261121_113000/SPY' }),
    }),
  },
  responses: schemas.answers(
    'In the order asked; null where a search cannot be read',
    z.object({ courses: z.array(z.union([course, z.null()])) }).openapi('Courses'),
  ),
});

interface Found {
  readonly run: string;
  readonly folder: string;
  /** Part of the question: what was found of a living run is not kept for one that has ended. */
  readonly state: string;
  readonly evaluations: number;
}

/** What many runs are compared by; every evaluation of all of them is read, in one thread. */
export function addCoursesRoute(
  app: OpenAPIHono,
  { finder, store }: RouteServices,
  analyses: Analyses,
): void {
  const find = async (name: string): Promise<Found | null> => {
    const [run = '', symbol = ''] = name.split('/');
    try {
      const record = await finder.record(run);
      const { folder, counts } = findSymbol(record, symbol);
      return { run: record.id, folder, state: record.state, evaluations: counts.evaluations };
    } catch {
      return null;
    }
  };

  app.openapi(route, async (context) => {
    const { searches } = context.req.valid('query');
    const found = await Promise.all(searches.map(find));
    const known = found.filter((one) => one !== null);
    const [first] = known;
    if (first === undefined)
      return answer({ courses: found.map(() => null) } satisfies CoursesView);
    const place = { root: store.root, run: first.run, folder: first.folder };
    const version = known.map(({ evaluations }) => evaluations).join();
    const question = { searches: known.map(({ run, folder, state }) => ({ run, folder, state })) };
    const courses = await analyses.of('courses', place, { question, version });
    const view: CoursesView = {
      courses: found.map((one) => (one === null ? null : (courses[known.indexOf(one)] ?? null))),
    };
    return answer(view);
  });
}
