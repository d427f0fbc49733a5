import { resolve } from 'node:path';
import { Command } from 'commander';
import { InputError, type Problem } from '../domain/errors.ts';
import type { Job } from '../domain/job.ts';
import { jsonText } from '../domain/json-text.ts';
import { countText } from '../domain/number-text.ts';
import type { PreflightRow } from '../domain/preflight.ts';
import { createSpace } from '../domain/space.ts';
import type { CommandContext } from './context.ts';
import { EXIT } from './exit-code.ts';
import { readJobFile } from './job-source.ts';
import { ensureDataOf, lookAtData } from './look-at-data.ts';
import { preflightText } from './preflight-text.ts';
import type { Services } from './services.ts';

interface Verdict {
  readonly file: string;
  readonly valid: boolean;
  /** What the file is, in a few words. */
  readonly what: string;
  readonly problems: readonly Problem[];
  /** The problems as people read them. */
  readonly message: string | null;
  /** What each symbol finds of its data; null where nobody looked. */
  readonly preflight: readonly PreflightRow[] | null;
  readonly warnings: readonly string[];
}

interface ValidateOptions {
  readonly json?: true;
  /** False: the files alone. */
  readonly data: boolean;
}

export function validateCommand(context: CommandContext): Command {
  return new Command('validate')
    .description('check job files, and the data they name, without running them')
    .argument('<files...>', 'job files')
    .option('--no-data', 'check the files alone, not the data that they name')
    .option('--json', 'print one JSON document')
    .addHelpText('after', '\nExamples:\n  $ npx leantune validate config/*.json\n')
    .action(async (files: readonly string[], options: ValidateOptions) => {
      const { services, out } = context;
      const verdicts: Verdict[] = [];
      for (const file of files) verdicts.push(await verdictOn(services, file, options));
      if (options.json === true) out.write(jsonText({ files: verdicts }));
      else for (const verdict of verdicts) out.write(verdictText(verdict));
      if (verdicts.some(({ valid }) => !valid)) context.finish(EXIT.badInput);
    });
}

async function verdictOn(
  services: Services,
  file: string,
  { data }: ValidateOptions,
): Promise<Verdict> {
  const nothing = { preflight: null, warnings: [] };
  const fine = { file, valid: true, problems: [], message: null, ...nothing };
  try {
    const text = await readJobFile(file);
    const read = await services.reader.read(text, resolve(file), { trusted: true });
    if (read.kind !== 'job') return { ...fine, what: `${read.what}, not a job` };
    const what = jobText(read.job);
    const warnings = read.job.notes ?? [];
    if (!data) return { ...fine, what, warnings };
    const found = await dataVerdict(services, looked(read.job));
    return { ...fine, what, ...found, warnings: [...warnings, ...found.warnings] };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return {
      file,
      valid: false,
      what: 'not valid',
      problems: error.problems,
      message: error.message,
      ...nothing,
    };
  }
}

/**
 * Others than the embedded engine build or start LEAN before they look at data, which is too much for
 * a check; it reads the same data as they do.
 */
function looked(job: Job): Job {
  if (job.executor.name === 'embedded') return job;
  const backtest = { ...job.backtest, strategy: 'buy-and-hold', engine: 'embedded' } as const;
  return { ...job, backtest, executor: { name: 'embedded', options: {} } };
}

async function dataVerdict(services: Services, job: Job) {
  await ensureDataOf(job, services);
  await using executor = services.createExecutor({ ...job, slots: 1 }, () => {});
  await executor.start();
  const found = await lookAtData(job, executor);
  const messages = found.flatMap(({ message }) => message ?? []);
  const warnings = found.flatMap(({ preparation }) => preparation?.warnings ?? []);
  return {
    valid: messages.length === 0,
    problems: found.flatMap(({ problems }) => problems),
    message: messages.length === 0 ? null : messages.join('\n'),
    preflight: found.map(({ row }) => row),
    warnings: [...new Set(warnings)],
  };
}

/** @throws InputError where the space is faulty */
function jobText(job: Job): string {
  const { size } = createSpace(job.parameters, job.rules);
  const space = size === null ? 'a continuous space' : `${countText(size)} sets`;
  const stages = job.stages
    .filter(({ enabled }) => enabled)
    .map(({ name, async }) => (async === true ? `${name} (async)` : name));
  const pruned = job.pruning === undefined ? '' : `, pruned by ${job.pruning.pruner}`;
  return `job "${job.name}": ${job.backtest.strategy} on ${job.symbols.join(', ')}, ${space}, ${stages.join(' → ')}${pruned}`;
}

function verdictText({ file, what, message, preflight, warnings }: Verdict): string {
  return [
    `${file}: ${what}\n`,
    preflight === null ? '' : preflightText(preflight),
    ...warnings.map((warning) => `Warning: ${warning}\n`),
    message === null ? '' : `${message}\n`,
  ].join('');
}
