import { readFileSync } from 'node:fs';
import type { BacktestSetup } from '../../../runner/domain/executor.ts';
import { dayOfDigits, MS_PER_DAY, weekdayOf } from './calendar-day.ts';

/** A trading day: regular hours in local ms. */
export interface Session {
  readonly day: number;
  readonly open: number;
  readonly close: number;
}

export interface MarketHours {
  readonly exchangeZone: string;
  readonly dataZone: string;
  /** Regular hours of each weekday in ms after midnight, Sunday first; null where closed. */
  readonly week: readonly (readonly [open: number, close: number] | null)[];
  readonly holidays: ReadonlySet<number>;
  readonly earlyCloses: ReadonlyMap<number, number>;
  readonly lateOpens: ReadonlyMap<number, number>;
}

interface Segment {
  readonly start: string;
  readonly end: string;
  readonly state: string;
}

interface Entry extends Readonly<Record<string, unknown>> {
  readonly exchangeTimeZone: string;
  readonly dataTimeZone: string;
  readonly holidays?: readonly string[];
  readonly earlyCloses?: Readonly<Record<string, string>>;
  readonly lateOpens?: Readonly<Record<string, string>>;
}

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const SECURITY_TYPES = { equity: 'Equity', forex: 'Forex', cfd: 'Cfd', crypto: 'Crypto' } as const;

/**
 * Hours of a symbol, or of its market where the symbol has none of its own; null where the
 * database has neither.
 * @throws Error where the file cannot be read or is no JSON
 */
export function readMarketHours(
  file: string,
  { securityType, market, symbol }: Pick<BacktestSetup, 'securityType' | 'market' | 'symbol'>,
): MarketHours | null {
  const { entries } = JSON.parse(readFileSync(file, 'utf8')) as { entries: Record<string, Entry> };
  const prefix = `${SECURITY_TYPES[securityType]}-${market}-`;
  const shared = entries[`${prefix}[*]`];
  const own = entries[`${prefix}${symbol.toUpperCase()}`];
  const entry = own ?? shared;
  return entry === undefined ? null : parseEntry(entry, shared);
}

function parseEntry(entry: Entry, shared: Entry | undefined): MarketHours {
  // Where a symbol has an entry of its own it also keeps the days of its market's entry.
  const sources = shared === undefined || shared === entry ? [entry] : [shared, entry];
  return {
    exchangeZone: entry.exchangeTimeZone,
    dataZone: entry.dataTimeZone,
    week: WEEKDAYS.map((weekday) => regularHours(entry[weekday] as readonly Segment[] | undefined)),
    holidays: new Set(sources.flatMap((source) => (source.holidays ?? []).map(parseUsDay))),
    earlyCloses: times(sources.map((source) => source.earlyCloses)),
    lateOpens: times(sources.map((source) => source.lateOpens)),
  };
}

function regularHours(segments: readonly Segment[] = []): readonly [number, number] | null {
  const regular = segments.filter((segment) => segment.state === 'market');
  const [first] = regular;
  const last = regular.at(-1);
  if (first === undefined || last === undefined) return null;
  return [parseTime(first.start), parseTime(last.end)];
}

function times(sources: readonly (Readonly<Record<string, string>> | undefined)[]) {
  return new Map(
    sources.flatMap((source) =>
      Object.entries(source ?? {}).map(
        ([day, time]) => [parseUsDay(day), parseTime(time)] as const,
      ),
    ),
  );
}

/** `7/3/2000` → day */
function parseUsDay(text: string): number {
  const [month, day, year] = text.split('/').map(Number);
  return dayOfDigits(year ?? NaN, month ?? NaN, day ?? NaN);
}

/** `13:00:00` or `1.00:00:00` (the next midnight) → ms after midnight */
function parseTime(text: string): number {
  const [clock = '', days = '0'] = text.split('.').reverse();
  const [hours = 0, minutes = 0, seconds = 0] = clock.split(':').map(Number);
  return Number(days) * MS_PER_DAY + ((hours * 60 + minutes) * 60 + seconds) * 1000;
}

/** Trading days from `first` to `last`, both included. */
export function sessionsBetween(hours: MarketHours, first: number, last: number): Session[] {
  const sessions: Session[] = [];
  for (let day = first; day <= last; day++) {
    const session = sessionOn(hours, day);
    if (session !== null) sessions.push(session);
  }
  return sessions;
}

function sessionOn(hours: MarketHours, day: number): Session | null {
  const regular = hours.week[weekdayOf(day)];
  if (regular === null || regular === undefined || hours.holidays.has(day)) return null;
  const midnight = day * MS_PER_DAY;
  return {
    day,
    open: midnight + (hours.lateOpens.get(day) ?? regular[0]),
    close: midnight + (hours.earlyCloses.get(day) ?? regular[1]),
  };
}
