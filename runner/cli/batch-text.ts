import { type Evaluation, metricOf } from '../domain/evaluation.ts';
import type { Job } from '../domain/job.ts';
import { valueText } from '../domain/number-text.ts';
import type { RunRecord } from '../domain/run-record.ts';
import type { RunStore } from '../run/run-store.ts';
import { type Column, tableText } from './table-text.ts';

/** One backtest of a run that searched nothing. */
export interface Backtested {
  readonly symbol: string;
  readonly evaluation: Evaluation;
  /** File of its whole result, in the run folder; null where it did not end. */
  readonly result: string | null;
}

/** Whether a job only backtests sets that it lists, so that all of them are the result. */
export function isBatch({ stages, keepResults }: Job): boolean {
  return (
    keepResults === 'all' &&
    stages.every(({ enabled, sampler }) => !enabled || sampler.name === 'list')
  );
}

/** Of backtests that did not come to their end. */
const NO_RESULT: ReadonlySet<Evaluation['status']> = new Set(['failed', 'pruned']);

/** Everything that such a run has backtested, symbol by symbol in the order of the lists. */
export async function backtestedIn(store: RunStore, record: RunRecord): Promise<Backtested[]> {
  const lists = record.symbols.map(async ({ symbol, folder }) => {
    const evaluations = await store.evaluations(record.id, folder);
    return evaluations.map((evaluation) => ({
      symbol,
      evaluation,
      result: NO_RESULT.has(evaluation.status) ? null : `${folder}/backtests/${evaluation.id}.json`,
    }));
  });
  return (await Promise.all(lists)).flat();
}

export function batchText(rows: readonly Backtested[]): string {
  const names = new Set(rows.flatMap(({ evaluation }) => Object.keys(evaluation.params)));
  const parameters = [...names].map(
    (name): Column<Backtested> => ({
      title: name,
      align: 'right',
      text: ({ evaluation }) => String(evaluation.params[name] ?? ''),
    }),
  );
  const columns: readonly Column<Backtested>[] = [
    { title: 'symbol', text: ({ symbol }) => symbol },
    ...parameters,
    ...METRICS,
    { title: 'result', text: ({ evaluation, result }) => result ?? `failed: ${evaluation.error}` },
  ];
  return tableText(columns, rows);
}

const METRICS = [
  metric('net profit %', 'net_pnl'),
  metric('drawdown %', 'max_drawdown'),
  metric('sharpe', 'sharpe_ratio'),
  metric('win rate %', 'win_rate', 100),
  metric('trades', 'trade_count'),
];

function metric(title: string, name: string, times = 1): Column<Backtested> {
  const text = ({ evaluation }: Backtested): string => {
    const found = metricOf(evaluation, name);
    return found === undefined ? 'n/a' : valueText(found * times);
  };
  return { title, align: 'right', text };
}
