import { Command } from 'commander';
import { type Convergence, convergence } from '../analysis/convergence.ts';
import { type Importance, importance } from '../analysis/importance.ts';
import { type Stability, stability } from '../analysis/stability.ts';
import { InputError } from '../domain/errors.ts';
import type { Job } from '../domain/job.ts';
import { jsonText } from '../domain/json-text.ts';
import type { RunRecord, SymbolProgress } from '../domain/run-record.ts';
import { createSpace } from '../domain/space.ts';
import type { RunStore } from '../run/run-store.ts';
import { importanceText, stabilityText } from './analysis-text.ts';
import type { CommandContext } from './context.ts';
import { convergenceText } from './convergence-text.ts';
import { findRun } from './find-run.ts';

interface AnalyzeOptions {
  readonly symbol?: string;
  readonly json?: true;
}

export function analyzeCommand({ services, out }: CommandContext): Command {
  return new Command('analyze')
    .description(
      'show how a run came to its best, which parameters mattered, and what is around it',
    )
    .argument('<run>', 'id of the run, its beginning, or latest')
    .option('--symbol <symbol>', 'this symbol alone')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      '\nExamples:\n  $ npx leantune analyze latest\n  $ npx leantune analyze 20261121 --symbol SPX --json\n',
    )
    .action(async (run: string, options: AnalyzeOptions) => {
      const { record, job } = await findRun(services.store, run);
      const symbols = symbolsOf(record, options.symbol);
      const found: Analysed[] = [];
      for (const progress of symbols) {
        found.push(await analysed(services.store, { record, job, progress }));
      }
      if (options.json === true) {
        const list = found.map(({ convergence: one, ...rest }) => ({ ...rest, ...one }));
        out.write(jsonText({ run: record.id, symbols: list }));
        return;
      }
      out.write(found.map((one) => analysisText(one, out)).join('\n'));
    });
}

function symbolsOf(record: RunRecord, wanted: string | undefined): readonly SymbolProgress[] {
  if (wanted === undefined) return record.symbols;
  const found = record.symbols.filter(({ symbol, folder }) => [symbol, folder].includes(wanted));
  if (found.length > 0) return found;
  const names = record.symbols.map(({ symbol }) => symbol).join(', ');
  throw new InputError(`Cannot analyze run ${record.id}`, [
    { path: 'symbol', wanted: `one of ${names}`, found: JSON.stringify(wanted) },
  ]);
}

interface Analysed {
  readonly symbol: string;
  readonly convergence: Convergence;
  readonly importance: Importance | null;
  readonly stability: Stability | null;
}

async function analysed(
  store: RunStore,
  search: { readonly record: RunRecord; readonly job: Job; readonly progress: SymbolProgress },
): Promise<Analysed> {
  const { record, job, progress } = search;
  const { symbol, folder, stages } = progress;
  const evaluations = await store.evaluations(record.id, folder);
  const space = createSpace(job.parameters, job.rules);
  return {
    symbol,
    convergence: convergence(evaluations, stages),
    importance: importance(evaluations, space),
    stability: stability(evaluations, space),
  };
}

function analysisText(found: Analysed, out: CommandContext['out']): string {
  const text = convergenceText(found.symbol, found.convergence, out);
  if (found.convergence.peak === null) return text;
  const parts = [text, importanceText(found.importance), stabilityText(found.stability)];
  return parts.filter((part) => part !== '').join('\n');
}
