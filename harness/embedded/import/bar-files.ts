import { existsSync, readdirSync } from 'node:fs';
import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BarImportOptions, Resolution } from '../../../runner/domain/bar-import.ts';
import { dayOf, MS_PER_DAY } from '../data/calendar-day.ts';
import { dayDigits } from '../data/minimal-reference.ts';
import { createByteWriter } from './byte-writer.ts';
import { placeFile, placeFolder } from './place-files.ts';
import type { SortedBars } from './sorted-bars.ts';
import { zipOne } from './zip-one.ts';

type Target = Pick<BarImportOptions, 'dataFolder' | 'securityType' | 'market' | 'symbol'> & {
  readonly resolution: Resolution;
};

/** LEAN keeps prices of equities in 1/10000; other kinds unscaled. */
const EQUITY_SCALE = 10_000;
const WRITERS = 8;

/** LEAN has quotes of currencies and contracts for difference, and trades of the rest. */
export function hasQuotes({ securityType }: Pick<Target, 'securityType'>): boolean {
  return securityType === 'forex' || securityType === 'cfd';
}

/** The file of a symbol's daily or hour bars, or the folder of its minute bars. */
export function barsPlace(target: Target): string {
  const { dataFolder, securityType, market, resolution } = target;
  const ticker = target.symbol.toLowerCase();
  const folder = join(dataFolder, securityType, market, resolution);
  if (resolution === 'minute') return join(folder, ticker);
  return join(folder, securityType === 'crypto' ? `${ticker}_trade.zip` : `${ticker}.zip`);
}

/** True where there are bars of the symbol that an import would replace. */
export function hasBars(target: Target): boolean {
  const place = barsPlace(target);
  if (!existsSync(place)) return false;
  return target.resolution !== 'minute' || readdirSync(place).some((name) => isOurs(name, target));
}

/** Writes bars as LEAN keeps them, all or nothing. Other files of a minute folder stay. */
export async function writeBars(target: Target, bars: SortedBars): Promise<void> {
  const place = barsPlace(target);
  const csv = csvWriter(target, bars);
  if (target.resolution !== 'minute') {
    const name = `${target.symbol.toLowerCase()}.csv`;
    await placeFile(place, await zipOne(name, csv(0, bars.length)));
    return;
  }
  await placeFolder(place, async (folder) => {
    const days = daysOf(bars);
    // Each takes the next day, so that files are packed and written while the next text is made.
    const writeDays = async (): Promise<void> => {
      for (const { from, to, day } of days) {
        const name = `${day}_${target.symbol.toLowerCase()}_minute_${kindOf(target)}.csv`;
        const zip = await zipOne(name, csv(from, to));
        await writeFile(join(folder, `${day}_${kindOf(target)}.zip`), zip);
      }
    };
    await Promise.all(Array.from({ length: WRITERS }, writeDays));
    const others = existsSync(place) ? readdirSync(place) : [];
    for (const name of others.filter((other) => !isOurs(other, target))) {
      await copyFile(join(place, name), join(folder, name));
    }
  });
}

function kindOf(target: Target): string {
  return hasQuotes(target) ? 'quote' : 'trade';
}

function isOurs(name: string, target: Target): boolean {
  return name.endsWith(`_${kindOf(target)}.zip`);
}

/** Writes the lines of bars from `from` up to `to`. */
type CsvWriter = (from: number, to: number) => Buffer;

function csvWriter(target: Target, bars: SortedBars): CsvWriter {
  const writer = createByteWriter();
  const prices = [bars.open, bars.high, bars.low, bars.close];
  const scale = target.securityType === 'equity' ? EQUITY_SCALE : null;
  const dateOf = dateText();
  const quotes = hasQuotes(target);
  function writePrices(index: number): void {
    for (const column of prices) {
      const price = column[index] as number;
      writer.text(',');
      writer.number(scale === null ? price : Math.round(price * scale));
    }
  }
  function writeLine(index: number): void {
    const time = bars.time[index] as number;
    if (target.resolution === 'minute') writer.number(msOfDay(time));
    else writer.text(dateOf(time));
    writePrices(index);
    writer.text(',');
    writer.number(quotes ? 0 : (bars.volume[index] as number));
    if (quotes) {
      writePrices(index);
      writer.text(',0');
    }
    writer.text('\n');
  }
  return (from, to) => {
    for (let index = from; index < to; index++) writeLine(index);
    return writer.take();
  };
}

function msOfDay(local: number): number {
  return local - dayOf(local) * MS_PER_DAY;
}

/** `20100104 09:00`; rows of a day share its digits. */
function dateText(): (local: number) => string {
  let day = Number.NaN;
  let digits = '';
  return (local) => {
    if (dayOf(local) !== day) {
      day = dayOf(local);
      digits = dayDigits(day);
    }
    const minutes = Math.floor((local - day * MS_PER_DAY) / 60_000);
    const clock = [Math.floor(minutes / 60), minutes % 60].map((part) =>
      String(part).padStart(2, '0'),
    );
    return `${digits} ${clock.join(':')}`;
  };
}

function* daysOf({ time, length }: SortedBars) {
  let from = 0;
  while (from < length) {
    const day = dayOf(time[from] as number);
    let to = from + 1;
    while (to < length && dayOf(time[to] as number) === day) to++;
    yield { from, to, day: dayDigits(day) };
    from = to;
  }
}
