import type { NewsEvent } from '../news/news-event.ts';
import type { StepBars } from '../steps/step-market.ts';
import { MINUTE } from './two-minute-bars.ts';

/** Tells which moments are too near to an event that moves the market. */
export interface NewsClearance {
  /** The first bar that may be entered: `bar` itself where the entry's own moment is clear. */
  firstClear(time: number, at: { readonly bar: number; readonly last: number }): number;
}

export interface NewsRules {
  readonly currencies: readonly string[];
  readonly beforeMinutes: number;
  readonly afterMinutes: number;
}

export function newsClearance(
  bars: StepBars,
  events: readonly NewsEvent[],
  { currencies, beforeMinutes, afterMinutes }: NewsRules,
): NewsClearance {
  const times = Float64Array.from(
    events
      .filter(({ impact, currency }) => impact === 'high' && currencies.includes(currency))
      .map(({ time }) => time),
  ).sort();

  const isClear = (moment: number): boolean => {
    let [from, to] = [0, times.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((times[middle] as number) < moment - afterMinutes * MINUTE) from = middle + 1;
      else to = middle;
    }
    return !((times[from] ?? Number.POSITIVE_INFINITY) <= moment + beforeMinutes * MINUTE);
  };

  return {
    firstClear(time, { bar, last }) {
      if (isClear(time)) return bar;
      let next = bar;
      while (next <= last && !isClear(bars.time[next] as number)) next++;
      return next;
    },
  };
}
