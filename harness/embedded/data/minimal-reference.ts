import { formatDay } from './calendar-day.ts';

/**
 * What LEAN's layout wants beside bars, at its smallest: files of a security that never split, paid
 * or changed its name, and entries of the two databases.
 */

/** day → `20050103` */
export function dayDigits(day: number): string {
  return formatDay(day).replaceAll('-', '');
}

/** A security that had one ticker since `firstDay`. */
export function identityMapFile(ticker: string, firstDay: number): string {
  return `${dayDigits(firstDay)},${ticker},P\n20501231,${ticker},P\n`;
}

/** A security without splits and dividends since `firstDay`. */
export function identityFactorFile(firstDay: number): string {
  return `${dayDigits(firstDay)},1,1,1\n20501231,1,1,0\n`;
}

export const SYMBOL_PROPERTIES_HEADING =
  'market,symbol,type,description,quote_currency,contract_multiplier,minimum_price_variation,lot_size,market_ticker,minimum_order_size,price_magnifier,strike_multiplier\n';

/** `09:30:00` to `16:00:00`; `1.00:00:00` is the next midnight. */
export type Hours = readonly [open: string, close: string];

interface Week {
  readonly exchangeZone: string;
  readonly dataZone: string;
  /** Sunday first; null where closed. */
  readonly hours: readonly (Hours | null)[];
  readonly holidays: readonly number[];
  /** Day and closing time. */
  readonly earlyCloses?: readonly (readonly [day: number, close: string])[];
}

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** An entry of the market hours database. */
export function marketHoursEntry(week: Week): object {
  const days = WEEKDAYS.map((weekday, index) => {
    const hours = week.hours[index] ?? null;
    const open = hours === null ? [] : [{ start: hours[0], end: hours[1], state: 'market' }];
    return [weekday, open] as const;
  });
  return {
    dataTimeZone: week.dataZone,
    exchangeTimeZone: week.exchangeZone,
    ...Object.fromEntries(days),
    holidays: week.holidays.map(usDate),
    earlyCloses: Object.fromEntries(
      (week.earlyCloses ?? []).map(([day, close]) => [usDate(day), close]),
    ),
  };
}

/** The same hours from Monday to Friday. */
export function weekdayHours(hours: Hours): (Hours | null)[] {
  return [null, hours, hours, hours, hours, hours, null];
}

/** `7/3/2000` */
function usDate(day: number): string {
  const [year, month, date] = formatDay(day).split('-').map(Number);
  return `${month}/${date}/${year}`;
}
