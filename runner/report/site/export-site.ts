import { join } from 'node:path';
import { type AnswerFiles, createAnswerFiles } from './answer-files.ts';
import { writePages } from './exported-pages.ts';
import { type AskApi, askRun, type ExportedRun } from './exported-run.ts';

export interface SiteExportOptions {
  /** The built pages. */
  readonly siteFolder: string;
  /** Where to write; it exists and is empty. */
  readonly folder: string;
  readonly runs: readonly ExportedRun[];
  /** Names of the studies all of whose runs are among them. */
  readonly studies: readonly string[];
  /** Answers a GET as the server does. */
  readonly get: (path: string) => Promise<Response>;
  /** Told of each run that is written, counted from 1. */
  readonly onRun?: (count: number) => void;
  readonly now?: Date;
}

export interface SiteExport {
  readonly runs: number;
  readonly studies: number;
  readonly files: number;
  /** Of the data; the pages take about 1 MB beside it. */
  readonly bytes: number;
}

/**
 * Writes the site with all that it shows of some runs as plain files, for any static host. Pages and
 * answers are those of the server; what is missing in an answer is missing there, too.
 */
export async function exportSite(options: SiteExportOptions): Promise<SiteExport> {
  const { siteFolder, folder, runs, studies, now = new Date() } = options;
  const files = createAnswerFiles(join(folder, 'answers'));
  const ask = askInto(files, options.get);
  await writeLists(files, options);
  await ask('/api/samplers-bench');
  for (const name of studies) await ask(`/api/studies/${encodeURIComponent(name)}`);
  for (const [index, run] of runs.entries()) {
    await askRun(ask, run);
    options.onRun?.(index + 1);
  }
  await files.finish();
  await writePages(siteFolder, folder, now.toISOString());
  return { runs: runs.length, studies: studies.length, files: files.count, bytes: files.bytes };
}

function askInto(files: AnswerFiles, get: SiteExportOptions['get']): AskApi {
  return async (path) => {
    const response = await get(path);
    // The pages say so where they ask for it: an empty search has no best.
    if (!response.ok) return null;
    const text = await response.text();
    await files.keep(path, text);
    return JSON.parse(text);
  };
}

/** The lists name what is exported and nothing else. */
async function writeLists(
  files: AnswerFiles,
  { runs, studies, get }: SiteExportOptions,
): Promise<void> {
  const ids = new Set(runs.map(({ record }) => record.id));
  const names = new Set(studies);
  const summaries = await listOf<Summaries>(get, '/api/run-summaries');
  const notes = Object.entries(summaries.annotations).filter(([id]) => ids.has(id));
  const shown: Summaries = {
    ...summaries,
    runs: summaries.runs.filter(({ id }) => ids.has(id)),
    broken: [],
    annotations: Object.fromEntries(notes),
  };
  await files.keep('/api/run-summaries', JSON.stringify(shown));
  const all = await listOf<Studies>(get, '/api/studies');
  const kept = { ...all, studies: all.studies.filter(({ name }) => names.has(name)), deleted: [] };
  await files.keep('/api/studies', JSON.stringify(kept));
}

interface Summaries {
  readonly runs: readonly { readonly id: string }[];
  readonly broken: readonly unknown[];
  readonly annotations: Readonly<Record<string, unknown>>;
}

interface Studies {
  readonly studies: readonly { readonly name: string }[];
}

async function listOf<View>(get: SiteExportOptions['get'], path: string): Promise<View> {
  const response = await get(path);
  if (!response.ok)
    throw new Error(`Cannot export the site: wanted ${path}, found ${response.status}`);
  return (await response.json()) as View;
}
