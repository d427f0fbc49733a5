import type { ResultsAnswer } from '../../harness/embedded/sandbox/messages.ts';
import {
  type BacktestRequest,
  type CompleteOutcome,
  type FailedOutcome,
  type MetricRow,
  type Outcome,
  prunedOutcome,
} from '../domain/executor.ts';
import type { Metrics } from '../domain/metrics.ts';

/** The outcomes in an answer of the sandbox. */
export function readOutcomes(
  answer: ResultsAnswer,
  requests: readonly BacktestRequest[],
  slot: number,
): Outcome[] {
  return Array.from(answer.ms, (ms, position) => {
    const request = requests[answer.from + position];
    if (request === undefined) {
      const found = `one to number ${answer.from + position}`;
      throw new RangeError(
        `Cannot read the sandbox's answer: wanted ${requests.length} outcomes at most, found ${found}`,
      );
    }
    const { id } = request;
    const failure = answer.failures[position];
    if (failure !== undefined) {
      return { id, slot, attempt: 1, ms, status: 'failed', ...failure };
    }
    const standings = answer.standings?.[position];
    if (standings !== undefined && answer.pruned?.includes(position)) {
      return prunedOutcome({ id, slot, attempt: 1, ms }, standings);
    }
    return completeOutcome(answer, position, { id, slot, attempt: 1, ms });
  });
}

function completeOutcome(
  { names, values, results, read, standings }: ResultsAnswer,
  position: number,
  executed: Pick<CompleteOutcome, 'id' | 'slot' | 'attempt' | 'ms'>,
): CompleteOutcome {
  const row = { names, values, offset: position * names.length };
  const result = results[position];
  let metrics: Metrics | undefined;
  return {
    ...executed,
    status: 'complete',
    row,
    // An object with a hundred names costs more than a short backtest, and few look at it.
    get metrics() {
      metrics ??= readMetrics(row);
      return metrics;
    },
    ...(result === undefined ? {} : { result }),
    ...(read.length === 0 ? {} : { parametersRead: read }),
    ...(standings?.[position] && { standings: standings[position] }),
  };
}

function readMetrics({ names, values, offset }: MetricRow): Metrics {
  const metrics: Record<string, number> = {};
  for (const [column, name] of names.entries()) {
    const value = values[offset + column] as number;
    if (!Number.isNaN(value)) metrics[name] = value;
  }
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
