import type { SymbolProgress } from '../../runner/domain/run-record.ts';

/** The symbol whose best is the best of all. */
export function leadingSymbol(symbols: readonly SymbolProgress[]): SymbolProgress | undefined {
  const fitness = (symbol: SymbolProgress) => symbol.best?.fitness ?? Number.NEGATIVE_INFINITY;
  return symbols.reduce<SymbolProgress | undefined>(
    (best, symbol) => (best === undefined || fitness(symbol) > fitness(best) ? symbol : best),
    undefined,
  );
}
