import { sixDigits } from './search-once.ts';

export interface Quartiles {
  readonly q25: number;
  readonly median: number;
  readonly q75: number;
}

/** By linear interpolation, as numpy has them; NaN of nothing. */
export function quartilesOf(values: readonly number[]): Quartiles {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => {
    const place = share * (sorted.length - 1);
    const low = sorted[Math.floor(place)] ?? Number.NaN;
    const high = sorted[Math.ceil(place)] ?? Number.NaN;
    // Searches that found nothing valid stand at Infinity, which has no way to itself.
    return low === high ? low : sixDigits(low + (high - low) * (place - Math.floor(place)));
  };
  return { q25: at(0.25), median: at(0.5), q75: at(0.75) };
}
