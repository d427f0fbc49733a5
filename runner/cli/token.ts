import { Command } from 'commander';
import { jsonText } from '../domain/json-text.ts';
import type { CommandContext } from './context.ts';

export function tokenCommand(context: CommandContext): Command {
  return new Command('token')
    .description('print the token that changes through site and API need')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      '\nExamples:\n  $ curl -H "Authorization: Bearer $(npx leantune token)" …\n',
    )
    .action(async (options: { readonly json?: true }) => {
      const token = await context.services.token();
      context.out.write(options.json === true ? jsonText({ token }) : `${token}\n`);
    });
}
