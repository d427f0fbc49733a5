import { readFileSync } from 'node:fs';
import type { BacktestSetup } from '../../../runner/domain/executor.ts';
import { dayOfDigits, MS_PER_DAY, weekdayOf } from './calendar-day.ts';

/** A trading day: regular hours in local ms. */
export interface Session {
  readonly day: number;
  readonly open: number;
  readonly close: number;
}

/** From opening to closing, in ms. */
export type Span = readonly [open: number, close: number];

export interface MarketHours {
  readonly exchangeZone: string;
  readonly dataZone: string;
  /** Regular hours of each weekday in ms after midnight, Sunday first: none where closed. */
  readonly week: readonly (readonly Span[])[];
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

function regularHours(segments: readonly Segment[] = []): Span[] {
  return segments
    .filter((segment) => segment.state === 'market')
    .map((segment) => [parseTime(segment.start), parseTime(segment.end)]);
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
  const spans = spansOn(hours, day);
  const [first] = spans;
  const last = spans.at(-1);
  if (first === undefined || last === undefined) return null;
  return { day, open: first[0], close: last[1] };
}

/** Regular hours of a day in local ms. */
export function spansOn(hours: MarketHours, day: number): Span[] {
  if (hours.holidays.has(day)) return [];
  const week = hours.week[weekdayOf(day)] ?? [];
  const early = hours.earlyCloses.get(day);
  const late = hours.lateOpens.get(day);
  const spans = withLateOpen(withEarlyClose(week, early, late), early, { late, week });
  const midnight = day * MS_PER_DAY;
  return spans.map(([open, close]) => [midnight + open, midnight + close]);
}

/**
 * The day up to an early close. One that falls between two spans also ends the span before it, as
 * in LEAN.
 */
function withEarlyClose(
  week: readonly Span[],
  early: number | undefined,
  late: number | undefined,
): readonly Span[] {
  if (early === undefined || (late !== undefined && early < late)) return week;
  return until(week, early);
}

function until(week: readonly Span[], early: number): Span[] {
  const inside = week.findIndex(([open, close]) => open <= early && early <= close);
  if (inside >= 0) return [...week.slice(0, inside), [(week[inside] as Span)[0], early]];
  const next = week.findIndex(([open]) => early < open);
  return next === -1 ? [...week] : week.slice(0, Math.max(0, next - 1));
}

/** The day from a late open on; where an early close comes before it, with what lies before that. */
function withLateOpen(
  spans: readonly Span[],
  early: number | undefined,
  { late, week }: { late: number | undefined; week: readonly Span[] },
): readonly Span[] {
  if (late === undefined) return spans;
  const rest = spans
    .filter(([, close]) => close >= late)
    .map(([open, close]): Span => [Math.max(open, late), close]);
  return early !== undefined && early <= late ? [...until(week, early), ...rest] : rest;
}
