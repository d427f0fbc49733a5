import { readFileSync } from 'node:fs';
import { parseDay } from './calendar-day.ts';

interface MapRow {
  readonly day: number;
  readonly ticker: string;
}

/** Under which ticker a security traded: a row holds up to and including its day. */
export interface MapFile {
  readonly rows: readonly MapRow[];
}

export const emptyMapFile: MapFile = { rows: [] };

/** @throws Error where the file cannot be read */
export function readMapFile(file: string): MapFile {
  return parseMapFile(readFileSync(file, 'utf8'));
}

/** Lines of `YYYYMMDD,ticker,exchange`. */
function parseMapFile(text: string): MapFile {
  const rows: MapRow[] = [];
  for (const line of text.split(/\r?\n/)) {
    const [date, ticker] = line.split(',');
    const day = parseDay(date ?? '');
    if (!Number.isNaN(day) && ticker !== undefined)
      rows.push({ day, ticker: ticker.toLowerCase() });
  }
  return { rows: rows.sort((a, b) => a.day - b.day) };
}

/** The ticker of a day, or null before the listing and after the delisting. */
export function tickerOn({ rows }: MapFile, day: number, requested: string): string | null {
  const [first] = rows;
  if (first === undefined) return requested.toLowerCase();
  if (day < first.day) return null;
  return rows.find((row) => row.day >= day)?.ticker ?? null;
}

/** Every ticker whose files hold the security's bars, oldest first. */
export function tickersOf({ rows }: MapFile, requested: string): string[] {
  if (rows.length === 0) return [requested.toLowerCase()];
  return [...new Set(rows.map((row) => row.ticker))];
}

/** Last day of trading, or null where the file does not say. */
export function delistingDay({ rows }: MapFile): number | null {
  return rows.at(-1)?.day ?? null;
}
