import type { Job } from '../../runner/domain/job.ts';
import type { RunRecord, RunState, SymbolProgress } from '../../runner/domain/run-record.ts';
import type { BestView } from '../../runner/server/views.ts';
import { type Measures, measuresOf } from './measures.ts';
import type { ParameterValue } from './parameter-scale.ts';
import { quantile } from './score-range.ts';

/** A symbol of a universe: how far its search is, and what its best is worth. */
export interface UniverseRow {
  readonly symbol: string;
  /** What the run's page knows it by; null where all symbols share one search. */
  readonly folder: string | null;
  readonly state: RunState;
  /** From 0 to 1; null where the end is not known. */
  readonly share: number | null;
  readonly evaluations: number;
  readonly measures: Measures;
  readonly holdout: Measures;
  /** The best set; null where none is valid yet. */
  readonly params: Readonly<Record<string, ParameterValue>> | null;
}

function shareOf({ state, stages, counts }: SymbolProgress): number | null {
  if (state === 'complete') return 1;
  const running = stages.filter((stage) => stage.state !== 'off');
  if (running.some(({ budget }) => budget === null)) return null;
  const planned = running.reduce((sum, { budget }) => sum + (budget ?? 0), 0);
  return planned > 0 ? Math.min(1, counts.evaluations / planned) : null;
}

function base(progress: SymbolProgress) {
  return {
    state: progress.state,
    share: shareOf(progress),
    evaluations: progress.counts.evaluations,
    params: progress.best?.params ?? null,
  };
}

/** @param bests those that have come; only a shared search needs them for its figures */
export function universeRows(
  record: RunRecord,
  job: Job,
  bests: ReadonlyMap<string, BestView>,
): readonly UniverseRow[] {
  if (job.mode !== 'shared') {
    return record.symbols.map((progress) => ({
      ...base(progress),
      symbol: progress.symbol,
      folder: progress.folder,
      measures: measuresOf(progress.best),
      holdout: measuresOf(progress.holdout),
    }));
  }
  const [progress] = record.symbols;
  if (progress === undefined) return [];
  return job.symbols.map((symbol) => {
    const best = bests.get(symbol) ?? null;
    return {
      ...base(progress),
      symbol,
      folder: null,
      measures: measuresOf(progress.best, symbol, best),
      holdout: measuresOf(progress.holdout, symbol, best?.holdout ?? null),
    };
  });
}

export interface UniverseSummary {
  readonly symbols: number;
  /** How many have a best that counts. */
  readonly valid: number;
  readonly evaluations: number;
  readonly median: number | null;
  readonly mean: number | null;
  readonly best: UniverseRow | null;
  readonly worst: UniverseRow | null;
}

const fitnessOf = ({ measures }: UniverseRow) => measures['fitness'] ?? Number.NEGATIVE_INFINITY;

/** The universe in a few figures; those of fitness over the symbols that have a valid best. */
export function summariseUniverse(
  rows: readonly UniverseRow[],
  record: RunRecord,
): UniverseSummary {
  const valid = rows
    .filter((row) => Number.isFinite(fitnessOf(row)))
    .sort((a, b) => fitnessOf(a) - fitnessOf(b));
  const scores = valid.map(fitnessOf);
  const sum = scores.reduce((total, score) => total + score, 0);
  return {
    symbols: rows.length,
    valid: valid.length,
    evaluations: record.symbols.reduce((total, { counts }) => total + counts.evaluations, 0),
    median: scores.length > 0 ? quantile(scores, 0.5) : null,
    mean: scores.length > 0 ? sum / scores.length : null,
    best: valid.at(-1) ?? null,
    worst: valid[0] ?? null,
  };
}
