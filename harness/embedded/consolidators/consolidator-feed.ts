import type { BarColumns } from '../data/columns.ts';
import type { SecurityData } from '../data/security-data.ts';
import { timeZone } from '../data/time-zone.ts';
import type { SecuritySymbol } from '../engine/security-symbol.ts';
import { marketCalendar } from '../scheduling/market-calendar.ts';
import type { Consolidator } from './consolidator.ts';
import { ColumnInput } from './consolidator-input.ts';
import type { BarConsumer } from './data-feeds.ts';

/** Gives a consolidator the bars of a security. */
export function consolidatorFeed(
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
