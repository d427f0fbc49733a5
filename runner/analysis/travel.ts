import { median } from '../domain/median.ts';

/** How a set that was found on one symbol does on the others. */
export interface Travel {
  /** Whose best it is. */
  readonly symbol: string;
  /** The mean of its places among all sets on each other symbol; 1 is the best place. */
  readonly place: number;
  /** On how many of the others it is valid. */
  readonly valid: number;
  readonly others: number;
  /** Fitness on the others where it is valid; null where it is so nowhere. */
  readonly median: number | null;
  readonly worst: number | null;
  /**
   * The median of what it reaches on each other symbol as a share of what that one's own best
   * reaches; null where no own best is above 0. Not valid is 0.
   */
  readonly kept: number | null;
}

export interface TravelOptions {
  /** Whose best each row is. */
  readonly sets: readonly string[];
  /** Where each column was traded. */
  readonly symbols: readonly string[];
  /** Rows of sets by columns of symbols; null is not valid. */
  readonly fitness: readonly (readonly (number | null)[])[];
}

/** Which sets travel well: the lowest mean place first, of equals the higher median. */
export function travelOf({ sets, symbols, fitness }: TravelOptions): readonly Travel[] {
  const places = symbols.map((_, column) => placesOf(fitness.map((row) => row[column] ?? null)));
  const own = symbols.map((symbol, column) => fitness[sets.indexOf(symbol)]?.[column] ?? null);
  const travels = sets.map((set, row): Travel => {
    const others = symbols.flatMap((symbol, column) => (symbol === set ? [] : [column]));
    const reached = others.map((column) => fitness[row]?.[column] ?? null);
    const valid = reached.filter((value) => value !== null);
    const shares = others.flatMap((column) => {
      const best = own[column] ?? null;
      return best === null || best <= 0 ? [] : [(fitness[row]?.[column] ?? 0) / best];
    });
    const all = others.map((column) => places[column]?.[row] ?? sets.length);
    return {
      symbol: set,
      place: all.reduce((sum, place) => sum + place, 0) / Math.max(1, all.length),
      valid: valid.length,
      others: others.length,
      median: valid.length > 0 ? median(valid) : null,
      worst: valid.length > 0 ? Math.min(...valid) : null,
      kept: shares.length > 0 ? median(shares) : null,
    };
  });
  const height = ({ median: middle }: Travel) => middle ?? Number.NEGATIVE_INFINITY;
  return travels.toSorted((a, b) => a.place - b.place || (height(b) > height(a) ? 1 : -1));
}

/** Equals share the mean of their places; what is not valid comes after all that is. */
function placesOf(values: readonly (number | null)[]): readonly number[] {
  const known = values.map((value) => value ?? Number.NEGATIVE_INFINITY);
  return known.map((value) => {
    const better = known.filter((other) => other > value).length;
    const equal = known.filter((other) => other === value).length;
    return better + (equal + 1) / 2;
  });
}
