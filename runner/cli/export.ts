import { Command } from 'commander';
import { bestParameters } from '../report/best-parameters.ts';
import type { CommandContext } from './context.ts';
import { exportAll } from './export-all.ts';
import { EXPORT_FORMATS, type ExportFormat, exportFormat, outputFile } from './export-format.ts';
import { exportLeanConfig, exportLeanProject } from './export-lean.ts';
import { exportSets } from './export-sets.ts';
import { findRun } from './find-run.ts';
import { wholeNumber } from './flag-values.ts';
import { requireFolder } from './require-folder.ts';
import { runEvaluation } from './run-evaluation.ts';

export interface ExportOptions {
  readonly output?: string;
  readonly format?: ExportFormat;
  readonly symbol?: string;
  readonly top?: number;
  readonly by?: string;
  readonly ascending?: true;
  readonly descending?: true;
  readonly evaluation?: number;
  readonly all?: true;
  readonly plain?: true;
  readonly leanConfig?: string;
  readonly leanProject?: string;
}

export function exportCommand(context: CommandContext): Command {
  return new Command('export')
    .description('write the best parameters of a run, the best N, or all its evaluations')
    .argument('<run>', 'id of the run, its beginning, or latest; RUN#ID is one evaluation')
    .option('-o, --output <file>', 'file to write (default: -, which is stdout)')
    .option(
      '--format <name>',
      `${EXPORT_FORMATS.join(', ')} (default: by the file's ending)`,
      exportFormat,
    )
    .option('--symbol <symbol>', 'of this symbol alone')
    .option('--top <n>', 'the best N of each symbol', wholeNumber)
    .option('--by <metric>', 'what ranks them (default: fitness)')
    .option('--ascending', 'less of it is better')
    .option('--descending', 'more of it is better (default, but for drawdown and the like)')
    .option('--evaluation <id>', 'this evaluation in place of the best', wholeNumber)
    .option('--all', 'all evaluations, as CSV, Parquet or an Excel workbook')
    .option('--plain', 'parameters alone, as batch takes them')
    .option('--lean-config <file>', "LEAN's config.json with the parameters filled in")
    .option('--lean-project <folder>', "put them into a lean-cli project's config.json, in place")
    .addHelpText('after', EXAMPLES)
    .action(async (text: string, options: ExportOptions) => {
      const { run, evaluation = options.evaluation } = runEvaluation(text);
      const file = outputFile(options.output);
      if (file !== null) await requireFolder(file, '--output');
      const found = await findRun(context.services.store, run);
      if (options.all === true) {
        await exportAll(context, found, options);
        return;
      }
      const { symbol, top, by } = options;
      const ascending = options.descending === true ? false : options.ascending;
      const choice = { symbol, top, by, ascending, evaluation };
      const best = await bestParameters(context.services.store, found, choice);
      if (options.leanProject !== undefined) {
        await exportLeanProject(context, best, options.leanProject);
      } else if (options.leanConfig !== undefined) {
        await exportLeanConfig(context, best, { base: options.leanConfig, to: options.output });
      } else await exportSets(context, best, options);
    });
}

const EXAMPLES = `
Examples:
  $ npx leantune export latest                              the best set as JSON
  $ npx leantune export latest -o best.yaml                 the same for whoever goes live with it
  $ npx leantune export latest --top 20 --by sharpe_ratio -o top.csv
  $ npx leantune export latest --all -o evaluations.parquet
  $ npx leantune export latest#137 --lean-config Lean/Launcher/config.json -o config.json
  $ npx leantune export latest --lean-project "My Project"  its config.json, comments and all, stays

In YAML, parameters with "category" in the space file are factors, all others hyperparameters;
"role" and "direction" say more.
`;
