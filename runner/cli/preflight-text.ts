import { countText } from '../domain/number-text.ts';
import type { Preflight, PreflightRow } from '../domain/preflight.ts';
import { type Column, tableText } from './table-text.ts';

/** More gaps than fit on a line; all of them are counted. */
const GAPS_SHOWN = 2;

const COLUMNS: readonly Column<PreflightRow>[] = [
  {
    title: 'symbol',
    text: ({ symbol, part }) => (part === 'holdout' ? `${symbol} holdout` : symbol),
  },
  { title: 'state', text: ({ state }) => state },
  { title: 'resolution', text: known(({ resolution }) => resolution) },
  { title: 'bars', align: 'right', text: known(({ bars }) => countText(bars)) },
  { title: 'data', text: known(({ available }) => `${available.start} to ${available.end}`) },
  { title: 'wanted', text: ({ wanted }) => `${wanted.start} to ${wanted.end}` },
  { title: 'days', align: 'right', text: known(({ trading_days: days }) => countText(days)) },
  { title: 'missing', align: 'right', text: known(({ missing_days: days }) => countText(days)) },
  { title: 'map', text: known(({ map_file: file }) => fileText(file)) },
  { title: 'factors', text: known(({ factor_file: file }) => fileText(file)) },
  { title: 'benchmark', text: known(({ benchmark }) => benchmarkText(benchmark)) },
  { title: 'gaps', text: known(gapsText) },
];

/** A row for each symbol: its data, and what of the days wanted is missing. */
export function preflightText(rows: readonly PreflightRow[]): string {
  return tableText(COLUMNS, rows);
}

function known(text: (preflight: Preflight) => string): (row: PreflightRow) => string {
  return ({ preflight }) => (preflight === null ? '-' : text(preflight));
}

function fileText(isThere: boolean | null): string {
  if (isThere === null) return 'not needed';
  return isThere ? 'yes' : 'none';
}

function benchmarkText(benchmark: Preflight['benchmark']): string {
  if (benchmark === null) return 'not needed';
  return benchmark.found ? benchmark.symbol : `${benchmark.symbol}: none`;
}

/** `2013-05-01 to 2013-08-30 (86)` */
function gapsText({ gaps, missing_days: missing }: Preflight): string {
  const shown = gaps.slice(0, GAPS_SHOWN);
  const named = shown.reduce((sum, gap) => sum + gap.missing, 0);
  const texts = shown.map(({ start, end, missing: days }) =>
    start === end ? start : `${start} to ${end} (${countText(days)})`,
  );
  const rest = missing - named;
  return [...texts, ...(rest > 0 ? [`${countText(rest)} more`] : [])].join(', ');
}
