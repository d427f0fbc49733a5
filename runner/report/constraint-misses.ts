import type { Constraint, Job } from '../domain/job.ts';
import { violation } from '../domain/violation.ts';
import type { SearchCursor } from './search-cursor.ts';

/** How the evaluations of a search stand to one thing that was asked of them. */
export interface ConstraintMisses extends Constraint {
  /** Whether it is a limit of the fitness, not one of the job's constraints. */
  readonly isLimit: boolean;
  /** Evaluations that measured it. */
  readonly measured: number;
  readonly missed: number;
  /** Those that miss nothing else. */
  readonly alone: number;
  /** By how much, of those that miss it. */
  readonly median_miss: number | null;
  readonly worst_miss: number | null;
  /** Measured values in even parts from `low` to `high`; what is beyond counts at the ends. */
  readonly low: number;
  readonly high: number;
  readonly counts: readonly number[];
}

export interface ConstraintsView {
  readonly evaluations: number;
  /** Evaluations that were carried out and miss at least one. */
  readonly missed: number;
  readonly constraints: readonly ConstraintMisses[];
}

const BINS = 40;
/** The outermost values would make all others one bin. */
const TAIL = 0.01;

/** Limits that any fitness takes, as constraints; `fitness/limits.ts` has their words. */
const LIMITS: Readonly<Record<string, Omit<Constraint, 'value'>>> = {
  min_trades: { metric: 'trade_count', operator: '>=' },
  min_profit_factor: { metric: 'profit_factor', operator: '>=' },
  max_drawdown_limit: { metric: 'max_drawdown', operator: '<=' },
};

interface Asked extends Constraint {
  readonly isLimit: boolean;
}

/** What a job asks of metrics: its constraints, then the limits of its fitness. */
export function askedOf({ constraints, fitness }: Pick<Job, 'constraints' | 'fitness'>): Asked[] {
  const limits = Object.entries(LIMITS).flatMap(([name, limit]) => {
    const value = fitness.options[name];
    return typeof value === 'number' && value > 0 ? [{ ...limit, value, isLimit: true }] : [];
  });
  return [...constraints.map((one) => ({ ...one, isLimit: false })), ...limits];
}

/** @param cursor opened with the metrics of `asked`, in its order */
export function constraintMisses(cursor: SearchCursor, asked: readonly Asked[]): ConstraintsView {
  const found = asked.map((): Found => ({ values: [], misses: [], alone: 0 }));
  let evaluations = 0;
  let missed = 0;
  cursor.visit((row) => {
    evaluations++;
    if (row.status === 'failed' || row.status === 'pruned') return;
    const own = asked.flatMap((one, place) => {
      const mine = found[place] as Found;
      return note(mine, one, row.metric(place)) ? [mine] : [];
    });
    if (own.length > 0) missed++;
    if (own.length === 1) (own[0] as Found).alone++;
  });
  const constraints = asked.map((one, place): ConstraintMisses => {
    const { values, misses, alone } = found[place] as Found;
    const amounts = Float64Array.from(misses).sort();
    const measured = amounts.filter(Number.isFinite);
    return {
      ...one,
      measured: values.length,
      missed: misses.length,
      alone,
      median_miss: measured[Math.floor(measured.length / 2)] ?? null,
      worst_miss: measured.at(-1) ?? null,
      ...histogram(Float64Array.from(values).sort(), one.value),
    };
  });
  return { evaluations, missed, constraints };
}

interface Found {
  readonly values: number[];
  readonly misses: number[];
  alone: number;
}

/** @param metric NaN where it is missing. Returns whether it is missed. */
function note({ values, misses }: Found, { operator, value }: Constraint, metric: number): boolean {
  const isMissing = Number.isNaN(metric);
  if (!isMissing) values.push(metric);
  const amount = violation(isMissing ? undefined : metric, operator, value);
  if (amount > 0) misses.push(amount);
  return amount > 0;
}

/** @param sorted ascending @param limit lies within, so that it can be drawn */
function histogram(
  sorted: Float64Array,
  limit: number,
): Pick<ConstraintMisses, 'low' | 'high' | 'counts'> {
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? limit;
  const low = Math.min(limit, finite(at(TAIL), limit));
  const high = Math.max(limit, finite(at(1 - TAIL), limit));
  const counts = new Array<number>(BINS).fill(0);
  const width = (high - low) / BINS || 1;
  for (const value of sorted) {
    const bin = Math.min(BINS - 1, Math.max(0, Math.floor((value - low) / width)));
    counts[bin] = (counts[bin] as number) + 1;
  }
  return { low, high, counts };
}

function finite(value: number, instead: number): number {
  return Number.isFinite(value) ? value : instead;
}
