import type { Evaluation } from '../../runner/domain/evaluation.ts';
import type { Job } from '../../runner/domain/job.ts';
import type { RunRecord, SymbolProgress } from '../../runner/domain/run-record.ts';
import type {
  AnnotationsView,
  BestView,
  FrontView,
  LogView,
  PointsView,
  SlotsEvent,
} from '../../runner/server/views.ts';
import type { ConnectionState } from './event-stream.ts';

export type LogLine = LogView['lines'][number];

/** What a run's page asks for beside its record. */
export interface RunParts {
  readonly points: PointsView | null;
  readonly top: readonly Evaluation[] | null;
  readonly best: BestView | null;
  /** Where the job names several objectives; null otherwise. */
  readonly front: FrontView | null;
  readonly log: readonly LogLine[] | null;
  /** What people noted. */
  readonly annotations: AnnotationsView | null;
}

/** All that the page of a run knows. A part is replaced, never changed, when it has news; null until it is known. */
export interface RunSnapshot extends RunParts {
  readonly id: string;
  readonly record: RunRecord | null;
  readonly job: Job | null;
  /** Name of the job's file in the run's folder; absent where it is not known. */
  readonly file?: string;
  /** The symbol shown; null until the record is there. */
  readonly symbol: SymbolProgress | null;
  /** What its slots are at; null while nobody says. */
  readonly slots: SlotsEvent | null;
  readonly connection: ConnectionState;
  /** Why the run cannot be shown. */
  readonly problem: string | null;
  /** Whether there is no such run. */
  readonly isMissing: boolean;
  /** Whether it was deleted while it was shown. */
  readonly isGone: boolean;
  /** Whether its files cannot be read. */
  readonly isBroken: boolean;
  /** Why parts of it could not be had. */
  readonly failed: Readonly<Partial<Record<keyof RunParts, string>>>;
}

/** Chooses by name or by folder name; the first where neither fits. */
export function chooseSymbol(record: RunRecord, wanted: string | null): SymbolProgress | null {
  const { symbols } = record;
  return (
    symbols.find(({ symbol, folder }) => symbol === wanted || folder === wanted) ??
    symbols[0] ??
    null
  );
}

const EMPTY: Omit<RunSnapshot, 'id'> = {
  record: null,
  job: null,
  symbol: null,
  points: null,
  top: null,
  best: null,
  front: null,
  log: null,
  annotations: null,
  slots: null,
  connection: 'connecting',
  problem: null,
  isMissing: false,
  isGone: false,
  isBroken: false,
  failed: {},
};

/** What is shown now and how it changes; every part of the feed writes through this. */
export function createSnapshot(
  id: string,
  wanted: string | null,
  onChange: (now: RunSnapshot) => void,
) {
  let now: RunSnapshot = { id, ...EMPTY };
  function change(part: Partial<RunSnapshot>): void {
    now = { ...now, ...part };
    onChange(now);
  }
  return {
    get: () => now,
    change,
    changeRecord: (record: RunRecord, job: Job | null = now.job) =>
      change({ record, job, symbol: chooseSymbol(record, wanted), problem: null }),
    isShown: (symbol: string) => symbol === now.symbol?.symbol || symbol === now.symbol?.folder,
  };
}

export type SharedSnapshot = ReturnType<typeof createSnapshot>;
