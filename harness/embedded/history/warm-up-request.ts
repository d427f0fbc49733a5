import type { Resolution } from '../data/bar-grid.ts';

/** What an algorithm wants to see before it begins: a number of bars, or a length of time in ms. */
export interface WarmUpRequest {
  readonly bars: number | null;
  readonly time: number | null;
  readonly resolution: Resolution | null;
}
