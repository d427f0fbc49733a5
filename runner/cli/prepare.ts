import { join, resolve } from 'node:path';
import { Command, Option } from 'commander';
import type {
  PreparationOptions,
  PreparationReport,
  PreparationSource,
} from '../domain/bar-preparation.ts';
import type { CsvLayout } from '../domain/csv-layout.ts';
import { InputError } from '../domain/errors.ts';
import { jsonText } from '../domain/json-text.ts';
import { DEFAULT_MARKETS } from '../job/job-defaults.ts';
import type { CommandContext } from './context.ts';
import { addCsvFlags, csvLayoutOf } from './csv-flags.ts';
import { wholeNumber } from './flag-values.ts';
import { calendarText, preparationText } from './prepare-text.ts';

interface PrepareFlags extends CsvLayout {
  readonly symbol?: string;
  readonly synthetic?: string;
  readonly days: number;
  readonly start: string;
  readonly seed: number;
  readonly fromLean?: string;
  readonly ticker?: string;
  readonly securityType: keyof typeof DEFAULT_MARKETS;
  readonly market?: string;
  readonly news?: string;
  readonly hours?: string;
  readonly hoursTimezone?: string;
  readonly timezone?: string;
  readonly out?: string;
  readonly replace?: true;
  readonly strict?: true;
  readonly json?: true;
}

const SYMBOL = /^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/;

export function prepareCommand(context: CommandContext): Command {
  const command = new Command('prepare')
    .description('make one file of one-minute bars for a symbol, for strategies made of steps')
    .argument('[files...]', 'CSV files of one symbol, or folders of them; or one Parquet file')
    .option('--symbol <name>', 'the symbol that the bars are of')
    .option('--synthetic <symbols>', 'make bars up: GER40, XAUUSD, or both separated by a comma')
    .option('--days <n>', 'weekdays to make up', wholeNumber, 742)
    .option('--start <date>', 'first day to make up, YYYY-MM-DD', '2023-01-02')
    .option('--seed <n>', 'seed of the generator', wholeNumber, 42)
    .option('--from-lean <folder>', "read minute bars of a folder in LEAN's data layout");
  return addFileFlags(command)
    .addHelpText('after', EXAMPLES)
    .action((files: readonly string[], flags: PrepareFlags) => prepare(context, files, flags));
}

function addFileFlags(command: Command): Command {
  command
    .option('--ticker <name>', "LEAN's ticker, where it differs from the symbol")
    .addOption(
      new Option('--security-type <type>', 'kind of the symbol in LEAN')
        .choices(Object.keys(DEFAULT_MARKETS))
        .default('cfd'),
    )
    .option('--market <name>', "LEAN's name of the market")
    .option('--news <file>', 'economic calendar, CSV or JSON, for the news filter')
    .option('--hours <hours>', "hours to keep, such as 07:00-23:00, or all (default: the symbol's)")
    .option('--hours-timezone <zone>', "zone of the hours (default: the symbol's)")
    .option('--timezone <zone>', 'zone of times that do not say theirs (default: UTC)')
    .option('--out <folder>', 'where to write (default: data/prepared)');
  return addCsvFlags(command)
    .option('--replace', 'make a file that is there anew')
    .option('--strict', 'prepare nothing where a row is bad')
    .option('--json', 'print one JSON document');
}

async function prepare(
  { services, out, err }: CommandContext,
  files: readonly string[],
  flags: PrepareFlags,
): Promise<void> {
  const folder = resolve(flags.out ?? join(services.home, 'data', 'prepared'));
  const bars: PreparationReport[] = [];
  for (const options of optionsOf(files, flags, folder)) {
    const report = await services.prepareBars(options);
    bars.push(report);
    if (flags.json !== true)
      out.write(preparationText(report, useOf(report, folder, flags), out.style));
    if (report.bad_rows.count > 0) {
      err.write(`${err.style('yellow', 'Warning:')} rows without a bar were left out\n`);
    }
  }
  const news =
    flags.news === undefined ? null : await services.placeCalendar(resolve(flags.news), folder);
  if (news !== null && flags.json !== true) out.write(calendarText(news, out.style));
  if (flags.json === true) out.write(jsonText({ bars, news }));
}

