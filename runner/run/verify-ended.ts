import { messageOf } from '../domain/errors.ts';
import type { RunVoice } from './run-voice.ts';
import {
  hasWinner,
  type OtherEngine,
  type VerifyBestsOptions,
  verifyBests,
} from './verify-bests.ts';

export interface VerifyEndedOptions
  extends Pick<VerifyBestsOptions, 'runFolder' | 'signal' | 'isStopped' | 'verified'> {
  /** The run's job, and executors as it had. */
  readonly own: OtherEngine;
  /** How the best of an embedded search is backtested on LEAN; null where none is set up. */
  readonly other: (() => Promise<OtherEngine | null>) | undefined;
  readonly searches: () => VerifyBestsOptions['searches'];
  readonly log: RunVoice['log'];
}

/**
 * Verifies the bests of a run that has ended: in a fresh process, and on LEAN where that is set up. It
 * can be done again by hand at any time, so a fault is said in the log and fails nothing.
 *
 * @throws the reason of `signal` alone
 */
export async function verifyEnded(options: VerifyEndedOptions): Promise<void> {
  const { own, log } = options;
  if (own.job.verify === false || !hasWinner(own.job)) return;
  await verifyBy(own, options);
  const other = await options.other?.().catch((error: unknown) => {
    log('info', `The best is not verified on LEAN: ${messageOf(error)}`);
    return null;
  });
  if (other) await verifyBy(other, options);
}

async function verifyBy(
  { job, fresh }: OtherEngine,
  { own, searches, log, runFolder, signal, isStopped, verified }: VerifyEndedOptions,
): Promise<void> {
  const warn = (message: string): void => log('warn', message);
  await verifyBests({
    runFolder,
    job,
    foundBy: own.job.backtest.engine ?? 'embedded',
    searches: searches(),
    fresh,
    signal,
    isStopped,
    warn,
    verified,
  }).catch((error: unknown) => {
    if (signal.aborted && error === signal.reason) throw error;
    warn(`Cannot verify the best with ${job.executor.name}: ${messageOf(error)}`);
  });
}
