import type { DateRange, Evaluation } from '../domain/evaluation.ts';
import { roundFitness } from '../domain/fitness.ts';
import { median } from '../domain/median.ts';
import type { ParameterSet } from '../domain/parameter-set.ts';
import type {
  Baseline,
  Counts,
  RunRecord,
  RunState,
  SymbolProgress,
} from '../domain/run-record.ts';
import type { Verification } from '../domain/verification.ts';

/** What a search found: `<symbol>/reports/summary.json`. */
export interface SymbolSummary {
  readonly symbol: string;
  readonly state: RunState;
  readonly counts: Counts;
  readonly best: BestSummary | null;
  /** The best set on days that the search has not seen. */
  readonly holdout: BestSummary | null;
  /** What the best is compared with, and where that comes from; null where there is nothing. */
  readonly baseline: (BestSummary & { readonly label: string }) | null;
  /** Fitness of the best above that of the baseline; null where one of them has none. */
  readonly gain: number | null;
  /** Whether the best came out the same again, and where. */
  readonly verified: readonly Verification[];
}

export interface BestSummary {
  readonly id: number;
  readonly params: ParameterSet;
  readonly fitness: number;
  /** Net profit in percent; absent, as all that follow, where it was not measured. */
  readonly net_pnl?: number;
  readonly max_drawdown?: number;
  readonly trade_count?: number;
  readonly win_rate?: number;
  readonly profit_factor?: number;
}

/** What a run found on all its symbols: `summary.json`. */
export interface RunSummary {
  readonly v: 1;
  readonly run: string;
  readonly name: string;
  readonly state: RunState;
  readonly strategy: string;
  readonly dates: DateRange;
  readonly holdout_dates: DateRange | null;
  readonly evaluations: number;
  readonly seconds: number;
  readonly symbols: readonly SymbolSummary[];
  /** Symbols on which a valid set was found … */
  readonly symbols_with_best: number;
  /** … and the median of their best fitness; null where there are none. */
  readonly median_fitness: number | null;
}

export function summarize(record: RunRecord): RunSummary {
  const symbols = record.symbols.map(summarizeSymbol);
  const fitness = symbols.flatMap(({ best }) => (best === null ? [] : [best.fitness]));
  return {
    v: 1,
    run: record.id,
    name: record.name,
    state: record.state,
    strategy: record.strategy,
    dates: record.dates,
    holdout_dates: record.holdout_dates,
    evaluations: record.symbols.reduce((sum, { counts }) => sum + counts.evaluations, 0),
    seconds: record.seconds,
    symbols,
    symbols_with_best: fitness.length,
    median_fitness: fitness.length === 0 ? null : median(fitness),
  };
}

export function summarizeSymbol(progress: SymbolProgress): SymbolSummary {
  const { symbol, state, counts, best, holdout, baseline, verified = [] } = progress;
  const before = bestOf(baseline?.evaluation ?? null);
  return {
    symbol,
    state,
    counts,
    best: bestOf(best),
    holdout: bestOf(holdout),
    baseline: before === null ? null : { ...before, label: baseline?.label ?? '' },
    gain: gainOf(best, baseline),
    verified: verified.filter(({ evaluation }) => evaluation === best?.id),
  };
}

function gainOf(best: Evaluation | null, baseline: Baseline | undefined): number | null {
  if (best === null || baseline?.evaluation.status !== 'complete') return null;
  return roundFitness(best.fitness - baseline.evaluation.fitness);
}

function bestOf(evaluation: Evaluation | null): BestSummary | null {
  if (evaluation === null) return null;
  const { id, params, fitness, net_pnl, max_drawdown, trade_count, win_rate, profit_factor } =
    evaluation;
  const measured = { net_pnl, max_drawdown, trade_count, win_rate, profit_factor };
  const present = Object.entries(measured).filter(([, value]) => value !== undefined);
  return { id, params, fitness, ...Object.fromEntries(present) };
}
