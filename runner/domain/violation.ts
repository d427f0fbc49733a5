import type { Constraint } from './job.ts';

/** How far a value is from satisfying a constraint; 0 where it does, Infinity where it is missing. */
export function violation(
  found: number | undefined,
  operator: Constraint['operator'],
  wanted: number,
): number {
  if (found === undefined) return Number.POSITIVE_INFINITY;
  switch (operator) {
    case '<':
      return found < wanted ? 0 : Math.max(found - wanted, Number.MIN_VALUE);
    case '<=':
      return Math.max(found - wanted, 0);
    case '>':
      return found > wanted ? 0 : Math.max(wanted - found, Number.MIN_VALUE);
    case '>=':
      return Math.max(wanted - found, 0);
    case '==':
      return Math.abs(found - wanted);
    case '!=':
      return found === wanted ? Number.MIN_VALUE : 0;
  }
}
