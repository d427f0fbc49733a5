import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { UNDER_WAY } from '../domain/cut-off.ts';
import { InputError } from '../domain/errors.ts';
import { bytesText, manyText } from '../domain/number-text.ts';
import { exportSite } from '../report/site/export-site.ts';
import { builtSite } from './built-site.ts';
import type { CommandContext } from './context.ts';
import { findRun, type StoredRun } from './find-run.ts';
import { wholeNumber } from './flag-values.ts';
import { createLiveLine } from './live-line.ts';
import { presentRuns } from './present-runs.ts';

interface ExportSiteFlags {
  readonly out: string;
  readonly base: string;
  readonly evaluations: number;
  readonly replace?: true;
  readonly json?: true;
}

export function exportSiteCommand(context: CommandContext): Command {
  return new Command('export-site')
    .description('write the site with its data as plain files, for any static host')
    .argument('[runs...]', 'ids of runs, their beginnings, or latest (default: all that ended)')
    .requiredOption('-o, --out <folder>', 'folder to write; it is made')
    .option('--base <path>', 'where on the host it will lie, such as /reports/', basePath, '/')
    .option('--evaluations <n>', 'how many of the best of each search open', wholeNumber, 25)
    .option('--replace', 'write over an earlier export')
    .option('--json', 'print what was written as JSON')
    .addHelpText('after', EXAMPLES)
    .action((runs: readonly string[], flags: ExportSiteFlags) => write(context, runs, flags));
}

async function write(
  context: CommandContext,
  wanted: readonly string[],
  { out: folder, base, evaluations, replace, json }: ExportSiteFlags,
): Promise<void> {
  const { services, out, err } = context;
  const target = resolve(folder);
  const found = await runsOf(context, wanted);
  await makeFolder(target, replace === true);
  await using site = await builtSite(services.projectRoot, base);
  const line = createLiveLine(err, () => performance.now());
  const written = await exportSite({
    siteFolder: site.folder,
    folder: target,
    runs: found.map((run) => ({ ...run, evaluations })),
    studies: await wholeStudies(context, found),
    get: await services.answers(),
    onRun: (count) => line.show(() => `${count} of ${found.length} runs`),
  });
  line.clear();
  if (json === true) {
    out.write(`${JSON.stringify({ folder: target, base, ...written })}\n`);
    return;
  }
  const { files, bytes, runs, studies } = written;
  const what = `${manyText(runs, 'run')}, ${manyText(studies, 'study', 'studies')}, ${manyText(files, 'answer')}`;
  out.write(`${target}: ${what}, ${bytesText(bytes)}\n`);
  out.write(`Serve it at ${base} of any host, or look: npx http-server ${folder}\n`);
}

/** Those that are named; all that have ended where none is. */
async function runsOf(
  { services: { store }, err }: CommandContext,
  wanted: readonly string[],
): Promise<readonly StoredRun[]> {
  if (wanted.length > 0) return await Promise.all(wanted.map((one) => findRun(store, one)));
  const { records, broken } = await store.list();
  for (const { id, reason } of broken) err.write(`Run ${id} is left out: ${reason}\n`);
  const ended = (await presentRuns(store, records)).filter(
    ({ state }) => !UNDER_WAY.includes(state),
  );
  return await Promise.all(ended.map(({ id }) => store.read(id)));
}

/** A study is shown where all of its runs are: half of one would tell another story. */
async function wholeStudies(
  { services: { store } }: CommandContext,
  found: readonly StoredRun[],
): Promise<readonly string[]> {
  const ids = new Set(found.map(({ record }) => record.id));
  const { records } = await store.list();
  const names = new Set(found.flatMap(({ record }) => record.study ?? []));
  return [...names].filter((name) =>
    records.every(({ id, study }) => study !== name || ids.has(id)),
  );
}

/** Empties a folder only where it holds an export and nothing else would be lost. */
async function makeFolder(folder: string, replace: boolean): Promise<void> {
  await mkdir(folder, { recursive: true });
  if ((await readdir(folder)).length === 0) return;
  const page = await readFile(join(folder, 'index.html'), 'utf8').catch(() => '');
  const isExport = page.includes('data-exported=');
  if (isExport && replace) {
    await rm(folder, { recursive: true });
    await mkdir(folder, { recursive: true });
    return;
  }
  const found = isExport ? 'an earlier export (--replace writes over it)' : 'other files';
  throw new InputError('Cannot export the site', [
    {
      path: '--out',
      wanted: 'a folder that is empty or not there',
      found: `"${folder}": ${found}`,
    },
  ]);
}

function basePath(text: string): string {
  if (!/^\/(?:[\w.~-]+\/?)*$/.test(text)) {
    throw new InvalidArgumentError('Wanted a path from the root of the host, such as /reports/.');
  }
  return text.endsWith('/') ? text : `${text}/`;
}

const EXAMPLES = `
The pages show what they show here but controls: parameters, figures, equity, trades of the best, logs
and paths of the job. Who gets the files can read all of it.

Examples:
  $ npx leantune export-site --out site-export
  $ npx leantune export-site latest --out /tmp/report --base /backtests/spy/
`;
