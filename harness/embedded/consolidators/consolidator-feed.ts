import type { BarColumns } from '../data/columns.ts';
import type { SecurityData } from '../data/security-data.ts';
import { timeZone } from '../data/time-zone.ts';
import type { SecuritySymbol } from '../engine/security-symbol.ts';
import { marketCalendar } from '../scheduling/market-calendar.ts';
import type { Consolidator } from './consolidator.ts';
import { ColumnInput } from './consolidator-input.ts';
import type { BarConsumer } from './data-feeds.ts';

const feeds = new WeakMap<Consolidator, BarConsumer>();

/** What gives a consolidator the bars of a security; the same however often it is asked for. */
export function consolidatorFeed(
  consolidator: Consolidator,
  security: { readonly symbol: SecuritySymbol; readonly data: SecurityData },
): BarConsumer {
  const known = feeds.get(consolidator);
  if (known !== undefined) return known;
  const feed = create(consolidator, security);
  feeds.set(consolidator, feed);
  return feed;
}

function create(
  consolidator: Consolidator,
  { symbol, data }: { readonly symbol: SecuritySymbol; readonly data: SecurityData },
): BarConsumer {
  const zone = timeZone(data.exchangeZone);
  consolidator.attach({ symbol, zone, calendar: marketCalendar(data.setup) });
  let columns: BarColumns | null = null;
  let input: ColumnInput | null = null;
  return {
    take(newest, index) {
      if (input === null || newest !== columns) {
        columns = newest;
        input = new ColumnInput(newest, zone, consolidator.wantsQuotes);
      }
      input.moveTo(index);
      consolidator.take(input);
    },
    scan: (local) => consolidator.scan(local),
    get endsAt() {
      return consolidator.endsAt;
    },
  };
}
