import type { Evaluation } from '../domain/evaluation.ts';
import type { BacktestRequest, Executor, Outcome } from '../domain/executor.ts';
import type { Job } from '../domain/job.ts';
import type { ParameterSet } from '../domain/parameter-set.ts';
import type { RunRecord } from '../domain/run-record.ts';
import type { Score, Scorer } from '../pipeline/score.ts';
import type { BacktestKit } from './repeat-evaluation.ts';

/** One set on one symbol. */
export interface MatrixCell {
  readonly status: Evaluation['status'];
  /** `fitness` is among them where it is valid; what is not finite is absent. */
  readonly metrics: Readonly<Record<string, number>>;
  readonly error: string | null;
}

/** A row of the matrix: the best of a symbol's own search. */
export interface MatrixSet {
  readonly symbol: string;
  readonly evaluation: number;
  readonly params: ParameterSet;
}

/** Every symbol's best on every symbol, on the dates of the search. */
export interface SymbolMatrix {
  readonly v: 1;
  /** Rows: those symbols whose search has a valid best. */
  readonly sets: readonly MatrixSet[];
  /** Columns: all symbols of the run. */
  readonly symbols: readonly string[];
  readonly cells: readonly (readonly MatrixCell[])[];
  /** Symbols on which the own best did not reach again what its search says: data or strategy changed. */
  readonly changed: readonly string[];
  readonly seconds: number;
  readonly at: string;
}

export interface MatrixKit extends BacktestKit {
  /** What judges the outcomes of a job's backtests. */
  scorerOf(job: Job): Scorer;
}

export interface MatrixOptions extends MatrixKit {
  readonly record: RunRecord;
  readonly job: Job;
  readonly signal: AbortSignal;
  /** Told how many backtests are done, and of how many. */
  readonly progress: (done: number, total: number) => void;
}

/** What is kept of each backtest beside its fitness. */
export const MATRIX_METRICS: readonly string[] = [
  'net_pnl',
  'max_drawdown',
  'sharpe_ratio',
  'sortino_ratio',
  'calmar_ratio',
  'profit_factor',
  'win_rate',
  'trade_count',
];

/** The sets that a matrix of this run is made of. */
export function matrixSets({ symbols }: RunRecord): readonly MatrixSet[] {
  return symbols.flatMap(({ symbol, best }) =>
    best === null ? [] : [{ symbol, evaluation: best.id, params: best.params }],
  );
}

/** Why a run has no such matrix; null where it can have one. */
export function matrixProblem(record: RunRecord, job: Job): string | null {
  if (job.mode === 'shared') {
    return 'All symbols share one set: its figures on each of them are in the run already';
  }
  if (record.symbols.length < 2) return 'The run has one symbol alone';
  if (matrixSets(record).length === 0) return 'No symbol has a valid set';
  return null;
}

/** Backtests every symbol's best on all symbols of its run, in an executor of its own. */
export async function backtestMatrix(options: MatrixOptions): Promise<SymbolMatrix> {
  const { record, job, signal, progress } = options;
  const started = performance.now();
  const sets = matrixSets(record);
  const symbols = record.symbols.map(({ symbol }) => symbol);
  const total = sets.length * symbols.length;
  const scorer = options.scorerOf(job);
  await options.ensureData(job);
  await using executor = options.createExecutor(job);
  await executor.start();
  let done = 0;
  progress(0, total);
  const columns = symbols.map(async (symbol, place) => {
    const setup = { ...job.backtest, symbol };
    await executor.prepare(setup);
    const requests = sets.map(({ params }, row): BacktestRequest => {
      return { id: place * sets.length + row + 1, setup, params, detail: 'metrics' };
    });
    const cells: MatrixCell[] = [];
    for await (const outcome of inChunks(executor, requests, signal)) {
      cells[(outcome.id - 1) % sets.length] = cellOf(scorer(outcome));
      progress(++done, total);
    }
    return cells;
  });
  const found = await Promise.all(columns);
  const cells = sets.map((_, row) => found.map((column) => column[row] as MatrixCell));
  return {
    v: 1,
    sets,
    symbols,
    cells,
    changed: changedOf(record, { sets, symbols, cells }),
    seconds: (performance.now() - started) / 1000,
    at: new Date().toISOString(),
  };
}

/** As many at a time as suit the executor, which hands them to its slots. */
async function* inChunks(
  executor: Executor,
  requests: readonly BacktestRequest[],
  signal: AbortSignal,
): AsyncGenerator<Outcome> {
  for (let first = 0; first < requests.length; ) {
    const chunk = requests.slice(first, first + Math.max(1, executor.chunk));
    first += chunk.length;
    // Preparing knows no signal: it may have been given up meanwhile.
    signal.throwIfAborted();
    yield* executor.evaluate(chunk, signal);
  }
}

function cellOf({ status, fitness, headline, metrics, error }: Score): MatrixCell {
  const all: Readonly<Record<string, number | undefined>> = { ...metrics, ...headline };
  const shown = MATRIX_METRICS.map((name) => [name, all[name]] as const);
  const figures = status === 'complete' ? [['fitness', fitness] as const, ...shown] : shown;
  const finite = figures.filter(([, value]) => Number.isFinite(value));
  return { status, metrics: Object.fromEntries(finite) as Record<string, number>, error };
}

/** The diagonal repeats what the search found, unless something has changed since. */
function changedOf(
  { symbols: searches }: RunRecord,
  { sets, symbols, cells }: Pick<SymbolMatrix, 'sets' | 'symbols' | 'cells'>,
): readonly string[] {
  return sets.flatMap(({ symbol }, row) => {
    const was = searches.find((search) => search.symbol === symbol)?.best?.fitness;
    const is = cells[row]?.[symbols.indexOf(symbol)]?.metrics['fitness'];
    return is === was ? [] : [symbol];
  });
}
