import type { SymbolProgress } from '../domain/run-record.ts';
import type { Verification } from '../domain/verification.ts';

/** Where the searches of a run stand, and what this session verified of their bests. */
export interface Standing {
  readonly list: () => readonly SymbolProgress[];
  of(symbol: string): SymbolProgress | undefined;
  /** A search has moved on; what was verified of it before this session is forgotten. */
  moved(progress: SymbolProgress): void;
  /** Kept whatever the search, whose outputs may still be written, says of itself later. */
  verified(symbol: string, verifications: readonly Verification[]): void;
}

export function createStanding(before: readonly SymbolProgress[]): Standing {
  const searches = new Map(before.map((progress) => [progress.symbol, progress]));
  const verified = new Map<string, readonly Verification[]>();

  const moved = (progress: SymbolProgress): void => {
    const known = verified.get(progress.symbol);
    const now = known === undefined ? progress : { ...progress, verified: known };
    searches.set(progress.symbol, now);
  };

  return {
    list: () => [...searches.values()],
    of: (symbol) => searches.get(symbol),
    moved,
    verified(symbol, verifications) {
      verified.set(symbol, verifications);
      const now = searches.get(symbol);
      if (now !== undefined) moved(now);
    },
  };
}
