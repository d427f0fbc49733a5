import { Command } from 'commander';
import { travelOf } from '../analysis/travel.ts';
import { InputError } from '../domain/errors.ts';
import { jsonText } from '../domain/json-text.ts';
import { outOfDate, readMatrix, writeMatrix } from '../run/matrix-file.ts';
import { backtestMatrix, matrixProblem, type SymbolMatrix } from '../run/symbol-matrix.ts';
import type { CommandContext } from './context.ts';
import { EXIT } from './exit-code.ts';
import { findRun, type StoredRun } from './find-run.ts';
import { onInterrupt } from './interrupts.ts';
import { ensureDataOf } from './look-at-data.ts';
import { matrixText, SHOWN_METRICS } from './matrix-text.ts';

interface MatrixFlags {
  readonly metric: string;
  readonly again?: true;
  readonly json?: true;
}

export function matrixCommand(context: CommandContext): Command {
  return new Command('matrix')
    .description("backtest every symbol's best on every other symbol, and say which travel well")
    .argument('<run>', 'id of the run, its beginning, or latest')
    .option('--metric <name>', `what to show: ${SHOWN_METRICS.join(', ')}`, 'fitness')
    .option('--again', 'backtest anew, though there is one that is up to date')
    .option('--json', 'print one JSON document')
    .addHelpText('after', EXAMPLES)
    .action(async (run: string, flags: MatrixFlags) => {
      const { services, out } = context;
      requireMetric(flags.metric);
      const stored = await findRun(services.store, run);
      const matrix = await upToDate(context, stored, flags);
      if (matrix === null) {
        context.finish(EXIT.interrupted);
        return;
      }
      const travel = travelOf({
        sets: matrix.sets.map(({ symbol }) => symbol),
        symbols: matrix.symbols,
        fitness: matrix.cells.map((row) => row.map(({ metrics }) => metrics['fitness'] ?? null)),
      });
      if (flags.json === true) {
        out.write(jsonText({ run: stored.record.id, ...matrix, travel }));
        return;
      }
      out.write(matrixText({ matrix, travel, metric: flags.metric }, out.style));
    });
}

function requireMetric(metric: string): void {
  if (SHOWN_METRICS.includes(metric)) return;
  throw new InputError('Cannot show the matrix', [
    { path: 'metric', wanted: `one of ${SHOWN_METRICS.join(', ')}`, found: metric },
  ]);
}

/** What is kept with the run, or one that is made now; null where the user would not wait. */
async function upToDate(
  { services, err }: CommandContext,
  { record, job }: StoredRun,
  { again }: MatrixFlags,
): Promise<SymbolMatrix | null> {
  const problem = matrixProblem(record, job);
  if (problem !== null) {
    const found = `that ${problem.charAt(0).toLowerCase()}${problem.slice(1)}`;
    throw new InputError(`Cannot make a matrix of run ${record.id}`, [
      { path: '', wanted: 'a run that searched several symbols, each on its own', found },
    ]);
  }
  const folder = services.store.folder(record.id);
  const kept = await readMatrix(folder);
  if (again !== true && kept !== null && outOfDate(kept, record).length === 0) return kept;
  const controller = new AbortController();
  const abort = () => controller.abort(new Error('Interrupted'));
  using interrupts = onInterrupt({ drain: abort, abort });
  try {
    const matrix = await backtestMatrix({
      ensureData: (one) => ensureDataOf(one, services),
      createExecutor: (one) => services.createExecutor(one, (text) => err.write(text)),
      scorerOf: services.scorerOf,
      record,
      job,
      signal: controller.signal,
      progress: (done, total) => {
        if (done === 0) err.write(`Backtesting ${total} pairs of set and symbol …\n`);
      },
    });
    await writeMatrix(folder, matrix);
    return matrix;
  } catch (error) {
    if (interrupts.count > 0) return null;
    throw error;
  }
}

const EXAMPLES = `
Examples:
  $ npx leantune matrix latest
  $ npx leantune matrix 20261121_101530 --metric max_drawdown
  $ npx leantune matrix latest --json | jq '.travel[0].symbol'

Rows are sets, columns the symbols they were backtested on; a set's own symbol stands in brackets.
The dates are those of the search. What it finds is kept beside the run, and made anew when a
symbol has another best.
`;
