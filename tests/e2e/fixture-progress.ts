import type { Evaluation, EvaluationStatus } from '../../runner/domain/evaluation.ts';
import type { RunState, StageProgress, SymbolProgress } from '../../runner/domain/run-record.ts';
import type { FixtureRunOptions } from './fixture-run-options.ts';
import { type FixtureSearch, STAGES } from './fixture-search.ts';

/** How far a search of a run in some state has come. */
export function symbolProgress(
  search: FixtureSearch,
  options: FixtureRunOptions,
  state: RunState,
): SymbolProgress {
  const of = (status: EvaluationStatus) =>
    search.evaluations.filter((made) => made.status === status).length;
  return {
    symbol: search.symbol,
    folder: search.folder,
    state,
    stages: stageProgress(search, options, state),
    counts: {
      evaluations: search.evaluations.length,
      complete: of('complete'),
      invalid: of('invalid'),
      failed: of('failed'),
      pruned: 0,
      duplicates: 7,
      rejected_lines: 0,
    },
    best: search.best,
    holdout: search.best !== null && hasHoldout(options, state) ? onHoldout(search.best) : null,
    time: {
      strategy: 3.2,
      engine: 8.1,
      data: 1.4,
      search: 2.2,
      journal: 0.9,
      dispatch: 1.8,
      waiting: 0.4,
    },
    curve: search.improvements.slice(-60),
  };
}

export function hasHoldout(options: FixtureRunOptions, state: RunState): boolean {
  return options.holdout === true && state === 'complete';
}

export function onHoldout(best: Evaluation): Evaluation {
  return { ...best, net_pnl: 8.12, max_drawdown: 21.4, fitness: 0.412, is_oos: true };
}

function stageProgress(
  search: FixtureSearch,
  options: FixtureRunOptions,
  state: RunState,
): StageProgress[] {
  return STAGES.map(({ name, sampler, share }, position) => {
    const budget = Math.round(options.planned * share);
    const mine = search.evaluations.filter((made) => made.stage === name);
    const last = mine.at(-1)?.id ?? 0;
    const best = search.improvements.filter(([id]) => id <= last).at(-1)?.[1] ?? null;
    const ended = mine.length >= budget;
    const unfinished = state === 'running' || state === 'stopping' ? 'running' : 'stopped';
    return {
      name,
      sampler,
      state: ended ? 'complete' : mine.length > 0 ? unfinished : 'waiting',
      evaluations: mine.length,
      budget,
      duplicates: position === 1 ? Math.floor(mine.length / 23) : 0,
      best,
      seconds: mine.length * (options.secondsEach ?? 0.02),
    } satisfies StageProgress;
  });
}
