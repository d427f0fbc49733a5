import type { BarImportReport } from '../domain/bar-import.ts';
import { formatProblem } from '../domain/errors.ts';
import type { Gap } from '../domain/gap.ts';
import { countText, durationText } from '../domain/number-text.ts';
import { fieldLines } from './field-lines.ts';
import type { Screen } from './screen.ts';

/** What an import did, then how to use the bars. */
export function importText(
  report: BarImportReport,
  use: Readonly<Record<string, string>>,
  style: Screen['style'],
): string {
  const { symbol, resolution, first, last, bars, data_folder } = report;
  const title = `${symbol}: ${countText(bars)} ${resolution} bars, ${first} to ${last}`;
  const lines = [
    `${style('bold', title)}\n`,
    fieldLines(
      [
        ['read', readText(report)],
        ['data', `${data_folder}: ${report.written.join(', ')}`],
        ['times', timesText(report)],
        [
          'out of order',
          report.out_of_order === 0 ? null : `${countText(report.out_of_order)} rows, sorted`,
        ],
        ['duplicates', duplicatesText(report)],
        ['bad rows', badRowsText(report)],
        ['missing', missingText(report)],
      ],
      style,
    ),
    ...badRowLines(report),
    ...gapLines(report),
    ...report.notes.map((note) => `${style('yellow', 'Note:')} ${note}\n`),
    `\n${useText(use)}`,
  ];
  return lines.join('');
}

function readText({ files, rows, seconds }: BarImportReport): string {
  const [first] = files;
  const from = files.length === 1 ? (first?.file ?? '') : `${files.length} files`;
  const forms = new Set(files.map(formText));
  return `${countText(rows)} rows of ${from} in ${durationText(seconds)} (${[...forms].join('; ')})`;
}

const DELIMITERS: Readonly<Record<string, string>> = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
};

function formText({ delimiter, header, date_order, decimal }: BarImportReport['files'][number]) {
  const split = `split by ${DELIMITERS[delimiter] ?? delimiter}`;
  const heading = header ? 'headings' : 'no headings';
  return `${split}, ${heading}, dates ${date_order}${decimal === ',' ? ', decimal comma' : ''}`;
}

function timesText({ resolution, timezone, data_timezone }: BarImportReport): string | null {
  if (resolution === 'daily') return null;
  return timezone === data_timezone
    ? `read and kept in ${timezone}`
    : `read in ${timezone}, kept in ${data_timezone}`;
}

function duplicatesText({ duplicates: { count, differing, shown } }: BarImportReport): string {
  if (count === 0) return 'none';
  if (differing === 0) return `${countText(count)} dropped`;
  const times = `${shown.slice(0, 3).join(', ')}${differing > 3 ? ', …' : ''}`;
  return `${countText(count)} dropped, ${countText(differing)} of them unlike the row that was kept (${times})`;
}

function badRowsText({ bad_rows: { count } }: BarImportReport): string {
  return count === 0 ? 'none' : `${countText(count)} left out`;
}

function missingText({ gaps }: BarImportReport): string {
  const days =
    gaps.missing_days === 0 ? 'no trading days' : `${countText(gaps.missing_days)} trading days`;
  if (gaps.missing_minutes === 0) return days;
  const minutes = `${countText(gaps.missing_minutes)} minutes of ${countText(gaps.days_with_missing_minutes)} days`;
  return `${days}, ${minutes}`;
}

function badRowLines({ bad_rows: { count, shown } }: BarImportReport): string[] {
  const lines = shown.map(({ file, line, wanted, found }) => {
    return `  ${formatProblem({ path: file, line, wanted, found })}\n`;
  });
  if (lines.length === 0) return [];
  const more = count > shown.length ? [`  and ${countText(count - shown.length)} more\n`] : [];
  return ['\nBad rows:\n', ...lines, ...more];
}

const SHOWN_GAPS = 8;

function gapLines({ gaps }: BarImportReport): string[] {
  const days = gaps.days.slice(0, SHOWN_GAPS).map(gapText).join(', ');
  const more = gaps.days.length > SHOWN_GAPS ? ', …' : '';
  const minutes = gaps.minutes.map(({ start, missing }) => `${start} (${missing})`).join(', ');
  return [
    ...(days === '' ? [] : [`\nDays without bars: ${days}${more}\n`]),
    ...(minutes === '' ? [] : [`Days that miss most minutes: ${minutes}\n`]),
  ];
}

function gapText({ start, end, missing }: Gap): string {
  return start === end ? start : `${start} to ${end} (${missing})`;
}

function useText(use: Readonly<Record<string, string>>): string {
  const fields = Object.entries(use).map(([name, value]) => `"${name}": ${JSON.stringify(value)}`);
  const job = `In a job: ${fields.join(', ')}\n`;
  // The command has no flags for kind and market.
  if ('security_type' in use || 'market' in use) return job;
  const flags = ['symbol', 'data', 'resolution', 'start', 'end']
    .filter((name) => use[name] !== undefined)
    .map((name) => `--${name} ${quoted(use[name] ?? '')}`);
  return `${job}Try it:   npx leantune backtest --strategy buy-and-hold ${flags.join(' ')}\n`;
}

function quoted(text: string): string {
  return /^[\w./:-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
