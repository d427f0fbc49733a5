import type { Evaluation } from '../domain/evaluation.ts';
import type { Counts, RunState, StageProgress, SymbolProgress } from '../domain/run-record.ts';
import type { PlannedStage, SearchPlan } from '../pipeline/plan.ts';
import { Tally, type TallyState } from './tally.ts';

/** Keeps the running figures of one symbol. */
export interface ProgressKeeper {
  readonly progress: SymbolProgress;
  state(state: RunState): void;
  stage(name: string, change: Partial<StageProgress>): void;
  /** Counts evaluations of the search. Returns the last that was better than all before, if any. */
  count(stage: string, evaluations: readonly Evaluation[]): Evaluation | null;
  /** Adds what was counted of a stage that is taken up again. */
  merge(stage: string, tally: TallyState): void;
  duplicates(stage: string, total: number): void;
  rejected(lines: number): void;
  holdout(evaluation: Evaluation | null): void;
}

export function createProgressKeeper(
  symbol: string,
  folder: string,
  plan: SearchPlan,
): ProgressKeeper {
  const stages = new Map(plan.stages.map((stage) => [stage.name, waiting(stage, plan.cap)]));
  const tally = new Tally();
  let rejected = 0;
  let state: RunState = 'queued';
  let holdout: Evaluation | null = null;

  const change = (name: string, values: Partial<StageProgress>): void => {
    const stage = stages.get(name);
    if (stage !== undefined) stages.set(name, { ...stage, ...values });
  };

  const counted = (name: string, evaluations: number): void => {
    const before = stages.get(name)?.evaluations ?? 0;
    change(name, { evaluations: before + evaluations, best: tally.best?.fitness ?? null });
  };

  return {
    get progress(): SymbolProgress {
      const list = [...stages.values()];
      const duplicates = list.reduce((sum, stage) => sum + stage.duplicates, 0);
      const { evaluations, counts, best, curve, spared, fruitless } = tally.state;
      const total: Counts = { evaluations, ...counts, duplicates, rejected_lines: rejected };
      const figures = { counts: total, best, holdout, curve, ...(spared && { spared }) };
      return { symbol, folder, state, stages: list, ...figures, ...(fruitless && { fruitless }) };
    },
    state(next) {
      state = next;
    },
    stage: change,
    count(name, evaluations) {
      let improved: Evaluation | null = null;
      for (const evaluation of evaluations) if (tally.add(evaluation)) improved = evaluation;
      counted(name, evaluations.length);
      return improved;
    },
    merge(name, later) {
      tally.merge(later);
      counted(name, later.evaluations);
    },
    duplicates: (name, total) => change(name, { duplicates: total }),
    rejected(lines) {
      rejected = lines;
    },
    holdout(evaluation) {
      holdout = evaluation;
    },
  };
}

function waiting(stage: PlannedStage, cap: number): StageProgress {
  const budget = Math.min(stage.budget, cap);
  return {
    name: stage.name,
    sampler: stage.sampler,
    state: stage.enabled ? 'waiting' : 'off',
    evaluations: 0,
    budget: Number.isFinite(budget) ? budget : null,
    duplicates: 0,
    best: null,
    seconds: 0,
  };
}
