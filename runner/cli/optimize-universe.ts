import { Command } from 'commander';
import { carryOut, howOf } from './carry-out.ts';
import type { CommandContext } from './context.ts';
import { symbolList } from './flag-values.ts';
import { addSearchFlags } from './job-flags.ts';
import { type UniverseFlags, universeSource } from './universe-source.ts';

interface Options extends UniverseFlags {
  readonly json?: true;
}

export function optimizeUniverseCommand(context: CommandContext): Command {
  const command = new Command('optimize-universe')
    .description('search the best parameters on several symbols, each on its own, in one run')
    .argument('[universe]', 'the same as --universe')
    .option(
      '--universe <file>',
      'file with "symbols" and the "base_config" that is applied to each',
    )
    .option('--symbols <list>', 'symbols separated by commas, in place of those', symbolList)
    .option('--config <file>', 'job file that is applied to each symbol');
  return addSearchFlags(command)
    .option('--json', 'print one JSON document, progress on stderr')
    .addHelpText('after', EXAMPLES)
    .action(async (file: string | undefined, options: Options) => {
      const universe = options.universe ?? file;
      const source = await universeSource(
        universe === undefined ? options : { ...options, universe },
      );
      const order = { kind: 'job', source } as const;
      context.finish(await carryOut(context, order, howOf(options)));
    });
}

const EXAMPLES = `
Examples:
  $ npx leantune optimize-universe --universe config/universe.json --strategy sma-cross
  $ npx leantune optimize-universe --symbols SPY,IBM --config config/examples/quickstart.json \\
      --symbols-parallel 2 --slots 4

All symbols are in one run; symbols under way at the same time share the slots.
`;
