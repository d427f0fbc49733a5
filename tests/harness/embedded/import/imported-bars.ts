import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { parseDay } from '../../../../harness/embedded/data/calendar-day.ts';
import { readBars } from '../../../../harness/embedded/data/read-bars.ts';
import { importBars } from '../../../../harness/embedded/import/import-bars.ts';
import type { BarImportOptions, BarImportReport } from '../../../../runner/domain/bar-import.ts';

/** Wall-clock ms of the data's zone, prices, volume. */
export type Bar = readonly [
  time: number,
  open: number,
  high: number,
  low: number,
  close: number,
  volume: number,
];

/** Imports one file of this content, beside which the data folder is made. */
export function importContent(
  folder: string,
  content: string | Uint8Array,
  options: Partial<BarImportOptions> = {},
  name = 'bars.csv',
): Promise<BarImportReport> {
  const file = join(folder, name);
  writeFileSync(file, content);
  return importFiles(folder, [file], options);
}

export function importFiles(
  folder: string,
  files: readonly string[],
  options: Partial<BarImportOptions> = {},
): Promise<BarImportReport> {
  return importBars({
    files,
    symbol: 'TEST',
    securityType: 'equity',
    market: 'usa',
    dataFolder: join(folder, 'data'),
    replace: true,
    strict: false,
    ...options,
  });
}

/** The bars that an import wrote; those of daily and hour files through the engine's own reader. */
export function importedBars(report: BarImportReport): Bar[] {
  const scale = report.security_type === 'equity' ? 10_000 : 1;
  const place = join(report.data_folder, report.written.at(-1)!);
  if (report.resolution === 'minute') {
    return readdirSync(place)
      .sort()
      .flatMap((name) => minuteBars(join(place, name), scale));
  }
  const { start, open, high, low, close, volume } = readBars(place, scale);
  return start.map((time, i) => [time, open[i]!, high[i]!, low[i]!, close[i]!, volume[i]!]);
}

function minuteBars(file: string, scale: number): Bar[] {
  const [[name, content] = ['', new Uint8Array()]] = Object.entries(unzipSync(readFileSync(file)));
  const midnight = parseDay(name.slice(0, 8)) * 86_400_000;
  return strFromU8(content)
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [time, ...values] = line.split(',').map(Number);
      const [open, high, low, close] = values.map((value) => value / scale);
      return [midnight + time!, open!, high!, low!, close!, values[4]!];
    });
}
