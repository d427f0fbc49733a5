/** Points over time: seconds since 1970, and a value. */
export type Curve = readonly (readonly [number, number])[];

/** What is drawn and told of a result in the shape of LEAN's result JSON. */
export interface ResultCurves {
  readonly equity: Curve;
  /** In percent, 0 and below. */
  readonly drawdown: Curve;
  /** The sign of the account's currency, such as `$`; empty where the result names none. */
  readonly currency: string;
  /** The benchmark's price; empty where there is none. */
  readonly benchmark: Curve;
  /** LEAN's statistics by name, as LEAN prints them. */
  readonly statistics: Readonly<Record<string, string>>;
}

/** @param result parsed; null has nothing to tell */
export function resultCurves(result: unknown): ResultCurves {
  const series = (chart: string, name: string): unknown =>
    field(field(field(field(result, 'charts'), chart), 'series'), name);
  const account = series('Strategy Equity', 'Equity');
  const equity = curve(account);
  const drawdown = curve(series('Drawdown', 'Equity Drawdown'));
  const unit = field(account, 'unit');
  return {
    equity,
    drawdown: drawdown.length > 0 ? drawdown : drawdownOf(equity),
    currency: typeof unit === 'string' ? unit : '',
    benchmark: curve(series('Benchmark', 'Benchmark')),
    statistics: texts(field(result, 'statistics')),
  };
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
export function field(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  const key = Object.keys(value).find((own) => own.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : (value as Record<string, unknown>)[key];
}

function texts(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).map(([name, text]) => [name, String(text)]));
}
