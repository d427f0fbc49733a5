import type { Evaluation } from '../domain/evaluation.ts';
import { isValid } from './run-board.ts';
import type { PaceView } from './views.ts';

/** Samplers think for less than this between two backtests; a run that was stopped waits longer. */
const PAUSE_MS = 10_000;

/** How fast a search found its best. Time without any backtest under way is a pause, and left out. */
export function paceOf(evaluations: readonly Evaluation[]): PaceView {
  const ended = evaluations
    .map((evaluation) => ({ evaluation, end: Date.parse(evaluation.at) }))
    .sort((a, b) => a.end - b.end);
  const best: [number, number][] = [];
  let leader = Number.NEGATIVE_INFINITY;
  let frontier = Number.NaN;
  let running = 0;
  for (const { evaluation, end } of ended) {
    const gap = end - evaluation.ms - frontier;
    // What ran beside another backtest adds only what it ran beyond that one's end.
    running += gap > PAUSE_MS || Number.isNaN(gap) ? evaluation.ms : Math.max(0, end - frontier);
    frontier = end;
    if (!isValid(evaluation) || evaluation.fitness <= leader) continue;
    leader = evaluation.fitness;
    best.push([running / 1000, leader]);
  }
  return { total: evaluations.length, seconds: running / 1000, best };
}
