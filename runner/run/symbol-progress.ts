import type { Evaluation } from '../domain/evaluation.ts';
import type { Counts, RunState, StageProgress, SymbolProgress } from '../domain/run-record.ts';
import type { PlannedStage, SearchPlan } from '../pipeline/plan.ts';

/** Improvements kept for the small curve of a run list. */
const MOST_CURVE_POINTS = 60;

/** Keeps the running figures of one symbol. */
export interface ProgressKeeper {
  readonly progress: SymbolProgress;
  state(state: RunState): void;
  stage(name: string, change: Partial<StageProgress>): void;
  /** Counts evaluations of the search. Returns the last that was better than all before, if any. */
  count(stage: string, evaluations: readonly Evaluation[]): Evaluation | null;
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
  const counts = {
    evaluations: 0,
    complete: 0,
    invalid: 0,
    failed: 0,
    pruned: 0,
    rejected_lines: 0,
  };
  let state: RunState = 'queued';
  let best: Evaluation | null = null;
  let holdout: Evaluation | null = null;
  let curve: (readonly [number, number])[] = [];

  const change = (name: string, values: Partial<StageProgress>): void => {
    const stage = stages.get(name);
    if (stage !== undefined) stages.set(name, { ...stage, ...values });
  };

  return {
    get progress(): SymbolProgress {
      const list = [...stages.values()];
      const duplicates = list.reduce((sum, stage) => sum + stage.duplicates, 0);
      const total: Counts = { ...counts, duplicates };
      return { symbol, folder, state, stages: list, counts: total, best, holdout, curve };
    },
    state(next) {
      state = next;
    },
    stage: change,
    count(name, evaluations) {
      let improved: Evaluation | null = null;
      for (const evaluation of evaluations) {
        counts.evaluations++;
        counts[evaluation.status]++;
        if (!isBetter(evaluation, best)) continue;
        if (best === null || evaluation.fitness > best.fitness) {
          // Slots finish in any order: what came later in the search and is beaten by then is none.
          const before = curve.filter(([id]) => id < evaluation.id);
          curve = thinned([...before, [evaluation.id, evaluation.fitness]]);
        }
        best = evaluation;
        improved = evaluation;
      }
      const before = stages.get(name)?.evaluations ?? 0;
      change(name, { evaluations: before + evaluations.length, best: best?.fitness ?? null });
      return improved;
    },
    duplicates: (name, total) => change(name, { duplicates: total }),
    rejected(lines) {
      counts.rejected_lines = lines;
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

/** The older of equals is the best, so that the order in which slots finish decides nothing. */
function isBetter(evaluation: Evaluation, best: Evaluation | null): boolean {
  if (evaluation.status !== 'complete') return false;
  if (best === null || evaluation.fitness > best.fitness) return true;
  return evaluation.fitness === best.fitness && evaluation.id < best.id;
}

/** Drops every second point but the last when there are too many. */
function thinned<T>(points: T[]): T[] {
  if (points.length <= MOST_CURVE_POINTS) return points;
  return points.filter((_, index) => index % 2 === 0 || index === points.length - 1);
}
