import type { Identified } from '../domain/identified.ts';
import { differences, searchDifferences } from './identity.ts';
import type { Registries } from './registries.ts';

/**
 * What differs between two jobs, in words: "the data", or the very settings where it is the search
 * that differs. Empty where they are the same search.
 */
export function jobDifferences(
  before: Identified,
  now: Identified,
  samplers: Registries['samplers'],
): string[] {
  const settings = searchDifferences(before.job, now.job, samplers);
  const parts = differences(before.identity, now.identity);
  if (before.identity.search === now.identity.search || settings.length === 0) return parts;
  const others = differences(before.identity, { ...now.identity, search: before.identity.search });
  return [...others, ...settings];
}
