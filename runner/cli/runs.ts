import { Command } from 'commander';
import { jsonText } from '../domain/json-text.ts';
import { countText, durationText, valueText } from '../domain/number-text.ts';
import type { RunRecord } from '../domain/run-record.ts';
import type { CommandContext } from './context.ts';
import { presentRuns } from './present-runs.ts';
import { type Column, tableText } from './table-text.ts';

export function runsCommand(context: CommandContext): Command {
  return new Command('runs')
    .description('list the runs, newest first')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      "\nExamples:\n  $ npx leantune runs\n  $ npx leantune runs --json | jq '.runs[0].id'\n",
    )
    .action(async (options: { readonly json?: true }) => {
      const { services, out, err } = context;
      const { records: stored, broken } = await services.store.list();
      const records = await presentRuns(services.store, stored);
      if (options.json === true) {
        out.write(jsonText({ runs: records, broken }));
        return;
      }
      out.write(
        records.length === 0
          ? `No runs in ${services.store.root} yet.\n`
          : tableText(COLUMNS, records),
      );
      for (const { id, reason } of broken) err.write(`Cannot read run ${id}: ${reason}\n`);
    });
}

const COLUMNS: readonly Column<RunRecord>[] = [
  { title: 'run', text: ({ id }) => id },
  { title: 'name', text: ({ name }) => name },
  { title: 'strategy', text: ({ strategy }) => strategy },
  { title: 'symbols', text: (record) => symbolsText(tickersOf(record)) },
  { title: 'state', text: ({ state }) => state },
  { title: 'best', align: 'right', text: bestText },
  { title: 'evaluations', align: 'right', text: (record) => countText(evaluationsOf(record)) },
  { title: 'time', align: 'right', text: ({ seconds }) => durationText(seconds) },
];

/** A shared search stands for all of its symbols. */
function tickersOf({ tickers, symbols }: RunRecord): readonly string[] {
  return tickers ?? symbols.map(({ symbol }) => symbol);
}

function symbolsText(symbols: readonly string[]): string {
  const [first = '', ...others] = symbols;
  return others.length > 2 ? `${first} and ${others.length} more` : symbols.join(', ');
}

function bestText({ symbols }: RunRecord): string {
  const found = symbols.flatMap(({ best }) => (best === null ? [] : [best.fitness]));
  return found.length === 0 ? 'none' : valueText(Math.max(...found));
}

function evaluationsOf({ symbols }: RunRecord): number {
  return symbols.reduce((sum, { counts }) => sum + counts.evaluations, 0);
}
