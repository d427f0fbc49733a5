import type { PreparationSource } from '../../../runner/domain/bar-preparation.ts';
import { InputError } from '../../../runner/domain/errors.ts';
import { marketHoursPath } from '../data/data-paths.ts';
import { emptyMapFile } from '../data/map-file.ts';
import { readMarketHours } from '../data/market-hours.ts';
import { availableDays, type BarSource, mainKind, readChunks } from '../data/security-bars.ts';
import { zoneNamed } from '../import/place-times.ts';
import type { SortedBars } from '../import/sorted-bars.ts';

type LeanSource = Extract<PreparationSource, { kind: 'lean' }>;

/**
 * Minute bars of a folder in LEAN's layout, times in UTC; quotes by the middle of bid and ask.
 * @throws InputError where the folder has none of the ticker
 */
export function leanMinutes({ folder, securityType, market, ticker }: LeanSource): SortedBars {
  const at = { dataFolder: folder, securityType, market };
  const everything = { firstDay: Number.NEGATIVE_INFINITY, lastDay: Number.POSITIVE_INFINITY };
  const source: BarSource = {
    at,
    ticker,
    resolution: 'minute',
    mapFile: emptyMapFile,
    ...everything,
  };
  const days = availableDays(source) ?? refuse(ticker, folder);
  const hours = readMarketHours(marketHoursPath(folder), { ...at, symbol: ticker });
  const zone = zoneNamed(hours?.dataZone ?? 'UTC');
  const time: number[] = [];
  const prices: number[][] = [[], [], [], []];
  const range = { ...source, firstDay: days.start, lastDay: days.end };
  for (const { start, values } of readChunks(range, mainKind(range))) {
    for (const [row, local] of start.entries()) {
      time.push(zone.toUtc(local));
      for (const [price, into] of prices.entries()) {
        const bid = values[price]?.[row] as number;
        into.push(values.length === 5 ? bid : (bid + (values[price + 4]?.[row] as number)) / 2);
      }
    }
  }
  const [open, high, low, close] = prices.map((column) => Float64Array.from(column));
  const columns = { open, high, low, close } as Pick<SortedBars, 'open' | 'high' | 'low' | 'close'>;
  const volume = new Float64Array(time.length);
  return { length: time.length, time: Float64Array.from(time), ...columns, volume };
}

function refuse(ticker: string, folder: string): never {
  throw new InputError('Cannot prepare bars', [
    { path: '--from-lean', wanted: `minute bars of ${ticker} in "${folder}"`, found: 'none' },
  ]);
}
