import { MS_PER_DAY } from './calendar-day.ts';
import { type MarketHours, type Span, spansOn } from './market-hours.ts';
import { shareFloat64 } from './shared-columns.ts';
import { timeZone } from './time-zone.ts';

/** When an exchange is open, in UTC ms: ascending, spans that touch made one. */
export interface TradingHours {
  readonly open: Float64Array<SharedArrayBuffer>;
  readonly close: Float64Array<SharedArrayBuffer>;
  /** A market that never closes knows neither opening nor closing orders. */
  readonly isAlwaysOpen: boolean;
}

/** Regular hours of the days from `firstDay` to `lastDay`, both included. */
export function tradingHours(hours: MarketHours, firstDay: number, lastDay: number): TradingHours {
  const zone = timeZone(hours.exchangeZone);
  const open: number[] = [];
  const close: number[] = [];
  for (let day = firstDay; day <= lastDay; day++) {
    for (const span of spansOn(hours, day)) {
      const [from, to] = span.map((local) => zone.toUtc(local)) as [number, number];
      if (close.at(-1) === from) close[close.length - 1] = to;
      else {
        open.push(from);
        close.push(to);
      }
    }
  }
  return {
    open: shareFloat64(open),
    close: shareFloat64(close),
    isAlwaysOpen: hours.week.every(isWholeDay),
  };
}

function isWholeDay(spans: readonly Span[]): boolean {
  const [first] = spans;
  return spans.length === 1 && first !== undefined && first[0] === 0 && first[1] === MS_PER_DAY;
}

/** Position of the first span that ends after `utc`; the number of spans where there is none. */
export function spanAfter({ close }: TradingHours, utc: number): number {
  let low = 0;
  let high = close.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((close[middle] as number) > utc) high = middle;
    else low = middle + 1;
  }
  return low;
}
