import type { SearchRecord } from './bench-record.ts';
import { type Quartiles, quartilesOf } from './quartiles.ts';

/** A sampler's own time for each suggestion, in microseconds, over all problems. */
export interface OwnTime extends Quartiles {
  readonly sampler: string;
  readonly evaluations: number;
}

export function ownTimes(searches: readonly SearchRecord[]): OwnTime[] {
  const groups = Map.groupBy(searches, ({ sampler, evaluations }) => `${sampler} ${evaluations}`);
  return [...groups.values()].map((own) => {
    const { sampler = '', evaluations = 0 } = own[0] ?? {};
    const times = own.map(({ microseconds }) => microseconds);
    return { sampler, evaluations, ...quartilesOf(times) };
  });
}
