import { Command } from 'commander';
import { InputError } from '../domain/errors.ts';
import { carryOut } from './carry-out.ts';
import type { CommandContext } from './context.ts';
import { addJobFlags, addRunFlags, type SearchFlags } from './job-flags.ts';
import { backtestKeys, overlaid, runKeys } from './job-source.ts';

interface Options extends SearchFlags {
  readonly config?: string;
  readonly universe?: string;
  readonly json?: true;
}

export function backtestUniverseCommand(context: CommandContext): Command {
  const command = new Command('backtest-universe')
    .description('backtest given parameter sets on several symbols and keep every result')
    .argument('[file]', 'file with "param_sets": lists of sets by symbol')
    .option('--config <file>', 'the same as the argument')
    .option('--universe <file>', 'the same as the argument');
  return addRunFlags(addJobFlags(command))
    .option('--json', 'print one JSON document, progress on stderr')
    .addHelpText('after', EXAMPLES)
    .action(async (argument: string | undefined, options: Options) => {
      const file = argument ?? options.config ?? options.universe;
      if (file === undefined) {
        throw new InputError('Cannot backtest a universe', [
          { path: '', wanted: 'a file with "param_sets"', found: 'none' },
        ]);
      }
      const source = await overlaid(file, { ...backtestKeys(options), ...runKeys(options) });
      const order = { kind: 'job', source } as const;
      context.finish(await carryOut(context, order, { json: options.json === true }));
    });
}

const EXAMPLES = `
Examples:
  $ npx leantune backtest-universe config/backtest_universe.json --strategy sma-cross

  { "symbols": ["SPY", "IBM"], "symbols_parallel": 2,
    "param_sets": { "SPY": [{ "startDate": "20050101", "endDate": "20151231", "fast": 10 }], … } }

Each result is SYMBOL/backtests/ID.json in the run folder.
`;
