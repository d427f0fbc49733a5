import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { keptResult } from '../run/kept-result.ts';
import { readVerifications } from '../run/verifications.ts';
import { backtestCommand, evaluationPlace } from './evaluation-place.ts';
import * as schemasOf from './evaluation-schemas.ts';
import type { EvaluationView } from './evaluation-views.ts';
import { answer } from './json.ts';
import { resultView } from './result-view.ts';
import * as schemas from './schemas.ts';
import type { RouteServices } from './services.ts';

const show = createRoute({
  method: 'get',
  path: schemasOf.PATH,
  summary: 'One evaluation, and its full result where that is kept',
  request: {
    params: schemasOf.evaluationParams,
    query: z.object({ of: schemasOf.of, max: schemas.count(100_000, schemasOf.MOST_POINTS) }),
  },
  responses: schemas.answers('The evaluation', schemasOf.evaluationView),
});

/** One evaluation of a run. */
export function addEvaluationRoutes(app: OpenAPIHono, services: RouteServices): void {
  app.openapi(show, async (context) => {
    const { of, max } = context.req.valid('query');
    const place = await evaluationPlace(services, context.req.valid('param'), of);
    const { record, job, progress, evaluation, traded } = place;
    const best = await services.store.best(record.id, progress.folder);
    const isBest = best?.id === evaluation.id;
    const choice = { evaluation: evaluation.id, isBest };
    const own = await keptResult(place.folder, { ...choice, of });
    // The command line keeps a shared set by symbol alone.
    const first = of ?? place.symbols[0];
    const kept = own ?? (await keptResult(place.folder, { ...choice, of: first }));
    const verified = await readVerifications(place.folder);
    const view: EvaluationView = {
      run: record.id,
      name: record.name,
      symbol: progress.symbol,
      folder: progress.folder,
      symbols: place.symbols,
      evaluation,
      parameters: job.parameters,
      variations: place.variations,
      verified: verified.filter((one) => one.evaluation === evaluation.id),
      kept: kept && { file: `${progress.folder}/${kept.file}`, bytes: kept.bytes },
      result: kept && resultView(kept.result, { job, symbol: traded, max }),
      command: backtestCommand(place),
    };
    return answer(view);
  });
}
