import type {
  RunRecord,
  RunState,
  StageProgress,
  SymbolProgress,
} from '../../runner/domain/run-record.ts';
import { formatNumber } from './format.ts';

export interface Progress {
  readonly done: number;
  readonly planned: number | null;
  /** From 0 to 1; null where the end is not known. */
  readonly share: number | null;
  readonly perSecond: number | null;
  readonly etaSeconds: number | null;
}

const ACTIVE: ReadonlySet<RunState> = new Set(['compiling', 'running', 'stopping']);

/** States from which a run goes on by itself, or could: nobody may take it away. */
const UNDER_WAY: ReadonlySet<RunState> = new Set(['queued', 'paused', ...ACTIVE]);

/** Whether it has not ended. */
export function isUnderWay(state: RunState): boolean {
  return UNDER_WAY.has(state);
}

export function isActive(state: RunState): boolean {
  return ACTIVE.has(state);
}

function evaluations(record: RunRecord): number {
  return record.symbols.reduce((sum, { counts }) => sum + counts.evaluations, 0);
}

export function runProgress(record: RunRecord): Progress {
  const done = evaluations(record);
  const planned = record.planned_evaluations;
  const perSecond = record.evaluations_per_second;
  const left = planned === null ? null : Math.max(0, planned - done);
  const eta = isActive(record.state) && left !== null && perSecond ? left / perSecond : null;
  return {
    done,
    planned,
    // A search may end before its budget: a stage stops early, or a small grid is used up.
    share: record.state === 'complete' ? 1 : planned ? Math.min(1, done / planned) : null,
    perSecond,
    etaSeconds: eta,
  };
}

/** What the share is of; for a run that is complete with less than was planned, why. */
export function progressNote(record: RunRecord): string {
  const { done, planned } = runProgress(record);
  if (planned === null) return '';
  const of = `${formatNumber(planned)} planned`;
  if (record.state !== 'complete' || done >= planned) return `of ${of}`;
  const repeats = record.symbols.reduce((sum, { counts }) => sum + counts.duplicates, 0);
  // A repeat of a known set is asked for, but costs no evaluation.
  return done + repeats >= planned
    ? `${formatNumber(planned - done)} of ${of} were repeats`
    : `ended by itself at ${formatNumber(done)} of ${of}`;
}

/** How much of the grid was evaluated for a symbol; null where the space is continuous. */
export function searchedShare(record: RunRecord, symbol: SymbolProgress): number | null {
  if (record.space_size === null) return null;
  const size = Number(record.space_size);
  return size > 0 ? Math.min(1, symbol.counts.evaluations / size) : null;
}

export function stageShare(stage: StageProgress): number | null {
  if (stage.state === 'complete') return 1;
  // A stage ends at its budget, and repeats of known sets do not use it up.
  return stage.budget ? Math.min(1, stage.evaluations / stage.budget) : null;
}
