import type { CalendarReport, PreparationReport } from '../domain/bar-preparation.ts';
import { formatProblem } from '../domain/errors.ts';
import { bytesText, countText, durationText } from '../domain/number-text.ts';
import { fieldLines } from './field-lines.ts';
import type { Screen } from './screen.ts';

const SHOWN = 8;

/** What a preparation did, then how to use the bars. */
export function preparationText(
  report: PreparationReport,
  use: Readonly<Record<string, string>>,
  style: Screen['style'],
): string {
  const { symbol, bars, first, last, synthetic } = report;
  const kind = synthetic ? 'synthetic bars' : 'bars';
  const title = `${symbol}: ${countText(bars)} ${kind} of one minute, ${first} to ${last}`;
  const fields = Object.entries(use).map(([name, value]) => `"${name}": ${JSON.stringify(value)}`);
  return [
    `${style('bold', title)}\n`,
    fieldLines(
      [
        ['file', `${report.file} (${bytesText(report.bytes)})`],
        ['found', report.existing ? 'there already; --replace makes it anew' : null],
        ['source', report.source],
        ['read', report.existing ? null : readText(report)],
        ['hours', report.hours],
        ['left out', `${countText(report.outside_hours)} bars outside the hours`],
        ['duplicates', `${countText(report.duplicates)} dropped`],
        ['out of order', report.out_of_order === 0 ? null : countText(report.out_of_order)],
        ['bad rows', countText(report.bad_rows.count)],
        ['missing', missingText(report)],
      ],
      style,
    ),
    ...badRowLines(report),
    ...gapLines(report),
    ...report.notes.map((note) => `${style('yellow', 'Note:')} ${note}\n`),
    `\nIn a job: ${fields.join(', ')}\n\n`,
  ].join('');
}

function readText({ rows, files, seconds }: PreparationReport): string {
  const from = files.length === 0 ? '' : ` of ${countText(files.length)} files`;
  return `${countText(rows)} rows${from} in ${durationText(seconds)}`;
}

function missingText({ gaps, hours }: PreparationReport): string {
  if (hours === 'all') return 'not looked for without hours';
  const days = `${countText(gaps.missing_days)} weekdays`;
  if (gaps.missing_minutes === 0) return days;
  return `${days}, ${countText(gaps.missing_minutes)} minutes of ${countText(gaps.days_with_missing_minutes)} other days`;
}

function badRowLines({ bad_rows: { count, shown } }: PreparationReport): string[] {
  if (count === 0) return [];
  const lines = shown.map(
    ({ file, line, wanted, found }) => `  ${formatProblem({ path: file, line, wanted, found })}\n`,
  );
  return ['\nBad rows:\n', ...lines];
}

function gapLines({ gaps }: PreparationReport): string[] {
  const days = gaps.days.slice(0, SHOWN).map(({ start, end }) => {
    return start === end ? start : `${start} to ${end}`;
  });
  const more = gaps.days.length > SHOWN ? ', …' : '';
  const minutes = gaps.minutes.map(({ start, missing }) => `${start} (${missing})`);
  return [
    ...(days.length === 0 ? [] : [`Weekdays without bars: ${days.join(', ')}${more}\n`]),
    ...(minutes.length === 0 ? [] : [`Days that miss most minutes: ${minutes.join(', ')}\n`]),
  ];
}

export function calendarText(report: CalendarReport, style: Screen['style']): string {
  const { events, high_impact, currencies, first, last, file } = report;
  const title = `Calendar: ${countText(events)} events, ${countText(high_impact)} of high impact`;
  const useless =
    high_impact > 0
      ? ''
      : `${style('yellow', 'Warning:')} the filter keeps away from events of high impact, and there is none\n`;
  return `${style('bold', title)}\n${fieldLines(
    [
      ['file', file],
      ['currencies', currencies.join(', ')],
      ['days', first === null ? null : `${first} to ${last}`],
      ['used by', 'strategies with a news filter, on the bars beside it'],
    ],
    style,
  )}${useless}`;
}
