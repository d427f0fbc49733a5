import { PERIODS } from '../data/bar-grid.ts';
import type { BarColumns } from '../data/columns.ts';
import type { SecurityData } from '../data/security-data.ts';
import { timeZone } from '../data/time-zone.ts';
import type { SecuritySymbol } from '../engine/security-symbol.ts';
import { marketCalendar } from '../scheduling/market-calendar.ts';
import type { Consolidator } from './consolidator.ts';
import { ColumnInput } from './consolidator-input.ts';
import type { BarConsumer } from './data-feeds.ts';
import { ScanClock } from './scan-clock.ts';

/** A security whose bars are consolidated. */
interface Fed {
  readonly symbol: SecuritySymbol;
  readonly data: SecurityData;
}

const feeds = new WeakMap<Consolidator, BarConsumer>();

/** What gives a consolidator the bars of a security; the same however often it is asked for. */
export function consolidatorFeed(consolidator: Consolidator, security: Fed): BarConsumer {
  const known = feeds.get(consolidator);
  if (known !== undefined) return known;
  const feed = create(consolidator, security);
  feeds.set(consolidator, feed);
  return feed;
}

function create(consolidator: Consolidator, { symbol, data }: Fed): BarConsumer {
  const zone = timeZone(data.exchangeZone);
  consolidator.attach({ symbol, zone, calendar: marketCalendar(data.setup) });
  const clock = consolidator.isTimed ? new ScanClock(PERIODS[data.setup.resolution]) : null;
  if (clock !== null) {
    consolidator.dataConsolidated.add((_, { time, endTime }) => {
      clock.consolidated({ length: zone.toLocal(endTime) - zone.toLocal(time), endTime });
    });
  }
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
    get scanAt() {
      return clock?.next ?? Number.POSITIVE_INFINITY;
    },
    scanned: (now) => clock?.advance(now, zone.toUtc(consolidator.endsAt)),
  };
}
