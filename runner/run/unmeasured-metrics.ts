import type { CompleteOutcome } from '../domain/executor.ts';
import type { Job } from '../domain/job.ts';
import { nearestName } from '../domain/nearest-name.ts';

/** A backtest without trades lacks many metrics, so that the first ones alone prove nothing. */
const LOOKED_AT = 20;

/** A metric that the job judges by and no backtest had. */
export interface UnmeasuredMetric {
  readonly name: string;
  /** What they had that is spelt like it. */
  readonly nearest: string | null;
}

/**
 * Finds objectives and constraints whose metric no backtest measures: every set would be invalid, and
 * the search one over nothing.
 * @param found told once, after the first twenty backtests, of the metrics that none of them had
 * @returns what is to be told of every complete backtest
 */
export function watchUnmeasured(
  { objectives = [], constraints }: Pick<Job, 'objectives' | 'constraints'>,
  found: (metrics: readonly UnmeasuredMetric[]) => void,
): (outcome: CompleteOutcome) => void {
  const missing = new Set([...objectives, ...constraints].map(({ metric }) => metric));
  const measured = new Set<string>();
  let looked = 0;
  return (outcome) => {
    if (looked === LOOKED_AT || missing.size === 0) return;
    looked++;
    for (const metrics of Object.values(outcome.bySymbol ?? { all: outcome.metrics })) {
      for (const name of Object.keys(metrics)) {
        missing.delete(name);
        measured.add(name);
      }
    }
    if (looked < LOOKED_AT || missing.size === 0) return;
    const names = [...measured];
    found([...missing].map((name) => ({ name, nearest: nearestName(name, names) ?? null })));
  };
}

/** What a user reads of them. */
export function unmeasuredText(metrics: readonly UnmeasuredMetric[]): string {
  const names = metrics.map(({ name, nearest }) =>
    nearest === null ? name : `${name} (there is ${nearest})`,
  );
  return `None of the first ${LOOKED_AT} backtests measured ${names.join(', ')}: a set without it is invalid`;
}
