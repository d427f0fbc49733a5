import type { Milestones } from '../../../runner/domain/milestones.ts';

const MEASURES = ['return', 'return_over_drawdown'] as const;

/**
 * Reads where a request asks to be told how its backtest stands; undefined where it does not.
 * @throws Error where that is none of what it may be
 */
export function readMilestones(value: unknown): Milestones | undefined {
  if (value === undefined || value === null) return undefined;
  const { measure: named, at, below } = value as Readonly<Record<string, unknown>>;
  const measure = MEASURES.find((one) => one === named);
  if (measure === undefined) throw problem(`${MEASURES.join(' or ')} as measure`, named);
  if (!isAscending(at)) throw problem('ascending numbers as at', at);
  if (!isBounds(below) || below.length !== at.length) {
    throw problem('a number or null for each of at as below', below);
  }
  return { measure, at, below };
}

function isAscending(value: unknown): value is number[] {
  if (!Array.isArray(value)) return false;
  return value.every((one, n) => Number.isFinite(one) && (n === 0 || one >= value[n - 1]));
}

function isBounds(value: unknown): value is (number | null)[] {
  return Array.isArray(value) && value.every((one) => one === null || Number.isFinite(one));
}

function problem(wanted: string, found: unknown): Error {
  return new Error(
    `Cannot read the request: wanted ${wanted} of its milestones, found ${JSON.stringify(found)}`,
  );
}
