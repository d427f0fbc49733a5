import { join, relative, resolve } from 'node:path';
import { Command, Option } from 'commander';
import type { BarImportOptions, BarImportReport } from '../domain/bar-import.ts';
import type { CsvLayout } from '../domain/csv-layout.ts';
import { InputError } from '../domain/errors.ts';
import { jsonText } from '../domain/json-text.ts';
import { countText } from '../domain/number-text.ts';
import { DEFAULT_MARKETS } from '../job/job-defaults.ts';
import type { CommandContext } from './context.ts';
import { addCsvFlags, csvLayoutOf } from './csv-flags.ts';
import { importText } from './import-text.ts';

interface ImportFlags extends CsvLayout {
  readonly symbol: string;
  readonly timezone?: string;
  readonly securityType: BarImportOptions['securityType'];
  readonly market?: string;
  readonly resolution?: BarImportOptions['resolution'];
  readonly data?: string;
  readonly replace?: true;
  readonly strict?: true;
  readonly json?: true;
}

export function importCommand(context: CommandContext): Command {
  const command = new Command('import')
    .description("write CSV files of bars into LEAN's data layout, so that jobs can use them")
    .argument('<files...>', 'CSV files of one symbol, or folders of them; .gz is unpacked')
    .requiredOption('--symbol <ticker>', 'the symbol that the bars are of')
    .option(
      '--timezone <zone>',
      "zone of times that do not say theirs (default: that of the market's data)",
    )
    .addOption(
      new Option('--security-type <type>', 'kind of the symbol')
        .choices(['equity', 'forex', 'cfd', 'crypto'])
        .default('equity'),
    )
    .option('--market <name>', "LEAN's name of the market (default: usa, oanda or coinbase)")
    .addOption(
      new Option('--resolution <name>', 'length of a bar (default: found)').choices([
        'daily',
        'hour',
        'minute',
      ]),
    )
    .option('--data <folder>', 'where to write (default: LEAN_DATA_HOST_PATH, else data/)');
  return addCsvFlags(command)
    .option('--replace', 'put the bars in place of those that are there')
    .option('--strict', 'import nothing where a row is bad')
    .option('--json', 'print one JSON document')
    .addHelpText('after', EXAMPLES)
    .action(async (files: readonly string[], flags: ImportFlags) => {
      const { services, out, err } = context;
      const report = await services.importBars(optionsOf(files, flags, services.home));
      const use = useOf(report, services.projectRoot);
      const { count } = report.bad_rows;
      if (count > 0) err.write(`${err.style('yellow', 'Warning:')} ${leftOut(count)}\n`);
      if (flags.json === true) out.write(jsonText({ ...report, use }));
      else out.write(importText(report, use, out.style));
    });
}

function leftOut(count: number): string {
  return count === 1
    ? '1 row holds no bar and was left out'
    : `${countText(count)} rows hold no bar and were left out`;
}

function optionsOf(files: readonly string[], flags: ImportFlags, home: string): BarImportOptions {
  const { symbol, securityType, data, market, timezone, resolution } = flags;
  check('--symbol', 'letters, digits, ., _ and -', symbol, /^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/);
  check('--market', "LEAN's name of a market, such as usa", market, /^[a-z0-9]{1,32}$/);
  return {
    files: files.map((file) => resolve(file)),
    symbol: symbol.toUpperCase(),
    securityType,
    market: market ?? DEFAULT_MARKETS[securityType],
    dataFolder: data === undefined ? defaultFolder(home) : resolve(data),
    replace: flags.replace === true,
    strict: flags.strict === true,
    ...(timezone === undefined ? {} : { timezone }),
    ...(resolution === undefined ? {} : { resolution }),
    ...csvLayoutOf(flags),
  };
}

function check(path: string, wanted: string, found: string | undefined, pattern: RegExp): void {
  if (found === undefined || pattern.test(found)) return;
  throw new InputError('Cannot import bars', [{ path, wanted, found: `"${found}"` }]);
}

/** Not below `.leantune/`: what is there can be deleted at any time, imported bars cannot. */
function defaultFolder(home: string): string {
  return resolve(process.env['LEAN_DATA_HOST_PATH'] || join(home, 'data'));
}

/** The fields of a job that uses the bars. */
function useOf(report: BarImportReport, projectRoot: string): Readonly<Record<string, string>> {
  const { symbol, security_type, market, resolution, data_folder, first, last } = report;
  const fromProject = relative(projectRoot, data_folder);
  const data = fromProject.startsWith('..') ? data_folder : fromProject.replaceAll('\\', '/');
  return {
    symbol,
    ...(security_type === 'equity' ? {} : { security_type }),
    ...(market === DEFAULT_MARKETS[security_type] ? {} : { market }),
    ...(resolution === 'daily' ? {} : { resolution }),
    data,
    start: first,
    end: last,
  };
}

const EXAMPLES = `
Delimiter, headings, date format and decimal separator are found. Times are those at which bars
begin. Rows that hold no bar are named and left out; --strict makes them an error.

Examples:
  $ npx leantune import spy.csv --symbol SPY
  $ npx leantune import exports/ --symbol EURUSD --security-type forex --timezone Europe/Athens
  $ npx leantune import bars.txt --symbol AAPL --columns date,open,high,low,close,-,volume \\
      --date-format dmy --data /srv/lean/data --replace
`;
