import { resolve } from 'node:path';
import { Command } from 'commander';
import { InputError } from '../domain/errors.ts';
import { withoutComments } from '../job/loose-values.ts';
import type { JobSource } from '../run/runner.ts';
import { carryOut } from './carry-out.ts';
import type { CommandContext } from './context.ts';
import { addJobFlags, addRunFlags, type SearchFlags } from './job-flags.ts';
import { asSource, backtestKeys, readValue, runKeys } from './job-source.ts';
import { olderFlag } from './older-flags.ts';

interface Options extends SearchFlags {
  readonly parameterSets?: string;
  readonly paramsFile?: string;
  readonly json?: true;
}

export function batchCommand(context: CommandContext): Command {
  const command = new Command('batch')
    .description('backtest a list of parameter sets and keep every result')
    .argument('[file]', 'the same as --parameter-sets')
    .option('--parameter-sets <file>', 'file with a list of parameter sets')
    .addOption(olderFlag('--params-file <file>'));
  return addRunFlags(addJobFlags(command))
    .option('--json', 'print one JSON document, progress on stderr')
    .addHelpText('after', EXAMPLES)
    .action(async (argument: string | undefined, options: Options) => {
      const file = argument ?? options.parameterSets ?? options.paramsFile;
      const source = await batchSource(file, options);
      const order = { kind: 'job', source } as const;
      context.finish(await carryOut(context, order, { json: options.json === true }));
    });
}

/** The sets go into the job itself, so that the run folder says what was run. */
async function batchSource(file: string | undefined, options: Options): Promise<JobSource> {
  const value = file === undefined ? undefined : withoutComments(await readValue(file));
  if (file === undefined || !Array.isArray(value)) {
    const found = file === undefined ? 'none' : `something else in "${file}"`;
    throw new InputError('Cannot run a batch', [
      { path: '', wanted: 'a file with a list of parameter sets', found },
    ]);
  }
  const job = { ...backtestKeys(options), ...runKeys(options), parameter_sets: value };
  return asSource(resolve(file), job);
}

const EXAMPLES = `
Examples:
  $ npx leantune batch config/parameter_sets.json --strategy sma-cross
  $ npx leantune batch sets.json --strategy sma-cross --symbol SPX --data sample \\
      --start 2000-01-03 --end 2015-12-31

  [{ "fast": 10, "slow": 50 }, { "fast": 20, "slow": 100 }]

Each result is SYMBOL/backtests/ID.json in the run folder. Sets may also say ticker, startDate,
endDate and InitialCash, as those of the Python optimizer do.
`;
