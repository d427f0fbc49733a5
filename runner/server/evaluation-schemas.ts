import { z } from '@hono/zod-openapi';
import * as schemas from './schemas.ts';

// What the API document says of the views in evaluation-views.ts.

const curve = z.array(z.array(z.number()));
const rows = <Row extends z.ZodType>(row: Row) => z.object({ total: z.int(), rows: z.array(row) });
const orNull = <Schema extends z.ZodType>(schema: Schema) => z.union([schema, z.null()]);

const result = z
  .object({
    equity: curve,
    drawdown: curve,
    currency: z.string(),
    benchmark: curve,
    price: curve,
    statistics: z.record(z.string(), z.string()),
    months: z.array(z.object({ year: z.int(), month: z.int(), percent: z.number() })),
    trades: rows(
      z.looseObject({
        symbol: z.string(),
        direction: z.enum(['long', 'short']),
        entryTime: z.number(),
        exitTime: z.number(),
        profit: z.number(),
      }),
    ),
    orders: rows(z.looseObject({ id: z.int(), type: z.string(), status: z.string() })),
  })
  .openapi('Result');

const kept = z.object({ file: z.string(), bytes: z.int() });

const verification = z
  .looseObject({
    evaluation: z.int(),
    kind: z.enum(['repeat', 'other engine']),
    equal: z.boolean(),
    differences: z.array(
      z.object({
        metric: z.string(),
        was: orNull(schemas.measured),
        is: orNull(schemas.measured),
      }),
    ),
    error: orNull(z.string()),
    at: z.string(),
  })
  .openapi('Verification');

export const PATH = '/api/runs/{run}/symbols/{symbol}/evaluations/{id}';
/** Of a curve, where nothing else is asked for. */
export const MOST_POINTS = 10_000;

export const evaluationParams = z.object({
  ...schemas.symbolParams,
  id: z.coerce
    .number()
    .int()
    .min(1)
    .max(Number.MAX_SAFE_INTEGER)
    .openapi({ param: { name: 'id', in: 'path' }, example: 137 }),
});

/** A symbol of a search that is shared. */
export const of = z.string().max(200).optional();

export const evaluationView = z.looseObject({
  run: z.string(),
  symbol: z.string(),
  symbols: z.array(z.string()),
  variations: z.array(
    z.object({ name: z.string(), metrics: z.record(z.string(), schemas.measured) }),
  ),
  verified: z.array(verification),
  kept: orNull(kept),
  result: orNull(result),
  command: z.string(),
});

export const repeatView = z.object({
  verification,
  compared: z.boolean(),
  ms: z.number(),
  kept: orNull(kept),
  result: orNull(result),
});
