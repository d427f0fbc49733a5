import type { ResultsAnswer } from '../../harness/embedded/sandbox/messages.ts';
import type { BacktestRequest, FailedOutcome, Outcome } from '../domain/executor.ts';

/** The outcomes in an answer of the sandbox. */
export function readOutcomes(
  answer: ResultsAnswer,
  requests: readonly BacktestRequest[],
  slot: number,
): Outcome[] {
  return answer.ms.map((ms, position) => {
    const request = requests[answer.from + position];
    if (request === undefined) throw new RangeError(`No request ${answer.from + position}`);
    const { id } = request;
    const failure = answer.failures[position];
    if (failure !== undefined) {
      return { id, slot, attempt: 1, ms, status: 'failed', ...failure };
    }
    const metrics = readMetrics(answer, position);
    const result = answer.results[position];
    return {
      id,
      slot,
      attempt: 1,
      ms,
      status: 'complete',
      metrics,
      ...(result === undefined ? {} : { result }),
      ...(answer.read.length === 0 ? {} : { parametersRead: answer.read }),
    };
  });
}

function readMetrics({ names, values }: ResultsAnswer, position: number): Record<string, number> {
  const metrics: Record<string, number> = {};
  const first = position * names.length;
  names.forEach((name, column) => {
    const value = values[first + column];
    if (value !== null && value !== undefined) metrics[name] = Number(value);
  });
  return metrics;
}

/** The outcome of a request that no backtest answered. */
export function failedOutcome(
  { id }: BacktestRequest,
  slot: number,
  { error, retriable }: Pick<FailedOutcome, 'error' | 'retriable'>,
): FailedOutcome {
  return { id, slot, attempt: 1, ms: 0, status: 'failed', error, retriable };
}
