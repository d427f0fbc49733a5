import type { SymbolProgress } from '../../runner/domain/run-record.ts';
import type { Verification } from '../../runner/domain/verification.ts';
import { formatFitness } from './format.ts';
import { formatMetric, metricLabel } from './metric-format.ts';

/** Something that speaks for the best of a search, or against it. */
export interface Proof {
  readonly text: string;
  /** `good` and `bad` are shown with a mark; `plain` says neither. */
  readonly kind: 'good' | 'bad' | 'plain';
}

/** How the best compares with the parameters in use, and what its repeats said. */
export function proofsOf({ best, baseline, verified = [] }: SymbolProgress): readonly Proof[] {
  if (best === null) return [];
  const own = verified.filter(({ evaluation }) => evaluation === best.id);
  const gain = baseline === undefined ? [] : [gainProof(best.fitness, baseline)];
  return [...gain, ...own.map(verificationProof)];
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
