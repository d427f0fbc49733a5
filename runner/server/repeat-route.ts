import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { keepResult, type Repeat, repeatEvaluation } from '../run/repeat-evaluation.ts';
import { addVerification } from '../run/verifications.ts';
import { type EvaluationPlace, evaluationPlace } from './evaluation-place.ts';
import * as own from './evaluation-schemas.ts';
import type { KeptView, RepeatView, ResultView } from './evaluation-views.ts';
import { answer } from './json.ts';
import { refusal } from './problem.ts';
import { resultView } from './result-view.ts';
import * as schemas from './schemas.ts';
import type { RouteServices } from './services.ts';

const repeat = createRoute({
  method: 'post',
  path: `${own.PATH}/backtest`,
  summary: 'Backtests the set once more in a fresh executor, and keeps the full result if asked to',
  request: {
    params: own.evaluationParams,
    body: {
      required: true,
      content: {
        'application/json': { schema: z.strictObject({ keep: z.boolean(), of: own.of }) },
      },
    },
  },
  responses: schemas.answers('What it came to', own.repeatView),
});

/** Backtests that somebody wants to see again. */
export function addRepeatRoute(app: OpenAPIHono, services: RouteServices): void {
  const { finder, backtests } = services;
  /** One at a time: they take the cores of the runs. */
  let busy = false;

  app.openapi(repeat, async (context) => {
    const { keep, of } = context.req.valid('json');
    const place = await evaluationPlace(services, context.req.valid('param'), of);
    if (backtests === undefined) throw refusal(503, 'This server does not backtest');
    if (busy) throw refusal(409, 'Another backtest is under way: try again when it is done');
    busy = true;
    // Who goes away gives the backtest up.
    const { signal } = context.req.raw;
    try {
      const { job, progress, evaluation } = place;
      const options = { ...backtests, job, symbol: progress.symbol, signal };
      const repeated = await repeatEvaluation(evaluation, options);
      const { verification, compared, ms } = repeated;
      // A living run verifies its best itself, and writes the same file.
      if (compared && !finder.isLive(place.record.id)) {
        await addVerification(place.folder, verification);
      }
      const kept = keep ? await keepOf(place, repeated) : null;
      const view: RepeatView = {
        verification,
        compared,
        ms,
        kept,
        result: viewOf(place, repeated),
      };
      return answer(view);
    } catch (error) {
      throw signal.aborted ? refusal(503, 'The backtest was given up: nobody waits for it') : error;
    } finally {
      busy = false;
    }
  });
}

async function keepOf(place: EvaluationPlace, { outcome }: Repeat): Promise<KeptView | null> {
  if (outcome === null) return null;
  const { id } = place.evaluation;
  await keepResult(place.folder, id, outcome);
  const file = `backtests/${id}.json`;
  const { size } = await stat(join(place.folder, file));
  return { file: `${place.progress.folder}/${file}`, bytes: size };
}

function viewOf({ of, job, traded }: EvaluationPlace, { outcome }: Repeat): ResultView | null {
  const text = of === undefined ? outcome?.result : outcome?.resultBySymbol?.[of];
  if (text === undefined) return null;
  return resultView(JSON.parse(text), { job, symbol: traded, max: own.MOST_POINTS });
}
