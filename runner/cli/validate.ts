import { resolve } from 'node:path';
import { Command } from 'commander';
import { InputError, type Problem } from '../domain/errors.ts';
import type { Job } from '../domain/job.ts';
import { jsonText } from '../domain/json-text.ts';
import { createSpace } from '../domain/space.ts';
import type { JobReader } from '../job/job-reader.ts';
import type { CommandContext } from './context.ts';
import { EXIT } from './exit-code.ts';
import { readJobFile } from './job-source.ts';
import { countText } from './number-text.ts';

interface Verdict {
  readonly file: string;
  readonly valid: boolean;
  /** What the file is, in a few words. */
  readonly what: string;
  readonly problems: readonly Problem[];
  /** The problems as people read them. */
  readonly message: string | null;
}

export function validateCommand(context: CommandContext): Command {
  return new Command('validate')
    .description('check job files without running them')
    .argument('<files...>', 'job files')
    .option('--json', 'print one JSON document')
    .addHelpText('after', '\nExamples:\n  $ npx leantune validate config/*.json\n')
    .action(async (files: readonly string[], options: { readonly json?: true }) => {
      const { services, out } = context;
      const verdicts: Verdict[] = [];
      for (const file of files) verdicts.push(await verdictOn(services.reader, file));
      if (options.json === true) out.write(jsonText({ files: verdicts }));
      else for (const verdict of verdicts) out.write(verdictText(verdict));
      if (verdicts.some(({ valid }) => !valid)) context.finish(EXIT.badInput);
    });
}

async function verdictOn(reader: JobReader, file: string): Promise<Verdict> {
  const fine = { file, valid: true, problems: [], message: null };
  try {
    const read = await reader.read(await readJobFile(file), resolve(file));
    return { ...fine, what: read.kind === 'job' ? jobText(read.job) : `${read.what}, not a job` };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return {
      file,
      valid: false,
      what: 'not valid',
      problems: error.problems,
      message: error.message,
    };
  }
}

/** @throws InputError where the space is faulty */
function jobText(job: Job): string {
  const { size } = createSpace(job.parameters, job.rules);
  const space = size === null ? 'a continuous space' : `${countText(size)} sets`;
  const stages = job.stages.filter(({ enabled }) => enabled).map(({ name }) => name);
  return `job "${job.name}": ${job.backtest.strategy} on ${job.symbols.join(', ')}, ${space}, ${stages.join(' → ')}`;
}

function verdictText({ file, what, message }: Verdict): string {
  return message === null ? `${file}: ${what}\n` : `${file}: ${what}\n${message}\n`;
}
