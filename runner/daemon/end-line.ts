import type { RunRecord, SymbolProgress } from '../domain/run-record.ts';

/** How a run ended, in one line: `Run 2026…: complete, 420 evaluations in 12 s; best SPY 1.84 (#137)`. */
export function endLine({ id, state, reason, seconds, symbols }: RunRecord): string {
  const evaluations = symbols.reduce((sum, { counts }) => sum + counts.evaluations, 0);
  const why = reason === null ? '' : ` (${reason})`;
  const made = `${evaluations} evaluations in ${Math.round(seconds)} s`;
  return `Run ${id}: ${state}${why}, ${made}; ${bestText(symbols)}`;
}

const MOST_NAMED = 3;

function bestText(symbols: readonly SymbolProgress[]): string {
  const bests = symbols.flatMap(({ symbol, best }) =>
    best === null ? [] : [`${symbol} ${best.fitness} (#${best.id})`],
  );
  if (bests.length === 0) return 'no valid set';
  const more = bests.length > MOST_NAMED ? ` and ${bests.length - MOST_NAMED} more` : '';
  return `best ${bests.slice(0, MOST_NAMED).join(', ')}${more}`;
}
