import { Command } from 'commander';
import { jsonText } from '../domain/json-text.ts';
import type { CommandContext } from './context.ts';
import { findRun } from './find-run.ts';
import { planText } from './plan-text.ts';
import { runPage } from './run-page.ts';
import { summaryText } from './summary-text.ts';

export function showCommand(context: CommandContext): Command {
  return new Command('show')
    .description('show a run: its plan, its best parameters and what it took')
    .argument('<run>', 'id of the run, its beginning, or latest')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      '\nExamples:\n  $ npx leantune show latest\n  $ npx leantune show 20261121 --json\n',
    )
    .action(async (run: string, options: { readonly json?: true }) => {
      const { services, out } = context;
      const { record, job } = await findRun(services.store, run);
      if (options.json === true) {
        out.write(jsonText({ record, job, folder: services.store.folder(record.id) }));
        return;
      }
      const page = await runPage(context, record.id);
      out.write(`${planText(job, record, out.style)}\n${summaryText(record, job, page)}`);
    });
}
