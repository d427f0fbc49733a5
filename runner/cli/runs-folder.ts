import { Option } from 'commander';

const FLAG = '--runs-dir';

/** For the help, and for the error where the flag names no folder: it is taken out before. */
export function runsFolderOption(): Option {
  return new Option(`${FLAG} <folder>`, 'where runs, studies and promotions are (default: runs/)');
}

export interface CommandLine {
  /** As it was named; undefined where it was not. */
  readonly runsFolder: string | undefined;
  /** All the rest. */
  readonly args: readonly string[];
}

/**
 * Any command may name another store of runs. It is taken out before the command line is read, since
 * what reads it is made for one store.
 */
export function takeRunsFolder(args: readonly string[]): CommandLine {
  const at = args.findIndex((arg) => arg === FLAG || arg.startsWith(`${FLAG}=`));
  const joined = args[at]?.slice(FLAG.length + 1);
  const runsFolder = joined === '' ? args[at + 1] : joined;
  if (!runsFolder || runsFolder.startsWith('-')) return { runsFolder: undefined, args };
  return { runsFolder, args: args.toSpliced(at, joined === '' ? 2 : 1) };
}
