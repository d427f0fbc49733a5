import { Command } from 'commander';
import { type Convergence, convergence } from '../analysis/convergence.ts';
import { InputError } from '../domain/errors.ts';
import { jsonText } from '../domain/json-text.ts';
import type { RunRecord, SymbolProgress } from '../domain/run-record.ts';
import type { RunStore } from '../run/run-store.ts';
import type { CommandContext } from './context.ts';
import { convergenceText } from './convergence-text.ts';
import { findRun } from './find-run.ts';

interface AnalyzeOptions {
  readonly symbol?: string;
  readonly json?: true;
}

export function analyzeCommand({ services, out }: CommandContext): Command {
  return new Command('analyze')
    .description('show how a run came to its best, and what stopping early would have saved')
    .argument('<run>', 'id of the run, its beginning, or latest')
    .option('--symbol <symbol>', 'this symbol alone')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      '\nExamples:\n  $ npx leantune analyze latest\n  $ npx leantune analyze 20261121 --symbol SPX --json\n',
    )
    .action(async (run: string, options: AnalyzeOptions) => {
      const { record } = await findRun(services.store, run);
      const symbols = symbolsOf(record, options.symbol);
      const found: { symbol: string; convergence: Convergence }[] = [];
      for (const progress of symbols) {
        const { symbol } = progress;
        found.push({ symbol, convergence: await convergenceOf(services.store, record, progress) });
      }
      if (options.json === true) {
        const list = found.map(({ symbol, convergence: one }) => ({ symbol, ...one }));
        out.write(jsonText({ run: record.id, symbols: list }));
        return;
      }
      const texts = found.map(({ symbol, convergence: one }) => convergenceText(symbol, one, out));
      out.write(texts.join('\n'));
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

async function convergenceOf(
  store: RunStore,
  record: RunRecord,
  { folder, stages }: SymbolProgress,
): Promise<Convergence> {
  return convergence(await store.evaluations(record.id, folder), stages);
}
