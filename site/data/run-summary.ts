import type { RunRecord, RunState, SymbolProgress } from '../../runner/domain/run-record.ts';

/** A run as the history shows and sorts it. */
export interface RunSummary {
  readonly id: string;
  readonly name: string;
  readonly study: string | null;
  readonly strategy: string;
  readonly symbols: readonly string[];
  readonly state: RunState;
  readonly reason: string | null;
  /** The best over all symbols; null where no set is valid yet. */
  readonly best: number | null;
  readonly bestSymbol: string | null;
  readonly evaluations: number;
  readonly planned: number | null;
  readonly seconds: number;
  /** ISO 8601 in UTC, so that text order is time order. */
  readonly created: string;
  readonly curve: SymbolProgress['curve'];
  /** Evaluations of the symbol whose curve it is. */
  readonly curveEnd: number;
  readonly searchable: string;
}

function fitness(symbol: SymbolProgress | undefined): number | null {
  const score = symbol?.best?.fitness;
  return score === undefined || score === Number.NEGATIVE_INFINITY ? null : score;
}

/** The symbol whose best is the best of all. */
export function leadingSymbol(symbols: readonly SymbolProgress[]): SymbolProgress | undefined {
  return symbols.reduce<SymbolProgress | undefined>(
    (best, symbol) =>
      best === undefined || (fitness(symbol) ?? -Infinity) > (fitness(best) ?? -Infinity)
        ? symbol
        : best,
    undefined,
  );
}

export function summariseRun(record: RunRecord): RunSummary {
  const leader = leadingSymbol(record.symbols);
  // A shared search has one name for all of its symbols.
  const symbols = record.tickers ?? record.symbols.map(({ symbol }) => symbol);
  const words = [record.id, record.name, record.strategy, record.study, ...record.tags, ...symbols];
  return {
    id: record.id,
    name: record.name,
    study: record.study,
    strategy: record.strategy,
    symbols,
    state: record.state,
    reason: record.reason,
    best: fitness(leader),
    bestSymbol: record.symbols.length > 1 ? (leader?.symbol ?? null) : null,
    evaluations: record.symbols.reduce((sum, { counts }) => sum + counts.evaluations, 0),
    planned: record.planned_evaluations,
    seconds: record.seconds,
    created: record.created_at,
    curve: leader?.curve ?? [],
    curveEnd: leader?.counts.evaluations ?? 0,
    searchable: words.filter(Boolean).join('\n').toLowerCase(),
  };
}
