import type { Evaluation } from '../domain/evaluation.ts';
import type { BestView } from './views.ts';

type Curve = BestView['equity'];

/**
 * The curves and statistics of a result in the shape of LEAN's result JSON; null has none.
 * @param max the most points of a curve
 */
export function bestView(
  evaluation: Evaluation | null,
  result: unknown,
  max = Number.POSITIVE_INFINITY,
): Omit<BestView, 'holdout'> {
  const charts = field(result, 'charts');
  const equity = curve(field(field(field(charts, 'Strategy Equity'), 'series'), 'Equity'));
  const drawdown = curve(field(field(field(charts, 'Drawdown'), 'series'), 'Equity Drawdown'));
  return {
    evaluation,
    equity: evenly(equity, max),
    drawdown: evenly(drawdown.length > 0 ? drawdown : drawdownOf(equity), max),
    statistics: texts(field(result, 'statistics')),
  };
}

/** At most `max` points, the first and the last among them. */
function evenly(points: Curve, max: number): Curve {
  if (points.length <= max) return points;
  const step = (points.length - 1) / Math.max(1, max - 1);
  return Array.from({ length: max }, (_, n) => points[Math.round(n * step)]).filter(
    (point) => point !== undefined,
  );
}

/** In percent below the highest equity so far. */
function drawdownOf(equity: Curve): Curve {
  let peak = Number.NEGATIVE_INFINITY;
  return equity.map(([time, value]) => {
    peak = Math.max(peak, value);
    return [time, peak > 0 ? (value / peak - 1) * 100 : 0] as const;
  });
}

/** Points are `[time, value]`, candles `[time, open, high, low, close]`; a value may be null. */
function curve(series: unknown): Curve {
  const values = field(series, 'values');
  if (!Array.isArray(values)) return [];
  return values.flatMap((point: unknown) => {
    if (!Array.isArray(point)) return [];
    const [time, value]: unknown[] = [point[0], point[point.length > 2 ? 4 : 1]];
    return Number.isFinite(time) && Number.isFinite(value)
      ? [[time as number, value as number] as const]
      : [];
  });
}

/** LEAN wrote PascalCase before, so names are matched whatever their case. */
function field(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  const key = Object.keys(value).find((own) => own.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : (value as Record<string, unknown>)[key];
}

function texts(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).map(([name, text]) => [name, String(text)]));
}
