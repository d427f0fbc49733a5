import type { Moments } from '../../../harness/embedded/data/bar-slices.ts';

/** Slices that come at these times, none of them silent. */
export function momentsAt(times: readonly number[]): Moments {
  const at = (slice: number) => times[slice] as number;
  return { length: times.length, at, isSilent: () => false };
}
