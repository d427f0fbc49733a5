import { join } from 'node:path';
import { messageOf } from '../domain/errors.ts';
import type { Job } from '../domain/job.ts';
import type { RunRecord, SymbolProgress } from '../domain/run-record.ts';
import { evaluationById, type FoundEvaluation } from '../run/evaluation-by-id.ts';
import { refusal } from './problem.ts';
import { findSymbol } from './run-finder.ts';
import type { RouteServices } from './services.ts';

/** An evaluation, and what it is of. */
export interface EvaluationPlace extends FoundEvaluation {
  readonly record: RunRecord;
  readonly job: Job;
  readonly progress: SymbolProgress;
  /** The search's folder, absolute. */
  readonly folder: string;
  /** The symbol of a shared search whose result is wanted; absent where none was named. */
  readonly of: string | undefined;
  /** Of a shared search: its symbols. */
  readonly symbols: readonly string[];
  /** What the result that is wanted traded. */
  readonly traded: string;
}

export interface EvaluationName {
  readonly run: string;
  readonly symbol: string;
  readonly id: number;
}

/** @throws HTTPException 404 where there is no such run, symbol or evaluation, 422 where it cannot be read */
export async function evaluationPlace(
  { finder, store }: Pick<RouteServices, 'finder' | 'store'>,
  { run, symbol, id }: EvaluationName,
  of: string | undefined,
): Promise<EvaluationPlace> {
  const { record, job } = await finder.read(run);
  const progress = findSymbol(record, symbol);
  const folder = join(store.folder(record.id), progress.folder);
  const found = await evaluationById(folder, id).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    // Where the store lies is nobody's business elsewhere.
    const why = messageOf(error).replaceAll(`${store.root}/`, '');
    throw refusal(422, `Cannot read evaluation #${id} of run ${record.id}: ${why}`);
  });
  if (found === null) {
    throw refusal(404, `Run ${record.id} has no evaluation #${id} of ${progress.symbol}`);
  }
  const symbols = job.mode === 'shared' ? job.symbols : [];
  if (of !== undefined && !symbols.includes(of)) {
    throw refusal(404, `Run ${record.id} has no results on "${of}" apart from its own`);
  }
  const traded = of ?? symbols[0] ?? progress.symbol;
  return { record, job, progress, folder, ...found, of, symbols, traded };
}

/** What repeats an evaluation at the command line. */
export function backtestCommand(place: EvaluationPlace): string {
  const { record, symbols, of, traded, evaluation } = place;
  const isNamed = symbols.length > 0 ? of !== undefined : record.symbols.length > 1;
  const which = isNamed ? ` --symbol ${quoted(traded)}` : '';
  return `npx leantune backtest ${record.id}#${evaluation.id}${which}`;
}

/** Plain words need no quotes in a shell. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
