import type { PartResults } from './search-results.ts';

/** The name of a variation, safe in a file's name. */
export function nameOf({ variation }: PartResults): string {
  return (variation?.name ?? 'all').replaceAll(/[^A-Za-z0-9_-]/g, '_');
}