/** @throws InputError where the flags name no source, or more than one */
function optionsOf(
  files: readonly string[],
  flags: PrepareFlags,
  folder: string,
): PreparationOptions[] {
  const { synthetic, fromLean, symbol, news, hours, hoursTimezone } = flags;
  const sources = [files.length > 0, synthetic !== undefined, fromLean !== undefined];
  const given = sources.filter(Boolean).length;
  if (given === 0 && news !== undefined) return [];
  if (given !== 1) {
    refuse('', 'files, --synthetic or --from-lean', given === 0 ? 'none of them' : 'several');
  }
  const rest = {
    folder,
    replace: flags.replace === true,
    ...(hours !== undefined && { hours }),
    ...(hoursTimezone !== undefined && { hoursTimezone }),
  };
  if (synthetic !== undefined) {
    return synthetic.split(',').map((name) => {
      const source = { kind: 'synthetic', ...madeUp(flags) } as const;
      return { ...rest, symbol: name.trim().toUpperCase(), source };
    });
  }
  if (symbol === undefined || !SYMBOL.test(symbol)) {
    return refuse('--symbol', 'letters, digits, ., _ and -', symbol ?? 'none');
  }
  const source = fromLean === undefined ? fileSource(files, flags) : leanSource(flags, symbol);
  return [{ ...rest, symbol: symbol.toUpperCase(), source }];
}

function madeUp({ days, start, seed }: PrepareFlags) {
  if (days < 1 || days > 10_000) refuse('--days', 'from 1 to 10000', String(days));
  if (!/^\d{4}-\d\d-\d\d$/.test(start)) refuse('--start', 'a day such as 2023-01-02', start);
  return { days, start, seed };
}

function fileSource(files: readonly string[], flags: PrepareFlags): PreparationSource {
  const { timezone } = flags;
  return {
    kind: 'files',
    files: files.map((file) => resolve(file)),
    strict: flags.strict === true,
    ...(timezone !== undefined && { timezone }),
    ...csvLayoutOf(flags),
  };
}

function leanSource(flags: PrepareFlags, symbol: string): PreparationSource {
  const { fromLean = '', securityType, market, ticker } = flags;
  return {
    kind: 'lean',
    folder: resolve(fromLean),
    securityType,
    market: market ?? DEFAULT_MARKETS[securityType],
    ticker: ticker ?? symbol,
  };
}

function refuse(path: string, wanted: string, found: string): never {
  throw new InputError('Cannot prepare bars', [{ path, wanted, found }]);
}

/** The fields of a job that uses the bars. */
function useOf(
  { symbol, first, last }: PreparationReport,
  folder: string,
  { out }: PrepareFlags,
): Readonly<Record<string, string>> {
  return {
    symbol,
    security_type: 'cfd',
    resolution: 'minute',
    data: out === undefined ? 'prepared' : folder,
    start: first.slice(0, 10),
    end: last.slice(0, 10),
  };
}

const EXAMPLES = `
Bars outside the symbol's hours are left out: GER40 keeps 07:00-23:00 in Berlin, others keep the
weekdays. The file is data/prepared/{SYMBOL}_m1.parquet, which a job names by "data": "prepared".

Examples:
  $ npx leantune prepare exports/ --symbol GER40 --timezone Europe/Athens
  $ npx leantune prepare bars.parquet --symbol XAUUSD
  $ npx leantune prepare --synthetic GER40,XAUUSD --days 742
  $ npx leantune prepare --from-lean /srv/lean/data --symbol XAUUSD
  $ npx leantune prepare --news calendar.csv
`;
