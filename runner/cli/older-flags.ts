import { type Command, Option } from 'commander';
import { InputError } from '../domain/errors.ts';
import { wholeNumber } from './flag-values.ts';

/** Flags of the Python optimizer for LEAN that mean what one of ours means. */
export interface OlderFlags {
  readonly strategyPath?: string;
  readonly ticker?: readonly string[];
}

export interface OlderSearchFlags {
  readonly workerCount?: number;
  readonly workers?: number;
  readonly nJobs?: number;
  readonly nTrials?: number;
  readonly studyName?: string;
  readonly skipCompile?: true;
  readonly notifyProgress?: true;
  readonly progressInterval?: number;
}

/** What to use in place of flags that this version has nothing for. */
const REFUSED: Readonly<Record<string, string>> = {
  stage: '--sampler, or "enabled" in the stages of the job',
};

/** Another name of one of our flags, which is the one that the help shows. */
export function olderFlag(flags: string, parse?: (text: string, before: never) => unknown): Option {
  const option = new Option(flags).hideHelp();
  return parse === undefined ? option : option.argParser(parse as never);
}

export function addOlderSearchFlags(command: Command): Command {
  command
    .addOption(olderFlag('--worker-count <n>', wholeNumber))
    .addOption(olderFlag('--workers <n>', wholeNumber))
    .addOption(olderFlag('--n-jobs <n>', wholeNumber))
    .addOption(olderFlag('--n-trials <n>', wholeNumber))
    .addOption(olderFlag('--study-name <name>'))
    .addOption(olderFlag('--skip-compile'))
    .addOption(olderFlag('--notify-progress'))
    .addOption(olderFlag('--progress-interval <n>', wholeNumber));
  for (const [name, instead] of Object.entries(REFUSED)) {
    command.addOption(olderFlag(name.startsWith('no-') ? `--${name}` : `--${name} [value]`));
    command.on(`option:${name}`, () => {
      throw new InputError('Cannot carry the command out', [
        { path: '', wanted: instead, found: `--${name}` },
      ]);
    });
  }
  return command;
}
