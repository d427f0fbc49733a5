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
  /** All of the same setup, detail and milestones. */
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

/** Parameter sets as columns: the values that occur once, and for each set which of them it has. */
function encode({ task, slot, setup, requests }: SandboxRun): RunRequest {
  const names = namesOf(requests);
  const width = names.length;
  const codes = new Uint32Array(requests.length * width);
  const levels = names.map(() => new Map<ParameterValue | null, number>());
  for (const [index, { params }] of requests.entries()) {
    for (let column = 0; column < width; column++) {
      const value = params[names[column] as string] ?? null;
      const known = levels[column] as Map<ParameterValue | null, number>;
      const code = known.get(value) ?? known.size;
      if (code === known.size) known.set(value, code);
      codes[index * width + column] = code;
    }
  }
  const { detail = 'metrics', milestones } = requests[0] ?? {};
  return {
    type: 'run',
    task,
    slot,
    setup,
    detail,
    ...(milestones !== undefined && { milestones }),
    count: requests.length,
    names,
    levels: levels.map((known) => [...known.keys()]),
    codes: Buffer.from(codes.buffer).toString('base64'),
  };
}

function namesOf(requests: readonly BacktestRequest[]): string[] {
  const names = new Set<string>();
  for (const { params } of requests) for (const name in params) names.add(name);
  return [...names];
}
