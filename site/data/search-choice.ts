import type { Job } from '../../runner/domain/job.ts';
import type { RunRecord, SymbolProgress } from '../../runner/domain/run-record.ts';
import { leadingSymbol } from './leading-symbol.ts';
import { symbolsText } from './symbols-text.ts';

/** One search of a run, and where it is shared, the symbol on which its set is looked at. */
export interface SearchChoice {
  readonly progress: SymbolProgress;
  /** Null where the search has one symbol, or none of those it shares was chosen. */
  readonly of: string | null;
  readonly label: string;
}

/** @param wanted a symbol by name or folder; null takes the one with the best fitness */
export function chooseSearch(
  record: RunRecord,
  job: Job,
  wanted: string | null,
): SearchChoice | null {
  const { symbols } = record;
  if (job.mode === 'shared') {
    const [progress] = symbols;
    const all = wanted === null || wanted === progress?.symbol;
    if (progress === undefined || !(all || job.symbols.includes(wanted))) return null;
    return { progress, of: all ? null : wanted, label: all ? symbolsText(job.symbols) : wanted };
  }
  const progress =
    wanted === null
      ? leadingSymbol(symbols)
      : symbols.find(({ symbol, folder }) => symbol === wanted || folder === wanted);
  return progress ? { progress, of: null, label: progress.symbol } : null;
}

/** Every symbol that a run tells about, those of a shared search included. */
export function symbolsOf(record: RunRecord, job: Job): readonly string[] {
  return job.mode === 'shared' ? job.symbols : record.symbols.map(({ symbol }) => symbol);
}
