import type { SymbolProgress } from '../../runner/domain/run-record.ts';
import type { Verification } from '../../runner/domain/verification.ts';
import { formatFitness, formatNumber } from './format.ts';
import { formatMetric, metricLabel } from './metric-format.ts';
import { isUnderWay } from './progress.ts';

/** Something that speaks for the best of a search, or against it. */
export interface Proof {
  readonly text: string;
  /** `good` and `bad` are shown with a mark; `plain` says neither. */
  readonly kind: 'good' | 'bad' | 'plain';
}

/** How the best compares with the parameters in use, and what its repeats said; where there is none, why. */
export function proofsOf(progress: SymbolProgress): readonly Proof[] {
  const { best, baseline, verified = [] } = progress;
  if (best === null) return whyNone(progress);
  const own = verified.filter(({ evaluation }) => evaluation === best.id);
  const gain = baseline === undefined ? [] : [gainProof(best.fitness, baseline)];
  return [...gain, ...own.map(verificationProof)];
}

/** Of a search that came to an end without a valid set: what was in the way. */
function whyNone({ state, counts, fruitless }: SymbolProgress): readonly Proof[] {
  if (isUnderWay(state) || counts.evaluations === 0) return [];
  const { missed = {}, failure = null } = fruitless ?? {};
  const of = `of ${formatNumber(counts.evaluations)}`;
  const limits = Object.entries(missed)
    .toSorted(([, a], [, b]) => b - a)
    .map(([name, count]) => `${name} by ${formatNumber(count)}`);
  const why = [
    ...(limits.length === 0 ? [] : [`limits missed: ${limits.join(', ')} ${of}`]),
    ...(counts.failed === 0 ? [] : [`${formatNumber(counts.failed)} ${of} failed`]),
    ...(failure === null ? [] : [`the first (#${failure.id}): ${failure.error}`]),
  ];
  return why.length === 0 ? [] : [{ text: `no valid set; ${why.join('; ')}`, kind: 'bad' }];
}

type Baseline = NonNullable<SymbolProgress['baseline']>;

function gainProof(fitness: number, { label, evaluation }: Baseline): Proof {
  const own = `best ${formatFitness(fitness)} vs ${label}`;
  if (evaluation.status === 'failed') return { text: `${own}, which failed`, kind: 'plain' };
  if (evaluation.status !== 'complete') return { text: `${own}, which is invalid`, kind: 'plain' };
  const gain = fitness - evaluation.fitness;
  const change = `${gain < 0 ? '−' : '+'}${formatFitness(Math.abs(gain))}`;
  return {
    text: `${own} ${formatFitness(evaluation.fitness)} (${change})`,
    kind: gain > 0 ? 'good' : 'bad',
  };
}

/** What a repeat came to. */
export function verificationProof(verification: Verification): Proof {
  const { equal, error, differences, kind } = verification;
  const place = placeOf(verification);
  if (error !== null) return { text: `failed ${place}: ${error}`, kind: 'bad' };
  if (equal) {
    const said = kind === 'repeat' ? 'equal' : 'the same, as far as engines agree';
    return { text: `verified ${place}: ${said}`, kind: 'good' };
  }
  const [first, ...others] = differences;
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  if (first === undefined) return { text: `differs ${place}`, kind: 'bad' };
  const { metric, was, is } = first;
  const figures = `${formatMetric(metric, is ?? undefined)} vs ${formatMetric(metric, was ?? undefined)}`;
  return { text: `differs ${place}: ${metricLabel(metric)} ${figures}${more}`, kind: 'bad' };
}

function placeOf({ kind, engine, executor }: Verification): string {
  if (kind === 'repeat') return `in a fresh ${executor === 'docker' ? 'container' : 'process'}`;
  return engine === 'lean' ? `on LEAN (${executor})` : 'by the embedded engine';
}
