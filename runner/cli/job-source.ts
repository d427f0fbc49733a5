import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { InputError } from '../domain/errors.ts';
import type { Job } from '../domain/job.ts';
import type { JobReader } from '../job/job-reader.ts';
import { mergeOver } from '../job/layers.ts';
import { isSetupParam, SETUP_PARAMS, setupValue } from '../job/older-setup.ts';
import { parseDocument } from '../job/parse-document.ts';
import type { Fields } from '../job/translation.ts';
import type { JobSource } from '../run/runner.ts';
import type { JobFlags, SearchFlags } from './job-flags.ts';
import { progressNotices } from './progress-notices.ts';

/** The job file, with the flags laid over it; without a file, the flags alone. */
export async function jobSource(file: string | undefined, flags: SearchFlags): Promise<JobSource> {
  const keys = keysOf(flags);
  if (flags.notifyProgress !== true) return await overlaid(file, keys);
  const own = file === undefined ? {} : ((await readValue(file)) as { notify?: unknown } | null);
  const notify = progressNotices(own?.notify, flags.progressInterval);
  return await overlaid(file, { ...keys, notify });
}

/** All that the flags of a search say, in the words of a job. */
export function keysOf(flags: SearchFlags): Readonly<Record<string, unknown>> {
  const said = { ...backtestKeys(flags), ...searchKeys(flags), ...runKeys(flags) };
  return mergeOver(paramKeys(flags.param), said);
}

/**
 * The flags go into the text, so that it says by itself what was run: it is kept in the run folder
 * and may go to a daemon.
 *
 * @throws InputError where the file cannot be read, or keys are given and it is no object
 */
export async function overlaid(
  file: string | undefined,
  keys: Readonly<Record<string, unknown>>,
): Promise<JobSource> {
  if (file === undefined) return asSource('command-line.json', { name: nameOf(keys), ...keys });
  // Absolute, so that what the file names may lie beside it.
  const path = resolve(file);
  const text = await readJobFile(path);
  if (Object.keys(keys).length === 0) return { file: path, text };
  const parsed = parseDocument(text, path);
  if (!parsed.ok) throw new InputError(`Cannot read job "${file}"`, parsed.problems);
  const { value } = parsed.document;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const found = Array.isArray(value) ? 'a list' : typeof value;
    throw new InputError(`Cannot read job "${file}"`, [{ path: '', wanted: 'an object', found }]);
  }
  return asSource(path, mergeOver(value as Fields, keys));
}

/** The value of a file on the command line. @throws InputError where it cannot be read */
export async function readValue(file: string): Promise<unknown> {
  const parsed = parseDocument(await readJobFile(resolve(file)), file);
  if (parsed.ok) return parsed.document.value;
  throw new InputError(`Cannot read "${file}"`, parsed.problems);
}

export async function readJobFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const found = code === 'ENOENT' ? 'none' : code === 'EISDIR' ? 'a folder' : String(error);
    throw new InputError(
      `Cannot read job "${file}"`,
      [{ path: '', wanted: 'a readable file', found }],
      { cause: error },
    );
  }
}

/** @throws InputError also where the file is something other than a job, such as a space */
export async function readJob(reader: JobReader, source: JobSource): Promise<Job> {
  const read = await reader
    .read(source.text, source.file, { trusted: true })
    .catch((error: unknown) => {
      throw made.has(source) && error instanceof InputError ? withoutLines(error) : error;
    });
  if (read.kind === 'job') return read.job;
  throw new InputError(`Cannot run "${source.file}"`, [
    { path: '', wanted: 'a job', found: read.what },
  ]);
}

/** A source in JSON, which is JSON with comments and YAML, too: a file keeps its name. */
export function asSource(file: string, value: object): JobSource {
  const source = { file, text: `${JSON.stringify(value, null, 2)}\n` };
  made.add(source);
  return source;
}

/** Sources whose text was made here: its lines are those of no file that somebody could open. */
const made = new WeakSet<JobSource>();

