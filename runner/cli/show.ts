import { Command } from 'commander';
import { jsonText } from '../domain/json-text.ts';
import type { CommandContext } from './context.ts';
import { findRun } from './find-run.ts';
import { planText } from './plan-text.ts';
import { presentRuns } from './present-runs.ts';
import { resultText, resultValue } from './result-text.ts';

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
      const { record: stored, job } = await findRun(services.store, run);
      const [record = stored] = await presentRuns(services.store, [stored]);
      if (options.json === true) {
        const result = await resultValue(context, record, job);
        out.write(jsonText({ record, job, folder: services.store.folder(record.id), ...result }));
        return;
      }
      const result = await resultText(context, record, job);
      out.write(`${planText(job, record, out.style)}\n${result}`);
    });
}
