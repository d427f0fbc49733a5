import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { cutOff } from '../domain/cut-off.ts';
import { InputError } from '../domain/errors.ts';
import type { Job } from '../domain/job.ts';
import { durationText } from '../domain/number-text.ts';
import type { RunRecord, SymbolProgress } from '../domain/run-record.ts';
import { createSpace } from '../domain/space.ts';
import { evaluatedSearches } from '../report/best-parameters.ts';
import { workbookName } from '../report/output-names.ts';
import { openSymbolOutputs, reportsOf } from '../report/symbol-outputs.ts';
import { columnsOptions } from '../run/columns-options.ts';
import { readLock } from '../run/lock.ts';
import { rebuildColumns } from '../run/rebuild-columns.ts';
import type { RunStore } from '../run/run-store.ts';
import type { CommandContext } from './context.ts';
import { findRun } from './find-run.ts';
import { writePage } from './report-page.ts';

interface ReportOptions {
  readonly excel?: true;
  /** True: in the run's folder. */
  readonly html?: string | true;
  readonly pdf?: string | true;
  readonly outputDir?: string;
  readonly symbol?: string;
}

export function reportCommand(context: CommandContext): Command {
  return new Command('report')
    .description(
      "write a run's results anew: tables, rankings, variations, an Excel workbook; or one page to read",
    )
    .argument('<run>', 'id of the run, its beginning, or latest')
    .option('--excel', 'write an Excel workbook, too')
    .option('--html [file]', 'one HTML page instead (default: report.html in the run folder)')
    .option('--pdf [file]', 'the same page printed by a browser that is installed here')
    .option('--output-dir <folder>', 'where they go (default: reports in the run folder)')
    .option('--symbol <symbol>', 'of this symbol alone')
    .addHelpText(
      'after',
      '\nExamples:\n  $ npx leantune report latest --excel\n  $ npx leantune report 20261121 --output-dir results\n  $ npx leantune report latest --html best.html --pdf best.pdf\n',
    )
    .action(async (run: string, options: ReportOptions) => {
      const { services, out } = context;
      const found = await findRun(services.store, run);
      const { record, job } = found;
      if (options.html !== undefined || options.pdf !== undefined) {
        await writePage(context, found, options);
        if (options.excel !== true) return;
      }
      const folder = options.outputDir === undefined ? undefined : resolve(options.outputDir);
      if (folder === undefined) await refuseUnderWay(services.store, record);
      const outputs = {
        ...job.outputs,
        excel: options.excel === true || job.outputs?.excel === true,
        ...(folder !== undefined && { folder }),
      };
      for (const progress of evaluatedSearches(record, options.symbol)) {
        const started = performance.now();
        const own = join(services.store.folder(record.id), progress.folder);
        await writeOutputs(own, { record, job: { ...job, outputs }, progress });
        const seconds = (performance.now() - started) / 1000;
        const what = writtenTo(reportsOf(own, outputs.folder), progress, outputs.excel);
        out.write(`${progress.symbol}: ${what}, in ${durationText(seconds)}\n`);
      }
    });
}

function writtenTo(where: string, { folder }: SymbolProgress, excel: boolean): string {
  return excel ? `${where}, workbook ${join(where, workbookName(folder))}` : where;
}

/** Its own process writes there. */
async function refuseUnderWay(store: RunStore, record: RunRecord): Promise<void> {
  if (cutOff(record) === record || (await readLock(store.root)) === null) return;
  throw new InputError(`Cannot report on run ${record.id}`, [
    { path: '', wanted: 'its end, or --output-dir', found: `it is ${record.state}` },
  ]);
}

async function writeOutputs(
  folder: string,
  search: { readonly record: RunRecord; readonly job: Job; readonly progress: SymbolProgress },
): Promise<void> {
  const { record, job, progress } = search;
  const space = createSpace(job.parameters, job.rules);
  const stages = job.stages.map(({ name }) => name);
  await rebuildColumns(folder, space, columnsOptions(space, { stages, variations: undefined }));
  const context = { folder, run: record.id, symbol: progress.symbol, job };
  await using outputs = openSymbolOutputs(context);
  await outputs.finish();
}
