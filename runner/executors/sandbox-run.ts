import type { RefusedAnswer, RunRequest } from '../../harness/embedded/sandbox/messages.ts';
import { InputError } from '../domain/errors.ts';
import type { BacktestRequest, Outcome } from '../domain/executor.ts';
import type { ParameterValue } from '../domain/parameter-set.ts';
import { createMailbox } from './mailbox.ts';
import { failedOutcome, readOutcomes } from './read-outcomes.ts';
import type { Ending, SandboxProcess } from './sandbox-process.ts';

export interface SandboxRun {
  readonly sandbox: SandboxProcess;
  /** Number of the task; used once. */
  readonly task: number;
  readonly slot: number;
  /** Number of the setup that all requests share, known to the sandbox. */
  readonly setup: number;
  /** All of the same setup and detail. */
  readonly requests: readonly BacktestRequest[];
  readonly signal: AbortSignal;
}

/** What a run left: nothing, or the end of the sandbox and what it had not answered. */
export interface RunRest {
  readonly ending: Ending | null;
  readonly unanswered: readonly BacktestRequest[];
}

/**
 * Runs requests in one slot of a sandbox and yields each outcome once, in groups as they arrive:
 * passing each through the generators on its way would cost more than a short backtest.
 */
export async function* runInSandbox(run: SandboxRun): AsyncGenerator<Outcome[], RunRest> {
  const { sandbox, task, requests, slot, signal } = run;
  const unanswered = new Map(requests.map((request) => [request.id, request]));
  const mailbox = createMailbox<Outcome[] | Ending>();
  const stop = sandbox.give(encode(run), {
    onAnswer: (answer) => {
      if (answer.type === 'results') mailbox.put(readOutcomes(answer, requests, slot));
      else if (answer.type === 'refused') mailbox.put(refuseAll(answer, unanswered, slot));
    },
    onEnding: (ending) => mailbox.put(ending),
  });
  try {
    while (unanswered.size > 0) {
      const mail = await mailbox.next(signal);
      if (!Array.isArray(mail)) return { ending: mail, unanswered: [...unanswered.values()] };
      yield mail.filter((outcome) => unanswered.delete(outcome.id));
    }
    return { ending: null, unanswered: [] };
  } finally {
    stop();
    if (unanswered.size > 0) sandbox.send({ type: 'cancel', task });
  }
}

function refuseAll(
  { action, problems }: RefusedAnswer,
  unanswered: ReadonlyMap<number, BacktestRequest>,
  slot: number,
): Outcome[] {
  const error = new InputError(action, problems).message;
  return [...unanswered.values()].map((request) =>
    failedOutcome(request, slot, { error, retriable: false }),
  );
}

/** Parameter sets as columns. A name that only some sets have is null in the others. */
function encode({ task, slot, setup, requests }: SandboxRun): RunRequest {
  const names = [...new Set(requests.flatMap(({ params }) => Object.keys(params)))];
  const values: (ParameterValue | null)[] = [];
  for (const { params } of requests) {
    for (const name of names) values.push(params[name] ?? null);
  }
  const detail = requests[0]?.detail ?? 'metrics';
  return { type: 'run', task, slot, setup, detail, count: requests.length, names, values };
}
