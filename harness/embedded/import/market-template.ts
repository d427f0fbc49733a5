import type { BarImportOptions } from '../../../runner/domain/bar-import.ts';
import { InputError } from '../../../runner/domain/errors.ts';
import { dayOfDigits, weekdayOf } from '../data/calendar-day.ts';
import { type Hours, marketHoursEntry, weekdayHours } from '../data/minimal-reference.ts';
import { FIRST_YEAR, usTradingDays } from './us-trading-days.ts';

/** Hours of a market for a data folder that does not know it. */
export interface MarketTemplate {
  readonly dataZone: string;
  /** What the user should check; null where the hours are known. */
  readonly note: string | null;
  /** @param days trading days that have bars, ascending */
  entry(days: readonly number[]): object;
}

const NEW_YORK = 'America/New_York';
const ALL_DAY: Hours = ['00:00:00', '1.00:00:00'];
const REGULAR: Hours = ['09:30:00', '16:00:00'];

type Market = Pick<BarImportOptions, 'securityType' | 'market' | 'timezone'>;

/** @throws InputError for an equity market that is not known, where no zone is given */
export function marketTemplate({ securityType, market, timezone }: Market): MarketTemplate {
  if (securityType === 'crypto') return cryptoTemplate();
  if (securityType !== 'equity') return roundTheClockTemplate();
  return market === 'usa' ? usTemplate() : equityTemplate(market, timezone);
}

function usTemplate(): MarketTemplate {
  const known = dayOfDigits(FIRST_YEAR, 1, 1);
  return {
    dataZone: NEW_YORK,
    note: null,
    entry(days) {
      const { holidays, earlyCloses } = usTradingDays();
      const before = weekdaysWithout(days.filter((day) => day < known));
      return marketHoursEntry({
        exchangeZone: NEW_YORK,
        dataZone: NEW_YORK,
        hours: weekdayHours(REGULAR),
        holidays: [...before, ...holidays],
        earlyCloses: earlyCloses.map((day) => [day, '13:00:00'] as const),
      });
    },
  };
}

/** Weekdays from 9:30 to 16:00; single days without bars are taken for holidays. */
function equityTemplate(market: string, zone: string | undefined): MarketTemplate {
  if (zone === undefined) {
    const wanted = `the zone of the market "${market}"`;
    throw new InputError('Cannot import bars', [{ path: '--timezone', wanted, found: 'none' }]);
  }
  return {
    dataZone: zone,
    note: `Hours of the market "${market}" are taken to be 9:30 to 16:00 in ${zone}, weekdays without bars to be its holidays; market-hours/market-hours-database.json holds them`,
    entry: (days) =>
      marketHoursEntry({
        exchangeZone: zone,
        dataZone: zone,
        hours: weekdayHours(REGULAR),
        holidays: weekdaysWithout(days),
      }),
  };
}

/** Currencies and what is traded beside them: from Sunday to Friday, 17:00 in New York. */
function roundTheClockTemplate(): MarketTemplate {
  const week = weekdayHours(ALL_DAY);
  week[0] = ['17:00:00', '1.00:00:00'];
  week[5] = ['00:00:00', '17:00:00'];
  const zones = { exchangeZone: NEW_YORK, dataZone: 'UTC' };
  return {
    dataZone: 'UTC',
    note: null,
    entry: () => marketHoursEntry({ ...zones, hours: week, holidays: [] }),
  };
}

function cryptoTemplate(): MarketTemplate {
  const hours = Array.from({ length: 7 }, () => ALL_DAY);
  const zones = { exchangeZone: 'UTC', dataZone: 'UTC' };
  return {
    dataZone: 'UTC',
    note: null,
    entry: () => marketHoursEntry({ ...zones, hours, holidays: [] }),
  };
}

/** More weekdays than these in a row are a gap in the data, not holidays. */
const LONGEST_HOLIDAY = 4;

function weekdaysWithout(days: readonly number[]): number[] {
  const holidays: number[] = [];
  for (let index = 1; index < days.length; index++) {
    const between: number[] = [];
    const end = days[index] as number;
    for (let day = (days[index - 1] as number) + 1; day < end; day++) {
      if (weekdayOf(day) % 6 !== 0) between.push(day);
      if (between.length > LONGEST_HOLIDAY) break;
    }
    if (between.length <= LONGEST_HOLIDAY) holidays.push(...between);
  }
  return holidays;
}
