import type { Evaluation } from '../domain/evaluation.ts';
import type { Job } from '../domain/job.ts';
import type { RunRecord } from '../domain/run-record.ts';

export interface StoredSearch {
  readonly record: RunRecord;
  readonly job: Job;
}

/** A symbol with a set of its own, and with the one that all share. Null is not valid. */
export interface SharingRow {
  readonly symbol: string;
  readonly own: number | null;
  readonly shared: number | null;
  /** Both on the holdout; null also where there is none, or another. */
  readonly own_holdout: number | null;
  readonly shared_holdout: number | null;
}

/** What it costs to share one set between symbols, in fitness. */
export interface Sharing {
  /** The run that searched each symbol on its own. */
  readonly own: { readonly run: string; readonly name: string };
  readonly shared: {
    readonly run: string;
    readonly name: string;
    readonly judged: Job['sharedFitness'];
  };
  /** Whether both have the same holdout. */
  readonly holdout: boolean;
  readonly rows: readonly SharingRow[];
}

/** Whether a run may be the other side, by what its record says: cheap, and not the last word. */
export function mayShare(a: RunRecord, b: RunRecord): boolean {
  const several = [a, b].map(({ symbols }) => symbols.length > 1);
  return (
    a.id !== b.id &&
    several[0] !== several[1] &&
    a.strategy === b.strategy &&
    a.identity.strategy === b.identity.strategy &&
    a.dates.start === b.dates.start &&
    a.dates.end === b.dates.end &&
    tickersOf(a) === tickersOf(b) &&
    b.symbols.some(({ best }) => best !== null)
  );
}

/** Whether figures of two runs, one of each mode, stand against each other. */
export function areAlike({ job: a }: StoredSearch, { job: b }: StoredSearch): boolean {
  const basis = ({ backtest, fitness, constraints, symbols }: Job) =>
    JSON.stringify([backtest, fitness, constraints, symbols.toSorted()]);
  return a.mode !== b.mode && basis(a) === basis(b);
}

/** @param own of mode `each` @param shared of mode `shared` */
export function sharingOf(own: StoredSearch, shared: StoredSearch): Sharing {
  const { best = null, holdout = null } = shared.record.symbols[0] ?? {};
  const held = JSON.stringify(own.job.holdout) === JSON.stringify(shared.job.holdout);
  const isHeld = held && own.job.holdout !== null;
  return {
    own: { run: own.record.id, name: own.record.name },
    shared: {
      run: shared.record.id,
      name: shared.record.name,
      judged: shared.job.sharedFitness,
    },
    holdout: isHeld,
    rows: own.record.symbols.map((search): SharingRow => {
      const { symbol } = search;
      return {
        symbol,
        own: finite(search.best?.fitness),
        shared: finite(on(best, symbol)),
        own_holdout: isHeld ? finite(search.holdout?.fitness) : null,
        shared_holdout: isHeld ? finite(on(holdout, symbol)) : null,
      };
    }),
  };
}

function tickersOf({ tickers, symbols }: RunRecord): string {
  return (tickers ?? symbols.map(({ symbol }) => symbol)).toSorted().join();
}

function on(evaluation: Evaluation | null, symbol: string): number | undefined {
  return evaluation?.metrics[`fitness ${symbol}`];
}

/** Records as they are written carry infinities as text. */
function finite(value: number | string | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
