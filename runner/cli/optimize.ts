import { basename } from 'node:path';
import { Command } from 'commander';
import { InputError } from '../domain/errors.ts';
import { carryOut, howOf } from './carry-out.ts';
import type { CommandContext } from './context.ts';
import { findRun } from './find-run.ts';
import { addSearchFlags, type SearchFlags } from './job-flags.ts';
import { jobSource } from './job-source.ts';
import type { Order } from './order.ts';

interface OptimizeOptions extends SearchFlags {
  readonly config?: string;
  readonly json?: true;
}

export function optimizeCommand(context: CommandContext): Command {
  const command = new Command('optimize')
    .description(
      'search the best parameters of a strategy, or go on with a search that was cut off',
    )
    .argument('[file]', 'job file (JSON, JSONC or YAML); flags go over what it says')
    .option('--config <file>', 'the same as the argument');
  return addSearchFlags(command)
    .option('--run-dir <run>', 'go on with a run: its id or its folder, in place of a job file')
    .option('--json', 'print one JSON document, progress on stderr')
    .addHelpText('after', EXAMPLES)
    .action(async (file: string | undefined, options: OptimizeOptions) => {
      const path = file ?? options.config;
      const how = howOf(options);
      if (options.runDir !== undefined) {
        const order = await orderToResume(context, options.runDir);
        context.finish(await carryOut(context, order, how));
        return;
      }
      if (path === undefined && (options.strategy ?? options.strategyPath) === undefined) {
        throw new InputError('Cannot optimize', [
          { path: '', wanted: 'a job file or --strategy', found: 'neither' },
        ]);
      }
      const source = await jobSource(path, options);
      context.finish(await carryOut(context, { kind: 'job', source }, how));
    });
}

/** A run keeps the job that it was started with. */
async function orderToResume({ services }: CommandContext, run: string): Promise<Order> {
  const { record } = await findRun(services.store, basename(run));
  return { kind: 'resume', id: record.id };
}

const EXAMPLES = `
Examples:
  $ npx leantune optimize config/examples/quickstart.json
  $ npx leantune optimize config/examples/quickstart.json --seed 7 --evaluations 200
  $ npx leantune optimize --strategy sma-cross --symbol SPX --data sample \\
      --start 2000-01-03 --end 2015-12-31 --tune fast=5:50:5 --tune slow=20:200:10 --sampler grid
  $ npx leantune optimize config/examples/quickstart.json --export-yaml best.yaml

Ctrl-C lets the backtests in flight end; a second one stops at once. The same command goes on
from there. Exit codes: 0 done, 1 failed, 2 bad input, 130 interrupted.
`;
