import { BacktestError } from '../domain/errors.ts';
import type { BacktestRequest, BacktestSetup, Outcome } from '../domain/executor.ts';
import { failedOutcome } from './read-outcomes.ts';
import type { Company, SandboxHost } from './sandbox-host.ts';
import type { Ending } from './sandbox-process.ts';
import { runInSandbox } from './sandbox-run.ts';

export interface CarryOut {
  readonly host: SandboxHost;
  /** Gives a number that was never given before. */
  readonly nextTask: () => number;
  readonly slot: number;
  readonly setup: BacktestSetup;
  /** All of this setup and of the same detail. */
  readonly requests: readonly BacktestRequest[];
  readonly signal: AbortSignal;
}

/**
 * Runs requests in a slot, whatever becomes of the sandbox: when it ends and nobody knows whose
 * fault it was, all that were in flight are suspects and run again one at a time, with the sandbox
 * to themselves, and only one that ends it once more is charged. Yields each outcome once, in groups
 * as they arrive.
 */
export async function* carryOut(options: CarryOut): AsyncGenerator<Outcome[], void> {
  let left = options.requests;
  let company: Company = 'together';
  while (left.length > 0) {
    const sent = company === 'alone' ? left.slice(0, 1) : left;
    const { ending, unanswered, culprit } = yield* tryOnce({ ...options, requests: sent }, company);
    const charged = ending?.culprit === null && company === 'alone' ? sent[0] : culprit;
    if (ending !== null && charged !== undefined) {
      yield [failedOutcome(charged, options.slot, ending)];
    }
    // With a known culprit all others are above suspicion.
    if (ending?.culprit === null) company = 'alone';
    left = [...unanswered, ...left.slice(sent.length)].filter((request) => request !== charged);
  }
}

interface TryRest {
  readonly ending: Ending | null;
  readonly unanswered: readonly BacktestRequest[];
  readonly culprit: BacktestRequest | undefined;
}

async function* tryOnce(options: CarryOut, company: Company): AsyncGenerator<Outcome[], TryRest> {
  const { host, nextTask, slot, setup, requests, signal } = options;
  let lease: Awaited<ReturnType<SandboxHost['lease']>>;
  try {
    lease = await host.lease(setup, company, signal);
  } catch (error) {
    if (!(error instanceof BacktestError)) throw error;
    const { message, retriable } = error;
    yield requests.map((request) => failedOutcome(request, slot, { error: message, retriable }));
    return { ending: null, unanswered: [], culprit: undefined };
  }
  try {
    const task = nextTask();
    const run = { ...lease, task, slot, requests, signal };
    const { ending, unanswered } = yield* runInSandbox(run);
    const isMine = ending?.culprit?.task === task;
    const culprit = isMine ? requests[ending.culprit.index] : undefined;
    return { ending, unanswered, culprit };
  } finally {
    lease.release();
  }
}
