import { dirname } from 'node:path';
import type {
  PreparedAnswer,
  RefusedAnswer,
  SandboxPreparation,
} from '../../harness/embedded/sandbox/messages.ts';
import { BacktestError, InputError } from '../domain/errors.ts';
import type { BacktestSetup, Preparation } from '../domain/executor.ts';
import type { ColumnWriter } from './column-writer.ts';
import type { Fingerprints } from './fingerprint.ts';
import { createMailbox } from './mailbox.ts';
import type { SandboxHost, SandboxLease } from './sandbox-host.ts';
import type { Ending, SandboxProcess } from './sandbox-process.ts';

/** Somebody else may end a sandbox, or change a file, once or twice; more is no accident. */
const ATTEMPTS = 3;

export interface PrepareOptions {
  readonly host: SandboxHost;
  readonly fingerprints: Fingerprints;
  readonly columns: Pick<ColumnWriter, 'keep'>;
  /** Gives a number that was never given before. */
  readonly nextTask: () => number;
  readonly slot: number;
  readonly setup: BacktestSetup;
  readonly signal: AbortSignal;
}

/**
 * Has a sandbox load data and strategy, and hashes the files they come from. A sandbox that loaded
 * them before they changed is replaced, since Node keeps a module once it is imported.
 * @throws InputError where they cannot be used
 * @throws BacktestError where the sandbox keeps ending
 */
export async function prepareInSandbox(options: PrepareOptions): Promise<Preparation> {
  const { host, setup, signal } = options;
  let error = 'Cannot prepare the backtest: its files keep changing';
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const lease = await host.lease(setup, 'together', signal);
    try {
      const answer = await ask(options, lease);
      if (answer.type === 'refused') throw new InputError(answer.action, answer.problems);
      if (answer.type === 'prepared') {
        const preparation = await fingerprint(answer.preparation, options);
        if (isFresh(lease.sandbox, setup, preparation)) return preparation;
      } else error = answer.ending.error;
    } finally {
      lease.release();
    }
    await host.renew(signal);
  }
  throw new BacktestError(error, { retriable: true });
}

type Reply = PreparedAnswer | RefusedAnswer | { readonly type: 'ended'; readonly ending: Ending };

async function ask(
  { nextTask, slot, signal }: PrepareOptions,
  lease: SandboxLease,
): Promise<Reply> {
  const { sandbox, setup } = lease;
  const task = nextTask();
  const mailbox = createMailbox<Reply>();
  const stop = sandbox.give(
    { type: 'prepare', task, slot, setup },
    {
      onAnswer: (answer) => {
        if (answer.type === 'prepared' || answer.type === 'refused') mailbox.put(answer);
      },
      onEnding: (ending) => mailbox.put({ type: 'ended', ending }),
    },
  );
  try {
    return await mailbox.next(signal);
  } finally {
    stop();
  }
}

async function fingerprint(
  { strategyFiles, dataFiles, uncached, ...rest }: SandboxPreparation,
  { fingerprints, columns, setup }: PrepareOptions,
): Promise<Preparation> {
  const home = dirname(strategyFiles[0] ?? '');
  const strategyHash = await fingerprints.hash(strategyFiles, home);
  const dataHash = await fingerprints.hash(dataFiles, setup.dataFolder);
  columns.keep(uncached, setup.dataFolder);
  return { ...rest, strategyHash, dataHash };
}

/** The hashes of what a sandbox has loaded, by strategy and by setup. */
const loaded = new WeakMap<SandboxProcess, Map<string, string>>();

function isFresh(sandbox: SandboxProcess, setup: BacktestSetup, found: Preparation): boolean {
  const known = loaded.get(sandbox) ?? new Map<string, string>();
  loaded.set(sandbox, known);
  const keys = { [setup.strategy]: found.strategyHash, [JSON.stringify(setup)]: found.dataHash };
  return Object.entries(keys).every(([key, hash]) => {
    if (!known.has(key)) known.set(key, hash);
    return known.get(key) === hash;
  });
}
