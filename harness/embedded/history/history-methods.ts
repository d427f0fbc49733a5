import { ConsolidatorMethods } from '../consolidators/consolidator-methods.ts';
import type { Resolution } from '../data/bar-grid.ts';
import { ALGORITHM_ZONE, earlierByClock, timeZone } from '../data/time-zone.ts';
import { takeContext } from '../engine/algorithm-context.ts';
import type { BacktestContext } from '../engine/backtest-context.ts';
import type { SecuritySymbol } from '../engine/security-symbol.ts';
import type { QuoteBar, TradeBar } from '../engine/trade-bar.ts';
import { followerOf } from '../indicators/create-indicator.ts';
import type { Selector } from '../indicators/field.ts';
import type { Indicator, IndicatorDataPoint } from '../indicators/indicator.ts';
import { barsOf, type HistoryRange, historySpan } from './bars-between.ts';
import { type HistorySlice, slicesOf } from './history-slice.ts';
import { indicatorValues } from './indicator-values.ts';
import { leadFollower } from './lead-follower.ts';

type Ticker = SecuritySymbol | string;
/** A moment by the algorithm's clock, or a day. */
type Moment = Temporal.PlainDateTime | Temporal.PlainDate;
type Bars = (TradeBar & Partial<QuoteBar>)[];

/** What an algorithm asks of the time before now: LEAN's `History` and warm-up. */
export abstract class HistoryMethods extends ConsolidatorMethods {
  readonly #context: BacktestContext;

  constructor() {
    super();
    this.#context = takeContext();
  }

  /** True in initialize, and while a warm-up lasts. */
  get isWarmingUp(): boolean {
    return this.#context.isWarmingUp;
  }

  /** Called at the start of the backtest, when a warm-up is over, if there was one. */
  onWarmupFinished(): void {}

  /**
   * Bars that ended by now, the oldest first: a number of them, those of a length of time, or those
   * between two moments; of the symbol's own resolution where none is named. None where the data
   * folder has none. Of several symbols, slices by the moments at which bars end.
   */
  history(symbol: Ticker, periods: number, resolution?: Resolution | null): Bars;
  history(symbol: Ticker, span: Temporal.Duration, resolution?: Resolution | null): Bars;
  history(symbol: Ticker, start: Moment, end: Moment, resolution?: Resolution | null): Bars;
  history(
    symbols: readonly Ticker[],
    periods: number | Temporal.Duration,
    resolution?: Resolution | null,
  ): HistorySlice[];
  history(
    symbols: readonly Ticker[],
    start: Moment,
    end: Moment,
    resolution?: Resolution | null,
  ): HistorySlice[];
  history(asked: Ticker | readonly Ticker[], ...rest: readonly unknown[]): Bars | HistorySlice[] {
    const { range, resolution } = this.#rangeOf(rest);
    const symbols: readonly Ticker[] = Array.isArray(asked) ? asked : [asked as Ticker];
    const found = symbols.map((symbol) => this.#bars(symbol, range, resolution));
    return Array.isArray(asked) ? slicesOf(found) : (found[0] as Bars);
  }

  /**
   * Lets the algorithm see bars before its start, a number of them or a length of time, in
   * `onData`, with `isWarmingUp` true; orders are refused meanwhile. Only in initialize.
   */
  setWarmUp(length: number | Temporal.Duration, resolution?: Resolution | null): void {
    if (this.#context.isRunning) {
      throw new Error('Cannot set warm-up: wanted it in initialize, found the run begun');
    }
    const isCount = typeof length === 'number';
    if (isCount && !(Number.isInteger(length) && length >= 0)) {
      throw new RangeError(`Cannot set warm-up: wanted a whole number of bars, found ${length}`);
    }
    const request = isCount
      ? { bars: length, time: null }
      : { bars: null, time: length.total('milliseconds') };
    this.#context.warmUp = { ...request, resolution: resolution ?? null };
  }

  setWarmup(length: number | Temporal.Duration, resolution?: Resolution | null): void {
    this.setWarmUp(length, resolution);
  }

  /** Feeds an indicator with as many bars before now as it needs to be ready. */
  warmUpIndicator(
    symbol: Ticker,
    indicator: Indicator,
    resolution?: Resolution | null,
    selector?: Selector,
  ): void {
    const security = this.#context.portfolio.security(symbol);
    const follower = followerOf(indicator);
    if (selector !== undefined) follower.select(selector);
    leadFollower(this.#context, { security, follower, indicator, resolution });
  }

  /** What an indicator would have told over the bars before now; it is fed with them from anew. */
  indicatorHistory(
    indicator: Indicator,
    symbol: Ticker,
    periods: number,
    resolution?: Resolution | null,
  ): IndicatorDataPoint[] {
    const count = periods + Math.max(0, indicator.warmUpPeriod - 1);
    const range = { count, end: this.#context.clock.utc };
    return indicatorValues(indicator, this.#bars(symbol, range, resolution));
  }

  #bars(symbol: Ticker, range: HistoryRange, resolution: Resolution | null | undefined): Bars {
    const security = this.#context.portfolio.security(symbol);
    const own = security.data.setup.resolution;
    const span = historySpan(security, resolution ?? own, range);
    return span === null ? [] : (barsOf(span, security) as Bars);
  }

  #rangeOf([first, ...rest]: readonly unknown[]): {
    range: HistoryRange;
    resolution: Resolution | null | undefined;
  } {
    const now = this.#context.clock.utc;
    const resolution = rest.at(-1) as Resolution | null | undefined;
    if (typeof first === 'number') return { range: { count: first, end: now }, resolution };
    if (first instanceof Temporal.Duration) {
      const start = earlierByClock(now, first.total('milliseconds'));
      return { range: { start, end: now }, resolution };
    }
    const [end, named] = rest as [Moment, Resolution | null | undefined];
    const range = { start: utcOf(first as Moment), end: Math.min(now, utcOf(end)) };
    return { range, resolution: named };
  }
}

function utcOf(moment: Moment): number {
  const local = moment instanceof Temporal.PlainDate ? moment.toPlainDateTime() : moment;
  const { epochMilliseconds } = local.toZonedDateTime('UTC');
  return timeZone(ALGORITHM_ZONE).toUtc(epochMilliseconds);
}
