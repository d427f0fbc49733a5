import { Command } from 'commander';
import type { CommandContext } from './context.ts';

/** What is left of the set-up once the launcher has done its part. */
export function setupCommand(context: CommandContext): Command {
  return new Command('setup')
    .description('prepare the sample data')
    .action(async () => void (await context.services.ensureSampleData()));
}
