import { type Command, Option } from 'commander';
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

/** Another name of one of our flags, which is the one that the help shows. */
export function olderFlag(flags: string, parse?: (text: string, before: never) => unknown): Option {
  const option = new Option(flags).hideHelp();
  return parse === undefined ? option : option.argParser(parse as never);
}

export function addOlderSearchFlags(command: Command): Command {
  return command
    .addOption(olderFlag('--worker-count <n>', wholeNumber))
    .addOption(olderFlag('--workers <n>', wholeNumber))
    .addOption(olderFlag('--n-jobs <n>', wholeNumber))
    .addOption(olderFlag('--n-trials <n>', wholeNumber))
    .addOption(olderFlag('--study-name <name>'))
    .addOption(olderFlag('--skip-compile'))
    .addOption(olderFlag('--notify-progress'))
    .addOption(olderFlag('--progress-interval <n>', wholeNumber));
}
