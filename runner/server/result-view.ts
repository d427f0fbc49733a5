import { monthlyReturns } from '../analysis/monthly-returns.ts';
import type { Job } from '../domain/job.ts';
import { type Curve, resultCurves } from '../report/result-curves.ts';
import { resultOrders, resultTrades } from '../report/result-trades.ts';
import { tradedPrice } from '../report/traded-price.ts';
import { evenly } from './best-view.ts';
import type { ResultView } from './evaluation-views.ts';

const MOST_ROWS = 5_000;

export interface ResultViewOptions {
  readonly job: Job;
  /** What was traded. */
  readonly symbol: string;
  /** The most points of a curve. */
  readonly max: number;
}

/** What the page of an evaluation shows of a result in the shape of LEAN's result JSON. */
export function resultView(result: unknown, { job, symbol, max }: ResultViewOptions): ResultView {
  const { equity, drawdown, currency, benchmark, statistics } = resultCurves(result);
  const trades = resultTrades(result, MOST_ROWS);
  const named = job.backtest.benchmark;
  const isOwn = named === 'self' || named.toUpperCase() === symbol.toUpperCase();
  const thin = (curve: Curve) => evenly(curve, max);
  return {
    equity: thin(equity),
    drawdown: thin(drawdown),
    currency,
    benchmark: thin(benchmark),
    price: isOwn ? thin(tradedPrice(benchmark, trades.rows)) : [],
    statistics,
    // From all points: months begin and end between those of a thinned curve.
    months: monthlyReturns(equity),
    trades,
    orders: resultOrders(result, MOST_ROWS),
  };
}
