import { join } from 'node:path';
import { Command } from 'commander';
import { carryOut } from './carry-out.ts';
import type { CommandContext } from './context.ts';
import { jobSource } from './job-source.ts';

export function quickstartCommand(context: CommandContext): Command {
  return new Command('quickstart')
    .description('optimize the example job on the sample data')
    .option('--json', 'print one JSON document, progress on stderr')
    .option('--no-resume', 'start a new run even where the example has been run before')
    .addHelpText(
      'after',
      '\nExamples:\n  $ npm run quickstart\n  $ npx leantune quickstart --no-resume\n',
    )
    .action(async (options: { readonly json?: true; readonly resume: boolean }) => {
      const { services } = context;
      await services.ensureSampleData();
      const example = join(services.projectRoot, 'config', 'examples', 'quickstart.json');
      const source = await jobSource(example, options.resume ? {} : { resume: false });
      context.finish(
        await carryOut(context, { kind: 'job', source }, { json: options.json === true }),
      );
    });
}
