import { countText, valueText } from '../domain/number-text.ts';
import type { RunRecord } from '../domain/run-record.ts';
import { type SymbolSummary, summarize } from '../report/run-summary.ts';
import type { Screen } from './screen.ts';
import { type Column, tableText } from './table-text.ts';

/** The best of every symbol in one table, and their median; empty for a run of one search. */
export function universeText(record: RunRecord, style: Screen['style']): string {
  if (record.symbols.length < 2) return '';
  const { symbols, median_fitness: middle, symbols_with_best: found } = summarize(record);
  const median =
    middle === null
      ? 'No symbol has a valid set.'
      : `Median fitness ${valueText(middle)} over ${countText(found)} of ${countText(symbols.length)} symbols.`;
  return `${style('bold', 'All symbols')}\n${tableText(COLUMNS, symbols)}${median}\n`;
}

const COLUMNS: readonly Column<SymbolSummary>[] = [
  { title: 'symbol', text: ({ symbol }) => symbol },
  number('fitness', ({ best }) => best?.fitness),
  number('net profit %', ({ best }) => best?.net_pnl),
  number('drawdown %', ({ best }) => best?.max_drawdown),
  number('trades', ({ best }) => best?.trade_count),
  number('evaluations', ({ counts }) => counts.evaluations),
  {
    title: 'best parameters',
    text: ({ best }) =>
      best === null
        ? 'none valid'
        : Object.entries(best.params)
            .map(([name, value]) => `${name}=${value}`)
            .join(' '),
  },
];

function number(
  title: string,
  value: (row: SymbolSummary) => number | undefined,
): Column<SymbolSummary> {
  const text = (row: SymbolSummary): string => {
    const found = value(row);
    return found === undefined ? '' : valueText(found);
  };
  return { title, align: 'right', text };
}
