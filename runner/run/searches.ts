import type { Job } from '../domain/job.ts';

/** What stands for the symbols of a shared search, in names of folders and on the site. */
const SHARED = 'shared';

/** The searches of a run, by the name that each has: its symbol's, or one for all symbols. */
export function searchesOf({ mode, symbols }: Job): readonly string[] {
  return mode === 'shared' ? [SHARED] : symbols;
}