function withoutLines(error: InputError): InputError {
  const [action = ''] = error.message.split(':\n');
  const problems = error.problems.map(({ line: _line, ...problem }) => problem);
  return new InputError(action, problems, { cause: error });
}

function nameOf(keys: Readonly<Record<string, unknown>>): string {
  const strategy = basename(String(keys['strategy'] ?? 'job')).replace(
    /\.([jt]s|cs|csproj|py|dll)$/,
    '',
  );
  const symbols = [keys['symbol'] ?? keys['symbols'] ?? []].flat();
  return [strategy, ...symbols].join('-');
}

/** Flags → keys of a job file, for those that were given. */
export function backtestKeys(flags: JobFlags) {
  const symbols = [...(flags.symbol ?? []), ...(flags.ticker ?? [])];
  const strategy = flags.strategy ?? flags.strategyPath;
  return given({
    strategy:
      strategy === undefined ? undefined : fromHere(strategy, /[/\\]|\.([jt]s|cs|csproj|py|dll)$/),
    symbol: symbols.length === 1 ? symbols[0] : undefined,
    symbols: symbols.length > 1 ? symbols : undefined,
    start: flags.start,
    end: flags.end,
    cash: flags.cash,
    resolution: flags.resolution,
    data: flags.data === undefined ? undefined : fromHere(flags.data, /^(?!(sample|prepared)$)/),
    fixed_parameters: flags.newsFilter === false ? { ...flags.fix, news_filter: false } : flags.fix,
    executor: flags.executor,
  });
}

/** What can be said of any run. */
export function runKeys(flags: SearchFlags) {
  return given({
    slots: flags.slots ?? flags.workerCount ?? flags.workers ?? flags.nJobs,
    symbols_parallel: flags.symbolsParallel,
    study: flags.study ?? flags.studyName,
    resume: flags.resume ?? (wantsMore(flags) ? 'unfinished' : undefined),
    outputs: outputKeys(flags),
    skip_compile: flags.skipCompile,
  });
}

/** The older tools add so many trials to a study, however many it has. */
function wantsMore({ more, nTrials, studyName }: SearchFlags): boolean {
  return more === true || (nTrials !== undefined && studyName !== undefined);
}

function outputKeys({ outputDir, generateExcel: excel }: SearchFlags) {
  const keys = given({ excel, folder: outputDir === undefined ? undefined : resolve(outputDir) });
  return Object.keys(keys).length === 0 ? undefined : keys;
}

function searchKeys(flags: SearchFlags) {
  const budget = given({
    evaluations: flags.evaluations ?? flags.nTrials,
    seconds: flags.seconds,
  });
  const space = flags.parameters === undefined ? flags.tune : resolve(flags.parameters);
  return given({
    parameters: space,
    stages: flags.sampler === undefined ? undefined : [{ sampler: flags.sampler }],
    fitness: flags.fitness,
    budget: Object.keys(budget).length === 0 ? undefined : budget,
    seed: flags.seed,
    holdout:
      flags.holdout === undefined ? undefined : { start: flags.holdout[0], end: flags.holdout[1] },
  });
}

/** `--param`: parameters that are fixed, among them the older names of ticker, dates and cash. */
function paramKeys(params: Readonly<Record<string, unknown>> = {}) {
  const entries = Object.entries(params);
  const setup = entries.flatMap(([name, value]) =>
    isSetupParam(name) ? [[SETUP_PARAMS[name], setupValue(name, value)]] : [],
  );
  const fixed = entries.filter(([name]) => !isSetupParam(name));
  return {
    ...Object.fromEntries(setup),
    ...(fixed.length > 0 && { fixed_parameters: Object.fromEntries(fixed) }),
  };
}

/** Paths in a job file start at the project's root, those on the command line where the user is. */
function fromHere(text: string, path: RegExp): string {
  return path.test(text) ? resolve(text) : text;
}

function given(keys: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(keys).filter(([, value]) => value !== undefined));
}
