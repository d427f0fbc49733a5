/** How wide the kernels of a numeric parameter are, in shares of its range. */
export type Bandwidth = 'scott' | 'neighbours';

/**
 * The "magic clip" of hyperopt: the least width, which keeps kernels from collapsing onto repeated
 * values. One hundredth of the range from 98 kernels on.
 */
export function leastWidth(kernels: number): number {
  return 1 / Math.min(100, kernels + 2);
}

/** One width for all, shrinking with their number (Scott 1992, as in BOHB's multivariate density). */
export function scottWidth(kernels: number, dimensions: number): number {
  const width = 0.2 * Math.max(1, kernels) ** (-1 / (dimensions + 4));
  return Math.max(leastWidth(kernels), width);
}
