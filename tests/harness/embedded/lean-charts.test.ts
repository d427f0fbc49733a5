import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createBacktest } from '../../../harness/embedded/backtest.ts';
import { loadStrategy } from '../../../harness/embedded/load-strategy.ts';
import { loadMarketData } from '../../../harness/embedded/market-data.ts';
import { missingReference, referenceRuns, setupOf } from './lean-reference.ts';

interface Series {
  readonly values: readonly (readonly [number, number | null])[];
  readonly points?: number;
}

interface Chart {
  readonly series: Readonly<Record<string, Series>>;
}

type Texts = Readonly<Record<string, string | number | null>>;

interface Drawn {
  readonly charts: Readonly<Record<string, Chart>>;
  readonly rollingWindow: Readonly<
    Record<string, { readonly tradeStatistics: Texts; readonly portfolioStatistics: Texts }>
  >;
}

/** What LEAN draws of some of the shared runs: some of its points, and how many there are. */
const lean = JSON.parse(
  readFileSync(new URL('fixtures/lean-charts.json', import.meta.url), 'utf8'),
) as Record<string, Drawn & { readonly windows: number }>;

const STRATEGIES: Readonly<Record<string, string>> = {
  SmaCross: 'sma-cross',
  SmaLongShort: 'sma-long-short',
};

describe.skipIf(missingReference !== null)('leanResult() draws what LEAN draws', () => {
  const runs = referenceRuns().filter(({ name }) => name in lean);

  test('of all cases', () => {
    expect(runs.length).toBe(Object.keys(lean).length);
  });

  describe.each(runs)('$name', ({ name, ...run }) => {
    const wanted = lean[name] as (typeof lean)[string];
    const drawn = draw({ name, ...run });

    test.each(Object.keys(wanted.charts))('%s', async (chart) => {
      const { series: ours, ...look } = (await drawn).charts[chart] as Chart;
      const { series, ...lookOfLean } = wanted.charts[chart] as Chart;
      expect(look).toEqual(lookOfLean);
      expect(Object.keys(ours).sort()).toEqual(Object.keys(series).sort());
      for (const [one, { values, points, ...rest }] of Object.entries(series)) {
        const found = ours[one] as Series;
        const times = new Set(values.map(([time]) => time));
        const told = found.values.filter(([time]) => times.has(time));
        expect({ ...found, values: told }).toEqual({ ...rest, values });
        expect(found.values.length).toBe(points);
      }
    });

    test('the statistics of months', async () => {
      const { rollingWindow } = await drawn;
      expect(Object.keys(rollingWindow).length).toBe(wanted.windows);
      for (const [window, { tradeStatistics, portfolioStatistics }] of Object.entries(
        wanted.rollingWindow,
      )) {
        const found = rollingWindow[window];
        expect(plain(found?.portfolioStatistics)).toEqual(plain(portfolioStatistics));
        expect(plain(found?.tradeStatistics)).toEqual(plain(tradeStatistics));
      }
    });
  });
});

async function draw(run: ReturnType<typeof referenceRuns>[number]): Promise<Drawn> {
  const name = STRATEGIES[run.strategy] as string;
  const setup = setupOf(run, name);
  const strategy = await loadStrategy(name, process.cwd());
  const { fast = 0, slow = 0 } = run.parameters;
  const backtest = createBacktest({ setup, data: loadMarketData(setup), strategy });
  return JSON.parse(backtest.run({ fast, slow }, 'full').result ?? '');
}

/** Without the zeros that LEAN's decimals keep at their ends. */
function plain(texts: Texts | undefined): Texts {
  return Object.fromEntries(
    Object.entries(texts ?? {}).map(([name, text]) => {
      const isNumber = typeof text === 'string' && /^-?[\d.]+$/.test(text);
      return [name, isNumber ? Number(text) : text];
    }),
  );
}
