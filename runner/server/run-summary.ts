import type { RunRecord, RunState, SymbolProgress } from '../domain/run-record.ts';

/** What a list of runs shows of one: a fraction of its record, so that ten thousand can be sent. */
export interface RunSummary {
  readonly id: string;
  readonly name: string;
  readonly study: string | null;
  /** The job's. */
  readonly tags: readonly string[];
  readonly strategy: string;
  readonly executor: string;
  readonly symbols: readonly string[];
  readonly state: RunState;
  readonly reason: string | null;
  /** The best over all symbols; null where no set is valid yet. */
  readonly best: number | null;
  /** Whose it is, where there are several. */
  readonly best_symbol: string | null;
  readonly evaluations: number;
  readonly planned: number | null;
  readonly seconds: number;
  readonly created_at: string;
  /** Improvements of that symbol's best: [id, fitness], at most 24. */
  readonly curve: SymbolProgress['curve'];
  /** Evaluations of the symbol whose curve it is. */
  readonly curve_end: number;
}

/** As many as a line in a list can tell apart. */
const MOST_POINTS = 24;

export function summaryOf(record: RunRecord): RunSummary {
  const leader = leadingSymbol(record.symbols);
  return {
    id: record.id,
    name: record.name,
    study: record.study,
    tags: record.tags,
    strategy: record.strategy,
    executor: record.executor,
    // A shared search has one name for all of its symbols.
    symbols: record.tickers ?? record.symbols.map(({ symbol }) => symbol),
    state: record.state,
    reason: record.reason,
    best: leader === undefined ? null : fitnessOf(leader),
    best_symbol: record.symbols.length > 1 ? (leader?.symbol ?? null) : null,
    evaluations: record.symbols.reduce((sum, { counts }) => sum + counts.evaluations, 0),
    planned: record.planned_evaluations,
    seconds: record.seconds,
    created_at: record.created_at,
    curve: thinned(leader?.curve ?? []),
    curve_end: leader?.counts.evaluations ?? 0,
  };
}

/** The symbol whose best is the best of all. */
function leadingSymbol(symbols: readonly SymbolProgress[]): SymbolProgress | undefined {
  let [best] = symbols;
  for (const symbol of symbols) {
    const leads = (fitnessOf(symbol) ?? -Infinity) > (best ? (fitnessOf(best) ?? -Infinity) : 0);
    if (leads) best = symbol;
  }
  return best;
}

/** Records as they were written carry infinities as text. */
function fitnessOf({ best }: SymbolProgress): number | null {
  if (best === null) return null;
  const fitness = Number(best.fitness);
  return fitness === Number.NEGATIVE_INFINITY || Number.isNaN(fitness) ? null : fitness;
}

/** First and last stay. */
function thinned(curve: SymbolProgress['curve']): SymbolProgress['curve'] {
  if (curve.length <= MOST_POINTS) return curve;
  const step = (curve.length - 1) / (MOST_POINTS - 1);
  return Array.from({ length: MOST_POINTS }, (_, index) => curve[Math.round(index * step)]).filter(
    (point) => point !== undefined,
  );
}
