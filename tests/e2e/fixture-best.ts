import { type Random, randomFrom } from '../../runner/domain/random.ts';
import type { BestView } from '../../runner/server/views.ts';
import { hasHoldout, onHoldout } from './fixture-progress.ts';
import type { FixtureRunOptions } from './fixture-run-options.ts';
import { type FixtureSearch, normal } from './fixture-search.ts';

/** The best of a search with curves that wander. */
export function bestView(search: FixtureSearch, options: FixtureRunOptions, of = ''): BestView {
  const random = randomFrom(options.seed, search.seed + of.length, 1);
  if (search.best === null) {
    const none = { equity: [], drawdown: [], currency: '', statistics: {} };
    return { evaluation: null, ...none, holdout: null };
  }
  const holdout = {
    evaluation: onHoldout(search.best),
    ...walk('2019-01-02', 500, 0.0001, random),
    statistics: {
      ...STATISTICS,
      'Net Profit': '8.120%',
      'Sharpe Ratio': '0.214',
      Drawdown: '21.400%',
    },
  };
  return {
    evaluation: search.best,
    ...walk('2010-01-04', 2_260, 0.0004, random),
    statistics: STATISTICS,
    holdout: hasHoldout(options, options.state) ? holdout : null,
  };
}

const DAY = 86_400;

function walk(start: string, days: number, drift: number, random: Random) {
  let time = Date.parse(`${start}T21:00:00Z`) / 1000;
  let value = 100_000;
  let peak = value;
  const equity: [number, number][] = [];
  const drawdown: [number, number][] = [];
  const benchmark: [number, number][] = [];
  for (let day = 0; day < days; day++) {
    value *= 1 + drift + 0.008 * normal(random);
    peak = Math.max(peak, value);
    equity.push([time, Number(value.toFixed(2))]);
    benchmark.push([time, Number((100 * 1.0002 ** day).toFixed(2))]);
    drawdown.push([time, Number(((value / peak - 1) * 100).toFixed(4))]);
    time += day % 5 === 4 ? 3 * DAY : DAY;
  }
  return { equity, drawdown, currency: '$', benchmark };
}

const STATISTICS = {
  'Total Orders': '174',
  'Average Win': '4.81%',
  'Average Loss': '-1.64%',
  'Compounding Annual Return': '11.437%',
  Drawdown: '13.400%',
  Expectancy: '1.204',
  'Start Equity': '100000',
  'End Equity': '216325.41',
  'Net Profit': '116.325%',
  'Sharpe Ratio': '0.842',
  'Sortino Ratio': '0.931',
  'Probabilistic Sharpe Ratio': '41.217%',
  'Loss Rate': '44%',
  'Win Rate': '56%',
  'Profit-Loss Ratio': '2.93',
  Alpha: '0.021',
  Beta: '0.512',
  'Annual Standard Deviation': '0.098',
  'Information Ratio': '-0.311',
  'Tracking Error': '0.094',
  'Treynor Ratio': '0.161',
  'Total Fees': '$402.10',
  'Estimated Strategy Capacity': '$910000000.00',
  'Lowest Capacity Asset': 'SPY R735QTJ8XC9X',
  'Portfolio Turnover': '3.12%',
};
