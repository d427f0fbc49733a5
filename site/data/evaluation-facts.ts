import type { Evaluation } from '../../runner/domain/evaluation.ts';
import type { EvaluationView } from '../../runner/server/evaluation-views.ts';
import { formatFitness, formatNumber, formatPercent } from './format.ts';
import { formatMetric } from './metric-format.ts';
import { rangeText } from './run-facts.ts';
import { metricOf } from './top-columns.ts';

const KILOBYTE = 1_000;

function bytesText(bytes: number): string {
  const kilobytes = bytes / KILOBYTE;
  return kilobytes < KILOBYTE
    ? `${formatNumber(Math.ceil(kilobytes))} KB`
    : `${formatNumber(kilobytes / KILOBYTE, 1)} MB`;
}

/** Marks of states that look like what a status means. */
export const STATUS_MARKS: Readonly<Record<Evaluation['status'], string>> = {
  complete: 'complete',
  invalid: 'stopped',
  pruned: 'paused',
  failed: 'failed',
};

/** What stands under an evaluation's name: how it came about, and where its result lies. */
export function evaluationFacts({ symbol, evaluation, kept }: EvaluationView): readonly string[] {
  const { stage, stage_detail, sampler, window, is_oos, slot, attempt, ms, at } = evaluation;
  const stages =
    stage_detail === stage || stage_detail === '' ? stage : `${stage}, ${stage_detail}`;
  const pruned = evaluation.pruned_at;
  return [
    symbol,
    `stage ${stages}`,
    sampler === '' || sampler === stage ? '' : `sampler ${sampler}`,
    window === null ? '' : rangeText(window),
    is_oos ? 'out of sample' : '',
    pruned === undefined ? '' : `given up after ${formatPercent(pruned * 100, 0)} of its days`,
    `slot ${slot}`,
    attempt > 1 ? `attempt ${attempt}` : '',
    `${formatNumber(ms, ms < 10 ? 2 : 0)} ms`,
    `${at.slice(0, 19).replace('T', ' ')} UTC`,
    kept === null ? '' : `full result: ${kept.file}, ${bytesText(kept.bytes)}`,
  ].filter(Boolean);
}

const FIGURES = [
  'net_pnl',
  'max_drawdown',
  'sharpe_ratio',
  'profit_factor',
  'win_rate',
  'trade_count',
];

/** The figures at the head of the page, by their keys there. */
export function headFigures(evaluation: Evaluation): Readonly<Record<string, string>> {
  const metrics = FIGURES.map((name) => [name, formatMetric(name, metricOf(evaluation, name))]);
  return { fitness: formatFitness(evaluation.fitness), ...Object.fromEntries(metrics) };
}
